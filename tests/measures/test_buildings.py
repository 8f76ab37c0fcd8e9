"""Contract section 7: people present in a building on a day, and people with a full week in person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from tests.measures.written import OPEN, written

from dutystation.measures.buildings import daily_people, full_week_people, week_minutes
from dutystation.measures.hours import PLACE_NUMBER
from dutystation.runs.days import day_number, day_of
from dutystation.runs.engines.engine import Engine

MONDAY, TUESDAY = date(2025, 2, 3), date(2025, 2, 4)
FULL_WEEK = 2400
"""Forty hours."""


def test_people_of_a_facility_on_a_day_are_counted_with_those_of_whom_a_badge_was_seen(
    engine: Engine,
) -> None:
    presences = [
        (0, 4, MONDAY, True),
        (1, 4, MONDAY, True),
        (2, 4, MONDAY, False),  # within a stay of days
        (0, 4, TUESDAY, True),
        (0, 5, MONDAY, True),  # at two facilities on one day: counted at both
        (2, 5, TUESDAY, False),
    ]
    found = engine.rows(daily_people(written(engine, "person_no facility_no day badged", presences)))
    told = sorted((row["facility_no"], day_of(row["day"]), row["people"], row["badged"]) for row in found)
    assert told == [(4, MONDAY, 3, 2), (4, TUESDAY, 1, 1), (5, MONDAY, 1, 1), (5, TUESDAY, 1, 0)]


SUNDAY, SATURDAY = date(2025, 2, 2), date(2025, 2, 8)
DAY = timedelta(days=1)


def weeks_of(engine: Engine, *records: tuple[date, str, int], first: date, last: date) -> dict[date, int]:
    """In-person minutes by the Saturday on which the week ends, of one person."""
    rows = [(0, day, PLACE_NUMBER[place], minutes) for day, place, minutes in records]
    placed = written(engine, "person_no day place_no minutes", rows)
    found = engine.rows(week_minutes(placed, day_number(first), day_number(last)))
    # Weeks are numbered from the one of 1969-12-28 to 1970-01-03.
    return {date(1970, 1, 3) + row["week"] * 7 * DAY: row["minutes"] for row in found}


def test_a_week_is_sunday_to_saturday(engine: Engine) -> None:
    records = [
        (SUNDAY - DAY, "office", 1),
        (SUNDAY, "office", 2),
        (MONDAY, "other_facility", 4),
        (SATURDAY, "field", 8),
        (SATURDAY + DAY, "office", 16),
        # Not in person
        (MONDAY, "routine", 100),
        (MONDAY, "situational", 100),
        (MONDAY, "remote", 100),
        (MONDAY, "nonwork", 100),
        (MONDAY, "unclassified", 100),
    ]
    found = weeks_of(engine, *records, first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert found == {date(2025, 2, 1): 1, SATURDAY: 14, date(2025, 2, 15): 16}


def test_a_week_long_ago_is_sunday_to_saturday_too(engine: Engine) -> None:
    records = [(date(1969, 12, 20), "office", 1), (date(1969, 12, 21), "office", 2)]
    found = weeks_of(engine, *records, first=date(1969, 1, 1), last=date(1970, 12, 31))
    assert found == {date(1969, 12, 20): 1, date(1969, 12, 27): 2}


def test_the_first_and_the_last_day_of_the_weeks_count_and_those_beside_them_do_not(engine: Engine) -> None:
    records = [
        (SUNDAY - DAY, "office", 1),
        (SUNDAY, "office", 2),
        (SATURDAY, "office", 4),
        (SATURDAY + DAY, "office", 8),
    ]
    assert weeks_of(engine, *records, first=SUNDAY, last=SATURDAY) == {SATURDAY: 6}


class Row(NamedTuple):
    """A roster row: facility, first and last day."""

    station: int | None
    first: date = date(2025, 1, 1)
    last: date = OPEN


CASES: Mapping[str, tuple[Sequence[int], Sequence[Row], set[int]]] = {
    # Minutes by slice, roster rows, and the facilities at which the person counts in that week.
    "exactly forty hours": ([2400], [Row(1)], {1}),
    "a minute less": ([2399], [Row(2)], set()),
    "forty hours in two parts": ([1200, 1200], [Row(3)], {3}),
    "two parts of less": ([1200, 1199], [Row(4)], set()),
    "no duty station": ([2400], [Row(None)], set()),
    "moved on the Saturday": ([2400], [Row(5, last=SATURDAY - DAY), Row(6, first=SATURDAY)], {6}),
    "moved the day after": ([2400], [Row(7, last=SATURDAY), Row(8, first=SATURDAY + DAY)], {7}),
    "left on the Friday": ([2400], [Row(9, last=SATURDAY - DAY)], set()),
    "two rows at one facility": ([2400], [Row(10, last=MONDAY), Row(10, first=TUESDAY)], {10}),
    "station lost on the Saturday": (
        *([2400], [Row(11, last=SATURDAY - DAY), Row(None, first=SATURDAY)]),
        set(),
    ),
}


@pytest.fixture(scope="module")
def full(engine: Engine) -> dict[int, int]:
    """People with a full week by facility, in the week to 2025-02-08. Each case is a person."""
    week = (day_number(SUNDAY) - day_number(date(1969, 12, 28))) // 7
    weeks = [
        (person_no, week, minutes)
        for person_no, (parts, _, _) in enumerate(CASES.values())
        for minutes in parts
    ]
    roster = [
        (person_no, row.station, row.first, row.last)
        for person_no, (_, rows, _) in enumerate(CASES.values())
        for row in rows
    ]
    found = engine.rows(
        full_week_people(
            written(engine, "person_no week minutes", weeks),
            written(engine, "person_no station_no first_day last_day", roster),
            FULL_WEEK,
        )
    )
    assert {day_of(row["saturday"]) for row in found} == {SATURDAY}
    return {row["station_no"]: row["people"] for row in found}


@pytest.mark.parametrize("case", CASES)
def test_a_person_with_forty_hours_counts_at_the_duty_station_of_the_saturday(
    full: dict[int, int], case: str
) -> None:
    _, rows, stations = CASES[case]
    assert {row.station: full[row.station] for row in rows if row.station in full} == dict.fromkeys(
        stations, 1
    )


def test_people_of_one_facility_and_week_are_counted_together_and_weeks_apart(engine: Engine) -> None:
    weeks = [(0, 10, 2400), (1, 10, 3000), (2, 10, 2400), (0, 11, 2400), (1, 11, 100), (1, 12, 2300)]
    roster = [(0, 7, date(1970, 1, 1), OPEN), (1, 7, date(1970, 1, 1), OPEN), (2, 8, date(1970, 1, 1), OPEN)]
    found = full_week_people(
        written(engine, "person_no week minutes", weeks),
        written(engine, "person_no station_no first_day last_day", roster),
        FULL_WEEK,
    )
    # Week 10 ends ten weeks after 1970-01-03.
    told = sorted((row["station_no"], day_of(row["saturday"]), row["people"]) for row in engine.rows(found))
    tenth, eleventh = date(1970, 3, 14), date(1970, 3, 21)
    assert told == [(7, tenth, 2), (7, eleventh, 1), (8, tenth, 1)]
