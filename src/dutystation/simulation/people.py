"""Who works in the invented department: what each person is, and how each one behaves.

Everything here is one value per person and holds for the whole simulation; what changes on a day is in
`careers`. Persons are numbered from 0; the id of number 0 is P0000001.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dutystation.simulation.clock import day_number
from dutystation.simulation.department import Component, Department
from dutystation.simulation.schedules import Schedule
from dutystation.simulation.streams import BoolArray, FloatArray, IntArray
from dutystation.terms.person import Arrangement, Population

NEVER = 2**30
"""A day number after every day; written as an empty cell."""

ARRANGEMENTS: tuple[Arrangement, ...] = tuple(Arrangement)
NONE, SITUATIONAL, ROUTINE, REMOTE = range(len(ARRANGEMENTS))
POPULATIONS: tuple[Population, ...] = tuple(Population)
CIVILIAN, MILITARY, CONTRACTOR = range(len(POPULATIONS))

CONTRACTORS = 0.05
ROUTINE_SHARE = 0.55  # of a routine teleworker's hours, on average
SITUATIONAL_SHARE = 0.06
REMOTE_PART = 0.35  # of a component's off-site hours, those of remote workers


@dataclass(frozen=True)
class People:
    """One entry per person. `component` 0 is the department's own staff.

    `off_before` and `off_after` are the chances that a day's work is done off site, before and after
    `returns_on`; `exempt` people never return. `habit` is how a person meets a badge reader (`badges`).
    """

    component: IntArray
    population: IntArray
    arrangement: IntArray
    eligible: BoolArray
    exempt: BoolArray
    returns_on: IntArray
    off_before: FloatArray
    off_after: FloatArray
    field: FloatArray
    schedule: IntArray
    starts: IntArray  # minute of the day at which work begins
    availability: BoolArray  # paid for daily overtime (law enforcement availability)
    habit: IntArray
    miscodes: BoolArray  # every hour under a pair of codes that nobody has mapped

    def __len__(self) -> int:
        return len(self.component)


def headcounts(department: Department, people: int) -> tuple[int, ...]:
    """People of the department's own office, then of each component; they add up to `people`."""
    own = max(people // 2000, 1) if people > len(department.components) else 0
    sizes = np.array([part.civilians + part.military for part in department.components], dtype=np.float64)
    least = 1 if people - own >= len(sizes) else 0
    exact = sizes / sizes.sum() * (people - own - least * len(sizes))
    counts = np.floor(exact).astype(np.int64) + least
    for number in np.argsort(-(exact - np.floor(exact)), kind="stable")[: people - own - int(counts.sum())]:
        counts[number] += 1
    return own, *(int(count) for count in counts)


def plan_people(
    department: Department, counts: tuple[int, ...], issued: date, rng: np.random.Generator
) -> People:
    """Draws everybody. `issued` is the day of the order; returns follow it by component."""
    component = rng.permutation(np.repeat(np.arange(len(counts)), counts)).astype(np.int8)
    size = len(component)
    parts = (_own_office(department), *department.components)
    population = _populations(component, parts, rng)
    on_shift = rng.random(size) < _per_person(component, [part.shifts for part in parts])
    off_site = np.where(
        population == MILITARY,
        _per_person(component, [part.military_off_site for part in parts]),
        _per_person(component, [part.off_site for part in parts]),
    )
    arrangement = _arrangements(off_site, on_shift, parts, component, rng)
    exempt = _exempt(arrangement, rng)
    recalled = _per_person(component, [part.recalled_after for part in parts]).astype(np.int64)
    returns = day_number(issued) + recalled + rng.integers(0, 15, size)
    off_before = _off_before(arrangement, rng)
    schedule = _schedules(on_shift, rng)
    field = _per_person(component, [part.field for part in parts])
    return People(
        component=component,
        population=population,
        arrangement=arrangement,
        eligible=(arrangement != NONE) ^ (rng.random(size) < 0.03),
        exempt=exempt,
        returns_on=np.where(exempt, NEVER, returns).astype(np.int32),
        off_before=off_before,
        off_after=np.where(exempt, off_before, np.where(arrangement == NONE, 0.001, 0.01)).astype(np.float32),
        # Duty in the field belongs to certain jobs: half of the people do all of it.
        field=np.where(rng.random(size) < 0.5, 2 * field, 0.0).astype(np.float32),
        schedule=schedule,
        starts=_starts(on_shift, rng),
        availability=(rng.random(size) < 0.5 * field) & (population == CIVILIAN),
        habit=rng.choice(4, size=size, p=[0.72, 0.18, 0.08, 0.02]).astype(np.int8),
        miscodes=rng.random(size) < 0.002,
    )


def _own_office(department: Department) -> Component:
    return Component(department.org_unit, "", department.name, 0, 0.3, 0.02, 0.0, 7)


def _per_person(component: IntArray, values: list[float] | list[int]) -> FloatArray:
    return np.array(values, dtype=np.float64)[component]


def _populations(component: IntArray, parts: tuple[Component, ...], rng: np.random.Generator) -> IntArray:
    military = _per_person(
        component, [part.military / max(part.civilians + part.military, 1) for part in parts]
    )
    kind = np.where(rng.random(len(component)) < military, MILITARY, CIVILIAN)
    return np.where(rng.random(len(component)) < CONTRACTORS, CONTRACTOR, kind).astype(np.int8)


def _arrangements(
    off_site: FloatArray,
    on_shift: BoolArray,
    parts: tuple[Component, ...],
    component: IntArray,
    rng: np.random.Generator,
) -> IntArray:
    """Arrangements such that the component's off-site share comes out; people on shift have none."""
    desk = 1 - _per_person(component, [part.shifts for part in parts])
    remote = REMOTE_PART * off_site
    situational = np.minimum(0.3, off_site)
    routine = (off_site - remote - situational * SITUATIONAL_SHARE) / ROUTINE_SHARE
    draw = rng.random(len(component)) * desk
    chosen = np.select(
        [draw < remote, draw < remote + routine, draw < remote + routine + situational],
        [REMOTE, ROUTINE, SITUATIONAL],
        default=NONE,
    )
    return np.where(on_shift, NONE, chosen).astype(np.int8)


def _exempt(arrangement: IntArray, rng: np.random.Generator) -> BoolArray:
    chance = np.array([0.0, 0.02, 0.16, 0.55])[arrangement]
    return rng.random(len(arrangement)) < chance


def _off_before(arrangement: IntArray, rng: np.random.Generator) -> FloatArray:
    days = rng.integers(3, 9, len(arrangement)) / 10  # of ten, on average the routine share
    return np.select(
        [arrangement == REMOTE, arrangement == ROUTINE, arrangement == SITUATIONAL],
        [np.full(len(days), 0.998), days, np.full(len(days), SITUATIONAL_SHARE)],
        default=0.002,
    ).astype(np.float32)


def _schedules(on_shift: BoolArray, rng: np.random.Generator) -> IntArray:
    size = len(on_shift)
    desk = rng.choice(
        [
            Schedule.FIVE_EIGHT,
            Schedule.FIVE_FOUR_NINE,
            Schedule.FOUR_TEN,
            Schedule.MAXIFLEX,
            Schedule.PART_TIME,
        ],
        size=size,
        p=[0.50, 0.22, 0.10, 0.14, 0.04],
    )
    shift = rng.choice([Schedule.SHIFT, Schedule.SHIFT_ALTERNATE], size=size)
    return np.where(on_shift, shift, desk).astype(np.int8)


def _starts(on_shift: BoolArray, rng: np.random.Generator) -> IntArray:
    size = len(on_shift)
    desk = rng.choice([390, 420, 450, 480, 510, 540], size=size)
    shift = rng.choice([300, 360, 840, 1320], size=size, p=[0.30, 0.30, 0.25, 0.15])
    return np.where(on_shift, shift, desk).astype(np.int16)
