"""One rule of an order and its dated values, as the file states them.

From the first day of the first value on, every day has exactly one value: a gap, an overlap and values
out of order are refused on load. A value that goes out of use is followed by another and never removed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from dutystation.directives.values import Day, Identifier, Sentence, refuse

STRICT = ConfigDict(extra="forbid")
"""Of every part of a directive: a key nobody reads is a rule nobody applies, so it is refused."""

V = TypeVar("V")
U = TypeVar("U", bound=str)


@dataclass(frozen=True, config=STRICT)
class DatedValue(Generic[V]):
    """One value, the first day on which it holds, the clause that states it and the id of its source.

    `last_day` may be written for the reader; it must be the day before the next value begins.
    """

    first_day: Day
    value: V
    clause: Sentence
    source: Identifier
    last_day: Day | None = None


def _every_day_once(values: tuple[DatedValue[V], ...]) -> tuple[DatedValue[V], ...]:
    for place in range(1, len(values)):
        before, after = values[place - 1], values[place]
        if after.first_day <= before.first_day:
            refuse(
                f"{after.first_day} does not come after {before.first_day}, the first day of the value above",
                "Put the values in the order of their first days, each day once",
                at=(place, "first_day"),
            )
        expected = after.first_day - timedelta(days=1)
        if before.last_day is not None and before.last_day != expected:
            kind = "leaves a gap before" if before.last_day < expected else "overlaps"
            refuse(
                f"{before.last_day} {kind} the next value, which holds from {after.first_day}",
                f"Write {expected}, or leave last_day out",
                at=(place - 1, "last_day"),
            )
    if values[-1].last_day is not None:
        refuse(
            f"the days after {values[-1].last_day} have no value",
            "Leave last_day out of the last value, or add the value that follows it",
            at=(len(values) - 1, "last_day"),
        )
    return values


@dataclass(frozen=True, config=STRICT)
class DatedRule(Generic[V, U]):
    """One rule: what it says in plain words, the unit of its values, and the values by day."""

    says: Sentence
    unit: U
    values: Annotated[tuple[DatedValue[V], ...], Field(min_length=1), AfterValidator(_every_day_once)]

    def on(self, day: date) -> DatedValue[V] | None:
        """The value in force on `day`; None before the first."""
        in_force = None
        for dated in self.values:
            if dated.first_day <= day:
                in_force = dated
        return in_force
