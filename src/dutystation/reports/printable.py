"""Texts as they can be printed: characters the report's fonts lack are shown by their code points.

Ids and names are whatever was delivered. Typst refuses a tagged PDF with a character no font has, and stops
at some controls that turn the direction of writing. Instead of a box or nothing, the reader sees `[U+1F600]`,
which says exactly what was delivered.
"""

from __future__ import annotations

import re

PRINTED = (
    ("\u0020", "\u007e"),
    ("\u00a0", "\u00ac"),
    ("\u00ae", "\u024f"),
    ("\u0384", "\u038a"),
    ("\u038e", "\u03a1"),
    ("\u03a3", "\u0482"),
    ("\u048a", "\u04ff"),
    ("\u1e00", "\u1eff"),
    ("\u2010", "\u2027"),
    ("\u2030", "\u2040"),
    ("\u20a0", "\u20c0"),
    ("\u2122", "\u2122"),
    ("\u2190", "\u22ff"),
)
"""First and last of the runs of characters that Typst's own fonts have, all written from left to right."""
_NOT_PRINTED = re.compile(
    "[^" + "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in PRINTED) + "]"
)
_BREAK = "\u200b"
_DIGEST = 64


def printable(text: str) -> str:
    """The text with every character that cannot be printed as its code point."""
    return _NOT_PRINTED.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def prose(text: str) -> str:
    """A sentence or paragraph: line breaks of its source are spaces."""
    return printable(" ".join(text.split()))


def breakable(text: str, longest: int = 24) -> str:
    """A printable text whose words of more than `longest` letters may be broken, so that an id never runs
    out of its column.

    A SHA-256 stays whole, to be copied.
    """
    return " ".join(_broken(word) if len(word) > longest else word for word in text.split(" "))


def _broken(word: str) -> str:
    if len(word) == _DIGEST and all(letter in "0123456789abcdef" for letter in word):
        return word
    return _BREAK.join(word[at : at + 12] for at in range(0, len(word), 12))
