"""Domain rule 10.28: off-site hours that no arrangement bears out, and standing situational days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.directives.load import load_directive
from dutystation.measures.cross_checks import (
    ineligible_telework,
    off_site_days,
    situational_weekdays,
    unarranged_remote,
    unarranged_telework,
    with_components,
)
from dutystation.measures.hours import PLACE_NUMBER, pair_sums
from dutystation.runs import finding_rows
from dutystation.runs.days import day_number, day_of
from dutystation.runs.engine import Engine, Row
from dutystation.terms.finding import FindingKind

RULES = load_directive("dhs-2025").rules_on(date(2025, 2, 19))
OPEN = date(9999, 12, 31)

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


def whole_table(engine: Engine, columns: Mapping[str, tuple[pa.DataType, Sequence[object]]]) -> ir.Table:
    return engine.kept(
        engine.table_of(pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()}))
    )


def roster(engine: Engine) -> ir.Table:
    numbers, people, components, arrangements, eligible, first, last = zip(*ROSTER, strict=True)
    return whole_table(
        engine,
        {
            "roster_no": (pa.int32(), range(len(ROSTER))),
            "person_no": (pa.int32(), numbers),
            "person": (pa.string(), people),
            "component": (pa.string(), components),
            "unit_no": (pa.int32(), [("NORTH", "SOUTH").index(name) for name in components]),
            "arrangement": (pa.string(), arrangements),
            "eligible": (pa.bool_(), eligible),
            "first_day": (pa.int64(), list(map(day_number, first))),
            "last_day": (pa.int64(), list(map(day_number, last))),
        },
    )


def placed(engine: Engine, *records: tuple[int, date, str, int]) -> ir.Table:
    """Accepted time records: roster row, day, place, minutes."""
    rows, days, places, minutes = zip(*records, strict=True)
    return whole_table(
        engine,
        {
            "roster_no": (pa.int32(), rows),
            "day": (pa.int32(), list(map(day_number, days))),
            "place_no": (pa.int8(), [PLACE_NUMBER[place] for place in places]),
            "minutes": (pa.int32(), minutes),
        },
    )


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


def refused(engine: Engine, *rows: tuple[str, str, date | None, str, int]) -> ir.Table:
    """Rejected rows: person, sender, day, cells, line."""
    people, senders, days, cells, lines = zip(*rows, strict=True)
    given = {"table": "time_records", "file": "F", "reason": "not_a_number", "column": "hours", "id": "R"}
    return whole_table(
        engine,
        {name: (pa.string(), [value] * len(rows)) for name, value in given.items()}
        | {
            "message": (pa.string(), cells),
            "person": (pa.string(), people),
            "sender": (pa.string(), senders),
            "day": (pa.int64(), [None if day is None else day_number(day) for day in days]),
            "as_delivered": (pa.string(), cells),
            "line": (pa.int64(), lines),
        },
    )


def test_a_rejected_row_belongs_to_the_person_of_that_day_then_the_person_then_the_sender_then_the_department(
    engine: Engine,
) -> None:
    senders = whole_table(
        engine, {"sender": (pa.string(), ["SOUTH"]), "sender_component": (pa.string(), ["SOUTH"])}
    )
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


def test_pairs_of_codes_are_added_up_by_component_whether_mapped_or_not(engine: Engine) -> None:
    codes = whole_table(
        engine, {"pay_code": (pa.string(), ["61", "01"]), "place_code": (pa.string(), ["", "TS"])}
    )
    # By codes `01`/`TS` is pair 0, `61`/empty pair 1; of an unmapped pair the codes are there.
    records = [
        (0, 0, None, None, "situational", 60),
        (0, 0, None, None, "situational", 30),
        (1, 0, None, None, "situational", 7),
        (1, 1, None, None, "nonwork", 480),
        (1, None, "99", "Z", "unclassified", 5),
    ]
    units, numbers, pay, places, meant, minutes = zip(*records, strict=True)
    accepted = whole_table(
        engine,
        {
            "unit_no": (pa.int32(), units),
            "pair_no": (pa.int32(), numbers),
            "pay_code": (pa.string(), pay),
            "place_code": (pa.string(), places),
            "place_no": (pa.int8(), [PLACE_NUMBER[place] for place in meant]),
            "minutes": (pa.int32(), minutes),
        },
    )
    rows = engine.rows(pair_sums(accepted, codes, roster(engine)))
    assert told(rows, "component", "pay_code", "place_code", "place_no", "rows", "minutes") == [
        ("NORTH", "01", "TS", PLACE_NUMBER["situational"], 2, 90),
        ("SOUTH", "01", "TS", PLACE_NUMBER["situational"], 1, 7),
        ("SOUTH", "61", "", PLACE_NUMBER["nonwork"], 1, 480),
        ("SOUTH", "99", "Z", PLACE_NUMBER["unclassified"], 1, 5),
    ]
