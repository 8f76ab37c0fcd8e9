"""Contract section 7: what badges say of each claimed day, the first of four classes that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from tests.measures.written import written

from dutystation.measures.evidence import claimed_days, class_counts, classed_days
from dutystation.measures.hours import PLACE_NUMBER
from dutystation.runs.days import day_of
from dutystation.runs.engines.engine import Engine
from dutystation.terms.period import PayCalendar

MONDAY, TUESDAY = date(2025, 2, 3), date(2025, 2, 4)
DAY = timedelta(days=1)


def test_a_claimed_day_has_in_person_minutes_and_those_in_the_field_are_told_apart(engine: Engine) -> None:
    records = [
        (0, MONDAY, "office", 60),
        (0, MONDAY, "other_facility", 30),
        (0, MONDAY, "field", 15),
        (0, MONDAY, "field", 5),
        (0, MONDAY, "situational", 400),
        (0, TUESDAY, "field", 1),
        (0, TUESDAY + DAY, "office", 0),  # nothing is claimed
        (1, MONDAY, "routine", 480),
        (1, TUESDAY, "unclassified", 480),
        (2, MONDAY, "office", 480),
    ]
    placed = written(
        engine,
        "roster_no day place_no minutes",
        [(row, day, PLACE_NUMBER[place], minutes) for row, day, place, minutes in records],
    )
    found = engine.rows(claimed_days(placed))
    told = [
        (row["roster_no"], day_of(row["day"]), row["claimed_minutes"], row["field_minutes"]) for row in found
    ]
    assert sorted(told) == [(0, MONDAY, 110, 20), (0, TUESDAY, 1, 1), (2, MONDAY, 480, 0)]


HQ, ANNEX, BARE, EMPTY, GATE = range(5)
"""Headquarters and the annex read at the entry, the gate at entry and exit; nobody enters EMPTY that day."""
FACILITIES = [(HQ, "entry"), (ANNEX, "entry"), (BARE, "none"), (EMPTY, "entry"), (GATE, "entry_exit")]
OTHERS = 1000
"""The number of somebody who is present at every facility but EMPTY on Monday, and has no hours."""


class Claimed(NamedTuple):
    """A day with in-person minutes: the duty station, the minutes in the field, and presences beside it.

    Presences are a facility, the day, and whether a badge was seen on it.
    """

    station: int | None
    field_minutes: int = 0
    present: Sequence[tuple[int, date, bool]] = ()
    minutes: int = 480


CASES: Mapping[str, tuple[Claimed, str]] = {
    "present at the duty station": (Claimed(HQ, present=[(HQ, MONDAY, True)]), "corroborated"),
    "present at two facilities": (
        Claimed(HQ, present=[(ANNEX, MONDAY, True), (HQ, MONDAY, True)]),
        "corroborated",
    ),
    "field only, present at the duty station": (
        Claimed(HQ, field_minutes=480, present=[(HQ, MONDAY, True)]),
        "corroborated",
    ),
    "within a stay of days at the duty station": (
        Claimed(EMPTY, present=[(EMPTY, MONDAY, False)]),
        "corroborated",
    ),
    "present at the duty station though it has no readers": (
        Claimed(BARE, present=[(BARE, MONDAY, True)]),
        "corroborated",
    ),
    "present at another facility": (Claimed(HQ, present=[(ANNEX, MONDAY, True)]), "explained"),
    "present at two other facilities": (
        Claimed(HQ, present=[(ANNEX, MONDAY, True), (GATE, MONDAY, True)]),
        "explained",
    ),
    "present within a stay of days at another": (Claimed(HQ, present=[(ANNEX, MONDAY, False)]), "explained"),
    "present somewhere without a duty station": (Claimed(None, present=[(HQ, MONDAY, True)]), "explained"),
    "field only": (Claimed(HQ, field_minutes=480), "explained"),
    "field only without a duty station": (Claimed(None, field_minutes=480), "explained"),
    "field only, duty station without readers": (Claimed(BARE, field_minutes=480), "explained"),
    "no duty station": (Claimed(None), "not_assessable"),
    "duty station without readers": (Claimed(BARE), "not_assessable"),
    "nobody has a presence day at the duty station": (Claimed(EMPTY), "not_assessable"),
    "a minute in the office besides the field": (Claimed(HQ, field_minutes=479), "uncorroborated"),
    "others were seen at the duty station": (Claimed(HQ), "uncorroborated"),
    "others were seen, readers at entry and exit": (Claimed(GATE), "uncorroborated"),
    "present on the day before": (Claimed(HQ, present=[(HQ, MONDAY - DAY, True)]), "uncorroborated"),
    "present on the day after": (Claimed(HQ, present=[(HQ, TUESDAY, True)]), "uncorroborated"),
    "present elsewhere on the day after": (Claimed(HQ, present=[(ANNEX, TUESDAY, True)]), "uncorroborated"),
}


@pytest.fixture(scope="module")
def classed(engine: Engine) -> dict[str, str]:
    """The class of every case. Each is a person with one claimed day, a Monday."""
    claimed = [
        (number, 5, number, case.station, MONDAY, case.minutes, case.field_minutes)
        for number, (case, _) in enumerate(CASES.values())
    ]
    presences = [
        (number, facility, day, badged)
        for number, (case, _) in enumerate(CASES.values())
        for facility, day, badged in case.present
    ]
    presences += [(OTHERS, facility, MONDAY, True) for facility, _ in FACILITIES if facility != EMPTY]
    presences += [(OTHERS, EMPTY, MONDAY - DAY, True), (OTHERS, EMPTY, TUESDAY, True)]
    columns = "roster_no unit_no person_no station_no day claimed_minutes field_minutes"
    found = engine.rows(
        classed_days(
            written(engine, columns, claimed),
            written(engine, "person_no facility_no day badged", presences),
            written(engine, "facility_no readers", FACILITIES),
        )
    )
    assert sorted(row["roster_no"] for row in found) == list(range(len(CASES)))  # no day is doubled or lost
    assert {(row["unit_no"], day_of(row["day"]), row["claimed_minutes"]) for row in found} == {
        (5, MONDAY, 480)
    }
    names = list(CASES)
    return {names[row["roster_no"]]: row["evidence_class"] for row in found}


@pytest.mark.parametrize("case", CASES)
def test_a_claimed_day_has_the_first_class_that_holds(classed: dict[str, str], case: str) -> None:
    assert classed[case] == CASES[case][1]


def test_a_day_within_a_stay_of_another_person_is_no_presence_day_at_the_duty_station(engine: Engine) -> None:
    """Without an event on that date nobody can tell whether the readers worked."""
    claimed = written(
        engine,
        "roster_no unit_no person_no station_no day claimed_minutes field_minutes",
        [(0, 5, 0, HQ, MONDAY, 480, 0)],
    )
    within = written(engine, "person_no facility_no day badged", [(OTHERS, HQ, MONDAY, False)])
    [row] = engine.rows(classed_days(claimed, within, written(engine, "facility_no readers", FACILITIES)))
    assert row["evidence_class"] == "not_assessable"


def test_days_are_counted_by_unit_pay_period_and_class(engine: Engine) -> None:
    """Pay periods are 14 days from 2025-01-12, in both directions."""
    days = [
        (0, date(2025, 1, 11), "corroborated"),
        (0, date(2025, 1, 12), "corroborated"),
        (0, date(2025, 1, 25), "corroborated"),
        (0, date(2025, 1, 26), "corroborated"),
        (0, date(2025, 1, 26), "explained"),
        (1, date(2025, 1, 26), "explained"),
    ]
    found = class_counts(
        written(engine, "unit_no day evidence_class", days), PayCalendar(date(2025, 1, 12), 14)
    )
    names = ("unit_no", "period_no", "evidence_class", "days")
    assert sorted(tuple(row[name] for name in names) for row in engine.rows(found)) == [
        (0, -1, "corroborated", 1),
        (0, 0, "corroborated", 2),
        (0, 1, "corroborated", 1),
        (0, 1, "explained", 1),
        (1, 1, "explained", 1),
    ]
