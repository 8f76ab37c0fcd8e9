"""What other pages show of seats.

The page of a request is made by a subject below this one, which does not know of it; its template asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.timezone import localdate

from dutystation.terms.ground import Ground
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import Verb
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import UNDECIDED, State
from dutystation.web.seats.queries import SEE_SEATS, seats_at
from dutystation.web.seats.wording import reasons

register = template.Library()


@register.inclusion_tag("seats/own_seat.html", takes_context=True)
def own_seat(context: dict[str, Any], asked: Request) -> dict[str, Any]:
    """Where the person of a request for want of a seat stands, told to them alone; for officials a link."""
    request: ActingRequest = context["request"]
    if asked.ground != Ground.SPACE or asked.state not in (State.APPROVED, *UNDECIDED):
        return {}
    station = asked.person.duty_station
    if asked.person_id != request.sight.person.pk:
        known = context["shown"].space and asked.person.on_rolls
        sees = request.sight.capacity(SEE_SEATS, asked.person.unit, delegable=True)
        return {"others": station if known and sees else ""}
    if asked.state != State.APPROVED:
        return {"offered": _offered(context["history"], asked)}
    there = seats_at([station], request.act.day)[station]
    place = there.place_of(asked.pk)
    if place is None or there.space is None:
        return {}
    drawing = place.waiting.drawing
    return {
        "there": there,
        "place": place,
        "order": there.order,
        "why": reasons(place, there.criteria),
        "hash": drawing.hash_of(place.waiting.person) if drawing else "",
    }


def _offered(history: Iterable[Event], asked: Request) -> Event | None:
    """The event of the seat about which a request is looked at now; None where it is about something else."""
    offers = [event for event in history if event.verb == Verb.SEAT_OFFERED]
    return next((event for event in offers if localdate(event.at) == asked.submitted_on), None)
