"""The documents of a subject, and how much of each somebody sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.http import Http404

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight, Thing
from dutystation.web.evidence.models import Document
from dutystation.web.evidence.store import Label, label_of


@dataclass(frozen=True)
class ShownDocument:
    """One row is a document as one person sees it.

    `label` is None where its name is sealed to them or destroyed, and also where it cannot be unsealed now;
    then `name_is_lost`. A withdrawn document is shown and not opened, and so is one that was destroyed.
    """

    document: Document
    label: Label | None
    item: str
    name_is_lost: bool
    may_open: bool
    may_withdraw: bool


def documents_of(subject: str, *, withdrawn: bool = False) -> list[Document]:
    """The documents that support a subject, oldest first; withdrawn and destroyed ones only if asked for."""
    found = Document.objects.filter(subject=subject).select_related(
        "withdrawal", "seal", "added_by", "destruction__by", "destruction__removal"
    )
    if not withdrawn:
        found = found.filter(withdrawal=None, destruction=None)
    return list(found.order_by("added_at", "pk"))


def shown_documents(
    sight: Sight, subject: str, about: Person, *, items: Mapping[str, str] = MappingProxyType({})
) -> list[ShownDocument]:
    """Every document of a subject that somebody may know of, whatever became of it, with what they may see.

    Whoever calls asks first whether the subject is in sight.
    `items` are the words of the order for what it asks for; without them an item is shown by its id.
    """
    return [
        _shown(sight, document, about, items.get(document.item, document.item))
        for document in documents_of(subject, withdrawn=True)
        if document.about_id == about.pk
        and sight.allows(Thing.PROTECTED_REQUEST if document.sealed else Thing.REQUEST, about)
    ]


def document_in_sight(sight: Sight, subject: str, document_id: UUID) -> Document:
    """A document of a subject whose content somebody may open. Raises Http404 for every other one.

    Whoever calls asks first whether the subject is in sight: a draft is not, whatever documents it has.
    """
    found = _document(subject, document_id)
    if not sight.allows(_content_of(found), found.about):
        raise Http404
    return found


def document_of_ones_own(sight: Sight, subject: str, document_id: UUID) -> Document:
    """A document of a subject that somebody may withdraw. Raises Http404 for every other one."""
    found = _document(subject, document_id)
    if not is_ones_own(found, sight.person.pk):
        raise Http404
    return found


def is_ones_own(document: Document, person: str) -> bool:
    """Whether a document is about a person or was added by them: they may withdraw it."""
    return person in (document.about_id, document.added_by_id)


def _content_of(document: Document) -> Thing:
    return Thing.SEALED_EVIDENCE if document.sealed else Thing.REQUEST


def _document(subject: str, document_id: UUID) -> Document:
    documents = Document.objects.select_related("about", "about__unit", "withdrawal", "seal", "destruction")
    found = documents.filter(pk=document_id, subject=subject).first()
    if found is None:
        raise Http404
    return found


def _shown(sight: Sight, document: Document, about: Person, item: str) -> ShownDocument:
    destroyed = document.destroyed_at is not None
    offered = document.withdrawn_at is None and not destroyed
    named = not document.sealed or sight.allows(Thing.SEALED_STATEMENT, about)
    label, lost = None, False
    if not document.sealed:
        label = Label(document.name, document.sha256)
    elif named and not destroyed:
        try:
            label = label_of(document)
        except Refused:
            lost = True
    return ShownDocument(
        document,
        label,
        item=item if named else "",
        name_is_lost=lost,
        may_open=offered and sight.allows(_content_of(document), about),
        may_withdraw=offered and is_ones_own(document, sight.person.pk),
    )
