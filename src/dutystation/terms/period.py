"""Pay periods: the only calendar arithmetic of the project that concerns them.

`measures.pay_periods` does it for the days of a table.
Source: contract section 5, domain rule 10.8. The anchor and the length are values of the directive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

ALL_PERIODS = "all"
"""The label of the figures that cover every period."""


_LABEL = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class PayPeriod:
    """One pay period, from its first to its last day, both included."""

    first: date
    last: date
    label: str


@dataclass(frozen=True)
class PayCalendar:
    """Consecutive periods of equal length, in both directions from an anchor day."""

    anchor: date
    days: int

    def period_of(self, day: date) -> PayPeriod:
        """The period that holds `day`."""
        return self.period_number(self.number_of(day))

    def number_of(self, day: date) -> int:
        """How many places after the anchor's own the period that holds `day` lies; negative before it."""
        return (day - self.anchor).days // self.days

    def after(self, period: PayPeriod) -> PayPeriod:
        """The period after `period`."""
        return self.period_number(self.number_of(period.first) + 1)

    def period_number(self, number: int) -> PayPeriod:
        """The period `number` places after the anchor's own; negative numbers lie before it.

        A period that reaches beyond the years 1 to 9999 keeps the label of its true first day and is shown
        from the first, or to the last, day of the calendar.
        """
        return _period(self.anchor, self.days, number)

    def labelled(self, label: str) -> PayPeriod | None:
        """The pay period of a label such as 2025-02, None where there is none of it."""
        if not (found := _LABEL.fullmatch(label)) or not int(found[1]):
            return None
        first = self.number_of(date(int(found[1]), 1, 1))
        around = (self.period_number(place) for place in range(first, first + int(found[2]) + 2))
        return next((period for period in around if period.label == label), None)

    def last_ended_by(self, as_of: date) -> PayPeriod:
        """The last period that ended on or before `as_of`."""
        return self.period_number(((as_of - self.anchor).days + 1) // self.days - 1)


@lru_cache(
    maxsize=1_000
)  # every day of every building is asked for its period: a few of them, again and again
def _period(anchor: date, days: int, number: int) -> PayPeriod:
    first = anchor.toordinal() + number * days
    year, day_of_year = _year_and_day(first)
    label = f"{year:04d}-{(day_of_year - 1) // days + 1:02d}"
    return PayPeriod(_on_calendar(first), _on_calendar(first + days - 1), label)


_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
"""The Gregorian calendar repeats itself after 400 years."""


def _year_and_day(ordinal: int) -> tuple[int, int]:
    """Year and day of the year, also in the years 0 and 10000, which `date` does not know."""
    cycles = (ordinal < 1) - (ordinal > date.max.toordinal())
    shifted = date.fromordinal(ordinal + cycles * _CYCLE_DAYS)
    return shifted.year - cycles * _CYCLE_YEARS, shifted.timetuple().tm_yday


def _on_calendar(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
