"""Rows of several slices, measured in one go, come to what each slice comes to by itself.

Two people who do the same on the same day in the same unit, each in a slice: with a number of minutes of
their own, by which one sees that nothing was added up across. See `tables/apart.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import ibis.expr.types as ir
import pytest
from tests.measures.written import written

from dutystation.measures.buildings import daily_people, week_minutes
from dutystation.measures.cross_checks import off_site_days
from dutystation.measures.evidence import claimed_days, class_counts, classed_days
from dutystation.measures.hours import PLACE_NUMBER, hour_sums, pair_sums, placed_hours, unclassified_pairs
from dutystation.measures.person_days import RECORD_COLUMNS, told_records
from dutystation.measures.presence import located_events, reading_days, timed_events
from dutystation.measures.return_statuses import period_hours
from dutystation.measures.telework import telework_days
from dutystation.runs.days import day_number
from dutystation.runs.engines.engine import Engine
from dutystation.tables.apart import SLICE_NO
from dutystation.terms.period import PayCalendar

MONDAY = date(2025, 2, 3)
FIRST, LAST = day_number(date(2025, 1, 26)), day_number(date(2025, 2, 8))
CALENDAR = PayCalendar(date(2025, 1, 12), 14)
MINUTES = {0: 60, 1: 7}
"""Minutes of the person of each slice, at every place."""
PEOPLE = [(0, "ada"), (1, "boris")]
CODES = [("01", "", "office", "regular")]


@pytest.fixture(scope="module")
def placed(engine: Engine) -> ir.Table:
    columns = (
        "slice_no person_no roster_no unit_no station_no military remote situational eligible regular "
        "pair_no pay_code place_code place_no day minutes"
    )
    rows = [
        (
            number,
            number,
            number,
            0,
            0,
            False,
            False,
            False,
            True,
            True,
            None,
            "99",
            "",
            place,
            MONDAY,
            minutes,
        )
        for number, minutes in MINUTES.items()
        for place in PLACE_NUMBER.values()
    ]
    return written(engine, columns, rows)


def by_slice(engine: Engine, rows: ir.Table, *columns: str) -> Mapping[int, tuple[object, ...]]:
    """The columns of the one row of each slice."""
    found = engine.rows(rows)
    assert sorted(row[SLICE_NO] for row in found) == [0, 1]
    return {row[SLICE_NO]: tuple(row[name] for name in columns) for row in found}


def test_minutes_are_added_up_for_each_slice(engine: Engine, placed: ir.Table) -> None:
    offices = placed.filter(placed.place_no == PLACE_NUMBER["office"])
    assert by_slice(engine, hour_sums(offices, CALENDAR), "minutes") == {0: (60,), 1: (7,)}
    assert by_slice(engine, unclassified_pairs(placed), "rows", "minutes") == {0: (1, 60), 1: (1, 7)}
    codes = written(engine, "pay_code place_code", [])
    units = written(engine, "unit_no component", [(0, "N")])
    assert by_slice(engine, pair_sums(offices, codes, units), "component", "rows", "minutes") == {
        0: ("N", 1, 60),
        1: ("N", 1, 7),
    }
    # At the three places in person; at the three off site; at routine and remote.
    assert by_slice(engine, week_minutes(placed, FIRST, LAST), "minutes") == {0: (180,), 1: (21,)}
    hours = period_hours(placed, FIRST, LAST)
    assert by_slice(engine, hours, "in_person", "off_site", "standing") == {
        0: (180, 180, 120),
        1: (21, 21, 14),
    }


def test_days_of_people_are_told_for_each_slice(engine: Engine, placed: ir.Table) -> None:
    people = written(engine, "person_no person", PEOPLE)
    assert by_slice(engine, telework_days(placed, people), "person", "days") == {
        0: ("ada", 1),
        1: ("boris", 1),
    }
    assert by_slice(engine, off_site_days(placed), "telework", "remote") == {0: (120, 60), 1: (14, 7)}
    claimed = claimed_days(placed)
    assert by_slice(engine, claimed, "claimed_minutes", "field_minutes") == {0: (180, 60), 1: (21, 7)}


def test_claimed_days_are_classed_and_counted_for_each_slice(engine: Engine) -> None:
    claimed = written(
        engine,
        "slice_no roster_no unit_no person_no station_no day claimed_minutes field_minutes",
        [(number, number, 0, number, 0, MONDAY, 60, 0) for number in MINUTES],
    )
    presences = written(
        engine,
        "person_no facility_no day badged",
        [(0, 0, MONDAY, True), (1, 0, MONDAY, True)],
    )
    classed = classed_days(claimed, presences, written(engine, "facility_no readers", [(0, "entry")]))
    assert by_slice(engine, classed, "evidence_class") == {0: ("corroborated",), 1: ("corroborated",)}
    assert by_slice(engine, class_counts(classed, CALENDAR), "days") == {0: (1,), 1: (1,)}


def test_people_present_are_counted_for_each_slice(engine: Engine) -> None:
    presences = written(
        engine,
        "slice_no person_no facility_no day badged",
        [(0, 0, 4, MONDAY, True), (1, 1, 4, MONDAY, True)],
    )
    assert by_slice(engine, daily_people(presences), "people", "badged") == {0: (1, 1), 1: (1, 1)}


def test_records_and_events_keep_the_number_of_their_slice(engine: Engine) -> None:
    records = written(
        engine,
        " ".join((SLICE_NO, *RECORD_COLUMNS, "id")),
        [
            (number, name, MONDAY, Decimal(1), None, "01", "", None, "f", number, number, "accepted", None)
            for number, name in PEOPLE
        ],
    )
    codes = written(engine, "pay_code place_code place hours_type", CODES)
    people = written(engine, "person_no person", PEOPLE)
    assert by_slice(engine, placed_hours(records, codes), "minutes") == {0: (60,), 1: (60,)}
    told = told_records(records, codes, people, None, accepted="accepted")
    assert by_slice(engine, told, "person") == {0: ("ada",), 1: ("boris",)}

    noon = int((datetime(2025, 2, 3, 12) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 (wall clock)
    columns = "slice_no event_id person facility direction outcome wall_second utc_offset file line"
    events = written(
        engine,
        columns,
        [(number, None, name, "HQ", "in", "granted", noon, 0, "f", 1) for number, name in PEOPLE],
    )
    facilities = written(engine, "facility_no facility timezone readers", [(0, "HQ", "UTC", "entry")])
    stretches = written(
        engine,
        "timezone local day from_second to_second offset shift",
        [("UTC", False, MONDAY, 0, 86_400, 0, 0)],
    )
    timed = timed_events(located_events(events, facilities, people), stretches)
    assert by_slice(engine, timed, "person_no", "instant") == {0: (0, noon), 1: (1, noon)}
    # Which days are asked of the zones is one question for all slices.
    assert [(row["local"], row["day"]) for row in engine.rows(reading_days(events))] == [
        (False, day_number(MONDAY))
    ]
