"""What happens to requests and decisions by itself, once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
from dutystation.web.exception_requests.models import Decision, ExpiryReminder
from dutystation.web.exception_requests.queries import IN_FORCE, decisions_in_force, rules_for
from dutystation.web.exception_requests.rules import State

Do = Callable[[], object]
AT_ONCE = 500
FAILURES_KEPT = 20
"""Failures that are told one by one; more are counted."""


def work_of_the_day(act: Act) -> None:
    """Lapses what has ended, reminds of what ends soon, and reopens what rests on something that has changed.

    A second turn on the same day finds nothing left to do. A request of which it fails keeps no other one
    from its turn; then raises as `do_each`. Seats that are free are offered by `seats.daily`.
    """
    do_each([_ended(act), _ending(act), _with_other_coverage(act)])


def do_each(parts: Iterable[Iterator[Do]]) -> None:
    """Does everything of all parts, each on its own. Raises ExceptionGroup with the first of what failed."""
    failures: list[Exception] = []
    failed = 0
    for part in parts:
        for do in part:
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


def _with_other_coverage(act: Act) -> Iterator[Do]:
    """Legal impediments whose person is in another bargaining unit than at the decision."""
    held = Decision.objects.filter(
        Q(followed_by=None), request__state=State.APPROVED, request__ground=Ground.LEGAL_IMPEDIMENT
    )
    for decision in held.select_related("request__person").iterator(AT_ONCE):
        if decision.facts.get("bargaining_unit") != decision.request.person.bargaining_unit:
            why = _("The bargaining unit is another one now.")
            yield partial(reopen, act, decision.request_id, why)
