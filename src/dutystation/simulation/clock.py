"""Local time and instants for whole arrays. Instants are seconds since 1970-01-01T00:00Z.

Local times are counted the same way, as if the place had no offset. The rule for local times that
repeat or are skipped when the clocks change is the contract's (section 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from dutystation.simulation.streams import BoolArray, IntArray

DAY_SECONDS = 86_400
EPOCH = date(1970, 1, 1)
REPEATED = 7_200
"""Seconds around a change within which a local time may be repeated or skipped, with room to spare."""


def day_number(day: date) -> int:
    return (day - EPOCH).days


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=number)


@dataclass(frozen=True)
class ZoneClock:
    """One zone over the simulated time: `offsets[k]` holds from `changes[k - 1]` to `changes[k]`."""

    changes: IntArray
    offsets: IntArray

    def offset(self, instants: IntArray) -> IntArray:
        return self.offsets[np.searchsorted(self.changes, instants, side="right")]

    def instant(self, local: IntArray) -> IntArray:
        """The instant of a local time without offset: the earlier of two, before-the-change if skipped."""
        # A change is seen, in local time, only once the clock of before would show a time that no clock
        # of before has shown: that makes the first of two repeated times the earlier instant, and it
        # reads a skipped time with the offset before the change.
        ends = self.changes + np.maximum(self.offsets[:-1], self.offsets[1:])
        return local - self.offsets[np.searchsorted(ends, local, side="right")]

    def near_change(self, first: IntArray, last: IntArray) -> BoolArray:
        """Whether the clocks change between `first` and `last` or shortly before or after."""
        lower = np.searchsorted(self.changes, first - REPEATED, side="left")
        upper = np.searchsorted(self.changes, last + REPEATED, side="right")
        differs: BoolArray = lower != upper
        return differs


def zone_clock(name: str, first: date, last: date) -> ZoneClock:
    """The changes of one zone between two days, found by asking the zone at each hour."""
    zone = ZoneInfo(name)
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=3)
    hours = ((last - first).days + 7) * 24
    changes: list[int] = []
    offsets = [_offset(zone, start)]
    for day in range(0, hours, 24):
        if _offset(zone, start + timedelta(hours=day + 24)) == offsets[-1]:
            continue
        for hour in range(day + 1, day + 25):
            moment = start + timedelta(hours=hour)
            if _offset(zone, moment) != offsets[-1]:
                changes.append(int(moment.timestamp()))
                offsets.append(_offset(zone, moment))
    return ZoneClock(np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64))


def _offset(zone: ZoneInfo, moment: datetime) -> int:
    offset = zone.utcoffset(moment.astimezone(zone))
    return int(offset.total_seconds()) if offset is not None else 0


@dataclass(frozen=True)
class Clocks:
    """The clocks of all zones; each method takes the zone's number beside each time."""

    zones: tuple[ZoneClock, ...]

    def offset(self, instants: IntArray, zone: IntArray) -> IntArray:
        result = np.zeros(len(instants), dtype=np.int64)
        for number, clock in enumerate(self.zones):
            rows = zone == number
            result[rows] = clock.offset(instants[rows])
        return result

    def instant(self, local: IntArray, zone: IntArray) -> IntArray:
        result = np.zeros(len(local), dtype=np.int64)
        for number, clock in enumerate(self.zones):
            rows = zone == number
            result[rows] = clock.instant(local[rows])
        return result

    def near_change(self, first: IntArray, last: IntArray, zone: IntArray) -> BoolArray:
        result = np.zeros(len(first), dtype=np.bool_)
        for number, clock in enumerate(self.zones):
            rows = zone == number
            result[rows] = clock.near_change(first[rows], last[rows])
        return result


def clocks(zones: tuple[str, ...], first: date, last: date) -> Clocks:
    return Clocks(tuple(zone_clock(name, first, last) for name in zones))
