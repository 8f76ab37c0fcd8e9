"""Time zones as plain rows, so that every engine turns local time into instants alike.

Engines carry time zone tables of their own and treat repeated and skipped hours differently. Here the
rules of contract section 2 are asked of Python's `zoneinfo` once per zone and day: a repeated local time
is the earlier instant, a skipped one takes the offset before the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dutystation.tables.shape import CALENDAR_SECONDS
from dutystation.terms.time_zone import zone

DAY = 86_400
HOUR = 3_600
FIRST_DAY = -719_162
"""0001-01-01 in days since 1970-01-01."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (wall-clock time, on purpose without a zone)
_LOWEST, _HIGHEST = CALENDAR_SECONDS


@dataclass(frozen=True)
class ZoneDay:
    """A stretch of one day in one zone during which the offset does not change.

    `local` tells whether `day` and the seconds are local or UTC. `offset` are the seconds local time is
    ahead of UTC; `shift` what must be added to a local time that the clocks skipped.
    """

    zone: str
    local: bool
    day: int
    from_second: int
    to_second: int
    offset: int
    shift: int


def zone_days(asked: Iterable[tuple[str, bool, int]]) -> Iterator[ZoneDay]:
    """The stretches of each (zone, local, day) asked for: one on most days, more when clocks change."""
    for name, local, day in sorted(set(asked)):
        rule = _rule(zone(name), local=local)
        start = day * DAY
        for first, last in _constant_stretches(rule, start, start + DAY):
            offset, shift = rule(first)
            yield ZoneDay(name, local, day, first - start, last - start, offset, shift)


def _rule(info: ZoneInfo, *, local: bool) -> Callable[[int], tuple[int, int]]:
    """Seconds since 1970 (local or UTC) → (offset, shift), both in seconds."""

    def of_local(second: int) -> tuple[int, int]:
        wall = _EPOCH + timedelta(seconds=min(max(second, _LOWEST), _HIGHEST))
        offset = _seconds(info.utcoffset(wall))
        return offset, of_utc(second - offset)[0] - offset

    def of_utc(second: int) -> tuple[int, int]:
        # A day's margin: the shift to local time must not leave the years 1 to 9999 either.
        inside = min(max(second, _LOWEST + DAY), _HIGHEST - DAY)
        instant = (_EPOCH + timedelta(seconds=inside)).replace(tzinfo=UTC)
        return _seconds(instant.astimezone(info).utcoffset()), 0

    return of_local if local else of_utc


def _seconds(offset: timedelta | None) -> int:
    return int(offset.total_seconds()) if offset is not None else 0


def _constant_stretches(
    rule: Callable[[int], tuple[int, int]], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The stretches of [start, end) on which `rule` is constant, found by halving hours that differ."""
    if rule(start) == rule(end - 1) == rule((start + end) // 2):
        yield start, end
        return
    first = start
    for hour in range(start, end, HOUR):
        low, high = hour, min(hour + HOUR, end)
        while rule(low) != rule(high - 1):
            left, right = low, high - 1
            while right - left > 1:
                middle = (left + right) // 2
                left, right = (middle, right) if rule(middle) == rule(low) else (left, middle)
            yield first, right
            first = low = right
        if high < end and rule(high) != rule(high - 1):
            yield first, high
            first = high
    yield first, end
