"""Domain rule 10.28: off-site hours that no arrangement bears out, and standing situational days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir
from tests.measures.written import OPEN, written

from dutystation.directives.load import load_directive
from dutystation.measures.cross_checks import (
    ineligible_telework,
    off_site_days,
    questioned_days,
    situational_weekdays,
    unarranged_remote,
    unarranged_telework,
    with_components,
)
from dutystation.measures.hours import PLACE_NUMBER
from dutystation.runs.counted import finding_rows
from dutystation.runs.days import day_number, day_of
from dutystation.runs.engines.engine import Engine, Row
from dutystation.terms.finding import FindingKind

RULES = load_directive("dhs-2025").rules_on(date(2025, 2, 19))

# person_no, person, component, arrangement, eligible, first day, last day; numbered in this order.
ROSTER = [
    (0, "ada", "NORTH", "none", True, date(2025, 1, 1), OPEN),
    (1, "boris", "NORTH", "none", True, date(2025, 1, 1), date(2025, 1, 31)),
    (1, "boris", "NORTH", "situational", True, date(2025, 2, 1), OPEN),
    (2, "cleo", "SOUTH", "routine", True, date(2025, 1, 1), date(2025, 1, 10)),
    (2, "cleo", "SOUTH", "none", True, date(2025, 1, 11), date(2025, 2, 28)),
    (2, "cleo", "NORTH", "remote", False, date(2025, 3, 1), OPEN),
]
ADA, BORIS_BEFORE, BORIS_AFTER, CLEO_ROUTINE, CLEO_BETWEEN, CLEO_REMOTE = range(6)


def roster(engine: Engine) -> ir.Table:
    rows = [
        (number, *row[:3], ("NORTH", "SOUTH").index(row[2]), *row[3:]) for number, row in enumerate(ROSTER)
    ]
    columns = "roster_no person_no person component unit_no arrangement eligible first_day last_day"
    return engine.kept(written(engine, columns, rows))


def placed(engine: Engine, *records: tuple[int, date, str, int]) -> ir.Table:
    """Accepted time records: roster row, day, place, minutes."""
    rows = [(number, day, PLACE_NUMBER[place], minutes) for number, day, place, minutes in records]
    return engine.kept(written(engine, "roster_no day place_no minutes", rows))


def told(rows: Sequence[Row], *columns: str) -> list[tuple[Any, ...]]:
    """Columns of rows, days as days, in order; findings have them as such already."""
    return sorted(
        tuple(
            day_of(row[column]) if column == "day" and isinstance(row[column], int) else row[column]
            for column in columns
        )
        for row in rows
    )


FEBRUARY = date(2025, 2, 3)


def test_minutes_of_a_day_are_added_up_by_kind_and_a_day_in_the_office_is_none(engine: Engine) -> None:
    records = placed(
        engine,
        (ADA, FEBRUARY, "routine", 60),
        (ADA, FEBRUARY, "situational", 30),
        (ADA, FEBRUARY, "situational", 15),
        (ADA, FEBRUARY, "remote", 5),
        (ADA, FEBRUARY, "office", 400),
        (BORIS_AFTER, FEBRUARY, "office", 480),
        (BORIS_AFTER, FEBRUARY, "situational", 0),
    )
    rows = engine.rows(off_site_days(records))
    assert told(rows, "roster_no", "day", "telework", "situational", "remote") == [
        (ADA, FEBRUARY, 105, 45, 5)
    ]


def test_telework_without_an_arrangement_is_before_one_after_one_or_without_any(engine: Engine) -> None:
    days = off_site_days(
        placed(
            engine,
            (ADA, FEBRUARY, "situational", 60),  # never had one
            (BORIS_BEFORE, date(2025, 1, 31), "routine", 70),  # begins the next day
            (BORIS_AFTER, FEBRUARY, "situational", 80),  # has one
            (CLEO_BETWEEN, FEBRUARY, "situational", 90),  # ended on 10 January, and another begins on 1 March
            (CLEO_ROUTINE, date(2025, 1, 8), "routine", 100),  # has one
            (ADA, FEBRUARY + timedelta(days=1), "remote", 110),  # no telework
        )
    )
    rows = engine.rows(finding_rows.day_rows(unarranged_telework(days, roster(engine)), "2025-02"))
    assert told(rows, "component", "kind", "key", "day", "minutes", "details") == [
        (
            *("NORTH", "telework_before_arrangement", "boris/2025-01-31", date(2025, 1, 31), 70),
            '{"arrangement":"none","begins":"2025-02-01"}',
        ),
        (
            *("NORTH", "telework_without_arrangement", "ada/2025-02-03", FEBRUARY, 60),
            '{"arrangement":"none"}',
        ),
        (
            *("SOUTH", "telework_after_arrangement", "cleo/2025-02-03", FEBRUARY, 90),
            '{"arrangement":"none","begins":"2025-03-01","ended":"2025-01-10"}',
        ),
    ]


def test_telework_in_a_position_that_may_not_and_remote_work_without_that_arrangement(engine: Engine) -> None:
    march = date(2025, 3, 3)
    days = off_site_days(
        placed(
            engine,
            (CLEO_REMOTE, march, "situational", 60),
            (CLEO_REMOTE, march, "remote", 400),
            (CLEO_ROUTINE, date(2025, 1, 8), "routine", 70),
            (BORIS_AFTER, march, "remote", 300),
            (BORIS_AFTER, march, "situational", 20),
        )
    )
    people = roster(engine)
    may_not = engine.rows(ineligible_telework(days, people))
    assert told(may_not, "person", "component", "day", "minutes") == [("cleo", "NORTH", march, 60)]
    remote = engine.rows(unarranged_remote(days, people))
    assert told(remote, "person", "arrangement", "day", "minutes") == [("boris", "situational", march, 300)]


def test_of_several_arrangements_the_one_nearest_to_the_day_is_told(engine: Engine) -> None:
    """An arrangement covers its first and its last day; told is the last before and the first after a day."""
    spans = [
        ("routine", date(2025, 1, 1), date(2025, 1, 5)),
        ("situational", date(2025, 1, 6), date(2025, 1, 10)),
        ("none", date(2025, 1, 11), date(2025, 1, 20)),
        ("routine", date(2025, 1, 21), date(2025, 1, 25)),
        ("remote", date(2025, 1, 26), OPEN),
    ]
    columns = "roster_no person_no person component arrangement eligible first_day last_day"
    changing = [
        (number, 0, "ada", "NORTH", arrangement, True, first, last)
        for number, (arrangement, first, last) in enumerate(spans)
    ]
    later = [
        (5, 1, "boris", "NORTH", "none", True, date(2025, 1, 1), date(2025, 1, 5)),
        (6, 1, "boris", "NORTH", "routine", True, date(2025, 1, 6), date(2025, 1, 10)),
        (7, 1, "boris", "NORTH", "routine", True, date(2025, 1, 11), OPEN),
    ]
    days = off_site_days(
        placed(
            engine,
            (1, date(2025, 1, 10), "routine", 1),
            (2, date(2025, 1, 11), "routine", 2),
            (2, date(2025, 1, 20), "routine", 4),
            (3, date(2025, 1, 21), "routine", 8),
            (5, date(2025, 1, 5), "routine", 16),
        )
    )
    found = unarranged_telework(days, written(engine, columns, [*changing, *later]))
    tenth, sixth, next_one = (day_number(date(2025, 1, day)) for day in (10, 6, 21))
    assert told(engine.rows(found), "day", "minutes", "ended", "begins", "kind") == [
        (date(2025, 1, 5), 16, None, sixth, "telework_before_arrangement"),
        (date(2025, 1, 11), 2, tenth, next_one, "telework_after_arrangement"),
        (date(2025, 1, 20), 4, tenth, next_one, "telework_after_arrangement"),
    ]


def test_only_an_uncorroborated_day_is_asked_about(engine: Engine) -> None:
    """Domain rule 10.27: an explained day and one that cannot be assessed are no question."""
    classes = ("corroborated", "explained", "not_assessable", "uncorroborated")
    classed = written(
        engine,
        "roster_no day evidence_class claimed_minutes",
        [
            *((0, FEBRUARY + timedelta(days=number), name, 480) for number, name in enumerate(classes)),
            (1, FEBRUARY, "uncorroborated", 60),
        ],
    )
    people = written(
        engine,
        "roster_no person component duty_station",
        [(0, "ada", "NORTH", "HQ"), (1, "ada", "SOUTH", "ANNEX"), (2, "boris", "NORTH", "HQ")],
    )
    found = engine.rows(questioned_days(classed, people))
    assert told(found, "person", "component", "duty_station", "day", "minutes") == [
        ("ada", "NORTH", "HQ", FEBRUARY + timedelta(days=3), 480),
        ("ada", "SOUTH", "ANNEX", FEBRUARY, 60),
    ]


SATURDAY = date(2025, 2, 8)
"""The last day of pay period 2025-02; eight weeks up to it begin on 15 December 2024."""


def mondays(*weeks_before: int) -> list[date]:
    return [date(2025, 2, 3) - timedelta(weeks=weeks) for weeks in weeks_before]


def test_six_mondays_of_eight_weeks_are_a_pattern_five_are_none_and_an_earlier_week_counts_not(
    engine: Engine,
) -> None:
    assert (RULES.situational_pattern_weeks, RULES.situational_pattern_window_weeks) == (6, 8)
    six = [(ADA, day, "situational", 60) for day in mondays(0, 1, 2, 4, 5, 7)]
    twice = [(ADA, mondays(0)[0], "situational", 30)]
    five = [(ADA, day + timedelta(days=1), "situational", 60) for day in mondays(0, 1, 2, 3, 4)]
    too_early = [(ADA, mondays(8)[0] + timedelta(days=1), "situational", 60)]
    others = [(ADA, day + timedelta(days=2), "routine", 60) for day in mondays(0, 1, 2, 3, 4, 5)]
    # Boris changes from one roster row to the next, and goes on.
    moving = [(BORIS_BEFORE, day, "situational", 10) for day in mondays(1, 2, 3, 4, 5)]
    moved = [(BORIS_AFTER, mondays(0)[0], "situational", 10)]
    days = off_site_days(placed(engine, *six, *twice, *five, *too_early, *others, *moving, *moved))
    found = situational_weekdays(days, roster(engine), day_number(SATURDAY), RULES)
    rows = engine.rows(finding_rows.pattern_rows(found, "2025-02"))
    assert told(rows, "component", "key", "minutes", "details") == [
        (
            *("NORTH", "ada/monday", 390),
            '{"arrangement":"none","last":"2025-02-03","weekday":"monday","weeks":"6"}',
        ),
        (
            *("NORTH", "boris/monday", 60),
            '{"arrangement":"situational","last":"2025-02-03","weekday":"monday","weeks":"6"}',
        ),
    ]
    seldom = replace(RULES, situational_pattern_weeks=7)
    assert engine.rows(situational_weekdays(days, roster(engine), day_number(SATURDAY), seldom)) == []


def test_the_weeks_of_a_pattern_are_whole_ones_up_to_the_last_day(engine: Engine) -> None:
    """Eight weeks that end on Saturday 8 February begin on Sunday 15 December; here one week is a pattern."""
    first = date(2024, 12, 15)
    once = replace(RULES, situational_pattern_weeks=1)
    columns = "roster_no person_no person component arrangement first_day last_day"
    ada = written(engine, columns, [(ADA, 0, "ada", "NORTH", "none", date(2024, 1, 1), OPEN)])
    edges = {first - timedelta(days=1): 1, first: 2, SATURDAY: 4, SATURDAY + timedelta(days=1): 8}
    days = off_site_days(placed(engine, *((ADA, day, "situational", edges[day]) for day in edges)))
    found = engine.rows(situational_weekdays(days, ada, day_number(SATURDAY), once))
    weekdays = [(row["weekday"], day_of(row["last_worked"]), row["weeks"], row["minutes"]) for row in found]
    assert sorted(weekdays) == [(5, SATURDAY, 1, 4), (6, first, 1, 2)]


def test_a_pattern_is_of_the_component_and_the_arrangement_of_its_last_day(engine: Engine) -> None:
    twice = replace(RULES, situational_pattern_weeks=2)
    columns = "roster_no person_no person component arrangement first_day last_day"
    moved = [
        (0, 0, "ada", "NORTH", "situational", date(2025, 1, 1), date(2025, 2, 2)),
        (1, 0, "ada", "SOUTH", "none", date(2025, 2, 3), date(2025, 2, 3)),
        (2, 0, "ada", "EAST", "routine", date(2025, 2, 4), OPEN),
    ]
    last, before = mondays(0, 1)
    days = off_site_days(placed(engine, (0, before, "situational", 5), (1, last, "situational", 6)))
    found = situational_weekdays(days, written(engine, columns, moved), day_number(SATURDAY), twice)
    assert [(row["component"], row["arrangement"], row["minutes"]) for row in engine.rows(found)] == [
        ("SOUTH", "none", 11)
    ]


def refused(engine: Engine, *rows: tuple[str, str, date | None, str, int]) -> ir.Table:
    """Rejected rows: person, sender, day, cells, line."""
    given = ("time_records", "F", "not_a_number", "hours", "R")
    told_of = [(person, sender, day, cells, cells, line, *given) for person, sender, day, cells, line in rows]
    columns = "person sender day as_delivered message line table file reason column id"
    return engine.kept(written(engine, columns, told_of))


def test_a_rejected_row_belongs_to_the_person_of_that_day_then_the_person_then_the_sender_then_the_department(
    engine: Engine,
) -> None:
    senders = written(engine, "sender sender_component", [("SOUTH", "SOUTH")])
    rows = refused(
        engine,
        ("cleo", "SOUTH", date(2025, 2, 3), "a", 1),  # SOUTH until 28 February
        ("cleo", "SOUTH", None, "b", 2),  # last in NORTH
        ("cleo", "SOUTH", date(2020, 1, 1), "c", 3),  # before the roster knows her
        ("ghost", "SOUTH", FEBRUARY, "d", 4),
        ("ghost", "payroll", FEBRUARY, "e", 5),
        ("", "payroll", None, "f", 6),
    )
    found = engine.rows(with_components(rows, roster(engine), senders, "RIVERS"))
    assert told(found, "line", "component") == [
        *((1, "SOUTH"), (2, "NORTH"), (3, "NORTH"), (4, "SOUTH"), (5, "RIVERS"), (6, "RIVERS"))
    ]


def test_the_key_of_a_rejected_row_is_of_its_cells_and_equal_rows_are_numbered(engine: Engine) -> None:
    quoted = 'hours=7\\5 "and a half"'

    def keys(*lines: int) -> dict[int, str]:
        rows = refused(engine, *(("ada", "S", FEBRUARY, quoted, line) for line in lines))
        named = rows.mutate(component=rows.sender)
        found = engine.rows(finding_rows.rejected_row_findings(named, "2025-02"))
        assert {row["details"] for row in found} == {
            r'{"column":"hours","id":"R","message":"hours=7\\5 \"and a half\""}'
        }
        assert {row["kind"] for row in found} == {FindingKind.REJECTED_ROW}
        return {row["line"]: row["key"] for row in found}

    first = keys(4, 9)
    assert first[9] == first[4] + "-2"
    # Sent again on another line it is the same trouble.
    assert keys(2) == {2: first[4]}
