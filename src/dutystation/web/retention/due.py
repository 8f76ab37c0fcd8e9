"""What is past its time on a day, by kind and component, and which of it a hold keeps.

The order that stands on the day says how long, with the value in force on that day. What no item covers, and
what has not begun (an approval that holds, somebody who is still on the rolls), is never past its time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils import timezone

from dutystation.directives.directive import Directive
from dutystation.terms.retention import KeptFrom, RecordKind
from dutystation.web.audit.models import Event
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests.models import Decision, Request
from dutystation.web.exception_requests.rules import OF_A_REQUEST, State
from dutystation.web.filings.models import Certification
from dutystation.web.mail.models import Message
from dutystation.web.records.models import Dispute
from dutystation.web.retention.models import Hold
from dutystation.web.retention.rules import COUNTED, last_start

Rows = QuerySet[Any, Any]
ENDED = (State.DENIED, State.WITHDRAWN, State.LAPSED)


@dataclass(frozen=True)
class Term:
    """How long records of a kind are kept on a day, and the last start of those that are past it."""

    years: int
    counted_from: KeptFrom
    schedule_item: str
    clause: str
    last_start: date


@dataclass(frozen=True)
class Past:
    """How many records are past their time: free ones, and ones that a hold keeps."""

    free: int = 0
    held: int = 0


def term_of(order: Directive | None, kind: RecordKind, day: date) -> Term | None:
    """How long records of a kind are kept; None where no item of the order says so on the day."""
    item = order.retention_of(kind) if order else None
    stated = item.kept.on(day) if item else None
    if order is None or item is None or stated is None:
        return None
    return Term(
        stated.value,
        item.counted_from,
        item.schedule_item,
        order.cited(stated.clause, stated.source),
        last_start(day, stated.value),
    )


def past_documents(kind: RecordKind, term: Term) -> Rows:
    """Documents that are past their time and not destroyed, with `number` of their request, `started` and
    `place`, its component, and whether they are `held`."""
    request = _ended(term).filter(pk=OuterRef("number"))
    rows: Rows = Document.objects.filter(
        subject__startswith=OF_A_REQUEST, sealed=kind is RecordKind.SEALED_DOCUMENTS, destruction=None
    )
    numbered = rows.annotate(number=Cast(Substr("subject", len(OF_A_REQUEST) + 1), BigIntegerField()))
    begun = numbered.annotate(
        started=Subquery(request.values("started")[:1]), place=Subquery(request.values("component")[:1])
    )
    found: Rows = begun.filter(started__isnull=False).annotate(held=is_held("place", "about"))
    return found


def is_held(place: str, person: str = "") -> Exists:
    """Whether a hold in force keeps a row whose component and person are found under these names.

    A hold on a component keeps what was asked there, and everything of whoever belongs to it now.
    """
    reach = Q(person=None, component=None) | Q(component=OuterRef(place))
    if person:
        reach |= Q(person=OuterRef(person)) | Q(component=OuterRef(f"{person}__unit"))
        reach |= Q(component=OuterRef(f"{person}__unit__component"))
    return Exists(Hold.objects.filter(reach, release=None))


def past_by_component(order: Directive | None, day: date) -> dict[str, dict[RecordKind, Past]]:
    """What is past its time, by component and kind: one query for each kind that is counted."""
    found: dict[str, dict[RecordKind, Past]] = {}
    for kind in COUNTED:
        term = term_of(order, kind, day)
        for place, free, held in _counted(_PAST[kind](kind, term)) if term else ():
            found.setdefault(place, {})[kind] = Past(free, held)
    return found


def oldest(kind: RecordKind) -> datetime | None:
    """When the oldest of records was written that come in one after the other; None where there is none."""
    model, column = _WRITTEN[kind]
    written: datetime | None = model._default_manager.order_by("pk").values_list(column, flat=True).first()
    return written


def _counted(rows: Rows) -> Rows:
    by_place = rows.order_by().values("place").exclude(place=None)
    counts = {"free": Count("pk", filter=Q(held=False)), "kept": Count("pk", filter=Q(held=True))}
    found: Rows = by_place.annotate(**counts).values_list("place", "free", "kept")
    return found


def _ended(term: Term) -> Rows:
    """Requests that are past a term, each with `started`, the day from which it is counted."""
    decided = Decision.objects.filter(request=OuterRef("pk")).order_by("-pk").values("valid_until")[:1]
    left = F("person__left_on")
    started = {
        KeptFrom.DECISION_ENDED: Coalesce(Subquery(decided), F("closed_on")),
        KeptFrom.REQUEST_CLOSED: F("closed_on"),
        KeptFrom.PERSON_LEFT: Case(
            When(person__on_rolls=False, person__left_on__gt=F("closed_on"), then=left),
            When(person__on_rolls=False, person__left_on__isnull=False, then=F("closed_on")),
        ),
    }[term.counted_from]
    closed: Rows = Request.objects.filter(state__in=ENDED, closed_on__isnull=False)
    found: Rows = closed.annotate(started=started).filter(started__lte=term.last_start)
    return found


def _requests(_kind: RecordKind, term: Term) -> Rows:
    rows: Rows = _ended(term).annotate(place=F("component")).annotate(held=is_held("place", "person"))
    return rows


def _disputes(_kind: RecordKind, term: Term) -> Rows:
    rows = Dispute.objects.filter(closed_at__lt=end_of(term.last_start))
    placed = rows.annotate(place=Coalesce(F("person__unit__component"), F("person__unit")))
    return placed.annotate(held=is_held("place", "person"))


def _filings(_kind: RecordKind, term: Term) -> Rows:
    rows = Certification.objects.filter(at__lt=end_of(term.last_start))
    return rows.annotate(place=F("version__filing__component")).annotate(held=is_held("place"))


def end_of(day: date) -> datetime:
    """The first moment after a day, in the time zone of the department."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


_PAST: Mapping[RecordKind, Callable[[RecordKind, Term], Rows]] = {
    RecordKind.SEALED_DOCUMENTS: past_documents,
    RecordKind.OPEN_DOCUMENTS: past_documents,
    RecordKind.REQUESTS: _requests,
    RecordKind.DISPUTES: _disputes,
    RecordKind.FILINGS: _filings,
}
_WRITTEN: Mapping[RecordKind, tuple[type[Model], str]] = {
    RecordKind.MAILS: (Message, "written_at"),
    RecordKind.EVENTS: (Event, "at"),
}
