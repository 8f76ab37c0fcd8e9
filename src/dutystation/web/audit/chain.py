"""The chain of hashes over events. Plain Python, so that an export is verified without the application.

Source: domain section 6.4, NIST SP 800-53 AU-9(3), AU-10; domain rule 10.30.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dutystation.published.canonical import sha256_of

GENESIS = "0" * 64
FIELDS = ("number", "at", "actor", "verb", "subject", "about", "details", "request", "origin", "previous")
"""What the hash of an event is taken over, in this order."""


@dataclass(frozen=True)
class Break:
    """Where a chain stops being whole: the number of the first event that does not fit, and why."""

    number: int
    why: str


def event_hash(event: Mapping[str, Any]) -> str:
    """The hash of an event, over its fields. Raises ValueError for a number that is not finite."""
    return sha256_of([event[field] for field in FIELDS])


def followed(events: Iterable[Mapping[str, Any]]) -> Break | tuple[int, str]:
    """Number and hash of the last event of a whole chain, or the first event that does not follow.

    `events` are in their order from number 1.
    """
    number, previous = 0, GENESIS
    for event in events:
        if event["number"] != number + 1:
            return Break(number + 1, "it is missing")
        number += 1
        if event["previous"] != previous:
            return Break(number, "it does not name the event before it")
        try:
            unchanged = event["hash"] == event_hash(event)
        except ValueError:  # no event holds such a number
            unchanged = False
        if not unchanged:
            return Break(number, "it was changed after it was written")
        previous = event["hash"]
    return number, previous


def first_break(found: Break | tuple[int, str], end: tuple[int, str]) -> Break | None:
    """Where a followed chain is broken, None where it is whole and ends as was noted elsewhere.

    Without the second part, events missing at the end would not be found.
    """
    if isinstance(found, Break):
        return found
    return None if found == end else Break(found[0] + 1, f"the chain ended with number {end[0]}")
