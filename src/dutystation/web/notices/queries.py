"""Which version of an order holds on a day, and how far its notices have come."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from dutystation.directives.directive import Directive
from dutystation.directives.load import read_directive
from dutystation.web.notices.models import IssuedDirective


def issued_on(day: date) -> IssuedDirective | None:
    """The version that holds on a day; None before the first one, and after a rescission."""
    found = IssuedDirective.objects.filter(from_day__lte=day).order_by("-from_day", "-version").first()
    return None if found is None or found.rescinds else found


def directive_of(issued: IssuedDirective) -> Directive:
    """The order that was issued, read from the bytes that were issued."""
    return _read(bytes(issued.text), issued.name)


@lru_cache(maxsize=8)
def _read(text: bytes, name: str) -> Directive:
    return read_directive(text, name=name, file=f"{name}.yaml")
