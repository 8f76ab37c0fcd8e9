"""The invented buildings: where they stand, how much room they have, which readers they have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from dutystation.simulation.department import Department
from dutystation.simulation.streams import FloatArray, IntArray
from dutystation.terms.evidence_class import Readers

NOWHERE = -1
"""The facility number of a person without a duty station."""

READERS: tuple[Readers, ...] = tuple(Readers)
NO_READERS, ENTRY, ENTRY_EXIT = (
    READERS.index(readers) for readers in (Readers.NONE, Readers.ENTRY, Readers.ENTRY_EXIT)
)


class Stamp(IntEnum):
    """How a facility's log writes the time in CSV."""

    LOCAL = 0  # local time, no offset
    OFFSET = 1  # local time with its offset
    UTC = 2  # a central server's time, with Z
    MINUTE = 3  # local time without seconds and offset
    FRACTION = 4  # local time with fractions of a second, no offset


@dataclass(frozen=True)
class Facilities:
    """One entry per facility. `sqft` and `seats` are 0 where nobody has measured them.

    `home` is the component that uses the facility; `zone`, `readers` and `stamp` are places in `zones`,
    `READERS` and `Stamp`.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    zones: tuple[str, ...]
    zone: IntArray
    sqft: IntArray
    seats: IntArray
    readers: IntArray
    stamp: IntArray
    home: IntArray

    def of_component(self, component: int) -> IntArray:
        return np.flatnonzero(self.home == component)


def plan_facilities(
    department: Department, headcounts: tuple[int, ...], rng: np.random.Generator
) -> Facilities:
    """Every component has at least one facility, and about one for each 500 people."""
    counts = [min(max(1 + people // 30, 1), 4) + people // 500 for people in headcounts]
    home = np.repeat(np.arange(1, len(counts) + 1), counts)
    size = len(home)
    weights = np.array([city.weight for city in department.cities], dtype=np.float64)
    city = rng.choice(len(weights), size=size, p=weights / weights.sum())
    zones = tuple(dict.fromkeys(place.timezone for place in department.cities))
    zone_of_city = np.array([zones.index(place.timezone) for place in department.cities])
    people = np.repeat(np.array(headcounts) / np.array(counts), counts)
    seats = np.maximum(people * rng.uniform(0.6, 1.15, size), 4).astype(np.int64)
    sqft = (seats * rng.uniform(110, 220, size)).astype(np.int64)
    return Facilities(
        ids=tuple(f"F{number:04d}" for number in range(1, size + 1)),
        names=tuple(
            f"{department.components[home[i] - 1].org_unit} {department.cities[city[i]].name}"
            for i in range(size)
        ),
        zones=zones,
        zone=zone_of_city[city].astype(np.int8),
        sqft=np.where(rng.random(size) < 0.08, 0, sqft),
        seats=np.where(rng.random(size) < 0.08, 0, seats),
        readers=_readers(size, rng),
        stamp=_stamps(size, rng),
        home=home,
    )


def _readers(size: int, rng: np.random.Generator) -> IntArray:
    readers = rng.choice([NO_READERS, ENTRY, ENTRY_EXIT], size=size, p=[0.18, 0.47, 0.35]).astype(np.int8)
    # The first three facilities have one kind each, so that the smallest department has all of them.
    readers[:3] = np.array([ENTRY_EXIT, ENTRY, NO_READERS], dtype=np.int8)[: min(size, 3)]
    return readers


def _stamps(size: int, rng: np.random.Generator) -> IntArray:
    stamps: IntArray = rng.choice(list(Stamp), size=size, p=[0.40, 0.25, 0.15, 0.10, 0.10]).astype(np.int8)
    stamps[:5] = np.array(list(Stamp), dtype=np.int8)[: min(size, 5)]
    return stamps


def spread(facilities: IntArray, rng: np.random.Generator, size: int) -> IntArray:
    """`size` draws from facility numbers, the first ones more often: headquarters are bigger."""
    weights: FloatArray = 1.0 / np.arange(1, len(facilities) + 1) ** 0.5
    return rng.choice(facilities, size=size, p=weights / weights.sum())
