"""Presence days, intervals, and who was present where. Contract section 7, first half."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.oracle.clock import instant_of, local_date
from tests.oracle.judging import Tables
from tests.oracle.rows import by_bytes
from tests.oracle.settings import Settings


@dataclass
class Presence:
    """What the badge events say.

    `presence_days` come from events alone, `present` from events and intervals; both hold
    (person, facility, date).
    """

    facilities: dict[str, dict[str, Any]]
    sqft_as_delivered: dict[str, str]
    quality: dict[str, int]
    intervals: list[dict[str, Any]] = field(default_factory=list)
    presence_days: set[tuple[str, str, date]] = field(default_factory=set)
    present: set[tuple[str, str, date]] = field(default_factory=set)


def presence(tables: Tables, settings: Settings) -> Presence:
    facilities = [row for row in tables["facilities"] if row.accepted]
    found = Presence(
        facilities={row.values["facility"]: row.values for row in facilities},
        sqft_as_delivered={row.values["facility"]: row.cells["usable_sqft"] for row in facilities},
        quality={"denied": 0, "repeats": 0, "open_stays": 0, "lone_exits": 0},
    )
    events: set[tuple[str, str, datetime, str]] = set()
    for row in tables["badge_events"]:
        if not row.accepted:
            continue
        values = row.values
        if values["outcome"] == "denied":
            found.quality["denied"] += 1
            continue
        clock, offset = values["occurred_at"]
        instant = instant_of(clock, offset, zone_of(found, values["facility"]))
        event = (values["person"], values["facility"], instant, values["direction"])
        if event in events:
            found.quality["repeats"] += 1
        events.add(event)
    for person, facility, instant, _ in events:
        day = local_date(instant, zone_of(found, facility))
        found.presence_days.add((person, facility, day))
    found.present |= found.presence_days
    pair_events(events, found, settings)
    return found


def zone_of(found: Presence, facility: str) -> str:
    zone: str = found.facilities[facility]["timezone"]
    return zone


def pair_events(events: set[tuple[str, str, datetime, str]], found: Presence, settings: Settings) -> None:
    """Make intervals of the events with a direction at facilities with readers at entry and exit."""
    visits: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    for person, facility, instant, direction in events:
        if direction and found.facilities[facility]["readers"] == "entry_exit":
            visits[person, facility].append((instant, direction))
    longest = timedelta(hours=settings.longest_stay_hours)
    for person, facility in sorted(visits, key=lambda visit: (by_bytes(visit[0]), by_bytes(visit[1]))):
        own = sorted(visits[person, facility])  # "in" sorts before "out" at one instant
        at = 0
        while at < len(own):
            instant, direction = own[at]
            following = own[at + 1] if at + 1 < len(own) else None
            if direction == "out":
                found.quality["lone_exits"] += 1
                at += 1
            elif following and following[1] == "out" and following[0] - instant <= longest:
                add_interval(person, facility, instant, following[0], found)
                at += 2
            else:
                found.quality["open_stays"] += 1
                at += 1


def add_interval(person: str, facility: str, entered: datetime, left: datetime, found: Presence) -> None:
    zone = zone_of(found, facility)
    first, last = local_date(entered, zone), local_date(left, zone)
    found.intervals.append(
        {
            "person": person,
            "facility": facility,
            "entered_at": entered.isoformat() + "Z",
            "left_at": left.isoformat() + "Z",
            "seconds": int((left - entered).total_seconds()),
            "local_date": first.isoformat(),
        }
    )
    day = first
    while day <= last:
        found.present.add((person, facility, day))
        day += timedelta(days=1)


def people_present(found: Presence) -> dict[tuple[str, date], int]:
    """How many different people were present, for each facility and date with anybody."""
    people: dict[tuple[str, date], set[str]] = defaultdict(set)
    for person, facility, day in found.present:
        people[facility, day].add(person)
    return {place: len(persons) for place, persons in people.items()}


def occupancy(found: Presence) -> list[dict[str, Any]]:
    people = people_present(found)
    return [
        {
            "facility": facility,
            "local_date": day.isoformat(),
            "people": people[facility, day],
            "seats": None if (seats := found.facilities[facility]["seats"]) is None else int(seats),
            "usable_sqft": found.sqft_as_delivered[facility],
        }
        for facility, day in sorted(people, key=lambda place: (by_bytes(place[0]), place[1]))
    ]
