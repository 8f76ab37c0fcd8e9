"""An amount of time becomes whole minutes exactly, however it is written. Fractions say what it should be."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.profiles.writing import TIME, Became, become, changed

HOURS = "durations: [hours, clock]"
REMARK = " (fits no format that the profile lists)"


def amounts(written: list[str | None], durations: str = HOURS, text: str = TIME) -> Became:
    rows = [{"badge": "P1", "day": "2025-02-03", "amount": amount, "code": "01"} for amount in written]
    return become(changed(text, HOURS, durations), rows)


def half_up(minutes: Fraction) -> int:
    return floor(minutes + Fraction(1, 2))


def test_hours_with_decimals_and_hours_with_minutes_are_the_same_amount() -> None:
    assert amounts(["7.5", "7:30", "07:30:00", "7.", ".5", "+7.5", "0"]).column("minutes") == [
        "450",
        "450",
        "450",
        "420",
        "30",
        "450",
        "0",
    ]


def test_minutes_and_seconds_are_read_where_the_profile_says_so() -> None:
    assert amounts(["450", "0450"], "durations: minutes").column("minutes") == ["450", "450"]
    # 27,000 s = 450 min; 27,029 s = 450.48 min; 27,030 s = 450.5 min, upwards
    assert amounts(["27000", "27029", "27030"], "durations: seconds").column("minutes") == [
        "450",
        "450",
        "451",
    ]


def test_a_third_of_an_hour_is_rounded_once_half_a_minute_upwards() -> None:
    # 7.333333 h = 439.99998 min; 7.341666 h = 440.49996 min; 7.341667 h = 440.50002 min;
    # 0.008333 h = 0.49998 min
    assert amounts(["7.333333", "7.341666", "7.341667", "0.008333"]).column("minutes") == [
        "440",
        "440",
        "441",
        "0",
    ]


def test_a_text_in_another_form_is_rejected_and_never_taken_for_something_else() -> None:
    became = amounts(["450 min", "7h30", "7:3", "7:60", "1e3", "7.1234567", "7,5"])
    assert {row["reason"] for row in became.rejected.values()} == {"not_a_number"}
    assert sorted(became.rejected) == [2, 3, 4, 5, 6, 7, 8]
    assert "(delivered: 7:60" + REMARK + ")" in became.rejected[5]["message"]


def test_a_number_without_a_point_is_no_time_of_the_clock() -> None:
    became = amounts(["450"], "durations: clock")
    assert became.column("minutes") == ["450" + REMARK]
    assert became.rejected[2]["reason"] == "not_a_number"


def test_an_empty_amount_stays_empty() -> None:
    became = amounts([None])
    assert became.column("minutes") == [None]
    assert became.rejected[2]["reason"] == "missing_value"
    assert became.rejected[2]["message"] == "hours and minutes are empty: give the amount in one of them"


def test_what_is_below_nothing_or_above_a_day_stays_so_when_rounded() -> None:
    # -0.001 h = -0.06 min and 24.001 h = 1440.06 min would round into the day
    became = amounts(["-0.001", "24.001", "-7:30", "24", "-0.0"])
    assert became.column("minutes") == ["-1", "1441", "-450", "1440", "0"]
    assert {line: row["reason"] for line, row in became.rejected.items()} == {
        2: "out_of_range",
        3: "out_of_range",
        4: "out_of_range",
    }


def test_a_decimal_comma_and_signs_between_thousands_are_read_only_as_they_are_told() -> None:
    comma = "durations: hours, decimal: comma"
    became = amounts(["7,5", "7.5", "0,25"], comma)
    assert became.column("minutes") == ["450", "7.5" + REMARK, "15"]
    thousands = "durations: minutes, grouping: comma"
    assert amounts(["1,440", "1440", "1,44"], thousands).column("minutes") == [
        "1440",
        "1440",
        "1,44" + REMARK,
    ]


def test_a_time_of_the_clock_is_read_whatever_is_said_of_decimals_and_thousands() -> None:
    for signs in (
        "decimal: point",
        "decimal: comma",
        "grouping: apostrophe",
        "decimal: comma, grouping: point",
    ):
        became = amounts(["7:30", "07:30:00", "8"], f"{HOURS}, {signs}")
        assert became.column("minutes") == ["450", "450", "480"], signs
    became = amounts(["7,5", "7:30", "7.5", "1.000:30"], f"{HOURS}, decimal: comma, grouping: point")
    assert became.column("minutes") == ["450", "450", "7.5" + REMARK, "1.000:30" + REMARK]


@settings(max_examples=4)
@given(
    st.lists(
        st.tuples(st.integers(0, 24), st.integers(0, 999_999), st.integers(1, 6)), min_size=1, max_size=30
    )
)
def test_hours_with_decimals_are_exact(parts: list[tuple[int, int, int]]) -> None:
    written = [f"{whole}.{part:06}"[: len(str(whole)) + 1 + places] for whole, part, places in parts]
    expected = [
        max(half_up(Fraction(text) * 60), 1441) if Fraction(text) > 24 else half_up(Fraction(text) * 60)
        for text in written
    ]
    assert amounts(list(written)).column("minutes") == [str(minutes) for minutes in expected]


@settings(max_examples=4)
@given(
    st.lists(
        st.tuples(st.integers(0, 23), st.integers(0, 59), st.none() | st.integers(0, 59)),
        min_size=1,
        max_size=30,
    )
)
def test_hours_minutes_and_seconds_are_exact(clocks: list[tuple[int, int, int | None]]) -> None:
    written = [f"{h}:{m:02}" + ("" if s is None else f":{s:02}") for h, m, s in clocks]
    expected = [str(half_up(h * 60 + m + Fraction(s or 0, 60))) for h, m, s in clocks]
    assert amounts(list(written)).column("minutes") == expected
