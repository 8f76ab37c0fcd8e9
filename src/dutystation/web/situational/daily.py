"""What happens to single days by itself, once a day."""

from __future__ import annotations

from dutystation.web.audit.act import Act
from dutystation.web.notices.queries import rescission_on
from dutystation.web.situational.actions import end, lapse
from dutystation.web.situational.models import SituationalDay
from dutystation.web.situational.rules import State

FAILURES_KEPT = 20
"""Failures that are told one by one; more are counted."""


def work_of_the_day(act: Act) -> None:
    """Lapses what nobody has decided by its last day; after a rescission, ends whatever waits.

    A second turn on the same day finds nothing left to do.

    A day of which it fails keeps no other one from its turn; then raises ExceptionGroup.
    """
    failures: list[Exception] = []
    undecided = SituationalDay.objects.filter(state=State.ASKED)
    if rescission_on(act.day):
        closed, close = undecided, end
    else:
        closed, close = undecided.filter(decide_until__lt=act.day), lapse
    for number in closed.order_by("pk").values_list("pk", flat=True).iterator():
        try:
            close(act, number)
        except Exception as problem:
            failures.append(problem)
    if failures:
        raise ExceptionGroup(f"{len(failures)} days could not be closed", failures[:FAILURES_KEPT])
