"""What changes with time: units, duty stations, arrangements, employment. One spell is one roster row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dutystation.simulation.facilities import NOWHERE, Facilities, spread
from dutystation.simulation.people import (
    CIVILIAN,
    CONTRACTOR,
    NEVER,
    NONE,
    REMOTE,
    SITUATIONAL,
    People,
)
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.simulation.units import Units

NO_SPELL = -1


@dataclass(frozen=True)
class Window:
    """The simulated days, as day numbers, both included; and the day of the order and the as-of day."""

    first: int
    last: int
    issued: int
    as_of: int


@dataclass(frozen=True)
class Career:
    """Dates at which something of a person changes; NEVER where it does not. One entry per person."""

    joined: IntArray
    left: IntArray  # the last day
    gap_from: IntArray  # the first day off the rolls
    gap_to: IntArray  # the first day back
    move_on: IntArray
    paper_on: IntArray  # the day the arrangement changes on the roster
    convert_on: IntArray  # the day a contractor becomes a civilian
    leave_from: IntArray
    leave_to: IntArray
    deferred: BoolArray  # on administrative leave until the end under a deferred resignation


@dataclass(frozen=True)
class Spells:
    """Roster rows, sorted by person and first day; `last` is NEVER while the row is open.

    `first_of` is the number of a person's first spell; a person always has at least one.
    """

    person: IntArray
    first: IntArray
    last: IntArray
    unit: IntArray
    station: IntArray
    arrangement: IntArray
    population: IntArray
    eligible: BoolArray
    first_of: IntArray

    def in_force(self, day: int) -> IntArray:
        """For each person the number of the spell in force on a day, or NO_SPELL."""
        return self.in_force_each_day(day, 1)[:, 0]

    def in_force_each_day(self, first: int, days: int) -> IntArray:
        """The same for `days` days from `first`: person × day."""
        spell = np.repeat(self.first_of[:, None], days, axis=1)
        calendar = np.arange(first, first + days)
        later = np.ones(len(self.person), dtype=np.bool_)
        later[self.first_of] = False
        begun = np.flatnonzero(later & (self.first <= first))
        spell[self.person[begun]] = begun[:, None]  # of several rows of one person the last one stays
        # Only a few rows begin among these days: each moves its own person's later days on.
        for row in np.flatnonzero(later & (self.first > first) & (self.first < first + days)):
            spell[self.person[row], calendar >= self.first[row]] = row
        outside = (self.first[spell] > calendar) | (self.last[spell] < calendar)
        spell[outside] = NO_SPELL
        return spell


def plan_careers(people: People, window: Window, rng: np.random.Generator) -> Career:
    size = len(people)
    span = window.last - window.first + 1

    def somewhere(share: float, low: int = window.first, width: int = span) -> IntArray:
        """A day in the window for a share of the people, NEVER for the others."""
        return np.where(rng.random(size) < share, low + rng.integers(0, width, size), NEVER).astype(np.int32)

    late = somewhere(0.04)
    joined = np.where(late < NEVER, late, window.first - rng.integers(1, 7000, size)).astype(np.int32)
    left = somewhere(0.025)
    gap_from = somewhere(0.006)
    gap_from = np.where(gap_from > joined, gap_from, NEVER)
    gap_to = np.where(gap_from < NEVER, gap_from + rng.integers(5, 40, size), NEVER)
    leave_from = somewhere(0.02, window.as_of - 60, 60)
    deferred = (rng.random(size) < 0.012) & (people.population == CIVILIAN)
    begins = window.issued + rng.integers(8, 40, size)
    leave_from = np.where(deferred, begins, leave_from)
    leave_to = np.where(leave_from < NEVER, leave_from + rng.integers(20, 120, size), NEVER)
    return Career(
        joined=joined,
        left=np.where(left >= joined, left, NEVER),
        gap_from=gap_from,
        gap_to=gap_to,
        move_on=somewhere(0.06),
        paper_on=_on_paper(people, rng),
        convert_on=np.where(people.population == CONTRACTOR, somewhere(0.05), NEVER),
        leave_from=leave_from,
        leave_to=np.where(deferred, NEVER, leave_to),
        deferred=deferred,
    )


def _on_paper(people: People, rng: np.random.Generator) -> IntArray:
    """The roster follows the return at once, weeks later, or not at all."""
    draw = rng.random(len(people))
    delay = np.where(draw < 0.85, 0, rng.integers(15, 40, len(people)))
    written = (people.arrangement != NONE) & (people.returns_on < NEVER) & (draw < 0.95)
    return np.where(written, people.returns_on + delay, NEVER).astype(np.int32)


def plan_spells(
    people: People, career: Career, units: Units, facilities: Facilities, rng: np.random.Generator
) -> Spells:
    size = len(people)
    before, after = _assignments(people, units, facilities, rng)
    kept = people.arrangement == SITUATIONAL
    paper = np.where(kept & (rng.random(size) < 0.5), SITUATIONAL, NONE)
    cuts = np.sort(
        np.stack(
            [
                career.joined,
                career.gap_from,
                career.gap_to,
                career.move_on,
                career.paper_on,
                career.convert_on,
            ],
            axis=1,
        ),
        axis=1,
    )
    following = np.concatenate([cuts[:, 1:], np.full((size, 1), NEVER)], axis=1)
    in_gap = (cuts >= career.gap_from[:, None]) & (cuts < career.gap_to[:, None])
    real = (cuts >= career.joined[:, None]) & (cuts < NEVER) & (cuts != following) & ~in_gap
    real &= cuts <= career.left[:, None]
    person, column = np.nonzero(real)
    first = cuts[person, column]
    last = np.minimum(following[person, column] - 1, career.left[person])
    last = np.where(last >= NEVER - 1, NEVER, last)
    moved = first >= career.move_on[person]
    converted = first >= career.convert_on[person]
    return Spells(
        person=person.astype(np.int32),
        first=first.astype(np.int32),
        last=last.astype(np.int32),
        unit=np.where(moved, after[0][person], before[0][person]).astype(np.int32),
        station=np.where(moved, after[1][person], before[1][person]).astype(np.int32),
        arrangement=np.where(
            first >= career.paper_on[person], paper[person], people.arrangement[person]
        ).astype(np.int8),
        population=np.where(converted, CIVILIAN, people.population[person]).astype(np.int8),
        eligible=people.eligible[person],
        first_of=np.searchsorted(person, np.arange(size)).astype(np.int32),
    )


def _assignments(
    people: People, units: Units, facilities: Facilities, rng: np.random.Generator
) -> tuple[tuple[IntArray, IntArray], tuple[IntArray, IntArray]]:
    """Unit and duty station of everybody, before and after a move; four of five stay in the component."""
    size = len(people)
    components = int(units.component.max())
    elsewhere = rng.integers(1, components + 1, size)
    new_component = np.where(rng.random(size) < 0.8, people.component, elsewhere)
    halves = []
    for component in (people.component, new_component):
        unit = np.zeros(size, dtype=np.int32)
        station = np.zeros(size, dtype=np.int32)
        for number in range(components + 1):
            members = np.flatnonzero(component == number)
            unit[members] = _units_of(units, number, len(members), rng)
            station[members] = spread(facilities.of_component(max(number, 1)), rng, len(members))
        homeless = rng.random(size) < np.where(people.arrangement == REMOTE, 0.5, 0.01)
        halves.append((unit, np.where(homeless, NOWHERE, station)))
    return halves[0], halves[1]


def _units_of(units: Units, component: int, size: int, rng: np.random.Generator) -> IntArray:
    """Mostly the lowest units; some work in the offices of the units above."""
    own = np.flatnonzero((units.component == component) & ~np.array(units.reserve))
    parents = set(units.parent.tolist())
    weight = np.array([0.05 if int(unit) in parents else 1.0 for unit in own])
    return rng.choice(own, size=size, p=weight / weight.sum())
