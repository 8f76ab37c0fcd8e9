"""What the cases hold that a component looks at before it files: read as it stands now, never copied.

Each list has a day of its own by which its cases are looked at: the last day of a decision, the limit of a
request, the day by which to answer a dispute. Who looks at a case, and by which other day, is said in
`Assignment`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dutystation.web.accounts.models import Person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, within_any
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.exception_requests.models import Decision, DelayNote, Outcome, Request
from dutystation.web.exception_requests.queries import IN_FORCE, worklist
from dutystation.web.exception_requests.reviewing import expiring_soon_days
from dutystation.web.exception_requests.rules import UNDECIDED
from dutystation.web.exception_requests.wording import Words, ground_words
from dutystation.web.records.models import Dispute
from dutystation.web.records.queries import disputes_in_sight
from dutystation.web.records.rules import DisputeState
from dutystation.web.worklists.chosen import MINE, NOBODYS
from dutystation.web.worklists.models import Assignment
from dutystation.web.worklists.rules import CaseKind

DAYS = {
    CaseKind.ENDING_DECISION: "valid_until",
    CaseKind.OVERDUE_REQUEST: "limit",
    CaseKind.OPEN_DISPUTE: "due_on",
}
"""The day by which a case is looked at unless another one was said."""
PERSONS = {
    CaseKind.ENDING_DECISION: "request__person",
    CaseKind.OVERDUE_REQUEST: "person",
    CaseKind.OPEN_DISPUTE: "person",
}


@dataclass(frozen=True)
class Case:
    """One row is a case as its list shows it.

    `on` is the day that the case has of its own, `by` the one by which it is looked at and `why` the reason
    where that is another one; `owner` is empty while nobody looks at it.
    """

    number: int
    person: Person
    about: Words
    address: str
    stands: Words
    on: date
    owner: str
    by: date
    why: str


def ending_decisions(sight: Sight, day: date, within_days: int) -> QuerySet[Decision]:
    """Approvals of people on the rolls that end within so many days or have ended no longer ago than that.

    Each request with its newest decision alone; those that end first come first.
    """
    span = timedelta(days=within_days)
    newest = Q(followed_by=None, valid_until__range=(day - span, day + span))
    approved = Q(outcome__in=(*IN_FORCE, Outcome.LAPSED), request__person__on_rolls=True)
    seen = Decision.objects.filter(newest & approved, request__in=worklist(sight).order_by().values("pk"))
    about = ("request__person", "request__person__unit", "request__directive")
    return seen.select_related(*about).order_by("valid_until", "pk")


def overdue_requests(sight: Sight, day: date) -> QuerySet[Request]:
    """Undecided requests beyond their limit whose clock runs, the oldest limit first.

    `has_note` says whether somebody has noted why it takes longer, which a filing asks for.
    """
    found = worklist(sight).filter(state__in=UNDECIDED, limit__lt=day, paused_on=None)
    noted = Exists(DelayNote.objects.filter(request=OuterRef("pk")))
    return found.annotate(has_note=noted).order_by("limit", "pk")


def cases(kind: CaseKind, sight: Sight, owner: str = "") -> QuerySet[Any]:
    """The decisions, requests or disputes of a list, in its order, with who looks at each.

    `owner` is `mine`, `none`, or empty for all of them.
    """
    found = _listed(kind, sight)
    assigned = Assignment.objects.filter(kind=kind, case=OuterRef("pk"))
    if owner == MINE:
        found = found.filter(Exists(assigned.filter(owner=sight.person)))
    if owner == NOBODYS:
        found = found.filter(~Exists(assigned.exclude(owner=None)))
    listed: QuerySet[Any] = found.annotate(
        looked_at_by=Subquery(assigned.values("owner")[:1]),
        looked_at_until=Coalesce(Subquery(assigned.values("due_on")[:1]), F(DAYS[kind])),
        looked_at_why=Subquery(assigned.values("due_reason")[:1]),
    )
    return listed


def cases_mended_by(kind: CaseKind, sight: Sight) -> QuerySet[Any]:
    """Those of a list whose people are in the units that somebody is human resources for."""
    of_units = within_any(sight.units_of(Role.COMPONENT_HR), PERSONS[kind])
    return _listed(kind, sight).filter(of_units)


def as_cases(kind: CaseKind, found: Iterable[Any], day: date) -> list[Case]:
    """The rows of a list in words, as they stand on a day. Asks for the names of owners once for all."""
    rows = list(found)
    names = Person.objects.in_bulk({row.looked_at_by for row in rows if row.looked_at_by})
    return [
        Case(
            number=row.pk,
            **_SAID[kind](row, day),
            on=getattr(row, DAYS[kind]),
            owner=str(names[row.looked_at_by]) if row.looked_at_by else "",
            by=row.looked_at_until,
            why=row.looked_at_why or "",
        )
        for row in rows
    ]


@dataclass(frozen=True)
class CaseCount:
    """One row is a list of cases with how many are on it, and how many somebody or nobody looks at."""

    kind: CaseKind
    open: int
    mine: int
    nobodys: int


def case_counts(sight: Sight) -> list[CaseCount]:
    """How many cases are on each list."""
    return [_counted(kind, sight) for kind in CaseKind]


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """Cases that somebody was given to look at and that are still on their list."""
    if not Assignment.objects.filter(owner=sight.person).exists():
        return []
    found = []
    for kind in CaseKind:
        mine = cases(kind, sight, MINE).order_by().aggregate(count=Count("pk"), due=Min("looked_at_until"))
        if mine["count"]:
            title = ngettext(
                "%(count)s case is yours to look at", "%(count)s cases are yours to look at", mine["count"]
            )
            address = reverse("case_list", args=[kind.value]) + f"?owner={MINE}"
            found.append(Waiting(title % {"count": mine["count"]}, address, mine["due"]))
    return found


def _listed(kind: CaseKind, sight: Sight) -> QuerySet[Any]:
    if kind is CaseKind.OVERDUE_REQUEST:
        return overdue_requests(sight, sight.day)
    if kind is CaseKind.OPEN_DISPUTE:
        return disputes_in_sight(sight, unanswered=True)
    days = expiring_soon_days(sight.day)
    return Decision.objects.none() if days is None else ending_decisions(sight, sight.day, days)


def _counted(kind: CaseKind, sight: Sight) -> CaseCount:
    assigned = Assignment.objects.filter(kind=kind, case=OuterRef("pk"))
    counted = (
        _listed(kind, sight)
        .order_by()
        .aggregate(
            open=Count("pk"),
            mine=Count("pk", filter=Exists(assigned.filter(owner=sight.person))),
            nobodys=Count("pk", filter=~Exists(assigned.exclude(owner=None))),
        )
    )
    return CaseCount(kind, counted["open"], counted["mine"], counted["nobodys"])


def _decision(made: Decision, day: date) -> dict[str, Any]:
    return {
        "person": made.request.person,
        "about": ground_words(made.request),
        "address": reverse("request", args=[made.request_id]),
        "stands": _("ended") if made.valid_until and made.valid_until < day else _("approved"),
    }


def _request(asked: Request, _day: date) -> dict[str, Any]:
    return {
        "person": asked.person,
        "about": ground_words(asked),
        "address": reverse("request", args=[asked.pk]),
        "stands": _("a note says why it takes longer") if asked.has_note else _("no note yet"),  # type: ignore[attr-defined]
    }


def _dispute(disputed: Dispute, _day: date) -> dict[str, Any]:
    return {
        "person": disputed.person,
        "about": f"{date_format(disputed.day, 'l')}, {date_format(disputed.day)}",
        "address": reverse("record_day", args=[disputed.person_id, disputed.day.isoformat()]),
        "stands": DisputeState(disputed.state).words,
    }


_SAID: Mapping[CaseKind, Callable[[Any, date], dict[str, Any]]] = {
    CaseKind.ENDING_DECISION: _decision,
    CaseKind.OVERDUE_REQUEST: _request,
    CaseKind.OPEN_DISPUTE: _dispute,
}
