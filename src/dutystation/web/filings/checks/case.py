"""What checks of a filing are given, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dutystation.terms.publication import BridgeLine


@dataclass(frozen=True)
class NamedPerson:
    """One person who has not returned, as the filing names them.

    `reason` is the one the run gives. `approved` says whether it rests on an approval that the application
    knows; `ended_on` is the last day of that approval where it has one.
    """

    person: str
    reason: str
    approved: bool
    ended_on: date | None


@dataclass(frozen=True)
class Case:
    """A filing as it stands on `day`, with everything that could stand in its way.

    `run` is the run that the version pins, `newest_run` the newest one received. `overdue` are the numbers of
    undecided requests beyond their limit, with whether a note says why. `gaps` are the keys of missing
    deliveries, with whether a note explains each. `preparer` and `certifier` are ids; the latter is empty
    while nobody is about to certify.
    """

    day: date
    run: str
    newest_run: str
    bridge: BridgeLine | None
    people: tuple[NamedPerson, ...]
    overdue: Mapping[int, bool]
    gaps: Mapping[str, bool]
    preparer: str
    certifier: str = ""


@dataclass(frozen=True)
class Block:
    """One thing that stands in the way: a sentence, and what to do about it."""

    says: str
    remedy: str


@dataclass(frozen=True)
class Check:
    """One check: what must hold, in a sentence for the page, and who says what stands in its way."""

    code: str
    must_hold: str
    blocks: Callable[[Case], Iterable[Block]]
