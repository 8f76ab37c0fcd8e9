"""Where somebody is and how far that is, in sentences: tests of distance, records of it, schedules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dutystation.reports.labels import day
from dutystation.terms.distance import DistanceFrom, DistanceMethod, DistanceTest, ReferenceSet

Facts = Mapping[str, Any]
METHODS: Mapping[DistanceMethod, str | Promise] = {
    DistanceMethod.ROUTE: gettext_lazy("by the shortest route that people commonly travel"),
    DistanceMethod.GREAT_CIRCLE: gettext_lazy("in a straight line"),
}


def test_words(test: DistanceTest) -> str:
    """The name of a test: from where to where it goes."""
    return _("from %(start)s to %(set)s") % {"start": _(test.start.words), "set": _(test.reference.words)}


def distance_words(record: Facts) -> Iterator[str]:
    """A distance record as a decision keeps it: each test by its name, with its own answer."""
    limit = record["limit_miles"]
    for measured in record["measured"]:
        test = DistanceTest(DistanceFrom(measured["start"]), ReferenceSet(measured["reference"]))
        told = {
            "test": test_words(test),
            "start": measured["from_place"],
            "end": measured["to_place"],
            "miles": measured["miles"],
            "method": METHODS[DistanceMethod(measured["method"])],
            "day": day(date.fromisoformat(measured["measured_on"])),
            "limit": limit,
        }
        if measured["beyond"]:
            said = _(
                "Distance {test}: {miles} miles from {start} to {end} {method}, measured on {day}; that is "
                "more than {limit}."
            )
        else:
            said = _(
                "Distance {test}: {miles} miles from {start} to {end} {method}, measured on {day}; that is "
                "not more than {limit}."
            )
        decides = (
            _("By the order this one decides.") if measured["decides"] else _("This one does not decide.")
        )
        yield f"{said.format(**told)} {decides}"
    if record.get("proposed"):
        yield _proposed_words(record["proposed"])


def _proposed_words(proposed: Facts) -> str:
    said = (
        _(
            "Proposed as duty station is {place}: {new_miles} miles from home, the old one {old_miles}. That "
            "is at least {relocation_miles} further, which is a relocation; it moves nothing by itself."
        )
        if proposed["relocation"]
        else _(
            "Proposed as duty station is {place}: {new_miles} miles from home, the old one {old_miles}. That "
            "is less than {relocation_miles} further, which is no relocation; it moves nothing by itself."
        )
    )
    return said.format(**proposed)


def schedule_words(schedule: Facts) -> Iterator[str]:
    """A schedule as an approval keeps it."""
    days = schedule["in_person_days"]
    yield ngettext(
        "By the schedule {days} day in each pay period is at the duty station.",
        "By the schedule {days} days in each pay period are at the duty station.",
        days,
    ).format(days=days)
    if schedule["temporary_until"]:
        yield _("Fewer days there are a temporary exception, until {day}.").format(
            day=day(date.fromisoformat(schedule["temporary_until"]))
        )
    if schedule["station_is_home"]:
        yield _("The official duty station is where the person works from home.")


def worksite_words(schedule: Facts, day: date, *, own: bool, clause: str) -> str:
    """That the official worksite may have to be looked at on a day, to the person or to human resources.

    Empty where the schedule does not ask for it then. It says nothing of what anybody did.
    """
    asks_from = schedule.get("asks_from")
    if asks_from is None or day < date.fromisoformat(asks_from):
        return ""
    least = schedule["least_days"]
    if own:
        return ngettext(
            "By this schedule you are at your duty station on fewer than {days} day of a pay period. Your "
            "official worksite, on which pay for the locality rests, may then have to be another place. "
            "Human resources look at it. You need do nothing, and what was approved holds.",
            "By this schedule you are at your duty station on fewer than {days} days of a pay period. Your "
            "official worksite, on which pay for the locality rests, may then have to be another place. "
            "Human resources look at it. You need do nothing, and what was approved holds.",
            least,
        ).format(days=least)
    return ngettext(
        "The official worksite may have to be looked at: pay locality. By the schedule fewer than "
        "{days} day of a pay period is at the duty station. It is a question about the schedule, and says "
        "nothing of what the person did. {clause}",
        "The official worksite may have to be looked at: pay locality. By the schedule fewer than "
        "{days} days of a pay period are at the duty station. It is a question about the schedule, and says "
        "nothing of what the person did. {clause}",
        least,
    ).format(days=least, clause=clause)
