"""Offsets by stretches of days are those of the time zone rules, second by second where clocks change."""

# ruff: noqa: DTZ001 (wall-clock times, and instants in UTC, both without a zone on purpose)

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.oracle.clock import instant_of

from dutystation.measures.zone_days import DAY, ZoneDay, zone_days

EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)


def day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def stretches(zone: str, day: date, *, local: bool) -> list[ZoneDay]:
    return list(zone_days([(zone, local, day_number(day))]))


def test_an_ordinary_day_is_one_stretch() -> None:
    # Washington is five hours behind UTC in February.
    number = day_number(date(2025, 2, 3))
    assert stretches("America/New_York", date(2025, 2, 3), local=True) == [
        ZoneDay("America/New_York", True, number, 0, DAY, -5 * 3600, 0)  # noqa: FBT003 (local)
    ]


CHANGES = [
    ("America/New_York", date(2025, 3, 9)),  # on by an hour
    ("America/New_York", date(2025, 11, 2)),  # back by an hour
    ("Australia/Lord_Howe", date(2025, 4, 6)),  # back by half an hour
    ("Australia/Lord_Howe", date(2025, 10, 5)),
    ("Europe/London", date(2025, 3, 30)),
    ("Africa/Cairo", date(2025, 4, 25)),  # midnight is skipped
    ("America/Havana", date(2025, 11, 2)),  # midnight is repeated
    ("Pacific/Kiritimati", date(1994, 12, 31)),  # a day that never was
    ("Pacific/Apia", date(2011, 12, 30)),  # another
    ("America/New_York", date(1883, 11, 18)),  # from sun time to standard time, by 3 min 58 s
    ("Asia/Kathmandu", date(1986, 1, 1)),  # on by a quarter of an hour
]


def seconds_to_try(days: list[ZoneDay]) -> Iterator[int]:
    for day in days:
        yield from (day.from_second, (day.from_second + day.to_second) // 2, day.to_second - 1)
    yield from range(0, DAY, 450)


def offset_of(days: list[ZoneDay], second: int) -> ZoneDay:
    [found] = [day for day in days if day.from_second <= second < day.to_second]
    return found


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_local_times_become_the_instants_of_the_contract(zone: str, change: date, ahead: int) -> None:
    day = change + timedelta(days=ahead)
    days = stretches(zone, day, local=True)
    midnight = datetime(day.year, day.month, day.day)
    for second in seconds_to_try(days):
        clock = midnight + second * SECOND
        stretch = offset_of(days, second)
        instant = clock - stretch.offset * SECOND
        assert instant == instant_of(clock, None, zone)
        shown = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert clock + stretch.shift * SECOND == shown


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_instants_become_the_local_times_of_the_zone(zone: str, change: date, ahead: int) -> None:
    day = change + timedelta(days=ahead)
    days = stretches(zone, day, local=False)
    midnight = datetime(day.year, day.month, day.day)
    for second in seconds_to_try(days):
        instant = midnight + second * SECOND
        shown = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert instant + offset_of(days, second).offset * SECOND == shown
