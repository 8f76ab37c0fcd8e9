"""What checks of a filing are given, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dutystation.terms.publication import BridgeLine


@dataclass(frozen=True)
class NamedPerson:
    """One person who has not returned, as the filing names them.

    `reason` is a published reason, in which protected grounds are one. `ended_on` is the last day of the
    approval on which it rests, where that day has gone by and no other approval on the ground took its place.
    """

    person: str
    reason: str
    ended_on: date | None = None


@dataclass(frozen=True)
class Case:
    """A filing as it stands on `day`, with everything that could stand in its way.

    `run` is the run that the version pins, `newest_run` the newest one received. `overdue` are the numbers of
    undecided requests beyond their limit, with whether a note says why. `gaps` are missing deliveries in
    words, with whether a note explains each. `preparer` and `certifier` are ids; the latter is empty while
    nobody is about to certify.
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
    """One thing that stands in the way: a sentence, and what to do about it.

    `says` names its `values` in braces, so that a translation can put them where they belong.
    """

    says: str
    remedy: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.says.format_map(self.values)


@dataclass(frozen=True)
class Check:
    """One check: what must hold, in a sentence for the page, and who says what stands in its way.

    `words` are the sentences that its blocks can have, for whoever translates them.
    """

    code: str
    must_hold: str
    words: tuple[str, ...]
    blocks: Callable[[Case], Iterable[Block]]


FEW = 5


def some(named: Iterable[object]) -> str:
    """The first few of a list, and how many more there are."""
    words = [str(one) for one in named]
    more = len(words) - FEW
    return ", ".join(words[:FEW]) + (f" and {more} more" if more > 0 else "")
