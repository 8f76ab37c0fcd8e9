"""The rows of `badge_events` in one period: the events of each stay, refused attempts, second swipes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dutystation.simulation.cells import dates, numbered, optional, person_ids, pick
from dutystation.simulation.clock import DAY_SECONDS, Clocks
from dutystation.simulation.facilities import ENTRY_EXIT, Facilities, Stamp
from dutystation.simulation.fates import Fate
from dutystation.simulation.stays import NAIVE, Stays
from dutystation.simulation.streams import BoolArray, IntArray

IN, OUT, UNTOLD = 0, 1, -1
DIRECTIONS = ["in", "out"]
GRANTED, DENIED = 0, 1
OUTCOMES: list[str | None] = ["granted", "denied"]


@dataclass(frozen=True)
class BadgeRows:
    """One entry per event. `stay` is the number of its stay, or -1; `instant` is the moment it happened,
    `local` the time that the clock at the facility showed. `repeat` marks an exact repeat of another row,
    `card` an event that stands under the number of a card instead of the person.
    """

    person: IntArray
    facility: IntArray
    instant: IntArray
    local: IntArray
    direction: IntArray
    denied: BoolArray
    repeat: BoolArray
    card: BoolArray
    stay: IntArray
    serial: IntArray
    fate: IntArray

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: IntArray | BoolArray) -> BadgeRows:
        return BadgeRows(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def join_events(parts: list[BadgeRows]) -> BadgeRows:
    """The rows of all parts in order."""
    return BadgeRows(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in BadgeRows.__dataclass_fields__
        }
    )


def local_day(local: IntArray) -> IntArray:
    return np.floor_divide(local, DAY_SECONDS).astype(np.int32)


def badge_rows(
    stays: Stays, facilities: Facilities, clocks: Clocks, as_of: int, rng: np.random.Generator
) -> BadgeRows:
    """The events of the stays, not yet in order and without numbers."""
    ways_in, ways_out = np.flatnonzero(stays.seen_in), np.flatnonzero(stays.seen_out)
    refused = ways_in[rng.random(len(ways_in)) < 0.006]
    stay = np.concatenate([ways_in, ways_out, refused])
    denied = np.zeros(len(stay), dtype=np.bool_)
    denied[len(stay) - len(refused) :] = True
    earlier = rng.integers(5, 60, len(refused))
    instant = np.concatenate([stays.entered[ways_in], stays.left[ways_out], stays.entered[refused] - earlier])
    way = np.repeat(np.array([IN, OUT, IN], dtype=np.int8), [len(ways_in), len(ways_out), len(refused)])
    facility = stays.facility[stay]
    tells = (facilities.readers[facility] == ENTRY_EXIT) | (facility % 2 == 0)
    return event_rows(
        facilities,
        clocks,
        as_of,
        person=stays.person[stay],
        facility=facility,
        instant=instant,
        direction=np.where(tells, way, UNTOLD).astype(np.int8),
        denied=denied,
        stay=np.where(denied, -1, stay).astype(np.int32),
    )


def event_rows(
    facilities: Facilities,
    clocks: Clocks,
    as_of: int,
    *,
    person: IntArray,
    facility: IntArray,
    instant: IntArray,
    direction: IntArray,
    denied: BoolArray,
    stay: IntArray,
) -> BadgeRows:
    """Events at given instants; logs without seconds cut them off."""
    to_the_minute = facilities.stamp[facility] == Stamp.MINUTE
    moment = np.where(to_the_minute, instant - instant % 60, instant)
    local = moment + clocks.offset(moment, facilities.zone[facility])
    after = local_day(local) > as_of
    size = len(person)
    return BadgeRows(
        person=person,
        facility=facility,
        instant=moment,
        local=local,
        direction=direction,
        denied=denied,
        repeat=np.zeros(size, dtype=np.bool_),
        card=np.zeros(size, dtype=np.bool_),
        stay=stay,
        serial=np.full(size, -1, dtype=np.int64),
        fate=np.where(after, Fate.AFTER_AS_OF, Fate.ACCEPTED).astype(np.int8),
    )


def numbered_in_order(rows: BadgeRows, next_serial: int) -> BadgeRows:
    """The rows by instant, with their event numbers: a log is written as things happen."""
    ordered = rows.take(np.argsort(rows.instant, kind="stable"))
    ordered.serial[:] = np.arange(next_serial, next_serial + len(ordered))
    return ordered


def badge_columns(rows: BadgeRows, facilities: Facilities, *, as_text: bool) -> dict[str, pa.Array]:
    return {
        "person": _holders(rows),
        "facility": pick(list(facilities.ids), rows.facility),
        "occurred_at": _stamps(rows, facilities) if as_text else _instants(rows),
        "direction": optional(DIRECTIONS, rows.direction),
        "outcome": pick(OUTCOMES, rows.denied.astype(np.int8)),
        "event_id": numbered("E", rows.serial, 10),
    }


def _holders(rows: BadgeRows) -> pa.Array:
    people = person_ids(rows.person)
    if not rows.card.any():
        return people
    return pc.if_else(pa.array(rows.card), numbered("C", rows.person + 1, 7), people)


def _instants(rows: BadgeRows) -> pa.Array:
    return pa.array(rows.instant * 1_000_000).cast(pa.timestamp("us", tz="UTC"))


_SECONDS: list[str | None] = [
    f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for second in range(DAY_SECONDS)
]
_MINUTES: list[str | None] = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(1440)]
_OFFSETS = range(-15 * 60, 15 * 60 + 1, 15)
_ENDINGS: list[str | None] = ["", "Z", ".0", ".25", ".500", ".999999"]
_FRACTION = 2
_FRACTIONS = len(_ENDINGS) - _FRACTION


def _offset_text(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _stamps(rows: BadgeRows, facilities: Facilities) -> pa.Array:
    """Times as each facility's log writes them."""
    stamp = facilities.stamp[rows.facility]
    shown = np.where(stamp == Stamp.UTC, rows.instant, rows.local)
    second = shown % DAY_SECONDS
    clock = pick(
        [*_SECONDS, *_MINUTES],
        np.where(stamp == Stamp.MINUTE, DAY_SECONDS + second // 60, second).astype(np.int32),
    )
    offset = (rows.local - rows.instant) // 60
    ending = np.select(
        [stamp == Stamp.UTC, stamp == Stamp.OFFSET, stamp == Stamp.FRACTION],
        [1, len(_ENDINGS) + (offset - _OFFSETS.start) // _OFFSETS.step, _FRACTION + rows.serial % _FRACTIONS],
        default=0,
    )
    endings = pick([*_ENDINGS, *(_offset_text(minutes) for minutes in _OFFSETS)], ending)
    separator = pick(["T", " "], (rows.facility % 3 == 1).astype(np.int8))
    return pc.binary_join_element_wise(dates(local_day(shown), as_text=True), separator, clock, endings, "")


def read_instants(rows: BadgeRows, facilities: Facilities, clocks: Clocks, *, as_text: bool) -> IntArray:
    """The instant that each row says: a repeated hour in a log without offsets is the earlier one."""
    if not as_text:
        return rows.instant
    naive = np.isin(facilities.stamp[rows.facility], NAIVE)
    return np.where(naive, clocks.instant(rows.local, facilities.zone[rows.facility]), rows.instant)
