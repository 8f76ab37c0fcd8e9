"""From which day to which each approval of a request holds, once what was decided after it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dutystation.web.exception_requests.models import Decision, Outcome

APPROVES = (Outcome.APPROVED, Outcome.APPROVED_FOR_LESS)
ENDS: Mapping[str, timedelta] = {
    Outcome.APPROVED: timedelta(days=1),
    Outcome.APPROVED_FOR_LESS: timedelta(days=1),
    Outcome.DENIED: timedelta(days=1),
    Outcome.GIVEN_UP: timedelta(days=0),
}
"""How long before its own day a decision ends the approval before it.

A new decision takes the place of the old one on its day; what its person gives up holds on that day still.
"""


@dataclass(frozen=True)
class Holding:
    """One row is an approval with the days on which it holds; `last` is None while it has no end."""

    approval: Decision
    first: date
    last: date | None


def holdings(decisions: Iterable[Decision]) -> list[Holding]:
    """The approvals among the decisions of one request, given from the oldest on; none that held on no day.

    That it was found to hold still, or has ended on its last day, changes nothing of the days of an approval.
    """
    found: list[Holding] = []
    for made in decisions:
        if found:
            found[-1] = replace(found[-1], last=last_day(found[-1].last, made))
        if made.outcome in APPROVES:
            assert made.valid_from is not None
            found.append(Holding(made, made.valid_from, made.valid_until))
    return [held for held in found if held.last is None or held.first <= held.last]


def last_day(until: date | None, later: Decision) -> date | None:
    """The last day of an approval that was to hold until then, once a later decision was made."""
    if later.outcome not in ENDS:
        return until
    end = later.decided_on - ENDS[later.outcome]
    return end if until is None else min(end, until)
