"""Since when people wait for a seat, as the decisions on their requests tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Facility
from dutystation.web.exception_requests.models import Decision, Outcome, Request
from dutystation.web.exception_requests.queries import IN_FORCE
from dutystation.web.exception_requests.rules import UNDECIDED, State
from dutystation.web.seats.models import Drawn, Offer
from dutystation.web.seats.rules import Drawing, Waiting

ONE_DAY = timedelta(days=1)
WAITS = Q(state=State.APPROVED, ground=Ground.SPACE, person__on_rolls=True)
"""The condition on requests of people for whom there is no seat; `waiting_at` leaves out what has ended."""


@dataclass
class _Wait:
    """A request for want of a seat with what its decisions say: from when, until when, a seat on which day.

    `closed` says that the last decision ended it; `continues` are the requests before it, without a break.
    """

    request: int
    person: str
    state: str
    renews: int | None
    since: date
    until: date | None
    expected: date | None = None
    closed: bool = False
    continues: list[int] = field(default_factory=list)


def waiting_at(facilities: Iterable[str], day: date) -> Mapping[str, list[Waiting]]:
    """Everybody who waits for a seat at some facilities on a day, each once, by facility.

    With two extensions somebody waits on the one that ends first. Whoever has been offered a seat, and whose
    request is looked at for it, waits for none meanwhile.
    """
    there = Request.objects.filter(WAITS, person__duty_station__in=list(facilities))
    stations = dict(there.values_list("person", "person__duty_station"))
    runs = dict(Facility.objects.filter(pk__in=set(stations.values())).values_list("pk", "run"))
    people = there.values("person")
    offers = Offer.objects.filter(request__person__in=people)
    passed = set(offers.values_list("request", "facility", "run"))
    drawings = _drawings(people)
    waits = _waits(people)
    looked_at = {wait.person for wait in waits if wait.state in UNDECIDED and not wait.closed}
    found: defaultdict[str, list[Waiting]] = defaultdict(list)
    seen = set(looked_at)
    for wait in sorted(waits, key=lambda wait: (wait.until or date.max, wait.request)):
        holds = wait.state == State.APPROVED and (wait.until is None or wait.until >= day)
        if not holds or wait.person in seen:
            continue
        seen.add(wait.person)
        facility = stations[wait.person]
        drawn = [drawings.get((number, facility)) for number in (*wait.continues, wait.request)]
        found[facility].append(
            Waiting(
                request=wait.request,
                person=wait.person,
                since=wait.since,
                until=wait.until,
                expected=wait.expected,
                drawing=next(filter(None, drawn), None),
                passed=(wait.request, facility, runs.get(facility)) in passed,
            )
        )
    return found


def _drawings(people: QuerySet[Any, Any]) -> dict[tuple[int, str], Drawing]:
    """The draw in which a request was at a facility; nobody is drawn twice there."""
    rows = Drawn.objects.filter(request__person__in=people).select_related("draw")
    return {(drawn.request_id, drawn.draw.facility_id): drawn.draw.drawing() for drawn in rows}


def _waits(people: QuerySet[Any, Any]) -> list[_Wait]:
    """Every request of some people that was ever approved for want of a seat, with its wait.

    A wait goes back to the approval before it where there is no break: it begins no later than the day after
    the other ended, or its request renews the other. A denial, and what was given up, ends a wait.
    """
    rows = Decision.objects.filter(request__ground=Ground.SPACE, request__person__in=people)
    of_request = ("request", "request__person", "request__state", "request__renews")
    decided = ("outcome", "valid_from", "valid_until", "facts")
    waits: dict[int, _Wait] = {}
    for row in rows.order_by("request", "pk").values_list(*of_request, *decided):
        number, person, state, renews, outcome, first, last, facts = row
        wait = waits.get(number)
        if outcome in IN_FORCE:
            if wait is None or wait.closed:
                wait = waits[number] = _Wait(number, person, state, renews, first, last)
            wait.since, wait.until = min(wait.since, first), last
            wait.expected = _seat_expected_on(facts) or wait.expected
        elif wait is not None and outcome in (Outcome.DENIED, Outcome.GIVEN_UP):
            wait.closed = True
    before: defaultdict[str, list[_Wait]] = defaultdict(list)
    for wait in waits.values():  # by number: what a request continues was asked before it
        for other in reversed(before[wait.person]):
            follows = other.until is not None and wait.since <= other.until + ONE_DAY
            if not other.closed and (follows or wait.renews == other.request):
                wait.since = min(wait.since, other.since)
                wait.continues = [*other.continues, other.request]
                break
        before[wait.person].append(wait)
    return list(waits.values())


def _seat_expected_on(facts: Mapping[str, Any]) -> date | None:
    """The day on which a decision expects a seat; None where it says none, or in a way that is no day."""
    try:
        return date.fromisoformat(facts.get("seat_expected_on") or "")
    except ValueError:
        return None
