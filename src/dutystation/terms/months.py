"""Months: the same day of another one, and their names in English, whatever the machine's locale."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def last_of_month(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_from(day: date, months: int) -> date:
    """The same day so many months later, before it below 0; or the last day of a shorter month.

    Raises ValueError beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * len(MONTHS) + day.month - 1 + months, len(MONTHS))
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
