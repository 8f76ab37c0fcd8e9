"""Badge events of a run: stays, presence, quality. Source: contract section 7."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.directives.rules import Rules
from dutystation.intake.fates import ACCEPTED, badge_event_fates, excluded_rows, fate_counts, refused
from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.measures.buildings import daily_people
from dutystation.measures.presence import (
    badge_quality,
    followed_events,
    located_events,
    presences,
    reading_days,
    stays,
    timed_events,
)
from dutystation.measures.zone_days import zone_days
from dutystation.runs.days import Days, day_number, day_of
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine, Row
from dutystation.runs.ledger import Ledger, SoundRows
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.terms.publication import OccupancyDay

SECONDS_PER_HOUR = 3600
_ZONE_DAYS = pa.schema(
    [
        ("timezone", pa.string()),
        ("local", pa.bool_()),
        ("day", pa.int64()),
        ("from_second", pa.int64()),
        ("to_second", pa.int64()),
        ("offset", pa.int64()),
        ("shift", pa.int64()),
    ]
)


class FacilityDay(NamedTuple):
    """How many people were present at a facility on a day, and of how many a badge was seen.

    Days are counted since 1970-01-01.
    """

    facility: str
    day: int
    people: int
    badged: int


@dataclass(frozen=True)
class BadgeMeasures:
    """What the badge events of a run come to. `stays` and `presences` are kept tables.

    `presences_on` has the presences on some days, None standing for every day.
    """

    accepted: int
    quality: Mapping[str, int]
    stays: ir.Table
    presences: ir.Table
    occupancy: tuple[OccupancyDay, ...]
    presences_on: Callable[[Days | None], ir.Table]


def measured_badges(
    sound: SoundRows, department: Department, rules: Rules, as_of: date, engine: Engine, ledger: Ledger
) -> BadgeMeasures:
    """`sound` are the badge events that reasons 1 to 6 do not concern; every one gets a fate."""
    located = located_events(sound.rows, department.facility_rows, department.people)
    timed = timed_events(located, zone_days_of(sound.values_of("occurred_at"), department, engine))
    judged = engine.kept(badge_event_fates(timed, day_number(as_of)))
    accepted = _account(judged, engine, ledger)
    events = judged.filter(judged.fate == ACCEPTED)
    followed = _followed(events, accepted, engine)
    stayed = engine.kept(stays(followed, rules.longest_stay_hours * SECONDS_PER_HOUR))
    [quality] = engine.rows(badge_quality(events, followed, stayed))
    engine.forget(judged)
    present = engine.kept(presences(followed, stayed))
    engine.forget(followed)
    return BadgeMeasures(
        accepted=accepted,
        quality={name: int(number) for name, number in quality.items()},
        stays=stayed,
        presences=present,
        occupancy=occupancy_of(
            (facility_day(row, department) for row in engine.rows(daily_people(present))), department
        ),
        presences_on=lambda days: (
            present if days is None else present.filter(present.day.between(*map(day_number, days)))
        ),
    )


def _followed(events: ir.Table, accepted: int, engine: Engine) -> ir.Table:
    """The followed events, some people's at a time: what is sorted in one go stays well in memory."""
    if accepted <= engine.sorted_rows:
        return engine.kept(followed_events(events))
    [last] = engine.rows(events.agg(person_no=events.person_no.max()))
    people = last["person_no"] + 1
    width = -(-people * engine.sorted_rows // accepted)
    followed = None
    for first in range(0, people, width):
        some = events.filter(events.person_no.between(first, first + width - 1))
        followed = engine.appended(followed, followed_events(some))
    assert followed is not None
    return followed


def zone_days_of(events: ir.Table, department: Department, engine: Engine) -> ir.Table:
    """The stretches of every day that events fall on, in every zone that has a facility."""
    zones = {facility.timezone for facility in department.facilities}
    asked = [(zone, row["local"], row["day"]) for row in engine.rows(reading_days(events)) for zone in zones]
    found = list(zone_days(asked))
    columns = {
        "timezone": [stretch.zone for stretch in found],
        **{
            name: [getattr(stretch, name) for stretch in found]
            for name in _ZONE_DAYS.names
            if name != "timezone"
        },
    }
    return engine.table_of(pa.table(columns, schema=_ZONE_DAYS))


def _account(judged: ir.Table, engine: Engine, ledger: Ledger) -> int:
    """Counts every fate, rejects and excludes, and returns the number of accepted rows."""
    counts = {row["fate"]: row["rows"] for row in engine.rows(fate_counts(judged))}
    for reason, column in ((Rejection.UNKNOWN_FACILITY, "facility"), (Rejection.UNKNOWN_PERSON, "person")):
        if reason in counts:
            ledger.reject(refused(judged, BADGE_EVENTS, reason, column))
    excluded = Counter({reason.value: counts[reason] for reason in Exclusion if reason in counts})
    if excluded:
        ledger.exclude(BADGE_EVENTS.name, excluded, excluded_rows(judged, BADGE_EVENTS))
    return int(counts.get(ACCEPTED, 0))


def facility_day(row: Row, department: Department) -> FacilityDay:
    """The same of a row of `daily_people`."""
    facility = department.facilities[row["facility_no"]].facility
    return FacilityDay(facility, row["day"], row["people"], int(row["badged"]))


def occupancy_of(present: Iterable[FacilityDay], department: Department) -> tuple[OccupancyDay, ...]:
    """One entry per facility and day with anybody present; people of one day are added up."""
    people = Counter[tuple[str, int]]()
    for found in present:
        people[found.facility, found.day] += found.people
    facilities = {facility.facility: facility for facility in department.facilities}
    return tuple(
        OccupancyDay(name, day_of(day), number, facilities[name].seats, facilities[name].usable_sqft)
        for (name, day), number in people.items()
    )
