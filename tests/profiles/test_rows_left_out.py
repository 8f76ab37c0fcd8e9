"""Every row of an export makes a row of the contract, or is left out with a reason that helps."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.profiles.writing import BADGES, COMPANION, TIME, Cell, become, changed

from dutystation.terms.period import PayPeriod

JANUARY_2025, FEBRUARY_2025 = 20_089, 20_120
"""2025-01-01 and 2025-02-01, in days from 1970-01-01."""

PEOPLE = "\npeople: {crosswalk: required, zone: America/New_York}\n"


def use(card: Cell, when: Cell, event: Cell = "Entry", door: Cell = "HQ") -> dict[str, Cell]:
    return {"card": card, "when": when, "event": event, "door": door}


def hours(**cells: Cell) -> dict[str, Cell]:
    return {"badge": "P1", "day": "2025-02-03", "amount": "8", "code": "01"} | cells


def test_a_row_is_left_out_under_the_first_entry_all_of_whose_conditions_hold() -> None:
    text = BADGES + (
        "\nleave_out:\n"
        "  - says: A door held open\n"
        "    when: [{column: event, is_in: [Held, Forced]}, {column: card, is_empty: yes}]\n"
        "  - says: An alarm\n"
        "    when: [{column: event, matches: '^(Held|Forced|Alarm)'}]\n"
        "  - says: Not the headquarters\n"
        "    when: [{column: door, is_not_in: [hq, annex], any_case: yes}]\n"
    )
    when = "2025-02-03 08:00:00"
    rows = [
        use(None, when, "Held"),
        use("1", when, "Held"),
        use("1", when, "Alarm 7"),
        use("1", when, door=None),
        use("1", when),
    ]
    became = become(text, rows)
    assert {line: row["message"] for line, row in became.left_out.items()} == {
        2: "A door held open",
        3: "An alarm",
        4: "An alarm",
        5: "Not the headquarters",
    }
    assert set(became.rows) == {6}
    assert (became.left_out[3]["reason"], became.left_out[3]["column"]) == ("left_out", "event")
    assert became.left_out[3]["value"] == "Held"


def test_an_unmapped_text_is_refused_kept_or_emptied_as_the_profile_says() -> None:
    rows = [hours(code="REG"), hours(code="OT"), hours(code=None)]
    for rule, expected in (("keep", ["01", "OT", None]), ("empty", ["01", None, None])):
        text = changed(
            TIME, "pay_code: code", f"pay_code: {{column: code, map: {{REG: '01'}}, unmapped: {rule}}}"
        )
        assert become(text, rows).column("pay_code") == expected
    text = changed(TIME, "pay_code: code", "pay_code: {column: code, map: {REG: '01'}, unmapped: refuse}")
    became = become(text, rows)
    assert set(became.rows) == {2, 4}
    out = became.left_out[3]
    assert (out["reason"], out["column"], out["value"]) == ("unmapped_value", "pay_code", "OT")
    assert became.rejected[4]["reason"] == "missing_value"


def test_a_map_can_speak_of_empty_cells_and_ignore_capitals() -> None:
    rule = "{column: code, map: {'': none, reg: '01'}, map_any_case: yes, unmapped: refuse}"
    became = become(
        changed(TIME, "pay_code: code", f"pay_code: {rule}"), [hours(code="Reg"), hours(code=None)]
    )
    assert became.column("pay_code") == ["01", "none"]


def test_a_long_map_gives_what_a_short_one_gives() -> None:
    entries = ", ".join(f"'{number}': 'c{number}'" for number in range(100))
    rule = f"pay_code: {{column: code, map: {{{entries}}}, unmapped: refuse}}"
    became = become(
        changed(TIME, "pay_code: code", rule), [hours(code=code) for code in ("0", "42", "99", "100")]
    )
    assert became.column("pay_code") == ["c0", "c42", "c99"]
    assert became.left_out[5]["value"] == "100"


def test_a_pattern_takes_its_group_and_the_rule_says_what_becomes_of_the_rest() -> None:
    rows = [hours(code="TC 01 (regular)"), hours(code="none")]
    rule = "pay_code: {{column: code, extract: '^TC (?P<value>[0-9]+)', not_found: {}}}"
    assert become(changed(TIME, "pay_code: code", rule.format("keep")), rows).column("pay_code") == [
        "01",
        "none",
    ]
    assert become(changed(TIME, "pay_code: code", rule.format("empty")), rows).column("pay_code") == [
        "01",
        None,
    ]
    refused = become(changed(TIME, "pay_code: code", rule.format("refuse")), rows)
    assert refused.left_out[3]["value"] == "none"
    assert refused.left_out[3]["message"] == "the pattern for pay_code finds nothing in it: correct either"
    both = rule.format("refuse")[:-1] + ", map: {'01': '1'}, unmapped: refuse}"
    refused = become(changed(TIME, "pay_code: code", both), [*rows, hours(code="TC 02")])
    assert refused.column("pay_code") == ["1"]
    assert [(row["value"], row["message"][:23]) for _, row in sorted(refused.left_out.items())] == [
        ("none", "the pattern for pay_cod"),
        ("02", "the profile does not sa"),
    ]


def test_columns_are_joined_without_the_empty_ones_and_the_first_filled_one_is_taken() -> None:
    rows = [hours(), hours(badge=None), hours(badge=None, code=None)]
    joined = changed(TIME, "person: badge", "person: {columns: [badge, code], joined_by: '-'}")
    assert become(joined, rows).column("person") == ["P1-01", "01", None]
    first = changed(TIME, "person: badge", "person: {first_of: [badge, code]}")
    assert become(first, rows).column("person") == ["P1", "01", None]


def test_a_card_belongs_to_whoever_had_it_on_the_day_of_the_row() -> None:
    crosswalk = [("7", "Ada", None, FEBRUARY_2025 - 1), ("7", "Boris", FEBRUARY_2025, None)]
    rows = [
        use("7", "2025-01-31 23:59:59"),
        use("7", "2025-02-01 00:00:00"),
        use("8", "2025-02-01 00:00:00"),
        use(None, "2025-02-01 00:00:00"),
    ]
    became = become(BADGES + PEOPLE, rows, crosswalk=crosswalk)
    assert became.column("person") == ["Ada", "Boris", None]
    out = became.left_out[4]
    assert (out["reason"], out["value"]) == ("unmatched_person", "8")
    assert out["message"] == "the crosswalk has no person for 8 on 2025-02-01T00:00:00"
    assert became.rejected[5]["reason"] == "missing_value"


def test_the_day_of_a_card_is_counted_where_the_profile_says_and_not_in_utc() -> None:
    # 2025-02-01 03:30 UTC is still 2025-01-31 in New York.
    crosswalk = [("7", "Ada", None, FEBRUARY_2025 - 1), ("7", "Boris", FEBRUARY_2025, None)]
    text = changed(BADGES, "%H:%M:%S']", "%H:%M:%S'], zone: UTC")
    rows = [use("7", "2025-02-01 03:30:00"), use("7", "2025-02-01 05:00:00")]
    assert become(text + PEOPLE, rows, crosswalk=crosswalk).column("person") == ["Ada", "Boris"]
    in_utc = text + PEOPLE.replace("America/New_York", "UTC")
    assert become(in_utc, rows, crosswalk=crosswalk).column("person") == ["Boris", "Boris"]


def test_a_row_without_a_readable_day_is_rejected_for_its_day() -> None:
    became = become(BADGES + PEOPLE, [use("7", "yesterday")], crosswalk=[("7", "Ada", None, None)])
    assert became.rejected[2]["reason"] == "not_a_date"
    assert not became.left_out


def test_hours_are_matched_by_their_work_date() -> None:
    text = TIME + "\npeople: {crosswalk: required}\n"
    crosswalk = [("P1", "Ada", JANUARY_2025, FEBRUARY_2025)]
    became = become(text, [hours(day="1/31/2025"), hours(day="2/3/2025")], crosswalk=crosswalk)
    assert became.column("person") == ["Ada"]
    assert became.left_out[3]["message"] == "the crosswalk has no person for P1 on 2025-02-03"


COLLAPSE = "\ncollapse: {says: A finger put on twice, within_seconds: 60}\n"


def test_uses_within_seconds_of_the_one_before_are_one_use() -> None:
    rows = [
        use("1", "2025-02-03 08:00:00"),
        use("1", "2025-02-03 08:01:00"),  # 60 s after the first
        use("1", "2025-02-03 08:02:00"),  # 60 s after a repeat: the chain goes on
        use("1", "2025-02-03 08:03:01"),  # 61 s
        use("2", "2025-02-03 08:03:02"),  # somebody else
        use("1", "2025-02-03 08:03:03", "Exit"),  # another direction
        use("1", "2025-02-03 08:03:04", door="Annex"),
        use("1", "8 o'clock"),
        use("1", "8 o'clock"),
    ]
    became = become(BADGES + COLLAPSE, rows)
    assert sorted(became.left_out) == [3, 4]
    assert {row["reason"] for row in became.left_out.values()} == {"repeat"}
    assert became.left_out[3]["message"] == "A finger put on twice"


def test_rows_that_are_left_out_do_not_stand_for_others() -> None:
    text = (
        BADGES + COLLAPSE + ("leave_out:\n  - says: Test reads\n    when: [{column: event, equals: Test}]\n")
    )
    rows = [use("1", "2025-02-03 08:00:00", "Test"), use("1", "2025-02-03 08:00:01", None)]
    assert set(become(text, rows).rows) == {3}


def test_a_denied_use_never_stands_for_one_that_was_granted() -> None:
    text = changed(BADGES, "  direction: {column: event, map: {Entry: in, Exit: out}, unmapped: empty}\n", "")
    text += "  outcome: {column: event, map: {No: denied}, unmapped: empty}\n" + COLLAPSE
    rows = [use("1", "2025-02-03 08:00:00", "No"), use("1", "2025-02-03 08:00:05", "Yes")]
    assert become(text, rows).column("outcome") == ["denied", None]


SECOND = PayPeriod(date(2025, 1, 26), date(2025, 2, 8), "2025-02")


def test_what_is_of_another_pay_period_is_left_out_by_the_day_as_it_is_written() -> None:
    text = changed(BADGES, "%H:%M:%S']", "%H:%M:%S'], zone: UTC")
    rows = [
        use("7", "2025-01-25 23:59:59"),
        use("7", "2025-01-26 00:00:00"),
        use("7", "2025-02-08 23:59:59"),
        use("7", "2025-02-09 00:00:00"),  # still the 8th in New York
    ]
    became = become(text, rows, period=SECOND)
    assert sorted(became.rows) == [3, 4]
    out = became.left_out[5]
    assert (out["reason"], out["column"], out["value"]) == (
        "other_period",
        "occurred_at",
        "2025-02-09T00:00:00Z",
    )
    assert out["message"] == (
        "the day is not in pay period 2025-02 (2025-01-26 to 2025-02-08), which is delivered"
    )
    assert not became.rejected


def test_of_other_pay_periods_nothing_is_asked_but_whether_they_are_left_out_on_purpose() -> None:
    text = changed(BADGES, "unmapped: empty", "unmapped: refuse") + PEOPLE + COLLAPSE
    text += "leave_out:\n  - says: Test reads\n    when: [{column: event, equals: Test}]\n"
    rows = [
        use("8", "2025-01-20 08:00:00"),  # of nobody
        use("7", "2025-01-20 08:00:00", "Alarm"),  # not in the map
        use("7", "2025-01-20 08:00:00", "Test"),
        use("7", "2025-01-25 23:59:50"),
        use("7", "2025-01-26 00:00:10"),  # 20 seconds after one that another delivery brings
        use("7", "2025-01-26 00:00:20"),
        use("8", "2025-01-27 08:00:00"),
    ]
    became = become(text, rows, crosswalk=[("7", "Ada", None, None)], period=SECOND)
    assert {line: row["reason"] for line, row in became.left_out.items()} == {
        2: "other_period",
        3: "other_period",
        4: "left_out",
        5: "other_period",
        7: "repeat",
        8: "unmatched_person",
    }
    assert sorted(became.rows) == [6]


def test_a_day_that_cannot_be_read_is_rejected_and_not_taken_for_one_of_another_pay_period() -> None:
    rows = [hours(day="2/30/2025"), hours(day="2025-01-20x"), hours(day=None), hours(day="1/20/2025")]
    became = become(TIME, rows, period=SECOND)
    assert {line: row["reason"] for line, row in became.rejected.items()} == {
        2: "not_a_date",
        3: "not_a_date",
        4: "missing_value",
    }
    assert sorted(became.left_out) == [5]
    times = changed(BADGES, ", timestamps: ['%Y-%m-%d %H:%M:%S']", "")
    written = ["2025-01-20T08:00", "2025-01-20 08:00:00-05:00", "2025-01-20 8 o'clock", "2025-01-20"]
    written += ["2025-01-20 25:00", "0000-01-20 08:00"]
    became = become(times, [use("7", text) for text in written], period=SECOND)
    assert sorted(became.left_out) == [2, 3]
    assert sorted(became.rejected) == [4, 5, 6, 7]


def test_a_companion_gives_its_columns_to_the_rows_with_its_key() -> None:
    text = changed(BADGES, "facility: door", "facility: building") + COMPANION
    rows = [use("1", "2025-02-03 08:00:00", door="D1"), use("1", "2025-02-03 09:00:00", door="D9")]
    readers: list[dict[str, Cell]] = [
        {"reader": "D1", "building": "HQ"},
        {"reader": "D2", "building": "Annex"},
    ]
    became = become(text.replace("RULE", "empty"), rows, companion=readers)
    assert became.column("facility") == ["HQ", None]
    became = become(text.replace("RULE", "refuse"), rows, companion=readers)
    assert became.column("facility") == ["HQ"]
    assert (became.left_out[3]["reason"], became.left_out[3]["value"]) == ("not_in_companion", "D9")


CELLS = st.none() | st.sampled_from(["1", "2", "Entry", "Exit", "Test", "2025-02-03 08:00:00", "x", "D1"])


@settings(max_examples=4)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=20))
def test_every_row_is_in_exactly_one_of_the_two(cells: list[tuple[Cell, Cell, Cell, Cell]]) -> None:
    text = (
        BADGES
        + PEOPLE
        + COLLAPSE
        + ("leave_out:\n  - says: Test reads\n    when: [{column: event, equals: Test}]\n")
    )
    text = changed(text, "unmapped: empty", "unmapped: refuse")
    crosswalk = [("1", "Ada", None, FEBRUARY_2025), ("1", "Boris", FEBRUARY_2025 + 1, None)]
    became = become(text, [use(*row) for row in cells], crosswalk=crosswalk)
    assert not set(became.rows) & set(became.left_out)
    assert set(became.rows) | set(became.left_out) == set(range(2, 2 + len(cells)))
