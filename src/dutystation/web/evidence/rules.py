"""What a document may be: its kind by its content, its size, its name. Plain Python."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

import puremagic

AT_MOST = 50
"""Documents that one subject may have, withdrawn ones among them."""
_UNPACKED_BYTES = 200_000_000
_PACKED_FILES = 5_000
_NAME_LENGTH = 100
_MEGABYTE = 1_000_000


class Scan(StrEnum):
    """What is known of malware in a document. One in which some was found is not kept."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


class WithdrawalReason(StrEnum):
    """Why a document was withdrawn. Nobody writes a reason freely: it might tell what the document held."""

    MISTAKE = "mistake"
    REPLACED = "replaced"
    NOT_NEEDED = "not_needed"
    OF_SOMEBODY_ELSE = "of_somebody_else"


class Flaw(StrEnum):
    """Why a document is not taken."""

    EMPTY = "empty"
    NO_ENDING = "no_ending"
    OTHER_ENDING = "other_ending"
    OTHER_CONTENT = "other_content"
    TOO_LARGE = "too_large"
    MACROS = "macros"
    GROWS = "grows"
    """Without measure, when it is unpacked."""


class Unfit(Exception):
    """A document is not taken. `named` is what the sentence in `wording` names: an ending, or megabytes."""

    def __init__(self, flaw: Flaw, named: str | int = "") -> None:
        super().__init__(flaw)
        self.flaw, self.named = flaw, named


@dataclass(frozen=True)
class Kind:
    """One row is a kind of document that is taken. It is given back with the first ending."""

    endings: tuple[str, ...]
    media_type: str
    office: bool = False


KINDS = (
    Kind((".pdf",), "application/pdf"),
    Kind((".png",), "image/png"),
    Kind((".jpg", ".jpeg"), "image/jpeg"),
    Kind((".tif", ".tiff"), "image/tiff"),
    Kind((".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", office=True),
    Kind((".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", office=True),
    Kind((".odt",), "application/vnd.oasis.opendocument.text", office=True),
)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)


def kind_of(name: str, content: bytes) -> Kind:
    """The kind of a document, found in its content; its name must agree.

    Raises Unfit where it is of no kind that is taken, says it is another, holds macros, is locked by a
    password, or would grow beyond all measure when it is unpacked.
    """
    if not content:
        raise Unfit(Flaw.EMPTY)
    ending = PurePosixPath(name.lower()).suffix
    named = next((kind for kind in KINDS if ending in kind.endings), None)
    if named is None:
        raise Unfit(Flaw.OTHER_ENDING if ending else Flaw.NO_ENDING, ending)
    found = _office_type(content) if named.office else _plain_types(content)
    if named.media_type not in found:
        raise Unfit(Flaw.OTHER_CONTENT, ending)
    return named


def within(size: int, limit: int) -> None:
    """Raises Unfit where a file is larger than the limit, both in bytes."""
    if size > limit:
        raise Unfit(Flaw.TOO_LARGE, limit // _MEGABYTE)


def safe_name(name: str, kind: Kind) -> str:
    """A name without folders, control signs or signs that turn writing around, ending as its kind."""
    stem = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).stem
    kept = re.sub(r"[^\w ()+,.-]+", "_", stem).strip(" ._-")[:_NAME_LENGTH].strip(" ._-")
    return (kept or "document") + kind.endings[0]


def neutral_name(document_id: object, media_type: str) -> str:
    """The name a sealed document is given out with: nothing of its own, which may tell what it is."""
    kind = next(kind for kind in KINDS if kind.media_type == media_type)
    return f"document-{str(document_id)[:8]}{kind.endings[0]}"


def _plain_types(content: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def _office_type(content: bytes) -> set[str]:
    """The media type that the main part of an office file states, once it is found harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _unpacks_within_measure(packed)
            names = {name.casefold() for name in packed.namelist()}
            if "mimetype" in names:
                _refuse_macros(any(name.startswith(("basic/", "scripts/")) for name in names))
                return {packed.read("mimetype").decode("ascii", "replace")}
            stated = packed.read("[Content_Types].xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError):
        return set()
    _refuse_macros("macroenabled" in stated.casefold() or any("vbaproject" in name for name in names))
    return {kind.media_type for kind in KINDS if f'"{kind.media_type}.main+xml"' in stated}


def _refuse_macros(found: bool) -> None:  # noqa: FBT001 (one value, named by the function)
    if found:
        raise Unfit(Flaw.MACROS)


def _unpacks_within_measure(packed: zipfile.ZipFile) -> None:
    """Unpacks everything once, since what a file says of its own size may be untrue.

    No more than it says is read of a part, so that the sum bounds the work.
    """
    parts = packed.infolist()
    if len(parts) > _PACKED_FILES or sum(part.file_size for part in parts) > _UNPACKED_BYTES:
        raise Unfit(Flaw.GROWS)
    if packed.testzip() is not None:
        raise zipfile.BadZipFile
