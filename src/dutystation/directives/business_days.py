"""Business days of Federal offices: Monday to Friday without the holidays of 5 U.S.C. 6103.

Source: domain sections 3.5 and 6.1.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)


def is_business_day(day: date) -> bool:
    """Whether offices are open: no weekend, no Federal holiday and no day kept in place of one."""
    return day.weekday() < 5 and day not in _federal_holidays(day.year)


def business_days_after(day: date, count: int) -> date:
    """The day that lies `count` business days after `day`, which is day 0 itself.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"{count} business days lie before")
    for _ in range(count):
        day += ONE_DAY
        while not is_business_day(day):
            day += ONE_DAY
    return day


def business_days_between(first: date, last: date) -> int:
    """Business days after `first` up to and with `last`; negative where `last` lies before."""
    if last < first:
        return -business_days_between(last, first)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_business_day(day) for day in days)


@cache
def _federal_holidays(year: int) -> frozenset[date]:
    # A holiday on a Saturday is kept on the Friday before, which for 1 January lies in another year.
    return frozenset(holidays.country_holidays("US", years=[year, year + 1], observed=True))
