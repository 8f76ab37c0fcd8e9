"""Who goes into which building when: one stay is one passage in and the next one out, seen or not.

A person's stays follow one another, so that the plan knows which `in` belongs to which `out`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dutystation.simulation.careers import Spells
from dutystation.simulation.clock import DAY_SECONDS, Clocks
from dutystation.simulation.facilities import ENTRY_EXIT, NO_READERS, NOWHERE, Facilities, Stamp
from dutystation.simulation.people import People
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.simulation.time_codes import OTHER_FACILITY
from dutystation.simulation.work import Days

NAIVE = (Stamp.LOCAL, Stamp.MINUTE, Stamp.FRACTION)
"""Logs that write local time without its offset: a repeated hour cannot be told from the first."""

LUNCH_AFTER = 6 * 3600
NEVER_BADGES = 3
SEES_THE_WAY_OUT = np.array([0.97, 0.60, 0.97, 0.0])
SEES_THE_WAY_IN = np.array([0.995, 0.99, 0.65, 0.0])
"""The chance that a passage is seen, by habit; a person of the last habit never uses the badge."""


@dataclass(frozen=True)
class Stays:
    """One entry per stay, by person and time. Instants are seconds; `unclear` stays touch a clock change
    at a facility whose log does not tell the hours apart.
    """

    person: IntArray
    facility: IntArray
    entered: IntArray
    left: IntArray
    seen_in: BoolArray
    seen_out: BoolArray
    unclear: BoolArray

    def __len__(self) -> int:
        return len(self.person)


def plan_stays(
    people: People,
    days: Days,
    spells: Spells,
    facilities: Facilities,
    clocks: Clocks,
    rng: np.random.Generator,
) -> Stays:
    """The stays that begin in the period, at facilities that have readers."""
    person, day, facility = _visits(people, days, spells, facilities, rng)
    size = len(person)
    zone = facilities.zone[facility]
    local = (days.first + day).astype(np.int64) * DAY_SECONDS + people.starts[person].astype(np.int64) * 60
    entered = clocks.instant(local + rng.integers(-900, 600, size), zone)
    length = days.in_office[person, day].astype(np.int64) * 60 + rng.integers(1200, 3000, size)
    left = entered + length
    unclear = np.isin(facilities.stamp[facility], NAIVE) & clocks.near_change(entered, left, zone)
    out_again = (length > LUNCH_AFTER) & ~unclear & (rng.random(size) < 0.12)
    pause = entered + length // 2 + rng.integers(-1800, 1800, size)
    back = pause + rng.integers(600, 2400, size)

    # A visit with a break becomes two stays, the second right behind the first.
    source = np.repeat(np.arange(size), 1 + out_again)
    second = np.zeros(len(source), dtype=np.bool_)
    second[1:] = source[1:] == source[:-1]
    split = out_again[source]
    seen_in, seen_out = _seen(people, person[source], facilities.readers[facility[source]], rng)
    return Stays(
        person=person[source],
        facility=facility[source],
        entered=np.where(second, back[source], entered[source]),
        left=np.where(split & ~second, pause[source], left[source]),
        seen_in=seen_in,
        seen_out=seen_out,
        unclear=unclear[source],
    )


def _visits(
    people: People, days: Days, spells: Spells, facilities: Facilities, rng: np.random.Generator
) -> tuple[IntArray, IntArray, IntArray]:
    """Person, day of the period and facility of each day in a building; some days at another one."""
    shape = days.spell.shape
    draw = rng.random(shape, dtype=np.float32)
    badges = (people.habit != NEVER_BADGES)[:, None]
    by_the_way = (days.in_office == 0) & (days.spell >= 0) & (draw < 0.004)
    person, day = np.nonzero(badges & (((days.in_office > 0) & (draw > 0.015)) | by_the_way))
    station = spells.station[days.spell[person, day]]
    stray = (days.place_code[person, day] == OTHER_FACILITY) | (draw[person, day] > 0.985)
    facility = np.where(stray, rng.integers(0, len(facilities.ids), len(person)), station)
    seen = facility != NOWHERE
    seen[seen] = facilities.readers[facility[seen]] != NO_READERS
    return person[seen].astype(np.int32), day[seen].astype(np.int32), facility[seen].astype(np.int32)


def _seen(
    people: People, person: IntArray, readers: IntArray, rng: np.random.Generator
) -> tuple[BoolArray, BoolArray]:
    """Which passages leave an event. Where only entries are read, no way out does."""
    habit = people.habit[person]
    two_way = readers == ENTRY_EXIT
    seen_out = two_way & (rng.random(len(person)) < SEES_THE_WAY_OUT[habit])
    seen_in = rng.random(len(person)) < SEES_THE_WAY_IN[habit]
    # An unseen way in after an unseen way out would make one presence of two stays, in the eyes of anyone
    # who reads the log. The plan must know what the log says, so the way in is then always seen.
    closed = np.zeros(len(person), dtype=np.bool_)
    closed[1:] = (person[1:] == person[:-1]) & seen_out[:-1]
    return seen_in | ~closed, seen_out
