"""Who waits for a seat at one facility, as somebody who may know of some of them sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.seats.actions import OFFERING, is_in_turn
from dutystation.web.seats.queries import Seats, drawings_of, people_in_sight, seats_at
from dutystation.web.seats.rules import Drawing, Place, needs_draw, to_draw
from dutystation.web.seats.wording import place_words, reasons

PLACES_SHOWN = 200
HASH_SHOWN = 12
"""Digits of a hash that a page shows; they tell people of one facility apart."""


@dataclass(frozen=True)
class Line:
    """One row is a place in the order; `person` is None where it is somebody out of sight."""

    number: str
    place: Place
    person: Person | None
    why: str
    hash: str
    can_offer: bool
    in_turn: bool


@dataclass(frozen=True)
class SeatsPage:
    """What the page of a facility shows to one person. `more` are places beyond those that are listed."""

    seats: Seats
    lines: Sequence[Line]
    more: int
    drawings: Sequence[Drawing]
    can_draw: bool
    can_offer: bool
    must_draw: bool


def seats_page(sight: Sight, facility: str, day: date) -> SeatsPage:
    """The page of a facility that is in sight."""
    there = seats_at([facility], day)[facility]
    shown = there.places[:PLACES_SHOWN]
    people = people_in_sight(sight, [place.waiting.request for place in shown])
    lines = [_line(sight, there, place, people.get(place.waiting.request)) for place in shown]
    specialist = any(sight.capacity(OFFERING, one.unit, delegable=True) for one in people.values())
    return SeatsPage(
        seats=there,
        lines=lines,
        more=len(there.places) - len(shown),
        drawings=drawings_of(there.places),
        can_draw=specialist and there.order is not None and bool(to_draw(there.places)),
        can_offer=any(line.can_offer for line in lines),
        must_draw=needs_draw(there.places, there.left),
    )


def _line(sight: Sight, there: Seats, place: Place, person: Person | None) -> Line:
    drawing = place.waiting.drawing
    may = person is not None and person.pk != sight.person.pk
    return Line(
        number=place_words(place),
        place=place,
        person=person,
        why=reasons(place, there.criteria),
        hash=drawing.hash_of(place.waiting.person)[:HASH_SHOWN] if drawing and person else "",
        can_offer=bool(
            may and person and there.left and sight.capacity(OFFERING, person.unit, delegable=True)
        ),
        in_turn=is_in_turn(there, place),
    )
