"""A letter to one person as a PDF, set from plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dutystation.reports.labels import day
from dutystation.reports.printable import prose
from dutystation.reports.typeset import typeset


@dataclass(frozen=True)
class LetterSection:
    """A heading and what stands below it, as paragraphs or as a list."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """What a letter says. `facts` are pairs of what and which, set as a small table below the title."""

    sender: str
    to: str
    title: str
    dated: date
    reference: str
    opening: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[LetterSection, ...]
    signed: str


def letter_pdf(letter: Letter) -> bytes:
    """The letter as the bytes of a PDF; equal letters give equal bytes."""
    return typeset("letter", _document(letter))


def _document(letter: Letter) -> dict[str, object]:
    return {
        "sender": prose(letter.sender),
        "to": prose(letter.to),
        "title": prose(letter.title),
        "date": [letter.dated.year, letter.dated.month, letter.dated.day],
        "dated": day(letter.dated),
        "reference": prose(letter.reference),
        "opening": prose(letter.opening),
        "facts": [[prose(what), prose(which)] for what, which in letter.facts],
        "sections": [
            {
                "heading": prose(section.heading),
                "paragraphs": [prose(text) for text in section.paragraphs],
                "items": [prose(item) for item in section.items],
            }
            for section in letter.sections
        ],
        "signed": prose(letter.signed),
    }
