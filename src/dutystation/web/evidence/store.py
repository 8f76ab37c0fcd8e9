"""Documents in the store, and what the seal of a sealed one holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from dutystation.terms.errors import BrokenSeal
from dutystation.web.evidence import sealing
from dutystation.web.evidence.models import Document, DocumentSeal

PIECE = 65_536


@dataclass(frozen=True)
class Label:
    """What a sealed document keeps to itself: its given name, and the SHA-256 of its content."""

    name: str
    sha256: str


def place_of(document: Document) -> str:
    """Where its content is in the store: by its id, a few hundred folders wide."""
    return f"{document.pk.hex[:2]}/{document.pk.hex}"


def keep(document: Document, content: bytes) -> None:
    """Puts content under `document.stored`, which must be free."""
    kept = _store().save(document.stored, ContentFile(content))
    if kept != document.stored:
        _store().delete(kept)
        raise FileExistsError(f"the store holds {document.stored} already")


def remove(document: Document) -> None:
    """Takes away what was put there for a document that came to nothing or is destroyed; twice is as once."""
    _store().delete(document.stored)


def sealed_for(document: Document, content: bytes, label: Label) -> tuple[DocumentSeal, bytes]:
    """The seal of a document, and the bytes that the store holds of it."""
    sealed = sealing.seal(content, context=_context(document, "content"))
    stated = json.dumps({"name": label.name, "sha256": label.sha256}).encode()
    seal = DocumentSeal(
        document=document,
        header=sealed[: sealing.HEADER_BYTES],
        label=sealing.seal(stated, context=_context(document, "label")),
    )
    return seal, sealed[sealing.HEADER_BYTES :]


def label_of(document: Document) -> Label:
    """The label of a sealed document. Raises NoSealingKey or BrokenSeal as `sealing.unseal` does."""
    stated = sealing.unseal(bytes(document.seal.label), context=_context(document, "label"))
    return Label(**json.loads(stated))


def content_of(document: Document) -> Iterator[bytes]:
    """The content a little at a time, or for a sealed document at once: no byte leaves before all are proven.

    Raises NoSealingKey or BrokenSeal where it cannot be opened or is not what was put there.
    """
    if not document.sealed:
        return _proven(document)
    with _store().open(document.stored) as stored:
        sealed = bytes(document.seal.header) + stored.read()
    return iter((sealing.unseal(sealed, context=_context(document, "content")),))


def _proven(document: Document) -> Iterator[bytes]:
    found = hashlib.sha256()
    for piece in _pieces(document):
        found.update(piece)
    if found.hexdigest() != document.sha256:
        raise BrokenSeal(
            _("The document in the store is not the one that was given, and is not opened."),
            remedy=_("Tell the administrator; a copy from before the change may be in a backup."),
        )

    return _pieces(document)


def _pieces(document: Document) -> Iterator[bytes]:
    with _store().open(document.stored) as stored:
        yield from stored.chunks(PIECE)


def _context(document: Document, part: str) -> str:
    return f"document:{document.pk} {part} {document.about_id}"


def _store() -> Storage:
    return storages["evidence"]
