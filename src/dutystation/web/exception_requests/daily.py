"""What happens to requests and decisions by itself, once a day."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dutystation.web.accounts.models import Facility
from dutystation.web.audit.act import Act
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.exception_requests.actions import recorded, tell
from dutystation.web.exception_requests.deciding import lapse, reopen
from dutystation.web.exception_requests.models import Decision, ExpiryReminder, Request
from dutystation.web.exception_requests.queries import decisions_in_force, rules_for, space_at
from dutystation.web.exception_requests.rules import State

AT_ONCE = 500


def work_of_the_day(act: Act) -> None:
    """Lapses what has ended, reminds of what ends soon, and reopens what rests on something that has changed.

    A second turn on the same day finds nothing left to do.
    """
    _lapse_ended(act)
    _remind(act)
    _reopen_where_seats_are_free(act)
    _reopen_where_coverage_changed(act)


def _lapse_ended(act: Act) -> None:
    latest = Decision.objects.filter(followed_by=None, valid_until__lt=act.day, request__state=State.APPROVED)
    for request in latest.values_list("request", flat=True).iterator(AT_ONCE):
        lapse(act, request)


def _remind(act: Act) -> None:
    """One reminder at each of the order's distances; of several that have come since, only the nearest."""
    ending = decisions_in_force(act.day).filter(valid_until__gte=act.day, request__state=State.APPROVED)
    for decision in ending.select_related("request__person", "request__directive").order_by("pk"):
        rules = rules_for(decision.request, act.day)
        distances = (
            rules.first_expiry_reminder_days,
            rules.second_expiry_reminder_days,
            rules.last_expiry_reminder_days,
        )
        assert decision.valid_until is not None
        left = (decision.valid_until - act.day).days
        reached = [days for days in distances if left <= days]
        if reached:
            _remind_once(act, decision, min(reached))


@transaction.atomic
def _remind_once(act: Act, decision: Decision, days: int) -> None:
    _reminder, new = ExpiryReminder.objects.get_or_create(
        decision=decision, days=days, defaults={"sent_on": act.day}
    )
    if new:
        tell(act, decision.request, _("Your exception ends soon"))
        recorded(act, Event.REQUEST_REMINDED, decision.request, {"days": days})


def _reopen_where_seats_are_free(act: Act) -> None:
    """As many extensions for want of a seat as there are seats now, the oldest first."""
    facilities = Facility.objects.filter(seats__gt=0).values_list("pk", flat=True)
    for facility in facilities:
        space = space_at(facility, act.day)
        if space is None or not space.free:
            continue
        waiting = Request.objects.filter(
            state=State.APPROVED, ground="space", person__duty_station=facility, person__on_rolls=True
        )
        for request in waiting.order_by("pk").values_list("pk", flat=True)[: space.free]:
            reopen(act, request, f"{space.free} seats are free at {facility}")


def _reopen_where_coverage_changed(act: Act) -> None:
    """Legal impediments whose person is in another bargaining unit than at the decision."""
    held = Decision.objects.filter(
        Q(followed_by=None), request__state=State.APPROVED, request__ground="legal_impediment"
    )
    for decision in held.select_related("request__person").iterator(AT_ONCE):
        if decision.facts.get("bargaining_unit") != decision.request.person.bargaining_unit:
            reopen(act, decision.request_id, "the bargaining unit of the person is another one now")
