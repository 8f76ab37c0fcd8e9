"""Single cells: which dates, numbers and times are valid, and what they mean."""

# ruff: noqa: DTZ001 (wall-clock times, and instants in UTC, both without a zone on purpose)

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from tests.oracle.cells import NUMBER, WHOLE, read_date, read_instant
from tests.oracle.clock import instant_of, local_date
from tests.oracle.hours import whole_minutes

EASTERN = "America/New_York"


@pytest.mark.parametrize("text", ["8", "8.", ".5", "+8.25", "-0", "0.123456", "007.5"])
def test_what_is_a_number(text: str) -> None:
    assert NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["", ".", "+", "1.2345678", "1e3", "NaN", "1,5", "1.2.3", "٣", "8 ", "8\n"])
def test_what_is_no_number(text: str) -> None:
    assert not NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["8.0", "8.", "1e3", "--8", "8\n"])
def test_what_is_no_whole_number(text: str) -> None:
    assert not WHOLE.fullmatch(text)


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ("0.008333", 0),  # 0.49998 minutes
        ("0.008334", 1),  # 0.50004 minutes
        ("0.025", 2),  # 1.5 minutes: up
        ("0.041666", 2),  # 2.49996
        ("0.075", 5),  # 4.5: up, not to the even number
        ("7.6", 456),
        ("24", 1440),
    ],
)
def test_hours_become_minutes_exactly_with_half_a_minute_rounded_up(hours: str, minutes: int) -> None:
    assert whole_minutes(Fraction(hours), Fraction(7)) == minutes


def test_leap_days_are_dates_where_the_gregorian_calendar_has_them() -> None:
    assert read_date("2024-02-29") == date(2024, 2, 29)
    assert read_date("0001-01-01") and read_date("9999-12-31")
    for text in ("2025-02-29", "1900-02-29", "0000-01-01", "2025-1-01", "2025-02-03T00:00", "２０２５-02-03"):
        assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-03",
        "2025-02-03T08",
        "2025-02-03  08:00",
        "2025-02-03T24:00",
        "2025-02-03T08:60",
        "2025-02-03T08:00:60",
        "2025-02-03T08:00.5",
        "2025-02-03T08:00:00.",
        "2025-02-03T08:00+24:00",
        "2025-02-03T08:00+05",
        "2025-02-03t08:00",
        "2025-02-03T08:00z",
        "2025-02-03T08:00 Z",
        "0000-02-03T08:00",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert read_instant(text) is None


def test_offsets_and_cut_fractions() -> None:
    assert read_instant("2025-02-03 08:00:07.999999") == (datetime(2025, 2, 3, 8, 0, 7), None)
    assert read_instant("2025-02-03T08:00-23:59") == (
        datetime(2025, 2, 3, 8),
        -timedelta(hours=23, minutes=59),
    )


def test_a_repeated_local_time_is_the_earlier_instant() -> None:
    # 2025-11-02: at 02:00 EDT (-04:00) the clocks go back to 01:00 EST (-05:00).
    assert instant_of(datetime(2025, 11, 2, 1, 30), None, EASTERN) == datetime(2025, 11, 2, 5, 30)
    assert instant_of(datetime(2025, 11, 2, 2, 0), None, EASTERN) == datetime(2025, 11, 2, 7, 0)


def test_a_skipped_local_time_takes_the_offset_before_the_change() -> None:
    # 2025-03-09: at 02:00 EST (-05:00) the clocks go on to 03:00 EDT (-04:00).
    assert instant_of(datetime(2025, 3, 9, 2, 30), None, EASTERN) == datetime(2025, 3, 9, 7, 30)
    assert instant_of(datetime(2025, 3, 9, 3, 0), None, EASTERN) == datetime(2025, 3, 9, 7, 0)


def test_a_skipped_midnight_moves_the_date() -> None:
    # Kiritimati skipped the whole of 1994-12-31 (-10:00 to +14:00): noon of it is 22:00 UTC, and that
    # instant is noon of the first of January.
    instant = instant_of(datetime(1994, 12, 31, 12), None, "Pacific/Kiritimati")
    assert instant == datetime(1994, 12, 31, 22)
    assert local_date(instant, "Pacific/Kiritimati") == date(1995, 1, 1)
