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
    """The period of a day. Days on which it lies outside the years 1 to 9999 are not shown."""
    if day.year in (1, 9999):
        return period_at_the_end_of_the_calendar(day, settings)
    return Period(*period_days(day, settings.anchor, settings.period_days))


def period_days(day: date, anchor: date, days: int) -> tuple[date, date, str]:
    length = timedelta(days=days)
    number = (day - anchor) // length  # floor division: right before the anchor as well
    first = anchor + number * length
    nth, start = 1, first
    while start - date(first.year, 1, 1) >= length:  # the one before starts in this year, too
        start -= length
        nth += 1
    return first, first + length - timedelta(days=1), f"{first.year:04d}-{nth:02d}"


def period_at_the_end_of_the_calendar(day: date, settings: Settings) -> Period:
    """Counts where there is room, 400 years off, after which the calendar repeats itself."""
    years = 400 if day.year == 1 else -400
    far_day, far_anchor = (known.replace(year=known.year + years) for known in (day, settings.anchor))
    far_first, far_last, label = period_days(far_day, far_anchor, settings.period_days)
    days_off = 146_097 if years > 0 else -146_097
    first, last = (on_calendar(far.toordinal() - days_off) for far in (far_first, far_last))
    year, nth = label.split("-")
    return Period(first, last, f"{int(year) - years:04d}-{nth}")


def on_calendar(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


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
