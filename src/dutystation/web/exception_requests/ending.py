"""How a request ends without a decision of an official: its person takes it back, its last day passes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.audit.act import Act
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.exception_requests.actions import locked, move, recorded, tell
from dutystation.web.exception_requests.deciding import decide
from dutystation.web.exception_requests.models import Decision, Outcome, Request
from dutystation.web.exception_requests.queries import approval_holds, held_approval
from dutystation.web.exception_requests.rules import Verb


@transaction.atomic
def withdraw(act: Act, request_id: int, *, sure: bool = False) -> Request:
    """The person takes the request back; an approval that holds ends with the day.

    Raises Refused where one would end and the person is not `sure`: it may have been approved in this moment.
    """
    request = locked(request_id)
    held = held_approval(request)
    move(request, Verb.WITHDRAW)
    if approval_holds(held, act.day) and not sure:
        raise Refused(_("An approval holds, and would end."), remedy=_("Load the page again to give it up."))
    _close(act, request)
    if held is None:
        recorded(act, Event.REQUEST_WITHDRAWN, request)
    elif not approval_holds(held, act.day):
        _end(act, request, held)
    else:
        decide(
            act,
            request,
            Outcome.GIVEN_UP,
            decided_by=request.person,
            valid_from=held.valid_from if held.valid_from and held.valid_from <= act.day else None,
            valid_until=act.day,
        )
        recorded(act, Event.REQUEST_GIVEN_UP, request, ended_on=act.day.isoformat())
    return request


@transaction.atomic
def lapse(act: Act, request_id: int) -> Decision:
    """An approval whose last day has gone by ends by itself."""
    request = locked(request_id)
    held = held_approval(request)
    move(request, Verb.LAPSE)
    if held is None or approval_holds(held, act.day):
        raise Refused(_("The approval has not ended."))
    _close(act, request)
    tell(act, request, _("Your exception has ended"))
    return _end(act, request, held)


def _end(act: Act, request: Request, held: Decision) -> Decision:
    """Writes down that an approval ended on its last day."""
    assert held.valid_until is not None
    recorded(act, Event.REQUEST_LAPSED, request, ended_on=held.valid_until.isoformat())
    return decide(act, request, Outcome.LAPSED, valid_from=held.valid_from, valid_until=held.valid_until)


def _close(act: Act, request: Request) -> None:
    request.closed_on, request.paused_on = act.day, None
    request.save(update_fields=["state", "closed_on", "paused_on"])
