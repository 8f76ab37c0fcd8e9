"""Pay periods: the only calendar arithmetic of the project that concerns them.

Source: contract section 5, domain rule 10.8. The anchor and the length are values of the directive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ALL_PERIODS = "all"
"""The label of the figures that cover every period."""


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
        """The period that holds `day`. Raises OverflowError outside the years 1 to 9999."""
        return self.period_number((day - self.anchor).days // self.days)

    def period_number(self, number: int) -> PayPeriod:
        """The period `number` places after the anchor's own; negative numbers lie before it."""
        first = self.anchor + timedelta(days=number * self.days)
        nth_of_year = (first.timetuple().tm_yday - 1) // self.days + 1
        return PayPeriod(first, first + timedelta(days=self.days - 1), f"{first.year:04d}-{nth_of_year:02d}")

    def last_ended_by(self, as_of: date) -> PayPeriod:
        """The last period that ended on or before `as_of`."""
        current = (as_of - self.anchor).days // self.days
        ended = current if self.period_number(current).last <= as_of else current - 1
        return self.period_number(ended)
