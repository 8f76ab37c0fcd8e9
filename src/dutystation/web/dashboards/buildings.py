"""What the pages of buildings show: how many people were present, by weekday, and how full that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import ExtractIsoWeekDay
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Facility, Unit
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.dashboards import charts
from dutystation.web.dashboards.asked import Asked
from dutystation.web.dashboards.queries import above, order_on
from dutystation.web.dashboards.wording import names_of
from dutystation.web.results.models import OccupancyDay, StationedPeople
from dutystation.web.results.queries import occupancy_of, stationed_at, utilisation_of

Context = dict[str, Any]
ONE_DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True)
class Week:
    """One row is a building by weekday, Monday first: the mean of the people present, None where no day is.

    `name` tells it from others of the page; `people` is how many of the unit's people have their duty station
    there.
    """

    facility: Facility
    name: str
    people: int
    means: Sequence[float | None]


def first_and_last(asked: Asked) -> tuple[date, date] | None:
    """The days that are asked for, as far as the run counts; None where it counts none of them."""
    if asked.span is None:
        return None
    first, last = asked.span[0].first, min(asked.span[1].last, asked.run.as_of)
    return (first, last) if first <= last else None


def weekday_means(asked: Asked, facilities: Sequence[Facility]) -> Mapping[str, Sequence[float | None]]:
    """Facility → mean of the people present on each weekday; a day on which nobody was present counts 0.

    A facility of which no badge event was delivered for these days has none: it may have no readers, and
    nobody knows how many people were there.
    """
    days = first_and_last(asked)
    if days is None:
        return {}
    number = (days[1] - days[0]).days + 1
    there = Counter((days[0] + place * ONE_DAY).isoweekday() for place in range(number))
    found = (
        OccupancyDay.objects.filter(run=asked.run, facility__in=facilities, day__range=days)
        .annotate(weekday=ExtractIsoWeekDay("day"))
        .order_by()
        .values_list("facility", "weekday")
        .annotate(seen=Sum("people"))
    )
    sums = {(facility, weekday): seen for facility, weekday, seen in found}
    return {
        facility.pk: [
            sums.get((facility.pk, weekday), 0) / there[weekday] if there[weekday] else None
            for weekday in range(1, WEEK + 1)
        ]
        for facility in facilities
        if any((facility.pk, weekday) in sums for weekday in there)
    }


def weekdays() -> list[str]:
    """The names of the weekdays, Monday first, in short."""
    return [str(WEEKDAYS_ABBR[number]) for number in range(WEEK)]


def buildings_context(request: ActingRequest, asked: Asked, unit: Unit) -> Context:
    """The buildings at which people of a unit and below are stationed, by name, each by weekday."""
    stationed = StationedPeople.objects.filter(run=asked.run, org_unit__path__startswith=unit.path)
    page = page_of_rows(Facility.objects.filter(pk__in=stationed.values("facility")), request)
    here = list(page)
    people = dict(
        stationed.filter(facility__in=here).order_by().values_list("facility").annotate(n=Sum("people"))
    )
    means, names = weekday_means(asked, here), names_of(here)
    weeks = [
        Week(facility, names[facility.pk], people.get(facility.pk, 0), means.get(facility.pk, ()))
        for facility in here
    ]
    rows = [
        {"line": week.name, "weekday": weekday, "people": round(mean, 1)}
        for week in weeks
        for weekday, mean in zip(weekdays(), week.means, strict=False)
        if mean is not None
    ]
    caption = _("People present, mean by weekday, %(period)s") % {"period": asked.period_words}
    says = _("A cell for each weekday of each of %(count)s buildings; the darker, the more people.") % {
        "count": len(weeks)
    }
    return {
        "unit": unit,
        "above": [*above(request.sight, unit), unit],
        "page": page,
        "weeks": weeks,
        "weekdays": weekdays(),
        "days": first_and_last(asked),
        "chart": charts.heat_map(caption, says, rows, line=_("Building"), order=weekdays()) if rows else None,
    }


def facility_context(request: ActingRequest, asked: Asked, facility: Facility) -> Context:
    """One building: who is stationed there, each week by weekday, and how it was used."""
    days = first_and_last(asked)
    weeks = _weeks(asked, facility, days) if days else {}
    rows = [
        {"line": date_format(monday), "weekday": name, "people": count}
        for monday, counts in weeks.items()
        for name, count in zip(weekdays(), counts, strict=True)
        if count is not None
    ]
    caption = _("People present by day, %(period)s") % {"period": asked.period_words}
    says = _("A cell for each day of %(count)s weeks; the darker, the more people.") % {"count": len(weeks)}
    return {
        "facility": facility,
        "stationed": stationed_at(asked.run, facility),
        "weeks": weeks.items(),
        "weekdays": weekdays(),
        "chart": charts.heat_map(caption, says, rows, line=_("Week of"), order=weekdays()) if rows else None,
        **_utilisation(request, asked, facility),
    }


def _weeks(asked: Asked, facility: Facility, days: tuple[date, date]) -> dict[date, list[int | None]]:
    """Monday → people present from Monday to Sunday; None for days that are not asked for.

    Empty where no badge event was delivered for these days: nobody knows how many people were there.
    """
    seen = dict(occupancy_of(asked.run, [facility]).filter(day__range=days).values_list("day", "people"))
    weeks: dict[date, list[int | None]] = {}
    if not seen:
        return weeks
    for number in range((days[1] - days[0]).days + 1):
        on = days[0] + number * ONE_DAY
        counts = weeks.setdefault(on - on.weekday() * ONE_DAY, [None] * WEEK)
        counts[on.weekday()] = seen.get(on, 0)
    return weeks


def _utilisation(request: ActingRequest, asked: Asked, facility: Facility) -> Context:
    order = order_on(request)
    found = list(utilisation_of(asked.run, facility))
    labels = {period.first: period.period for period in asked.periods}
    by_period = [line for line in found if line.measure == "gsa_weekdays"]
    rows = [{"period": labels.get(line.first, ""), "value": line.utilisation} for line in by_period]
    share = order.rules_on(asked.run.as_of).utilisation_target if order else None
    target = None
    if share is not None:
        target = charts.Baseline(float(share), _("target %(share)s") % {"share": f"{float(share):.0%}"})
    caption = _("Utilisation by pay period, mean of the ten weekdays")
    says = _("A bar for each of %(count)s pay periods.") % {"count": len(rows)}
    return {
        "utilised": found,
        "target": target,
        "utilisation_chart": charts.utilisation_over_time(caption, says, rows, target) if rows else None,
    }
