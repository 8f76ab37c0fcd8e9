"""What happens to seats by itself, once a day: those that are free are offered, by the order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import Q

from dutystation.web.audit.act import Act
from dutystation.web.exception_requests.daily import Do, do_each
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.queries import offered_seats, spaces
from dutystation.web.seats.actions import draw, offer
from dutystation.web.seats.queries import seat_order_on, seats_at
from dutystation.web.seats.rules import needs_draw, reached
from dutystation.web.seats.waits import WAITS


def work_of_the_day(act: Act) -> None:
    """Offers as many seats as are left at each facility to those who come next, drawing where it must be.

    Nothing where no order holds, since then nobody is called back. A second turn on the same day finds
    nothing left to do. Raises ExceptionGroup as that of requests does.
    """
    if seat_order_on(act.day) is not None:
        do_each([_offers(act)])


def _offers(act: Act) -> Iterator[Do]:
    stations = Request.objects.filter(WAITS).values("person__duty_station")
    taken = offered_seats(act.day)
    for facility, space in sorted(spaces(act.day, Q(pk__in=stations)).items()):
        if space.free > taken[facility]:
            yield from _offers_at(act, facility)


def _offers_at(act: Act, facility: str) -> Iterator[Do]:
    there = seats_at([facility], act.day)[facility]
    if needs_draw(there.places, there.left):
        yield partial(draw, act, facility)
        there = seats_at([facility], act.day)[facility]
    for place in reached(there.places, there.left):
        if not place.waiting.passed:
            yield partial(offer, act, place.waiting.request)
