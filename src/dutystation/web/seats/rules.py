"""In which order seats go to the people who wait for one. Plain Python: values in, places out.

The order of the directive says by which days people are compared. Whoever is alike in all of them is drawn:
by the SHA-256 hash of the draw's seed, a blank and the person's id, the smaller first. A draw is kept with
its seed, so that everybody can work it out again. Source: domain rule 10.24.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from dutystation.directives.seat_order import SeatCriterion


@dataclass(frozen=True)
class Drawing:
    """One row is a draw: one seed, for one facility and one round of it. `drawn_on` is its day."""

    round: int
    seed: str
    drawn_on: date

    def hash_of(self, person: str) -> str:
        """What the person's place in the draw is worked out from, in hexadecimal digits."""
        return hashlib.sha256(f"{self.seed} {person}".encode()).hexdigest()


@dataclass(frozen=True)
class Waiting:
    """One row is somebody for whom there is no seat, with an approval that holds: what they are compared by.

    `since` is the first day of approvals without a break up to this one, `until` its last day, `expected` the
    day on which the decision expects a seat. `drawing` is the draw at this facility that they were in.
    `passed` says that they were offered a seat under the newest numbers of the facility, and that it was
    decided all the same that there is none for them.
    """

    request: int
    person: str
    since: date
    until: date | None
    expected: date | None
    drawing: Drawing | None = None
    passed: bool = False

    @property
    def ends_before_a_seat(self) -> bool:
        """Whether days are left between the last one of the extension and that of the expected seat."""
        if self.until is None or self.expected is None:
            return False
        return self.until < self.expected - timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """One row is a place in the order, counted from 1: `first`, or any up to `last` before it is drawn.

    `alike` people are the same in everything that is compared; of these, this is number `among`. It is None
    where they are not drawn yet.
    """

    waiting: Waiting
    first: int
    last: int
    alike: int
    among: int | None

    @property
    def is_settled(self) -> bool:
        return self.first == self.last


_DAY: Mapping[SeatCriterion, Callable[[Waiting], date | None]] = {
    SeatCriterion.WAITING_LONGEST: lambda waiting: waiting.since,
    SeatCriterion.EXPECTED_FIRST: lambda waiting: waiting.expected,
    SeatCriterion.ENDS_FIRST: lambda waiting: waiting.until,
}


def day_of(criterion: SeatCriterion, waiting: Waiting) -> date | None:
    """The day that a criterion compares; None where there is none, which comes last."""
    return _DAY[criterion](waiting)


def in_order(people: Iterable[Waiting], criteria: Sequence[SeatCriterion]) -> list[Place]:
    """Everybody who waits at one facility, the next one first.

    Of people who are alike, those of an earlier draw come before those of a later one: somebody who comes
    later takes nobody's place. One alone who was in no draw comes after those who were; several have the same
    places to share until they are drawn. Whoever was `passed` comes after everybody else.
    """

    def compared(waiting: Waiting) -> tuple[bool, tuple[date, ...]]:
        days = (day_of(criterion, waiting) or date.max for criterion in criteria)
        return waiting.passed, tuple(days)

    places: list[Place] = []
    for _, group in groupby(sorted(people, key=compared), key=compared):
        alike = list(group)
        drawn = sorted((one for one in alike if one.drawing is not None), key=_drawn)
        others = sorted((one for one in alike if one.drawing is None), key=lambda one: one.person)
        before = len(places)
        for number, one in enumerate(drawn, start=1):
            places.append(Place(one, before + number, before + number, len(alike), number))
        first, last = before + len(drawn) + 1, before + len(alike)
        among = len(alike) if len(others) == 1 else None
        places += [Place(one, first, last, len(alike), among) for one in others]
    return places


def _drawn(waiting: Waiting) -> tuple[int, str]:
    assert waiting.drawing is not None
    return waiting.drawing.round, waiting.drawing.hash_of(waiting.person)


def to_draw(places: Iterable[Place]) -> list[Waiting]:
    """Those who share their places with somebody: whom a draw is about."""
    return [place.waiting for place in places if not place.is_settled]


def needs_draw(places: Iterable[Place], seats: int) -> bool:
    """Whether so many seats end among people who share their places, so that a draw says who gets one."""
    return any(place.first <= seats < place.last for place in places)


def reached(places: Iterable[Place], seats: int) -> list[Place]:
    """Those to whom so many seats go by the order, whatever a draw will say."""
    return [place for place in places if place.last <= seats]


@dataclass(frozen=True)
class Expected:
    """One row is a day: how many of those who wait have a seat expected by then, and how many do not."""

    day: date
    seats: int
    left: int


def forecast(people: Collection[Waiting]) -> list[Expected]:
    """The days on which seats are expected, with everything expected before; by the decisions alone."""
    days = sorted(waiting.expected for waiting in people if waiting.expected is not None)
    return [
        Expected(day, number, len(people) - number)
        for number, day in enumerate(days, start=1)
        if day not in days[number:]
    ]
