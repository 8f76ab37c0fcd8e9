"""Contract section 6: everybody gets one status, by the first rule that holds of the last closed period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import ibis.expr.types as ir
import pytest
from tests.measures.written import written

from dutystation.measures.hours import PLACE_NUMBER
from dutystation.measures.return_statuses import period_hours, return_statuses, status_counts
from dutystation.runs.days import day_number
from dutystation.runs.engines.engine import Engine

# P is 2025-02, which had ended by the as-of date, 2025-02-19.
FIRST, LAST = date(2025, 1, 26), date(2025, 2, 8)
MONDAY, TUESDAY = date(2025, 2, 3), date(2025, 2, 4)
DAY = timedelta(days=1)


class Worked(NamedTuple):
    """Minutes of one record, and whether the arrangement was situational on that day."""

    day: date
    place: str
    minutes: int
    situational: bool = False


class Person(NamedTuple):
    """The arrangement on the as-of date, and the records around P."""

    arrangement: str
    records: tuple[Worked, ...]


def somebody(*records: Worked, arrangement: str = "none") -> Person:
    return Person(arrangement, records)


OFFICE = Worked(MONDAY, "office", 480)
CASES: Mapping[str, tuple[Person, tuple[str, int]]] = {
    # Rule 1
    "no record at all": (somebody(), ("unknown", 1)),
    "no record, but a standing arrangement": (somebody(arrangement="remote"), ("unknown", 1)),
    "records on the days before and after P alone": (
        somebody(Worked(FIRST - DAY, "office", 480), Worked(LAST + DAY, "routine", 480)),
        ("unknown", 1),
    ),
    # Rule 2
    "leave all the time": (somebody(Worked(MONDAY, "nonwork", 480)), ("not_in_duty_status", 2)),
    "a record of no minutes": (somebody(Worked(MONDAY, "office", 0)), ("not_in_duty_status", 2)),
    "leave under a standing arrangement": (
        somebody(Worked(MONDAY, "nonwork", 480), arrangement="routine"),
        ("not_in_duty_status", 2),
    ),
    # Rule 3
    "arrangement routine, all hours in the office": (
        somebody(OFFICE, arrangement="routine"),
        ("not_returned", 3),
    ),
    "arrangement remote, all hours in the office": (
        somebody(OFFICE, arrangement="remote"),
        ("not_returned", 3),
    ),
    "a standing arrangement and unclassified hours": (
        somebody(Worked(MONDAY, "unclassified", 480), arrangement="routine"),
        ("not_returned", 3),
    ),
    "one minute at routine": (somebody(OFFICE, Worked(TUESDAY, "routine", 1)), ("not_returned", 3)),
    "one minute at remote": (somebody(OFFICE, Worked(TUESDAY, "remote", 1)), ("not_returned", 3)),
    "a routine record of no minutes": (somebody(OFFICE, Worked(TUESDAY, "routine", 0)), ("returned", 4)),
    "routine on the day before P": (somebody(OFFICE, Worked(FIRST - DAY, "routine", 60)), ("returned", 4)),
    "routine on the day after P": (somebody(OFFICE, Worked(LAST + DAY, "routine", 60)), ("returned", 4)),
    "routine on the first day of P": (somebody(OFFICE, Worked(FIRST, "routine", 60)), ("not_returned", 3)),
    "routine on the last day of P": (somebody(OFFICE, Worked(LAST, "routine", 60)), ("not_returned", 3)),
    "one situational minute on a day without that arrangement": (
        somebody(OFFICE, Worked(TUESDAY, "situational", 1)),
        ("not_returned", 3),
    ),
    "situational before the arrangement of today began": (
        somebody(OFFICE, Worked(TUESDAY, "situational", 60), arrangement="situational"),
        ("not_returned", 3),
    ),
    "situational under an arrangement that ended since": (
        somebody(OFFICE, Worked(TUESDAY, "situational", 60, situational=True)),
        ("returned", 4),
    ),
    "situational on two days, one of them without": (
        somebody(
            OFFICE, Worked(MONDAY, "situational", 60, situational=True), Worked(TUESDAY, "situational", 60)
        ),
        ("not_returned", 3),
    ),
    "a situational record of no minutes without the arrangement": (
        somebody(OFFICE, Worked(TUESDAY, "situational", 0)),
        ("returned", 4),
    ),
    "approved situational hours alone": (
        somebody(Worked(MONDAY, "situational", 60, situational=True), arrangement="situational"),
        ("not_returned", 3),
    ),
    "one approved situational minute alone": (
        somebody(Worked(MONDAY, "situational", 1, situational=True), arrangement="situational"),
        ("not_returned", 3),
    ),
    "approved situational and unclassified hours": (
        somebody(
            Worked(MONDAY, "situational", 60, situational=True),
            Worked(TUESDAY, "unclassified", 420),
            arrangement="situational",
        ),
        ("not_returned", 3),
    ),
    # Rule 4
    "an office all the time": (somebody(OFFICE), ("returned", 4)),
    "another facility all the time": (somebody(Worked(MONDAY, "other_facility", 480)), ("returned", 4)),
    "the field all the time": (somebody(Worked(MONDAY, "field", 480)), ("returned", 4)),
    "one minute in person besides approved situational hours": (
        somebody(
            Worked(MONDAY, "situational", 480, situational=True),
            Worked(TUESDAY, "field", 1),
            arrangement="situational",
        ),
        ("returned", 4),
    ),
    "one minute in person besides unclassified hours": (
        somebody(Worked(MONDAY, "office", 1), Worked(TUESDAY, "unclassified", 480)),
        ("returned", 4),
    ),
    "as many minutes off site as in person": (
        somebody(OFFICE, Worked(TUESDAY, "situational", 480, situational=True)),
        ("returned", 4),
    ),
    "as many unclassified minutes as in person": (
        somebody(OFFICE, Worked(TUESDAY, "unclassified", 480)),
        ("returned", 4),
    ),
    "in person on the first day of P alone": (somebody(Worked(FIRST, "office", 1)), ("returned", 4)),
    "in person on the last day of P alone": (somebody(Worked(LAST, "office", 1)), ("returned", 4)),
    # Rule 5
    "unclassified hours alone": (somebody(Worked(MONDAY, "unclassified", 1)), ("unknown", 5)),
}


@pytest.fixture(scope="module")
def statuses(engine: Engine) -> dict[str, dict[str, Any]]:
    """Everybody's row of `return_status`. Each case is a person, each person has an approved decision."""
    people = list(CASES)
    records = [
        (person_no, record.day, PLACE_NUMBER[record.place], record.minutes, record.situational)
        for person_no, name in enumerate(people)
        for record in CASES[name][0].records
    ]
    hours = period_hours(
        written(engine, "person_no day place_no minutes situational", records),
        day_number(FIRST),
        day_number(LAST),
    )
    rolls = [(no, name, "N", "N1", CASES[name][0].arrangement, False) for no, name in enumerate(people)]
    contractor = (len(people), "a contractor", "N", "N1", "none", True)
    on_rolls = written(
        engine, "person_no person component org_unit arrangement contractor", [*rolls, contractor]
    )
    reasons = written(engine, "person reason", [(name, "space") for name in [*people, "a contractor"]])
    rows = engine.rows(return_statuses(on_rolls, hours, reasons))
    assert sorted(row["person"] for row in rows) == sorted(people)  # each once, and no contractor
    return {row["person"]: dict(row) for row in rows}


@pytest.mark.parametrize("case", CASES)
def test_everybody_has_the_status_of_the_first_rule_that_holds(
    statuses: dict[str, dict[str, Any]], case: str
) -> None:
    row = statuses[case]
    assert (row["status"], row["rule"]) == CASES[case][1]
    # A decision gives a reason to who has not returned, and to nobody else.
    assert row["reason"] == ("space" if row["status"] == "not_returned" else "")


def test_minutes_in_a_status_are_those_of_the_pay_period(statuses: dict[str, dict[str, Any]]) -> None:
    def minutes(case: str) -> tuple[int, int, int]:
        row = statuses[case]
        return row["in_person_minutes"], row["off_site_minutes"], row["unclassified_minutes"]

    assert minutes("routine on the day after P") == (480, 0, 0)
    assert minutes("routine on the last day of P") == (480, 60, 0)
    assert minutes("one minute in person besides unclassified hours") == (1, 0, 480)
    assert minutes("leave all the time") == (0, 0, 0)
    assert minutes("no record at all") == (0, 0, 0)


def hours_of(engine: Engine, *records: tuple[int, str, int, bool]) -> ir.Table:
    """The hours of persons who worked on one day of P: place, minutes, whether that day is situational."""
    rows = [
        (person, MONDAY, PLACE_NUMBER[place], minutes, known) for person, place, minutes, known in records
    ]
    placed = written(engine, "person_no day place_no minutes situational", rows)
    return period_hours(placed, day_number(FIRST), day_number(LAST))


def test_hours_of_a_pay_period_are_one_row_per_person_with_a_record(engine: Engine) -> None:
    found = hours_of(
        engine,
        *((7, "office", 1, False), (7, "other_facility", 2, False), (7, "field", 4, False)),
        *((7, "routine", 8, False), (7, "situational", 16, False), (7, "remote", 32, False)),
        *((7, "nonwork", 64, False), (7, "unclassified", 128, False)),
        *((8, "situational", 30, True), (8, "routine", 60, True)),
        (9, "nonwork", 480, False),
    )
    names = ("person_no", "in_person", "off_site", "unclassified", "standing", "unarranged")
    assert sorted(tuple(row[name] for name in names) for row in engine.rows(found)) == [
        (7, 7, 56, 128, 40, 16),  # 1 + 2 + 4; 8 + 16 + 32; 8 + 32
        (8, 0, 90, 0, 60, 0),
        (9, 0, 0, 0, 0, 0),
    ]


def test_who_has_not_returned_and_whom_no_decision_concerns_has_the_reason_none(engine: Engine) -> None:
    on_rolls = written(
        engine,
        "person_no person component org_unit arrangement contractor",
        [(0, "ada", "N", "N1", "routine", False), (1, "boris", "N", "N1", "routine", False)],
    )
    reasons = written(engine, "person reason", [("boris", "pending")])
    found = return_statuses(
        on_rolls, hours_of(engine, (0, "office", 60, False), (1, "office", 60, False)), reasons
    )
    assert {row["person"]: row["reason"] for row in engine.rows(found)} == {"ada": "none", "boris": "pending"}


def test_people_are_counted_by_component_status_and_reason(engine: Engine) -> None:
    statuses = written(
        engine,
        "component status reason",
        [
            ("N", "returned", ""),
            ("N", "returned", ""),
            ("N", "not_returned", "space"),
            ("N", "not_returned", "none"),
            ("S", "not_returned", "space"),
            ("S", "unknown", ""),
        ],
    )
    found = engine.rows(status_counts(statuses))
    names = ("component", "status", "reason", "people")
    assert sorted(tuple(row[name] for name in names) for row in found) == [
        ("N", "not_returned", "none", 1),
        ("N", "not_returned", "space", 1),
        ("N", "returned", "", 2),
        ("S", "not_returned", "space", 1),
        ("S", "unknown", "", 1),
    ]
