"""People in buildings against the space they have. Source: contract section 7, domain rule 10.25."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dutystation.directives.rules import Rules
from dutystation.terms.months import months_from
from dutystation.terms.period import PayPeriod
from dutystation.terms.publication import OccupancyDay, Utilisation

GSA_WEEKDAYS = "gsa_weekdays"
STATUTE_40H = "statute_40h"
WEEK = timedelta(days=7)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@dataclass(frozen=True)
class FullWeekPeople:
    """People stationed at one facility with a full week in person, the week ending on `saturday`."""

    facility: str
    saturday: date
    people: int


def gsa_weekdays(occupancy: Iterable[OccupancyDay], *, as_of: date, rules: Rules) -> Iterator[Utilisation]:
    """One row per facility with usable square feet and closed pay period with anybody present.

    Occupancy is the mean of the people present over all weekdays of the period, holidays included.
    """
    weekday_people: dict[tuple[str, PayPeriod], int] = {}
    space: dict[str, str] = {}
    for day in occupancy:
        if not day.usable_sqft:
            continue
        period = rules.calendar.period_of(day.local_date)
        if period.last > as_of:
            continue
        space[day.facility] = day.usable_sqft
        people = day.people if day.local_date.weekday() <= FRIDAY else 0
        key = day.facility, period
        weekday_people[key] = weekday_people.get(key, 0) + people
    for (facility, period), people in weekday_people.items():
        mean = Fraction(people, _weekdays(period))
        yield _row(facility, GSA_WEEKDAYS, (period.first, period.last), mean, space[facility], rules)


def statute_40h(
    weeks: Iterable[FullWeekPeople], *, space: Mapping[str, str], as_of: date, rules: Rules
) -> Iterator[Utilisation]:
    """One row per facility with usable square feet: mean people over the full weeks of the window."""
    first = statute_window_start(as_of, rules)
    sunday, saturday = full_weeks_span(first, as_of)
    count = max(0, (saturday + timedelta(days=1) - sunday) // WEEK)
    people: dict[str, int] = {}
    for week in weeks:
        people[week.facility] = people.get(week.facility, 0) + week.people
    for facility, usable_sqft in space.items():
        mean = Fraction(people.get(facility, 0), count) if count else Fraction(0)
        yield _row(facility, STATUTE_40H, (first, as_of), mean, usable_sqft, rules)


def statute_window_start(as_of: date, rules: Rules) -> date:
    """The day after the same day so many months before, or after the last day of a shorter month."""
    try:
        return months_from(as_of, -rules.statute_window_months) + timedelta(days=1)
    except ValueError:
        return date.min


def full_weeks_span(first: date, last: date) -> tuple[date, date]:
    """The first Sunday and the last Saturday of the full weeks between two days, both included.

    With no full week between them the Saturday lies before the Sunday.
    """
    sunday = first + timedelta(days=(SUNDAY - first.weekday()) % 7)
    # In the first days of the year 1 there is no Saturday before.
    saturday = date.fromordinal(max(1, last.toordinal() - (last.weekday() - SATURDAY) % 7))
    return sunday, saturday


def _weekdays(period: PayPeriod) -> int:
    days = (period.last - period.first).days + 1
    return sum((period.first + timedelta(days=day)).weekday() <= FRIDAY for day in range(days))


def _row(
    facility: str, measure: str, span: tuple[date, date], mean: Fraction, usable_sqft: str, rules: Rules
) -> Utilisation:
    ratio = rules.utilisation_sqft_per_person * mean / Fraction(Decimal(usable_sqft))
    return Utilisation(facility, measure, *span, float(mean), usable_sqft, float(ratio))
