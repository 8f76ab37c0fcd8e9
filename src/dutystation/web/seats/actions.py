"""Drawing the order of people who are alike, and offering a seat; each holds the facility meanwhile."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Facility
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record, recorded_last
from dutystation.web.audit.verbs import Verb
from dutystation.web.exception_requests.deciding import reopen
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import OF_A_REQUEST
from dutystation.web.seats.models import SEED, Draw, Drawn, Offer
from dutystation.web.seats.queries import Seats, people_in_sight, seats_at
from dutystation.web.seats.rules import Place, reached, to_draw

OFFERING = (Role.FACILITIES_SPECIALIST,)
"""Who draws and offers besides the work of the day."""


@transaction.atomic
def draw(act: Act, facility: str, sight: Sight | None = None) -> Draw:
    """Draws the order of everybody at a facility who is alike with somebody and in no draw yet.

    One seed for all of them; nobody is drawn anew. By the facilities specialist, or by itself without
    `sight`.
    """
    _hold(facility)
    there = seats_at([facility], act.day)[facility]
    if there.order is None:
        raise Refused(_("No order holds that says who gets a seat first."))
    waiting = to_draw(there.places)
    if sight is not None and not _specialist_for(sight, [place.waiting.request for place in there.places]):
        raise Refused(_("The order is drawn by the facilities specialist of somebody who waits here."))
    if not waiting:
        raise Refused(_("Nobody here shares a place with somebody; there is nothing to draw."))
    made = Draw.objects.create(
        facility_id=facility,
        round=Draw.objects.filter(facility=facility).count() + 1,
        seed=secrets.token_hex(SEED // 2),
        drawn_on=act.day,
        drawn_at=act.at,
        drawn_by_id=sight.person.pk if sight else None,
    )
    Drawn.objects.bulk_create([Drawn(draw=made, request_id=one.request) for one in waiting])
    record(
        act,
        Verb.SEATS_DRAWN,
        f"facility:{facility}",
        facility=facility,
        round=made.round,
        seed=made.seed,
        people=len(waiting),
    )
    return made


@transaction.atomic
def offer(act: Act, request_id: int, sight: Sight | None = None, *, reason: str = "") -> Offer:
    """Offers a seat: the request is looked at again, and its approval holds until it is decided anew.

    By the facilities specialist, or by itself without `sight`. Raises Refused where no seat is left, and
    where the order says that somebody else comes first and no `reason` is given. The event does not repeat
    it.
    """
    facility = _hold(Request.objects.values_list("person__duty_station", flat=True).get(pk=request_id))
    there = seats_at([facility.pk], act.day)[facility.pk]
    place = there.place_of(request_id)
    if place is None:
        raise Refused(
            _("This person does not wait for a seat here any more."), remedy=_("Load the page again.")
        )
    if sight is not None and not _specialist_for(sight, [request_id]):
        raise Refused(_("A seat is offered by the facilities specialist of the person."))
    in_turn = is_in_turn(there, place)
    _refuse_out_of_turn(there, in_turn=in_turn, reason=reason)
    with recorded_last():
        reopen(act, request_id, _why(there), sight, subject=_("A seat is offered to you"))
        made = Offer.objects.create(
            request_id=request_id,
            facility=facility,
            run=facility.run,
            seats=there.left,
            place=place.first,
            waited=len(there.places),
            reason="" if in_turn else reason.strip(),
            offered_on=act.day,
            offered_at=act.at,
            offered_by_id=sight.person.pk if sight else None,
        )
        record(
            act,
            Verb.SEAT_OFFERED,
            f"{OF_A_REQUEST}{request_id}",
            about=place.waiting.person,
            facility=facility.pk,
            place=place.first,
            waited=made.waited,
            in_turn="yes" if in_turn else "no",
        )
    return made


def is_in_turn(there: Seats, place: Place) -> bool:
    """Whether one of the seats that are left goes to a place by the order."""
    return place in reached(there.places, there.left)


def _refuse_out_of_turn(there: Seats, *, in_turn: bool, reason: str) -> None:
    if not there.left:
        raise Refused(
            _("No seat is left at %(facility)s by the newest run, besides those that are offered.")
            % {"facility": there.facility},
            remedy=_("Wait for a run that knows of more, or reopen the request on its own page."),
        )
    if not in_turn and not reason.strip():
        raise Refused(
            _("By the order the seat goes to somebody else, or the order is not drawn yet."),
            remedy=_("Draw the order, offer it to whoever comes next, or write why it is offered otherwise."),
        )


def _why(there: Seats) -> str:
    """Why a request is looked at again, as its page says."""
    return _("Seats free at {facility}: {seats}.").format(facility=there.facility, seats=there.left)


def _hold(facility: str) -> Facility:
    """The facility, held until the transaction ends: two who give seats there do so one after the other."""
    found = Facility.objects.select_for_update().filter(pk=facility).first()
    if found is None:
        raise Refused(_("No run has told of this facility, so that nobody knows its seats."))
    return found


def _specialist_for(sight: Sight, requests: list[int]) -> bool:
    """Whether somebody is the facilities specialist of one of those who ask."""
    people = people_in_sight(sight, requests).values()
    return any(sight.capacity(OFFERING, person.unit, delegable=True) for person in people)
