"""The truth about buildings: who was present where and when, and what that says about claimed days.

It follows from the planned stays: the plan knows which way in belongs to which way out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dutystation.simulation.badge_rows import IN, OUT, BadgeRows, local_day
from dutystation.simulation.careers import NO_SPELL, Spells
from dutystation.simulation.facilities import ENTRY_EXIT, NO_READERS, NOWHERE, Facilities
from dutystation.simulation.fates import Fate
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.simulation.units import Units
from dutystation.terms.evidence_class import EvidenceClass

CLASSES: tuple[EvidenceClass, ...] = tuple(EvidenceClass)
CORROBORATED, EXPLAINED, NOT_ASSESSABLE, UNCORROBORATED = range(len(CLASSES))


@dataclass(frozen=True)
class Presence:
    """Distinct (person, facility, local day)."""

    person: IntArray
    facility: IntArray
    day: IntArray

    def take(self, rows: IntArray | BoolArray) -> Presence:
        return Presence(self.person[rows], self.facility[rows], self.day[rows])


@dataclass
class Quality:
    """The counts of `badge_quality`, and the intervals with their seconds added up."""

    denied: int = 0
    repeats: int = 0
    open_stays: int = 0
    lone_exits: int = 0
    intervals: int = 0
    seconds: int = 0


@dataclass
class BadgeTruth:
    """Adds up one period after the other. `evidence` maps a label to unit × class.

    `delivered` marks the facilities that the table holds; a duty station that is none of them is none.
    """

    facilities: Facilities
    units: Units
    spells: Spells
    delivered: BoolArray
    quality: Quality = field(default_factory=Quality)
    occupancy: list[tuple[IntArray, IntArray, IntArray]] = field(default_factory=list)
    evidence: dict[str, IntArray] = field(default_factory=dict)
    carried: Presence | None = None

    def add(
        self,
        label: str,
        first: int,
        spell: IntArray,
        claimed: tuple[IntArray, BoolArray],
        rows: BadgeRows,
        read: IntArray,
    ) -> None:
        """The events and the claimed days of one period; `spell` is person × day, `read` the instants."""
        accepted = (rows.fate == Fate.ACCEPTED) & ~rows.denied
        self.quality.denied += int(((rows.fate == Fate.ACCEPTED) & rows.denied).sum())
        self.quality.repeats += int((accepted & rows.repeat).sum())
        counted = accepted & ~rows.repeat
        self._pair(rows, counted, read)
        present = self._present(rows, counted, first + spell.shape[1])
        self._occupancy(present)
        self.evidence[label] = self._evidence(first, spell, claimed, present)

    def _pair(self, rows: BadgeRows, counted: BoolArray, read: IntArray) -> None:
        """An interval for each stay whose last way in and first way out were both counted."""
        two_way = counted & (self.facilities.readers[rows.facility] == ENTRY_EXIT)
        ways_in = np.flatnonzero(two_way & (rows.direction == IN))
        ways_out = np.flatnonzero(two_way & (rows.direction == OUT))
        stays = int(rows.stay.max(initial=-1)) + 1
        never = np.iinfo(np.int64).max
        entered = np.full(stays, -never)
        left = np.full(stays, never)
        own_in, own_out = ways_in[rows.stay[ways_in] >= 0], ways_out[rows.stay[ways_out] >= 0]
        np.maximum.at(entered, rows.stay[own_in], read[own_in])
        np.minimum.at(left, rows.stay[own_out], read[own_out])
        whole = (entered > -never) & (left < never)
        intervals = int(whole.sum())
        self.quality.intervals += intervals
        self.quality.seconds += int((left[whole] - entered[whole]).sum())
        self.quality.open_stays += len(ways_in) - intervals
        self.quality.lone_exits += len(ways_out) - intervals

    def _present(self, rows: BadgeRows, counted: BoolArray, end: int) -> Presence:
        """Everybody present before day `end`. Who is present on later days is carried to the next period."""
        present = Presence(
            rows.person[counted], rows.facility[counted].astype(np.int32), local_day(rows.local[counted])
        )
        later = present.day >= end
        carried, self.carried = self.carried, present.take(later)
        present = present.take(~later)
        if carried is not None:
            present = Presence(
                np.concatenate([carried.person, present.person]),
                np.concatenate([carried.facility, present.facility]),
                np.concatenate([carried.day, present.day]),
            )
        return _distinct(present)

    def finish(self) -> None:
        """Counts who is present after the last period: night shifts that end on the day after it."""
        if self.carried is not None and len(self.carried.person):
            self._occupancy(_distinct(self.carried))
        self.carried = None

    def _occupancy(self, present: Presence) -> None:
        if not len(present.person):
            return
        first = int(present.day.min())
        days = int(present.day.max()) - first + 1
        people = np.bincount(present.facility * days + (present.day - first))
        found = np.flatnonzero(people)
        self.occupancy.append((found // days, first + found % days, people[found]))

    def people_present(self) -> dict[tuple[int, int], int]:
        """Facility number, day → distinct people present, where there was anybody."""
        totals: dict[tuple[int, int], int] = {}
        for facility, day, people in self.occupancy:
            for place, number, count in zip(facility.tolist(), day.tolist(), people.tolist(), strict=True):
                totals[place, number] = totals.get((place, number), 0) + count
        return totals

    def _evidence(
        self, first: int, spell: IntArray, claimed: tuple[IntArray, BoolArray], present: Presence
    ) -> IntArray:
        people, days = spell.shape
        station = np.where(spell == NO_SPELL, NOWHERE, self.spells.station[spell])
        station = np.where(self.delivered[station], station, NOWHERE)  # of NOWHERE it does not matter
        there = np.zeros((people, days), dtype=np.bool_)
        elsewhere = np.zeros((people, days), dtype=np.bool_)
        anybody = np.zeros((len(self.facilities.ids) + 1, days), dtype=np.bool_)  # the last row is NOWHERE
        day = present.day - first
        own = station[present.person, day] == present.facility
        there[present.person[own], day[own]] = True
        elsewhere[present.person[~own], day[~own]] = True
        anybody[present.facility, day] = True
        in_person, indoors = claimed
        person, column = np.nonzero(in_person > 0)
        place = station[person, column]
        blind = (place == NOWHERE) | ~anybody[place, column]
        blind |= self.facilities.readers[place] == NO_READERS
        found = np.select(
            [
                there[person, column],
                elsewhere[person, column] | ~indoors[person, column],
                blind,
            ],
            [CORROBORATED, EXPLAINED, NOT_ASSESSABLE],
            default=UNCORROBORATED,
        )
        unit = self.spells.unit[spell[person, column]]
        cells = np.bincount(unit * len(CLASSES) + found, minlength=len(self.units.ids) * len(CLASSES))
        return self.units.add_up(cells.reshape(-1, len(CLASSES)))


def _distinct(present: Presence) -> Presence:
    if not len(present.person):
        return present
    first = int(present.day.min())
    days = int(present.day.max()) - first + 1
    places = int(present.facility.max()) + 1
    key = (present.person.astype(np.int64) * places + present.facility) * days + (present.day - first)
    key.sort()
    first_of_its_kind = np.ones(len(key), dtype=np.bool_)
    first_of_its_kind[1:] = key[1:] != key[:-1]
    rest, day = np.divmod(key[first_of_its_kind], days)
    person, facility = np.divmod(rest, places)
    return Presence(person.astype(np.int32), facility.astype(np.int32), (first + day).astype(np.int32))
