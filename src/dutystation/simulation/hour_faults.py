"""Faults in time records: codes nobody has mapped, spoiled cells, late rows, records delivered twice."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dutystation.simulation.careers import NO_SPELL
from dutystation.simulation.fates import Fate
from dutystation.simulation.fault_levels import TIMES, Cells, Level, Spoiling, kinds_of_rows, spoil
from dutystation.simulation.people import People
from dutystation.simulation.schedules import is_weekday
from dutystation.simulation.streams import IntArray
from dutystation.simulation.time_codes import (
    FIRST_UNMAPPED,
    NONWORK,
    OFFICE,
    PLACE_OF_PAIR,
    UNMAPPED_PAIRS,
    Pay,
    worked_pair,
)
from dutystation.simulation.time_rows import TimeRows, join_rows
from dutystation.simulation.units import Units

MISCODED = 0.003
MISCODING = {"OIG": 0.05, "ST": 0.08}
"""Components with a new time system, whose people use codes that nobody has mapped yet."""

SPOILINGS = (
    Spoiling("person", ("", "  "), Fate.MISSING_VALUE, 0.00005),
    Spoiling("work_date", ("",), Fate.MISSING_VALUE, 0.00005),
    Spoiling("hours", ("",), Fate.MISSING_VALUE, 0.00005, also="minutes"),
    Spoiling("pay_code", ("", "\t"), Fate.MISSING_VALUE, 0.00005),
    Spoiling("person", ("X0000001", "p0000001", "0000001"), Fate.UNKNOWN_PERSON, 0.0002),
    Spoiling(
        "work_date",
        ("02/03/2025", "2025-02-30", "2025-2-3", "20250203", "yesterday"),
        Fate.NOT_A_DATE,
        0.0001,
        needs_text=True,
    ),
    Spoiling("hours", ("8,0", "8h", "1e1", "NaN", "7.1234567"), Fate.NOT_A_NUMBER, 0.0001, needs_text=True),
    Spoiling("minutes", ("480.5", "8:00", "four"), Fate.NOT_A_NUMBER, 0.00005, needs_text=True),
)
OUT_OF_RANGE, DUPLICATE, TWO_AMOUNTS, NO_ID, PADDED, LATE = range(len(SPOILINGS), len(SPOILINGS) + 6)
SHARES = [*(kind.share for kind in SPOILINGS), 0.0001, 0.001, 0.0005, 0.0005, 0.0005, 0.003]
IMPOSSIBLE = (1500, -60, 1441, -1)
"""Minutes that no day has."""


@dataclass(frozen=True)
class DirtyTimes:
    """`rows` are delivered with this period, with other `cells` in some of them and blanks around those of
    `padded`; `late` rows belong to this period and are delivered with the next.
    """

    rows: TimeRows
    cells: Cells
    padded: IntArray
    late: TimeRows


def miscoded(
    rows: TimeRows, people: People, units: Units, level: Level, rng: np.random.Generator
) -> TimeRows:
    """Some hours worked are recorded under pairs of codes that nobody has mapped."""
    if level == "none":
        return rows
    chance = np.full(len(units.ids), MISCODED)
    for component, share in MISCODING.items():
        chance[units.ids.index(component)] = share
    draw = rng.random(len(rows), dtype=np.float32)
    pair = FIRST_UNMAPPED + rng.integers(0, UNMAPPED_PAIRS, len(rows), dtype=np.int8)
    one_code = people.miscodes[rows.person]
    pair = np.where(one_code, FIRST_UNMAPPED + rows.person % UNMAPPED_PAIRS, pair)
    often = chance[people.component][rows.person] * min(TIMES[level], 4)
    chosen = (PLACE_OF_PAIR[rows.pair] < NONWORK) & ((draw < often) | one_code)
    return replace(rows, pair=np.where(chosen, pair, rows.pair).astype(np.int8))


def plant_time_faults(
    rows: TimeRows,
    off_roster: TimeRows,
    level: Level,
    rng: np.random.Generator,
    *,
    as_text: bool,
    last_period: bool,
) -> DirtyTimes:
    """`off_roster` are rows of people who are not on the roster that day; all are delivered."""
    kind = kinds_of_rows(len(rows), SHARES, level, rng)
    late = np.zeros(len(rows), dtype=np.bool_) if last_period else kind == LATE
    held, rows, kind = rows.take(late), rows.take(~late), kind[~late]
    cells: Cells = {}
    fate, minutes = rows.fate.copy(), rows.minutes.copy()
    spoiled: list[IntArray] = []
    for number, spoiling in enumerate(SPOILINGS):
        chosen = np.flatnonzero(kind == number)
        if spoiling.needs_text and not as_text:
            continue
        if spoiling.column == "hours" and spoiling.fate is Fate.NOT_A_NUMBER:
            chosen = chosen[~rows.whole[chosen]]
        spoil(cells, spoiling, chosen, as_text)
        fate[chosen] = spoiling.fate
        spoiled.append(chosen)
    impossible = np.flatnonzero(kind == OUT_OF_RANGE)
    fate[impossible] = Fate.OUT_OF_RANGE
    minutes[impossible] = np.resize(np.array(IMPOSSIBLE, dtype=np.int16), len(impossible))
    spoiled.append(impossible)
    _other_cells(cells, kind, rows)
    mended = np.sort(np.concatenate(spoiled))[::2]
    again = np.flatnonzero(kind == DUPLICATE)
    twice = rows.take(again).with_fate(np.arange(len(again)), Fate.DUPLICATE)
    twice = replace(twice, minutes=np.where(again % 2 == 0, twice.minutes, 240).astype(np.int16))
    # An unknown person's row keeps its record id, so that a second delivery of it is a duplicate.
    resent = rows.take(mended)
    known = fate[mended] == Fate.UNKNOWN_PERSON
    resent = resent.with_fate(known, Fate.DUPLICATE)
    dirty = replace(rows, fate=fate, minutes=minutes)
    return DirtyTimes(
        rows=join_rows([dirty, off_roster, twice, resent]),
        cells=cells,
        padded=np.flatnonzero(kind == PADDED),
        late=held,
    )


def _other_cells(cells: Cells, kind: IntArray, rows: TimeRows) -> None:
    """Cells that are odd and still right: a second amount beside hours, which win; no record id."""
    both = np.flatnonzero((kind == TWO_AMOUNTS) & ~rows.whole)
    cells.setdefault("minutes", {}).update({row: 15 * (row % 40) for row in both.tolist()})
    without = np.flatnonzero(kind == NO_ID)
    cells.setdefault("record_id", {}).update(dict.fromkeys(without.tolist()))


def off_roster_rows(
    spell: IntArray, first: int, level: Level, next_serial: int, rng: np.random.Generator
) -> TimeRows:
    """Eight hours in the office of people who had left, had not begun, or were between two spells."""
    draw = rng.random(spell.shape, dtype=np.float32)
    weekday = is_weekday(first, spell.shape[1])
    person, day = np.nonzero((spell == NO_SPELL) & weekday & (draw < 0.01 * TIMES[level]))
    size = len(person)
    return TimeRows(
        person=person.astype(np.int32),
        day=(first + day).astype(np.int32),
        minutes=np.full(size, 480, dtype=np.int16),
        pair=np.full(size, worked_pair(Pay.BASE, np.array(OFFICE)), dtype=np.int8),
        spell=np.zeros(size, dtype=np.int32),
        serial=np.arange(next_serial, next_serial + size, dtype=np.int64),
        fate=np.full(size, Fate.NOT_ON_ROSTER, dtype=np.int8),
        whole=np.zeros(size, dtype=np.bool_),
    )
