"""What happens to requests and decisions by itself, once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dutystation.terms.ground import Ground
from dutystation.web.audit.act import Act
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.exception_requests.actions import recorded, tell
from dutystation.web.exception_requests.deciding import reopen
from dutystation.web.exception_requests.ending import lapse
from dutystation.web.exception_requests.models import Decision, ExpiryReminder, Request
from dutystation.web.exception_requests.queries import (
    IN_FORCE,
    decisions_in_force,
    offered_seats,
    rules_for,
    spaces,
)
from dutystation.web.exception_requests.rules import State

Do = Callable[[], object]
AT_ONCE = 500
FAILURES_KEPT = 20
"""Failures that are told one by one; more are counted."""


def work_of_the_day(act: Act) -> None:
    """Lapses what has ended, reminds of what ends soon, and reopens what rests on something that has changed.

    A second turn on the same day finds nothing left to do. A request of which it fails keeps no other one
    from its turn; then raises ExceptionGroup with the first of what failed.
    """
    failures: list[Exception] = []
    failed = 0
    for part in (_ended, _ending, _with_a_seat_now, _with_other_coverage):
        for do in part(act):
            try:
                do()
            except Exception as problem:
                failed += 1
                if failed <= FAILURES_KEPT:
                    failures.append(problem)
    if failures:
        raise ExceptionGroup(f"{failed} things could not be done", failures)


def _ended(act: Act) -> Iterator[Do]:
    latest = Decision.objects.filter(followed_by=None, valid_until__lt=act.day, request__state=State.APPROVED)
    for request in latest.values_list("request", flat=True).iterator(AT_ONCE):
        yield partial(lapse, act, request)


def _ending(act: Act) -> Iterator[Do]:
    """One reminder at each of the order's distances; of several that have come since, only the nearest.

    An approval that is looked at again ends on its last day like any other.
    """
    ending = decisions_in_force(act.day).filter(valid_until__gte=act.day, outcome__in=IN_FORCE)
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
            yield partial(_remind_once, act, decision, min(reached))


@transaction.atomic
def _remind_once(act: Act, decision: Decision, days: int) -> None:
    _reminder, new = ExpiryReminder.objects.get_or_create(
        decision=decision, days=days, defaults={"sent_on": act.day}
    )
    if new:
        tell(act, decision.request, _("Your exception ends soon"))
        recorded(act, Event.REQUEST_REMINDED, decision.request, days=days)


def _with_a_seat_now(act: Act) -> Iterator[Do]:
    """As many extensions for want of a seat as there are seats now, the oldest first.

    A seat for which one was reopened before, and is not decided yet, is not offered to the next.
    """
    offered = offered_seats(act.day)
    left = {facility: space.free - offered[facility] for facility, space in spaces(act.day).items()}
    free = {facility: seats for facility, seats in left.items() if seats > 0}
    waiting = Request.objects.filter(state=State.APPROVED, ground=Ground.SPACE, person__on_rolls=True)
    stations = waiting.order_by("pk").values_list("pk", "person__duty_station")
    for request, facility in stations.iterator(AT_ONCE):
        if free.get(facility):
            why = _("Seats free at {facility}: {seats}.").format(facility=facility, seats=left[facility])
            yield partial(reopen, act, request, why)
            free[facility] -= 1


def _with_other_coverage(act: Act) -> Iterator[Do]:
    """Legal impediments whose person is in another bargaining unit than at the decision."""
    held = Decision.objects.filter(
        Q(followed_by=None), request__state=State.APPROVED, request__ground=Ground.LEGAL_IMPEDIMENT
    )
    for decision in held.select_related("request__person").iterator(AT_ONCE):
        if decision.facts.get("bargaining_unit") != decision.request.person.bargaining_unit:
            why = _("The bargaining unit is another one now.")
            yield partial(reopen, act, decision.request_id, why)
