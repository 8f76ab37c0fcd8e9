"""Pay periods, counted out one by one. Contract section 5."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from tests.oracle.settings import Settings


class Period(NamedTuple):
    first: date
    last: date
    label: str


def period_of(day: date, settings: Settings) -> Period:
    length = timedelta(days=settings.period_days)
    number = (day - settings.anchor) // length  # floor division: right before the anchor as well
    first = settings.anchor + number * length
    nth, start = 1, first
    while start - date(first.year, 1, 1) >= length:  # the one before starts in this year, too
        start -= length
        nth += 1
    return Period(first, first + length - timedelta(days=1), f"{first.year:04d}-{nth:02d}")


def last_ended(settings: Settings) -> Period:
    """P: the last pay period that ended on or before the as-of date."""
    running = period_of(settings.as_of, settings)
    if running.last == settings.as_of:
        return running
    return period_of(running.first - timedelta(days=1), settings)


def window_start(settings: Settings) -> date:
    """The day after the same day some months before; the last day of a shorter month stands in for it."""
    as_of = settings.as_of
    months = as_of.year * 12 + (as_of.month - 1) - settings.window_months
    year, month = months // 12, months % 12 + 1
    last_of_month = calendar.monthrange(year, month)[1]
    return date(year, month, min(as_of.day, last_of_month)) + timedelta(days=1)


def full_weeks(first: date, last: date) -> list[tuple[date, date]]:
    """The Sunday-to-Saturday weeks that lie wholly between two dates, both included."""
    weeks = []
    sunday = first
    while sunday.weekday() != 6:
        sunday += timedelta(days=1)
    while sunday + timedelta(days=6) <= last:
        weeks.append((sunday, sunday + timedelta(days=6)))
        sunday += timedelta(days=7)
    return weeks
