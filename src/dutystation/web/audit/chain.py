"""The chain of hashes over events. Plain Python, so that an export is verified without the application.

Source: domain section 6.4, NIST SP 800-53 AU-9(3), AU-10; domain rule 10.30.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
FIELDS = ("number", "at", "actor", "verb", "subject", "about", "details", "request", "origin", "previous")
"""What the hash of an event is taken over, in this order."""


@dataclass(frozen=True)
class Break:
    """Where a chain stops being whole: the number of the first event that does not fit, and why."""

    number: int
    why: str


def event_hash(event: Mapping[str, Any]) -> str:
    """The hash of an event: SHA-256 of its fields as JSON with sorted keys and no blanks."""
    stated = json.dumps(
        [event[field] for field in FIELDS], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(stated.encode()).hexdigest()


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
        if event["hash"] != event_hash(event):
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
