"""The rows of `time_records` in one period, as the plan makes them, before any fault is planted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dutystation.simulation.careers import NO_SPELL, Spells
from dutystation.simulation.fates import Fate
from dutystation.simulation.people import CONTRACTOR, People
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.simulation.units import Units
from dutystation.simulation.work import Days

DELIVERS_MINUTES = ("USCG", "CISA")
"""Components whose time system writes whole minutes; the others write decimal hours."""

KEEPS_HOURS = 4
"""One contractor in so many has records in the department's time system."""

UNKNOWN_PERSON = -1


@dataclass(frozen=True)
class TimeRows:
    """One entry per row. `serial` numbers the records of the whole simulation; `spell` is the roster row.

    `minutes` is what the row says; `fate` what becomes of it.
    """

    person: IntArray
    day: IntArray
    minutes: IntArray
    pair: IntArray
    spell: IntArray
    serial: IntArray
    fate: IntArray
    whole: BoolArray  # the amount stands in the column `minutes`

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: IntArray | BoolArray) -> TimeRows:
        return TimeRows(
            **{name: getattr(self, name)[rows] for name in self.__dataclass_fields__},
        )

    def with_fate(self, rows: IntArray | BoolArray, fate: Fate) -> TimeRows:
        fates = self.fate.copy()
        fates[rows] = fate
        return replace(self, fate=fates)


def join_rows(parts: list[TimeRows]) -> TimeRows:
    """The rows of all parts in order."""
    return TimeRows(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in TimeRows.__dataclass_fields__
        }
    )


def delivers_minutes(people: People, units: Units) -> BoolArray:
    """For each person whether the component's time system writes minutes. Units 1 to C are components."""
    chosen = np.array([unit in DELIVERS_MINUTES for unit in units.ids], dtype=np.bool_)
    return chosen[people.component]


def time_rows(days: Days, spells: Spells, whole: BoolArray, as_of: int, next_serial: int) -> TimeRows:
    """Rows by person, day and slot. `whole` says for each person which column the amount stands in."""
    recorded = days.minutes > 0
    no_sheet = np.arange(len(whole)) % KEEPS_HOURS != 0
    contractor = spells.population[days.spell] == CONTRACTOR  # of a day off the rolls it does not matter
    recorded &= ~(contractor & no_sheet[:, None])[..., None]
    person, day, slot = np.nonzero(recorded)
    spell = days.spell[person, day]
    calendar = (days.first + day).astype(np.int32)
    fate = np.where(contractor[person, day], Fate.CONTRACTOR_HOURS, Fate.ACCEPTED)
    fate = np.where(calendar > as_of, Fate.AFTER_AS_OF, fate)
    assert (spell != NO_SPELL).all()
    return TimeRows(
        person=person.astype(np.int32),
        day=calendar,
        minutes=days.minutes[person, day, slot],
        pair=days.pair[person, day, slot],
        spell=spell.astype(np.int32),
        serial=np.arange(next_serial, next_serial + len(person), dtype=np.int64),
        fate=fate.astype(np.int8),
        whole=whole[person],
    )
