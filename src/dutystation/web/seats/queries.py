"""Reading who waits for a seat at which facility, in which order, and what is free there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from dutystation.directives.seat_order import SeatCriterion, SeatOrder
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, within_any
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.queries import offered_seats, spaces
from dutystation.web.exception_requests.rules import Space
from dutystation.web.notices.queries import directive_of, issued_on
from dutystation.web.seats.models import Offer
from dutystation.web.seats.rules import Drawing, Expected, Place, forecast, in_order
from dutystation.web.seats.waits import WAITS, waiting_at

SEE_SEATS = (Role.FACILITIES_SPECIALIST, Role.COMPONENT_HR, Role.AUDITOR)
"""Roles that see who waits for a seat, of the people whose requests they see."""


@dataclass(frozen=True)
class Seats:
    """One row is a facility on a day: what is free there, and who waits, the next one first.

    `order` says who gets a seat first, and is None where no order holds; then all share all places. `space`
    is None where no run has told of the facility. `offered` seats are looked at by officials, so that they
    are not given again; `left` are those that nobody has been offered.
    """

    facility: str
    order: SeatOrder | None
    space: Space | None
    offered: int
    places: tuple[Place, ...]

    @property
    def criteria(self) -> list[SeatCriterion]:
        return [rule.criterion for rule in self.order or ()]

    @property
    def left(self) -> int:
        return max(0, self.space.free - self.offered) if self.space else 0

    @property
    def forecast(self) -> list[Expected]:
        """On which days seats are expected for those who wait."""
        return forecast([place.waiting for place in self.places])

    @property
    def next_expected(self) -> date | None:
        """The next day on which a seat is expected for somebody."""
        return self.forecast[0].day if self.forecast else None

    def place_of(self, request: int) -> Place | None:
        """Where a request stands; None for one that does not wait here."""
        return next((place for place in self.places if place.waiting.request == request), None)


def seat_order_on(day: date) -> SeatOrder | None:
    """Who gets a seat first by the order that holds on a day; None where none holds."""
    issued = issued_on(day)
    return None if issued is None else directive_of(issued).order.seat_order


def seats_at(facilities: Iterable[str], day: date) -> dict[str, Seats]:
    """Some facilities by their ids, under the order that holds on a day."""
    return seats_under(seat_order_on(day), facilities, day)


def seats_under(order: SeatOrder | None, facilities: Iterable[str], day: date) -> dict[str, Seats]:
    """Some facilities by their ids, in seven queries, however many they are and whoever waits there."""
    named = list(facilities)
    criteria = [rule.criterion for rule in order or ()]
    found, offered, waiting = spaces(day, Q(pk__in=named)), offered_seats(day), waiting_at(named, day)
    return {
        name: Seats(name, order, found.get(name), offered[name], tuple(in_order(waiting[name], criteria)))
        for name in named
    }


def facilities_in_sight(sight: Sight) -> QuerySet[Facility]:
    """Where people are stationed whose requests somebody sees, those where somebody waits first."""
    here = Person.objects.filter(_in_sight(sight), on_rolls=True, duty_station=OuterRef("pk"))
    waits = Request.objects.filter(WAITS, _in_sight(sight, "person"), person__duty_station=OuterRef("pk"))
    found = Facility.objects.filter(Exists(here)).annotate(waits=Exists(waits))
    return found.order_by("-waits", "name", "facility")


def people_in_sight(sight: Sight, requests: Iterable[int]) -> dict[int, Person]:
    """Those of some requests of which somebody may know who asks, by number."""
    shown = Request.objects.filter(_in_sight(sight, "person"), pk__in=list(requests))
    return {request.pk: request.person for request in shown.select_related("person__unit").defer("statement")}


def offers_at(sight: Sight, facility: str) -> QuerySet[Offer]:
    """The seats that were offered at a facility to people whom somebody may know of, the newest first."""
    rows = Offer.objects.filter(_in_sight(sight, "request__person"), facility=facility)
    return rows.select_related("request__person", "offered_by").order_by("-pk")


def _in_sight(sight: Sight, person: str = "") -> Q:
    """The condition on people whom one of `SEE_SEATS` is there for."""
    return within_any(sight.units_of(*SEE_SEATS), person)


def drawings_of(places: Iterable[Place]) -> list[Drawing]:
    """The draws that say something of some places, the oldest first."""
    found = {place.waiting.drawing for place in places if place.waiting.drawing and place.alike > 1}
    return sorted(found, key=lambda drawing: drawing.round)
