"""The invented order as text, and what the loader says when one place of it is changed."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dutystation.directives.directive import Directive
from dutystation.directives.load import read_directive
from dutystation.terms.errors import UnusableDirective

EXAMPLE = files("dutystation.directives").joinpath("texts", "example-hybrid.yaml").read_text(encoding="utf-8")


def changed(old: str, new: str) -> str:
    """The example with the first `old` replaced."""
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1)


def loaded(text: str) -> Directive:
    return read_directive(text.encode(), name="our-order", file="our-order.yaml")


def refusal(text: str | bytes) -> str:
    """The sentence with which the text is refused."""
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(UnusableDirective) as refused:
        read_directive(raw, name="our-order", file="our-order.yaml")
    return str(refused.value)


def line_of(text: str, part: str) -> int:
    """The line, counted from 1, on which `part` first stands."""
    return text[: text.index(part)].count("\n") + 1
