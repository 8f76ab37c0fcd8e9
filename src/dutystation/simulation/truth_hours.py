"""The truth about hours: minutes per unit, period and variant, and what each person worked in P.

Minutes are added up from the plan's own numbers: places, spells and fates, never from codes or cells.
"""

from __future__ import annotations

import numpy as np

from dutystation.simulation.careers import Spells
from dutystation.simulation.fates import Fate
from dutystation.simulation.people import MILITARY, REMOTE, SITUATIONAL
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.simulation.time_codes import (
    FIELD,
    NONWORK,
    OVERTIME_PAIR,
    PAIRS,
    PLACE_OF_PAIR,
    UNMAPPED,
)
from dutystation.simulation.time_codes import REMOTE as REMOTE_PLACE
from dutystation.simulation.time_codes import ROUTINE as ROUTINE_PLACE
from dutystation.simulation.time_codes import SITUATIONAL as SITUATIONAL_PLACE
from dutystation.simulation.time_rows import TimeRows
from dutystation.simulation.units import Units
from dutystation.terms.figure import Variant

PLACES = UNMAPPED + 1
IN_PERSON = slice(0, FIELD + 1)
OFF_SITE = slice(FIELD + 1, NONWORK)
KINDS = 16
_MILITARY, _OVERTIME, _REMOTE, _ELIGIBLE = (1 << bit for bit in range(4))


def _kinds(variant: Variant) -> BoolArray:
    """Which combinations of population, type of hours, arrangement and eligibility a variant counts."""
    kind = np.arange(KINDS)
    regular = (kind & (_OVERTIME | _REMOTE)) == 0
    counted: dict[Variant, BoolArray] = {
        Variant.TOTAL: kind >= 0,
        Variant.CIVILIAN: (kind & _MILITARY) == 0,
        Variant.MILITARY: (kind & _MILITARY) > 0,
        Variant.REGULAR_EXCL_REMOTE: regular,
        Variant.ELIGIBLE_EXCL_REMOTE: regular & ((kind & _ELIGIBLE) > 0),
    }
    return counted[variant]


class HoursTruth:
    """Adds up accepted rows. `minutes` maps a period's label to unit × place × kind of row."""

    def __init__(self, units: Units, spells: Spells) -> None:
        self.units = units
        self.spells = spells
        self.minutes: dict[str, IntArray] = {}
        self.pair_rows = np.zeros(len(PAIRS), dtype=np.int64)
        self.pair_minutes = np.zeros(len(PAIRS), dtype=np.int64)
        self._kind = (
            (spells.population == MILITARY) * _MILITARY
            + (spells.arrangement == REMOTE) * _REMOTE
            + spells.eligible * _ELIGIBLE
        ).astype(np.int32)

    def add(self, label: str, rows: TimeRows) -> None:
        """Rows that may have any fate, all of one period."""
        accepted = rows.take(rows.fate == Fate.ACCEPTED)
        if not len(accepted):
            return
        place = PLACE_OF_PAIR[accepted.pair].astype(np.int32)
        kind = self._kind[accepted.spell] + OVERTIME_PAIR[accepted.pair] * _OVERTIME
        cell = (self.spells.unit[accepted.spell] * PLACES + place) * KINDS + kind
        size = len(self.units.ids) * PLACES * KINDS
        found = np.bincount(cell, accepted.minutes, minlength=size).astype(np.int64)
        self.minutes[label] = self.minutes.get(label, 0) + found.reshape(-1, PLACES, KINDS)
        self.pair_rows += np.bincount(accepted.pair, minlength=len(PAIRS))
        self.pair_minutes += np.bincount(accepted.pair, accepted.minutes, minlength=len(PAIRS)).astype(
            np.int64
        )

    def by_place(self) -> dict[tuple[str, Variant], IntArray]:
        """(period or `all`, variant) → minutes of each unit and everything below it: unit × place."""
        periods = dict(self.minutes)
        size = (len(self.units.ids), PLACES, KINDS)
        periods["all"] = sum(self.minutes.values(), start=np.zeros(size, dtype=np.int64))
        return {
            (label, variant): self.units.add_up(minutes[:, :, _kinds(variant)].sum(axis=2))
            for label, minutes in periods.items()
            for variant in Variant
        }


class StatusHours:
    """What each person worked in P, the period that statuses are about. One entry per person."""

    def __init__(self, people: int, spells: Spells) -> None:
        self.spells = spells
        self.recorded = np.zeros(people, dtype=np.bool_)
        self.routine_or_remote = np.zeros(people, dtype=np.bool_)
        self.situational_without_agreement = np.zeros(people, dtype=np.bool_)
        self.minutes = np.zeros((people, PLACES), dtype=np.int64)

    def add(self, rows: TimeRows) -> None:
        """Rows of P, of any fate."""
        accepted = rows.take(rows.fate == Fate.ACCEPTED)
        place = PLACE_OF_PAIR[accepted.pair].astype(np.int64)
        cell = accepted.person * PLACES + place
        found = np.bincount(cell, accepted.minutes, minlength=self.minutes.size)
        self.minutes += found.astype(np.int64).reshape(self.minutes.shape)
        self.recorded[accepted.person] = True
        some = accepted.minutes > 0
        away = some & ((place == ROUTINE_PLACE) | (place == REMOTE_PLACE))
        self.routine_or_remote[accepted.person[away]] = True
        arrangement = self.spells.arrangement[accepted.spell]
        without = some & (place == SITUATIONAL_PLACE) & (arrangement != SITUATIONAL)
        self.situational_without_agreement[accepted.person[without]] = True


def claims(rows: TimeRows, people: int, first: int, days: int) -> tuple[IntArray, BoolArray]:
    """Person × day: minutes in person, and whether any of them are not in the field; accepted rows only."""
    place = PLACE_OF_PAIR[rows.pair]
    counted = (rows.fate == Fate.ACCEPTED) & (place <= FIELD)
    cell = rows.person[counted].astype(np.int64) * days + (rows.day[counted] - first)
    in_person = np.bincount(cell, rows.minutes[counted], minlength=people * days).astype(np.int32)
    indoors = np.zeros(people * days, dtype=np.bool_)
    indoors[cell[(place[counted] < FIELD) & (rows.minutes[counted] > 0)]] = True
    return in_person.reshape(people, days), indoors.reshape(people, days)
