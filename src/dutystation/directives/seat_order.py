"""Who gets a seat first, as an order says it: named criteria, the first one first.

Each is about a day that the cases hold. There is none about conduct, health, grounds, age or performance, and
an order cannot add one. Who is alike in all of them is drawn. Source: domain rule 10.24 and section 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator
from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT
from dutystation.directives.values import Identifier, Sentence, refuse


class SeatCriterion(StrEnum):
    """What two people who wait for a seat are compared by; the earlier day comes first."""

    WAITING_LONGEST = "waiting_longest"
    EXPECTED_FIRST = "expected_first"
    ENDS_FIRST = "ends_first"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS: Mapping[SeatCriterion, str] = {
    SeatCriterion.WAITING_LONGEST: "the day on which the wait began",
    SeatCriterion.EXPECTED_FIRST: "the day on which a seat is expected for them",
    SeatCriterion.ENDS_FIRST: "the last day of their extension",
}


@dataclass(frozen=True, config=STRICT)
class SeatRule:
    """One criterion of the order, with where it is said."""

    criterion: SeatCriterion
    says: Sentence
    clause: Sentence
    source: Identifier


def _each_once(rules: tuple[SeatRule, ...]) -> tuple[SeatRule, ...]:
    criteria = [rule.criterion for rule in rules]
    for place, criterion in enumerate(criteria):
        if criteria.index(criterion) < place:
            refuse(f"{criterion} decides twice", "Keep the first of the two", at=(place, "criterion"))
    return rules


SeatOrder = Annotated[tuple[SeatRule, ...], AfterValidator(_each_once)]
