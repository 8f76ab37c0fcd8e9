"""Reading events back, as the chain and as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import Q, QuerySet

from dutystation.web.audit.chain import FIELDS, Break, first_break, followed
from dutystation.web.audit.models import ChainEnd, Event

AT_ONCE = 2000
"""Events read at a time."""


def chained_events(up_to: int | None = None) -> Iterator[dict[str, Any]]:
    """Every event as the chain states it, in order, a few thousand in memory at a time."""
    events = Event.objects.all() if up_to is None else Event.objects.filter(number__lte=up_to)
    for row in events.order_by("number").values(*FIELDS, "hash").iterator(AT_ONCE):
        yield {**row, "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds")}


def chain_end() -> tuple[int, str]:
    """Number and hash of the last event; 0 and zeros where there is none."""
    end = ChainEnd.objects.get(pk=1)
    return end.number, end.hash


def broken_at() -> Break | None:
    """The first break of the chain in the database; None where it is whole."""
    return first_break(followed(chained_events()), chain_end())


def matching_events(search: str) -> QuerySet[Event]:
    """Events whose subject, person or actor is `search`, newest first; all of them where it is empty."""
    found = Q(subject=search) | Q(about=search) | Q(actor=search) | Q(verb=search) if search else Q()
    return Event.objects.filter(found).order_by("-number")
