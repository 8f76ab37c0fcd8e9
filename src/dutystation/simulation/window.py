"""Which pay periods are simulated, and the as-of day that goes with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dutystation.simulation.careers import Window
from dutystation.simulation.clock import day_number
from dutystation.terms.errors import DutystationError
from dutystation.terms.period import PayCalendar, PayPeriod

BEFORE_THE_ORDER = 3
"""One period in so many lies before the order or holds it."""

DAYS_LEFT = 3
"""Days of the last period after the default as-of day: a Wednesday, where periods start on a Sunday."""


class UnusableSimulation(DutystationError):
    """The department that was asked for cannot be invented; the text says which number is wrong."""


@dataclass(frozen=True)
class SimulatedTime:
    """The pay periods in order, and the same as day numbers."""

    periods: tuple[PayPeriod, ...]
    as_of: date
    window: Window


def plan_time(
    *, periods: int, anchor: date, period_days: int, issued_on: date, as_of: date | None
) -> SimulatedTime:
    """The last period is the one that holds `as_of`.

    Without `as_of`, a third of the periods ends with the one of the order, and the as-of day is three days
    before the end of the last: with three periods of fourteen days and an order of 2025-01-20 it is
    2025-02-19, the thirtieth day. Raises UnusableSimulation if the calendar does not reach that far.
    """
    calendar = PayCalendar(anchor, period_days)
    try:
        if as_of is None:
            beginning = calendar.period_of(issued_on).first
            before = max(periods // BEFORE_THE_ORDER, 1) - 1
            last = calendar.period_of(beginning + timedelta(days=period_days * (periods - 1 - before)))
            spare = DAYS_LEFT if periods > 1 and period_days > DAYS_LEFT else 0
            as_of = last.last - timedelta(days=spare)
        last = calendar.period_of(as_of)
        starts = [last.first - timedelta(days=period_days * ago) for ago in range(periods - 1, -1, -1)]
        chosen = tuple(calendar.period_of(day) for day in starts)
    except OverflowError as error:
        raise UnusableSimulation(
            f"{periods} pay periods reach outside the years 1 to 9999. Ask for fewer."
        ) from error
    window = Window(
        first=day_number(chosen[0].first),
        last=day_number(chosen[-1].last),
        issued=day_number(issued_on),
        as_of=day_number(as_of),
    )
    return SimulatedTime(chosen, as_of, window)


def stream_number(period: PayPeriod) -> int:
    """The number of a period's random streams: it does not depend on which other periods are simulated."""
    return period.first.toordinal()
