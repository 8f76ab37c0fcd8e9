"""Days as the engine counts them: whole numbers since 1970-01-01; and what day and moment it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

Days = tuple[date, date]
"""Days in a row: the first and the last of them."""

_FIRST = date(1970, 1, 1)


def day_number(day: date) -> int:
    return (day - _FIRST).days


def day_of(number: int) -> date:
    """The day; one before the year 1, where a time zone can carry an instant, is the calendar's first day."""
    ordinal = _FIRST.toordinal() + number
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def meet(days: Days | None, span: Days) -> bool:
    """Whether one of the days is one of `span`; None stands for every day."""
    return days is None or (days[0] <= span[1] and span[0] <= days[1])


def today() -> date:
    """The day it is by UTC, on every machine the same."""
    return datetime.now(UTC).date()


def newest_day() -> date:
    """The last day that has begun, by UTC or where this machine stands: east of UTC it begins earlier."""
    return max(today(), datetime.now().astimezone().date())


def now() -> str:
    """The moment, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
