"""Work schedules: what a person is due to work on each day of fourteen, and Federal holidays.

Source: domain rules 3.5 and 10.7. A fortnight is counted from a Sunday; day 0 is the Sunday.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

import holidays
import numpy as np

from dutystation.simulation.clock import day_number, day_of
from dutystation.simulation.streams import BoolArray, IntArray

FORTNIGHT = 14
FIRST_SUNDAY = 3
"""1970-01-04, in days since 1970-01-01."""


class Schedule(IntEnum):
    """The kinds of schedule. SHIFT_ALTERNATE has its two days off in midweek."""

    FIVE_EIGHT = 0
    FIVE_FOUR_NINE = 1
    FOUR_TEN = 2
    MAXIFLEX = 3
    PART_TIME = 4
    SHIFT = 5
    SHIFT_ALTERNATE = 6


FLEXIBLE = (Schedule.MAXIFLEX, Schedule.PART_TIME)
"""Schedules whose holiday credit ends at eight hours; compressed ones are credited the day's hours."""

EIGHT_HOURS = 480


def _weeks(first: dict[int, int], second: dict[int, int]) -> list[int]:
    return [first.get(day, 0) for day in range(7)] + [second.get(day, 0) for day in range(7)]


_MONDAY_TO_FRIDAY = range(1, 6)
_EIGHTS = dict.fromkeys(_MONDAY_TO_FRIDAY, 480)
_NINES = dict.fromkeys(_MONDAY_TO_FRIDAY, 540)

DUE_MINUTES: IntArray = np.array(
    [
        _weeks(_EIGHTS, _EIGHTS),
        _weeks(_NINES | {5: 480}, dict.fromkeys(range(1, 5), 540)),
        _weeks(dict.fromkeys(range(1, 5), 600), dict.fromkeys(range(2, 6), 600)),
        _weeks(_EIGHTS, _EIGHTS),
        _weeks({1: 300, 2: 300, 3: 360, 4: 300}, {1: 300, 2: 300, 3: 360, 4: 300}),
        _weeks({0: 480, 1: 480, 2: 480, 3: 480, 4: 480}, {2: 480, 3: 480, 4: 480, 5: 480, 6: 480}),
        _weeks({0: 480, 1: 480, 4: 480, 5: 480, 6: 480}, {0: 480, 1: 480, 4: 480, 5: 480, 6: 480}),
    ],
    dtype=np.int16,
)
"""Minutes due, schedule × day of the fortnight."""


def fortnight_days(first: int, days: int) -> IntArray:
    """For each day of a period that starts on day number `first`: its place in the fortnight."""
    return (np.arange(first, first + days) - FIRST_SUNDAY) % FORTNIGHT


def is_weekday(first: int, days: int) -> BoolArray:
    """Monday to Friday, for each day from `first`."""
    weekday = (np.arange(first, first + days) - FIRST_SUNDAY) % 7
    return (weekday > 0) & (weekday < 6)


def federal_holidays(first: int, days: int) -> BoolArray:
    """Federal holidays as observed, for each day from `first`."""
    years = sorted({day_of(first).year, day_of(first + days).year})
    found = {day_number(day) for day in holidays.country_holidays("US", years=years) if isinstance(day, date)}
    return np.array([day in found for day in range(first, first + days)], dtype=np.bool_)
