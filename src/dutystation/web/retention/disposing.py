"""What is past its time is listed by itself; two people have a list destroyed, or one declines it.

Source: domain section 6.5 and rule 10.30. Of an approved list each document is destroyed for itself: what a
hold keeps in that moment, or what is not past its time any more, stays.

Locks are taken in one order: the register, the list or the request, the document, the end of the chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby, islice
from operator import attrgetter

from django.db import transaction
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.terms.retention import RecordKind
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.department.queries import order_on
from dutystation.web.evidence.destroying import destroy, remove_what_is_left
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests.actions import locked
from dutystation.web.retention.due import Term, past_documents, term_of
from dutystation.web.retention.models import Approval, Declination, Disposal, Entry, EntryKept, PutForward
from dutystation.web.retention.queries import OPEN, hold_register, is_listed, unfinished_entries
from dutystation.web.retention.rules import AT_MOST, DOCUMENTS, Kept, due_on, may_be_second
from dutystation.web.retention.scope import may_dispose


@dataclass(frozen=True)
class Done:
    """What came of the documents of a list in one turn."""

    destroyed: int
    kept: int


class _MustBeKept(Exception):
    """A document of an approved list stays, and why."""

    def __init__(self, why: Kept) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def propose(act: Act) -> list[Disposal]:
    """Lists documents that are past their time and under no hold: for each component and kind one list.

    No new one where the last one of the component waits still; a second turn finds nothing new to list.
    """
    hold_register()
    order = order_on(act.day)
    made = []
    for kind in DOCUMENTS:
        term = term_of(order, kind, act.day)
        if term is None:
            continue
        waiting = set(Disposal.objects.filter(OPEN, kind=kind).values_list("component", flat=True))
        rows = past_documents(kind, term).filter(held=False).exclude(place__in=waiting)
        free = rows.exclude(is_listed(act.day)).order_by("place", "started", "pk")
        for place, documents in groupby(free.iterator(), key=attrgetter("place")):
            made.append(_listed(act, kind, term, place, islice(documents, AT_MOST)))
    return made


@transaction.atomic
def put_forward(act: Act, sight: Sight, disposal_id: int) -> PutForward:
    """Somebody has looked through a list. Raises Refused where that was done, or it is decided."""
    disposal = _open(sight, disposal_id)
    if PutForward.objects.filter(disposal=disposal).exists():
        raise Refused(_("Somebody has put the list forward already."), remedy=_("Approve or decline it."))
    made = PutForward.objects.create(disposal=disposal, by=sight.person, at=act.at)
    record(act, Verb.DISPOSAL_PUT_FORWARD, str(disposal))
    return made


@transaction.atomic
def approve(act: Act, sight: Sight, disposal_id: int) -> Approval:
    """Another person approves what was put forward; `carry_out` destroys it afterwards.

    Raises Refused for whoever put it forward, where nobody has, and where it is decided.
    """
    disposal = _open(sight, disposal_id)
    first = PutForward.objects.filter(disposal=disposal).first()
    if first is None:
        raise Refused(
            _("Nobody has looked through the list."), remedy=_("Put it forward; another one approves.")
        )
    if not may_be_second(sight.person.pk, first.by_id):
        raise Refused(_("You put the list forward yourself."), remedy=_("Ask another person to approve it."))
    made = Approval.objects.create(disposal=disposal, by=sight.person, at=act.at)
    record(act, Verb.DISPOSAL_APPROVED, str(disposal), documents=disposal.entries.count())
    return made


@transaction.atomic
def decline(act: Act, sight: Sight, disposal_id: int, *, reason: str, again_from: date) -> Declination:
    """Declines a list; its documents are listed again from a day on. Raises Refused for one that has come."""
    disposal = _open(sight, disposal_id)
    if again_from <= act.day:
        raise Refused(_("Give a day that is still to come."))
    made = Declination.objects.create(
        disposal=disposal, reason=reason, again_from=again_from, by=sight.person, at=act.at
    )
    record(act, Verb.DISPOSAL_DECLINED, str(disposal), again_from=again_from.isoformat())
    return made


def carry_out(act: Act, disposal_id: int) -> Done:
    """Destroys the documents of an approved list, each in a transaction of its own, and what was left before.

    It can be broken off and begun again. Call it outside a transaction (RuntimeError within one).
    """
    approval = Approval.objects.select_related("disposal").get(pk=disposal_id)
    remove_what_is_left(act)
    entries = unfinished_entries(approval.disposal).select_related("document")
    destroyed = [_is_destroyed(act, approval, entry) for entry in entries]
    done = Done(sum(destroyed), len(destroyed) - sum(destroyed))
    if destroyed:
        with transaction.atomic():
            record(act, Verb.DISPOSAL_DONE, str(approval.disposal), destroyed=done.destroyed, kept=done.kept)
    return done


def carry_out_what_is_left(act: Act) -> None:
    """Finishes approved lists that did not come to their end."""
    remove_what_is_left(act)
    left = Entry.objects.filter(
        disposal__approval__isnull=False, kept=None, document__destruction=None
    ).values_list("disposal", flat=True)
    for disposal in sorted(set(left)):
        carry_out(act, disposal)


def _listed(act: Act, kind: RecordKind, term: Term, place: str, documents: Iterator[Document]) -> Disposal:
    disposal = Disposal.objects.create(
        component_id=place,
        kind=kind,
        schedule_item=term.schedule_item,
        years=term.years,
        counted_from=term.counted_from,
        clause=term.clause,
        at=act.at,
    )
    entries = Entry.objects.bulk_create(
        Entry(
            disposal=disposal,
            document=document,
            started_on=document.started,  # type: ignore[attr-defined]  # annotated
            due_on=due_on(document.started, term.years),  # type: ignore[attr-defined]
        )
        for document in documents
    )
    record(
        act,
        Verb.DISPOSAL_PROPOSED,
        str(disposal),
        documents=len(entries),
        component=place,
        item=term.schedule_item,
    )
    return disposal


def _open(sight: Sight, disposal_id: int) -> Disposal:
    """The list, held until the end. Raises Refused where it is decided, or not for this person to decide."""
    rows = Disposal.objects.select_for_update(of=("self",)).select_related("component")
    disposal = rows.get(pk=disposal_id)
    if not Disposal.objects.filter(OPEN, pk=disposal_id).exists():
        raise Refused(_("The list is decided already."), remedy=_("Load the page again to see how."))
    if not may_dispose(sight, disposal.kind, disposal.component):
        raise Refused(_("This list is for human resources of the component."))
    if disposal.entries.filter(document__about=sight.person).exists():
        raise Refused(_("A document on the list is about you."), remedy=_("Somebody else decides on it."))
    return disposal


def _is_destroyed(act: Act, approval: Approval, entry: Entry) -> bool:
    """Destroys a document; False where it must be kept, which is noted."""
    disposal = approval.disposal
    try:
        destroy(
            act,
            entry.document_id,
            partial(_still_past, act, disposal, entry),
            schedule_item=disposal.schedule_item,
            under=str(disposal),
            by=approval.by_id,
        )
    except _MustBeKept as kept:
        with transaction.atomic():
            EntryKept.objects.get_or_create(entry=entry, defaults={"why": kept.why, "at": act.at})
        return False
    return True


def _still_past(act: Act, disposal: Disposal, entry: Entry) -> None:
    """Asks once more, while nobody places a hold or reopens the request. Raises _MustBeKept."""
    hold_register()
    locked(entry.number)
    kind = RecordKind(disposal.kind)
    term = term_of(order_on(act.day), kind, act.day)
    if term is None:
        raise _MustBeKept(Kept.NOT_DUE)
    held = past_documents(kind, term).filter(pk=entry.document_id).values_list("held", flat=True).first()
    if held is None:
        raise _MustBeKept(Kept.NOT_DUE)
    if held:
        raise _MustBeKept(Kept.HELD)
