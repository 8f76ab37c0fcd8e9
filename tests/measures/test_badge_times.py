"""Contract sections 2 and 7: a badge event is an instant, and of the local day at the facility."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from datetime import UTC, date, datetime

import pytest
from tests.measures.written import written

from dutystation.measures.presence import located_events, reading_days, timed_events
from dutystation.measures.zone_days import zone_days
from dutystation.runs.days import day_number, day_of
from dutystation.runs.engines.engine import Engine

HOUR = 3600
FACILITIES = [
    (0, "HQ", "America/New_York", "entry_exit"),
    (1, "PEARL", "Pacific/Honolulu", "entry"),
    (2, "GUAM", "Pacific/Guam", "none"),
    (3, "CAIRO", "Africa/Cairo", "entry"),
    (4, "APIA", "Pacific/Apia", "entry"),
]
CASES: Mapping[str, tuple[tuple[str, str, int | None], tuple[str, str]]] = {
    # Facility, time as written, its offset in hours; instant in UTC, local day.
    "without offset it is local time": (("HQ", "2025-02-03T08:05:07", None), ("03T13:05:07", "2025-02-03")),
    "of the facility": (("PEARL", "2025-02-03T08:05:07", None), ("03T18:05:07", "2025-02-03")),
    "Z is UTC": (("HQ", "2025-02-03T13:05:07", 0), ("03T13:05:07", "2025-02-03")),
    "an offset is taken off": (("HQ", "2025-02-03T08:05:07", -8), ("03T16:05:07", "2025-02-03")),
    "an offset east is taken off": (("HQ", "2025-02-03T08:05:07", 9), ("02T23:05:07", "2025-02-02")),
    # The day is that of the facility, not of UTC and not of the offset.
    "late in the evening": (("HQ", "2025-02-03T22:00:00", None), ("04T03:00:00", "2025-02-03")),
    "after midnight in UTC": (("HQ", "2025-02-04T03:00:00", 0), ("04T03:00:00", "2025-02-03")),
    "a day ahead of UTC": (("GUAM", "2025-02-03T15:00:00", 0), ("03T15:00:00", "2025-02-04")),
    "the last second of a day": (("HQ", "2025-02-04T04:59:59", 0), ("04T04:59:59", "2025-02-03")),
    "the first second of a day": (("HQ", "2025-02-04T05:00:00", 0), ("04T05:00:00", "2025-02-04")),
    # Clocks in Washington go on on 9 March at 02:00 (from five hours behind UTC to four) ...
    "before clocks go on": (("HQ", "2025-03-09T01:59:59", None), ("09T06:59:59", "2025-03-09")),
    "a skipped time takes the offset before": (
        ("HQ", "2025-03-09T02:30:00", None),
        ("09T07:30:00", "2025-03-09"),
    ),
    "after clocks went on": (("HQ", "2025-03-09T03:00:00", None), ("09T07:00:00", "2025-03-09")),
    "the evening after clocks went on": (("HQ", "2025-03-10T03:59:59", 0), ("10T03:59:59", "2025-03-09")),
    "midnight after clocks went on": (("HQ", "2025-03-10T04:00:00", 0), ("10T04:00:00", "2025-03-10")),
    # ... and back on 2 November at 02:00.
    "before clocks go back": (("HQ", "2025-11-02T00:59:59", None), ("02T04:59:59", "2025-11-02")),
    "a repeated time is the earlier instant": (
        ("HQ", "2025-11-02T01:30:00", None),
        ("02T05:30:00", "2025-11-02"),
    ),
    "after clocks went back": (("HQ", "2025-11-02T02:00:00", None), ("02T07:00:00", "2025-11-02")),
    "a repeated time with its offset": (("HQ", "2025-11-02T01:30:00", -5), ("02T06:30:00", "2025-11-02")),
    "the evening after clocks went back": (("HQ", "2025-11-03T04:59:59", 0), ("03T04:59:59", "2025-11-02")),
    # In Cairo on 25 April midnight is skipped (from two hours ahead to three), in Apia a whole day was.
    "a skipped midnight is of the day that began": (
        ("CAIRO", "2025-04-25T00:30:00", None),
        ("24T22:30:00", "2025-04-25"),
    ),
    "a skipped day is the day after": (("APIA", "2011-12-30T12:00:00", None), ("30T22:00:00", "2011-12-31")),
}
ZONE_DAYS = "timezone local day from_second to_second offset shift"


def wall_second(written_as: str) -> int:
    return int(datetime.fromisoformat(written_as).replace(tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def timed(engine: Engine) -> dict[str, tuple[str, str]]:
    """Instant and local day of every case, by what the zones of the facilities say of the days asked for."""
    rows = [
        (name, "ada", facility, "f", 1, None, None, "granted", wall_second(at), at_offset(offset))
        for name, ((facility, at, offset), _) in CASES.items()
    ]
    columns = "event_id person facility file line id direction outcome wall_second utc_offset"
    events = written(engine, columns, rows)
    zones = {zone for _, _, zone, _ in FACILITIES}
    asked = [(zone, row["local"], row["day"]) for row in engine.rows(reading_days(events)) for zone in zones]
    stretches = written(engine, ZONE_DAYS, map(astuple, zone_days(asked)))
    facilities = written(engine, "facility_no facility timezone readers", FACILITIES)
    people = written(engine, "person_no person", [(0, "ada")])
    found = engine.rows(timed_events(located_events(events, facilities, people), stretches))
    assert sorted(row["event_id"] for row in found) == sorted(CASES)  # no event is doubled or lost
    return {
        row["event_id"]: (
            datetime.fromtimestamp(row["instant"], UTC).strftime("%dT%H:%M:%S"),
            day_of(row["local_day"]).isoformat(),
        )
        for row in found
    }


def at_offset(hours: int | None) -> int | None:
    return None if hours is None else hours * HOUR


@pytest.mark.parametrize("case", CASES)
def test_an_event_has_its_instant_and_its_local_day_at_the_facility(
    timed: dict[str, tuple[str, str]], case: str
) -> None:
    assert timed[case] == CASES[case][1]


def test_days_are_asked_for_as_they_are_read_and_local_ones_apart(engine: Engine) -> None:
    rows = [
        (wall_second("2025-02-03T00:00:00"), None),
        (wall_second("2025-02-03T23:59:59"), None),
        (wall_second("2025-02-04T00:00:00"), None),
        (wall_second("2025-02-04T01:00:00"), 0),
        (wall_second("2025-02-04T01:00:00"), 2 * HOUR),  # 23:00 UTC, the day before
        (wall_second("1969-12-31T23:59:59"), None),
        (None, None),
    ]
    found = engine.rows(reading_days(written(engine, "wall_second utc_offset", rows)))
    assert sorted((row["local"], day_of(row["day"]).isoformat()) for row in found) == [
        (False, "2025-02-03"),
        (False, "2025-02-04"),
        (True, "1969-12-31"),
        (True, "2025-02-03"),
        (True, "2025-02-04"),
    ]


def test_an_event_has_its_person_and_facility_and_what_the_contract_does_not_know_has_none(
    engine: Engine,
) -> None:
    noon = wall_second("2025-02-03T12:00:00")
    rows = [
        ("known", "ada", "HQ", "in", "granted", noon, None),
        ("refused", "ada", "PEARL", "out", "denied", noon, None),
        ("elsewhere", "ada", "MOON", None, "granted", noon, None),
        ("unknown", "ghost", "GUAM", None, "granted", noon, None),
    ]
    events = written(
        engine,
        "event_id person facility direction outcome wall_second utc_offset file line id",
        [(*row, "f", 1, None) for row in rows],
    )
    facilities = written(engine, "facility_no facility timezone readers", FACILITIES)
    located = located_events(events, facilities, written(engine, "person_no person", [(4, "ada")]))
    stretches = [
        (zone, True, day_number(date(2025, 2, 3)), 0, 24 * HOUR, hours * HOUR, 0)
        for zone, hours in (("America/New_York", -5), ("Pacific/Honolulu", -10), ("Pacific/Guam", 10))
    ]
    zones = written(engine, ZONE_DAYS, stretches)
    names = ("event_id", "person_no", "facility_no", "direction", "exit_reader", "denied")
    found = sorted(tuple(row[name] for name in names) for row in engine.rows(timed_events(located, zones)))
    assert found == [
        ("elsewhere", 4, None, None, None, False),
        ("known", 4, 0, "in", True, False),
        ("refused", 4, 1, "out", False, True),
        ("unknown", None, 2, None, False, False),
    ]


def test_the_first_hours_of_the_calendar_stay_on_its_first_day(engine: Engine) -> None:
    """Five hours behind UTC, the first hours of the year 1 would lie in the year 0."""
    first = date.min
    second = day_number(first) * 24 * HOUR
    events = written(
        engine,
        "event_id person facility direction outcome wall_second utc_offset file line id",
        [("E", "ada", "HQ", None, "granted", second, 0, "f", 1, None)],
    )
    facilities = written(engine, "facility_no facility timezone readers", FACILITIES)
    located = located_events(events, facilities, written(engine, "person_no person", [(4, "ada")]))
    stretch = ("America/New_York", False, day_number(first), 0, 24 * HOUR, -5 * HOUR, 0)
    [row] = engine.rows(timed_events(located, written(engine, ZONE_DAYS, [stretch])))
    assert (row["instant"], row["local_day"]) == (second, day_number(first))
