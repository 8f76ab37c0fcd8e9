"""Days as the engine counts them: whole numbers since 1970-01-01."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST = date(1970, 1, 1)


def day_number(day: date) -> int:
    return (day - _FIRST).days


def day_of(number: int) -> date:
    return _FIRST + timedelta(days=number)
