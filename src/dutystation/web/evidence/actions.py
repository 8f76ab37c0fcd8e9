"""What is done with documents: they are added, opened and withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.evidence.models import Destruction, Document, DocumentSeal, Withdrawal
from dutystation.web.evidence.queries import document_in_sight, is_ones_own
from dutystation.web.evidence.rules import (
    AT_MOST,
    Scan,
    WithdrawalReason,
    kind_of,
    neutral_name,
    safe_name,
    within,
)
from dutystation.web.evidence.scanner import scanned
from dutystation.web.evidence.store import Label, content_of, keep, place_of, remove, sealed_for
from dutystation.web.evidence.wording import refused_in_words


@dataclass(frozen=True)
class OpenedDocument:
    """A document as it is given out: `name` is safe, and of a sealed document tells nothing of it."""

    name: str
    media_type: str
    size: int
    chunks: Iterator[bytes]


def nothing() -> None:
    """Nothing is asked once more."""


def add(
    act: Act,
    *,
    about: Person,
    subject: str,
    item: str,
    upload: UploadedFile[bytes],
    sealed: bool,
    once_more: Callable[[], object] = nothing,
) -> Document:
    """Keeps a document that supports a subject. Whoever calls asks first whether the actor may add to it.

    `once_more` asks that again in the transaction that writes the document down, and raises Refused where it
    is not so any more.
    It is scanned before anything is locked, so call it outside a transaction (RuntimeError within one): then
    neither a document in the store nor the event of a refused one is undone by what comes after.
    Raises Refused where it is too large, of no kind that is taken, holds malware, or is one too many.
    """
    name = upload.name or ""
    with refused_in_words():
        within(upload.size or 0, settings.EVIDENCE_LIMIT)
        content = upload.read()
        kind = kind_of(name, content)
    finding = scanned(content)
    if finding is not None and finding.malware:
        _refuse_malware(act, about, subject, finding.malware)
    document = Document(
        about=about,
        subject=subject,
        item=item,
        sealed=sealed,
        media_type=kind.media_type,
        size=len(content),
        scan=Scan.NOT_SCANNED if finding is None else Scan.CLEAN,
        scanner="" if finding is None else finding.scanner[:200],
        added_at=act.at,
        added_by_id=act.actor,
    )
    document.stored = place_of(document)
    label = Label(safe_name(name, kind), hashlib.sha256(content).hexdigest())
    seal = None
    if sealed:
        seal, content = sealed_for(document, content, label)
    else:
        document.name = label.name
    document.sha256 = hashlib.sha256(content).hexdigest()
    keep(document, content)
    try:
        _write(act, document, seal, once_more)
    except BaseException:
        remove(document)
        raise
    return document


@transaction.atomic
def open_document(act: Act, sight: Sight, subject: str, document_id: UUID) -> OpenedDocument:
    """The content of a document of a subject for somebody who may open it; that they did is recorded.

    Whoever calls asks first whether the subject is in sight. Raises Http404 where the document is not,
    Refused where it was withdrawn or cannot be opened.
    """
    document = document_in_sight(sight, subject, document_id)
    if document.destroyed_at is not None:
        raise Refused(_("The document was destroyed at the end of its time; its page says under what."))
    if document.withdrawn_at is not None:
        raise Refused(_("The document was withdrawn and is not offered any more."))
    name = neutral_name(document.pk, document.media_type) if document.sealed else document.name
    opened = OpenedDocument(name, document.media_type, document.size, content_of(document))
    record(act, Verb.EVIDENCE_OPENED, str(document), about=document.about_id, to=document.subject)
    return opened


@transaction.atomic
def withdraw(act: Act, document_id: UUID, reason: str) -> Withdrawal:
    """Takes a document back: its row and its content stay as they are and are not offered any more.

    Raises Refused where it was withdrawn already, where the reason is none of `WithdrawalReason`, or where
    the actor is neither whom it is about nor who added it.
    """
    document = Document.objects.select_for_update().get(pk=document_id)
    if reason not in set(WithdrawalReason):
        raise Refused(_("This is no reason to withdraw a document."), remedy=_("Choose one of the list."))
    if not is_ones_own(document, act.actor):
        raise Refused(_("Only whom a document is about, or who added it, can withdraw it."))
    if Withdrawal.objects.filter(pk=document_id).exists():
        raise Refused(_("The document is withdrawn already."))
    if Destruction.objects.filter(pk=document_id).exists():
        raise Refused(_("The document is destroyed already."))
    withdrawal = Withdrawal.objects.create(document=document, reason=reason, at=act.at, by_id=act.actor)
    record(
        act,
        Verb.EVIDENCE_WITHDRAWN,
        str(document),
        about=document.about_id,
        to=document.subject,
        reason=reason,
    )
    return withdrawal


@transaction.atomic(durable=True)
def _write(act: Act, document: Document, seal: DocumentSeal | None, once_more: Callable[[], object]) -> None:
    once_more()
    if Document.objects.filter(subject=document.subject).count() >= AT_MOST:
        raise Refused(
            _("There are %(number)s documents here already, as many as there can be.") % {"number": AT_MOST},
            remedy=_("Put what is missing into one document."),
        )
    document.save(force_insert=True)
    if seal is not None:
        seal.save(force_insert=True)
    record(
        act,
        Verb.EVIDENCE_ADDED,
        str(document),
        about=document.about_id,
        to=document.subject,
        sealed=document.sealed,
        size=document.size,
        sha256=document.sha256,
        scan=document.scan,
    )


def _refuse_malware(act: Act, about: Person, subject: str, malware: str) -> None:
    with transaction.atomic(durable=True):
        record(act, Verb.EVIDENCE_REFUSED, subject, about=about.pk, to=subject, malware=malware[:200])
    raise Refused(
        _("The scanner found malware in the file (%(malware)s), so it was not kept.") % {"malware": malware},
        remedy=_("Tell your help desk, and give the document from a machine that is clean."),
    )
