"""Invented people of one facility who wait for a seat: one first, and two who are alike."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.roles import Role
from dutystation.web.exception_requests.queries import spaces
from dutystation.web.exception_requests.rules import Space
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.site.invented_cases import Cast, Story

OF_THE_CAST = (Role.APPROVING_OFFICIAL, Role.LABOUR_AND_LEGAL_SPECIALIST, Role.COMPONENT_HR)
"""Sample people of whom one waits too, so that somebody can be looked at who reads their own place."""
WAIT = 3


def invent_seats(cast: Cast, issued: IssuedDirective) -> None:
    """Somebody of the cast and two colleagues of their facility wait for a seat; nothing is drawn yet."""
    best = _best_placed(cast, issued)
    if best is None:
        return
    asked_on = issued.from_day + timedelta(days=7)
    others = _colleagues(best).select_related("unit", "unit__component").order_by("person")
    for days, person in zip((0, 2, 2), (*others[:1], best, *others[1 : WAIT - 1]), strict=True):
        _waits(Story(cast, issued, person, asked_on + timedelta(days=days)))


def _best_placed(cast: Cast, issued: IssuedDirective) -> Person | None:
    """Who of the cast has colleagues at a facility where seats are missing; else where few are free."""
    people = [cast[role] for role in OF_THE_CAST]
    found = spaces(issued.from_day, Q(pk__in={person.duty_station for person in people}))
    placed = [
        (max(_free(found[person.duty_station]), 0), person.pk, person)
        for person in people
        if person.duty_station in found and found[person.duty_station].seats is not None
    ]
    fitting = [one for *_, one in sorted(placed) if _colleagues(one)[: WAIT - 1].count() == WAIT - 1]
    return fitting[0] if fitting else None


def _free(space: Space) -> int:
    """Seats that are free once three people are away for want of one; below 0 where seats are missing."""
    return (space.seats or 0) - (space.assigned - WAIT)


def _colleagues(person: Person) -> QuerySet[Person]:
    """People of the same component and facility who are in no other story."""
    assert person.unit is not None
    there = Person.objects.filter(unit__component=person.unit.component, duty_station=person.duty_station)
    return there.filter(on_rolls=True, name="", requests=None).exclude(population="contractor")


def _waits(story: Story) -> None:
    story.asks(Ground.SPACE, "Telework until there is a seat", "There is no seat for me in this building.")
    story.hands_in().later(1).is_taken_up(Role.FACILITIES_SPECIALIST)
    story.has_its_documents(Role.FACILITIES_SPECIALIST).is_agreed_by(Role.FACILITIES_SPECIALIST)
    story.later(1).is_approved_by(Role.COMPONENT_HEAD, "There is no seat yet.", "Telework on all days")
