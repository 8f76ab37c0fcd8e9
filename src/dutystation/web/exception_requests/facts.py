"""What a decision stands on, in sentences: as it was on its day, and never as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dutystation.reports.labels import day
from dutystation.web.exception_requests.models import Decision
from dutystation.web.exception_requests.place_wording import distance_words, schedule_words

Facts = Mapping[str, Any]


def facts_of(decision: Decision) -> tuple[str, ...]:
    """What was true on the day, as it was frozen into the decision; nothing of a protected request."""
    facts: Facts = decision.facts
    found = list(space_words(facts["space"], facts["as_of"])) if facts.get("space") else []
    if facts.get("host_decision"):
        found.append(
            _("Host of the building, checked on {checked}: {decision}. Seat expected on {expected}.").format(
                checked=_day(facts.get("checked_on")),
                decision=facts["host_decision"],
                expected=_day(facts.get("seat_expected_on")),
            )
        )
    if facts.get("instrument"):
        found.append(
            _("{instrument}, from {first} until {last}.").format(
                instrument=facts["instrument"],
                first=_day(facts["instrument_from"]),
                last=_day(facts["instrument_until"]) if facts["instrument_until"] else _("further notice"),
            )
        )
    if facts.get("distance"):
        found += distance_words(facts["distance"])
    if facts.get("schedule"):
        found += schedule_words(facts["schedule"])
    return tuple(found)


def space_words(space: Facts, on: str) -> tuple[str, ...]:
    """Seats and people of a facility on a day, and how many people a run has seen there."""
    seats = space["seats"]
    found = [
        _("{facility} on {day}: {seats} for {assigned}, {free} for people who wait for one.").format(
            facility=space["facility"],
            day=_day(on),
            seats=_("seats unknown") if seats is None else _seats(seats),
            assigned=ngettext("{n} person assigned", "{n} people assigned", space["assigned"]).format(
                n=space["assigned"]
            ),
            free=_seats(space["free"]),
        )
    ]
    if present := space.get("present"):
        found.append(
            _(
                "By badges, {people} there on {day}, the newest day that the run {run} has; {most} on "
                "{busiest}, the busiest day of the four weeks before."
            ).format(
                people=_people(present["people"]),
                day=_day(present["on"]),
                run=present["run"],
                most=_people(present["busiest"]),
                busiest=_day(present["busiest_on"]),
            )
        )
    else:
        found.append(_("How many people were there is not known: no badge record tells it."))
    return tuple(found)


def _seats(number: int) -> str:
    return ngettext("{n} seat", "{n} seats", number).format(n=number)


def _people(number: int) -> str:
    return ngettext("{n} person", "{n} people", number).format(n=number)


def _day(stated: str | None) -> str:
    """A day that is kept as text; what somebody stated in another way as it is."""
    try:
        return day(date.fromisoformat(stated)) if stated else "–"
    except ValueError:
        return str(stated)
