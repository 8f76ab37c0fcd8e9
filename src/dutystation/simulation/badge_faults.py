"""Faults in badge logs: lost days, second swipes, reissued cards, events delivered twice, spoiled cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dutystation.simulation.badge_rows import BadgeRows, event_rows, join_events, local_day
from dutystation.simulation.clock import DAY_SECONDS, Clocks
from dutystation.simulation.facilities import Facilities
from dutystation.simulation.fates import Fate
from dutystation.simulation.fault_levels import TIMES, Cells, Level, Spoiling, kinds_of_rows, spoil
from dutystation.simulation.stays import Stays
from dutystation.simulation.streams import BoolArray, IntArray

LOST_DAYS = 0.003
"""The share of a facility's days whose log was lost."""

SECOND_SWIPES = 0.004
REISSUED_CARDS = 0.001
DUPLICATES = 0.001

SPOILINGS = (
    Spoiling("person", ("", " "), Fate.MISSING_VALUE, 0.0001),
    Spoiling("facility", ("",), Fate.MISSING_VALUE, 0.0001),
    Spoiling("occurred_at", ("",), Fate.MISSING_VALUE, 0.0001),
    Spoiling(
        "occurred_at",
        ("2025-01-15T25:00:00", "01/15/2025 08:00", "2025-02-30T08:00", "2025-01-15", "2025-01-15T08:00 EST"),
        Fate.NOT_A_DATE,
        0.0001,
        needs_text=True,
    ),
    Spoiling("direction", ("IN", "entry", "1"), Fate.NOT_IN_LIST, 0.0001),
    Spoiling("outcome", ("Granted", "ok"), Fate.NOT_IN_LIST, 0.0001),
    Spoiling("facility", ("F9999", "f0001"), Fate.UNKNOWN_FACILITY, 0.0002),
    Spoiling("person", ("V0000012", "VISITOR"), Fate.UNKNOWN_PERSON, 0.0002),
)


@dataclass(frozen=True)
class DirtyEvents:
    """The rows to deliver and what stands in them instead, column → row → cell."""

    rows: BadgeRows
    cells: Cells


def undelivered_facilities(facilities: Facilities, level: Level) -> BoolArray:
    """One facility that the table of facilities lacks, where faults are heavy: the last one."""
    missing = np.zeros(len(facilities.ids), dtype=np.bool_)
    missing[-1] = level == "heavy" and len(facilities.ids) > 1
    return missing


def without_lost_days(
    stays: Stays,
    facilities: Facilities,
    clocks: Clocks,
    first: int,
    days: int,
    level: Level,
    rng: np.random.Generator,
) -> Stays:
    """Stays that begin on a day whose log was lost leave no event at all."""
    # The second half of the last night shift begins on the day after the period.
    lost = rng.random((len(facilities.ids), days + 1)) < LOST_DAYS * TIMES[level]
    local = stays.entered + clocks.offset(stays.entered, facilities.zone[stays.facility])
    gone = lost[stays.facility, local // DAY_SECONDS - first]
    return replace(stays, seen_in=stays.seen_in & ~gone, seen_out=stays.seen_out & ~gone)


def with_second_swipes(
    rows: BadgeRows,
    stays: Stays,
    facilities: Facilities,
    clocks: Clocks,
    as_of: int,
    level: Level,
    rng: np.random.Generator,
) -> BadgeRows:
    """Some people swipe twice within a minute, some readers report one swipe twice."""
    of_a_stay = rows.stay >= 0
    of_a_stay[of_a_stay] = ~stays.unclear[rows.stay[of_a_stay]]
    again = np.flatnonzero(of_a_stay & (rng.random(len(rows)) < SECOND_SWIPES * TIMES[level]))
    seconds = np.maximum(rng.integers(-20, 41, len(again)), 0)
    swiped = rows.take(again)
    second = event_rows(
        facilities,
        clocks,
        as_of,
        person=swiped.person,
        facility=swiped.facility,
        instant=swiped.instant + seconds,
        direction=swiped.direction,
        denied=swiped.denied,
        stay=swiped.stay,
    )
    return join_events([rows, replace(second, repeat=second.instant == swiped.instant)])


def with_unknown_holders(
    rows: BadgeRows,
    missing: BoolArray,
    first: int,
    days: int,
    people: int,
    level: Level,
    rng: np.random.Generator,
) -> BadgeRows:
    """From some day of the period on, the events of some people stand under the number of a new card.

    Events at facilities that the table lacks are rejected for that, which comes first.
    """
    reissued = rng.random(people) < REISSUED_CARDS * TIMES[level]
    since = first + rng.integers(0, days, people)
    card = reissued[rows.person] & (local_day(rows.local) >= since[rows.person])
    fate = np.where(card, Fate.UNKNOWN_PERSON, rows.fate)
    fate = np.where(missing[rows.facility], Fate.UNKNOWN_FACILITY, fate)
    return replace(rows, card=card, fate=fate.astype(np.int8))


def plant_event_faults(
    rows: BadgeRows, next_serial: int, level: Level, rng: np.random.Generator, *, as_text: bool
) -> DirtyEvents:
    """Adds events that were delivered twice, and rows that cannot be used, behind the numbered rows."""
    again = np.flatnonzero(rng.random(len(rows)) < DUPLICATES * TIMES[level])
    twice = rows.take(again)
    twice.fate[:] = Fate.DUPLICATE
    kind = kinds_of_rows(len(rows), [spoiling.share for spoiling in SPOILINGS], level, rng)
    chosen = np.flatnonzero(kind >= 0)
    spoiled, kind = rows.take(chosen), kind[chosen]
    spoiled = replace(spoiled, serial=np.arange(next_serial, next_serial + len(spoiled), dtype=np.int64))
    kept = np.ones(len(spoiled), dtype=np.bool_)
    cells: Cells = {}
    for number, spoiling in enumerate(SPOILINGS):
        own = np.flatnonzero(kind == number)
        if spoiling.needs_text and not as_text:
            kept[own] = False
            continue
        spoiled.fate[own] = _fate(spoiling, spoiled, own)
        spoil(cells, spoiling, own + len(rows) + len(twice), as_text)
    if not kept.all():
        cells = _moved(cells, kept, len(rows) + len(twice))
        spoiled = spoiled.take(kept)
    return DirtyEvents(join_events([rows, twice, spoiled]), cells)


def _fate(spoiling: Spoiling, rows: BadgeRows, own: IntArray) -> IntArray:
    """An unknown facility is found before an unknown person."""
    fate = np.full(len(own), spoiling.fate, dtype=np.int8)
    if spoiling.fate is Fate.UNKNOWN_PERSON:
        fate[rows.fate[own] == Fate.UNKNOWN_FACILITY] = Fate.UNKNOWN_FACILITY
    return fate


def _moved(cells: Cells, kept: BoolArray, offset: int) -> Cells:
    """The cells when only some of the rows from `offset` on are delivered."""
    place = np.cumsum(kept) - 1
    return {
        column: {
            int(place[row - offset]) + offset: cell for row, cell in changed.items() if kept[row - offset]
        }
        for column, changed in cells.items()
    }
