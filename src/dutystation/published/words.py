"""How a value stands in a sentence or a line of text, whatever it holds."""

from __future__ import annotations

from dutystation.published.numbers import shortest


def one_line(text: str) -> str:
    """`text` itself, or with escapes where it would break a line or change the terminal."""
    return text if text.isprintable() else repr(text)


def said(value: object) -> str:
    """A value in words: the digits of a number as published, and `nothing` where there is none."""
    if isinstance(value, float):
        return shortest(value)
    return "nothing" if value is None or value == "" else one_line(str(value))
