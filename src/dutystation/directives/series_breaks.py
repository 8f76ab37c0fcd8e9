"""The days from which a series of figures means something else. Source: domain rule 10.10."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT
from dutystation.directives.values import Identifier, NearDay, Sentence, refuse


@dataclass(frozen=True, config=STRICT)
class StatedBreak:
    """One break: what changes, from which day on, and for whom.

    `what` has one value today; a key of its own keeps another kind of break from being taken for this one.
    `component` is the org unit whose hours it is about; without it, every component that has no break of its
    own. `first_day` begins a pay period, since figures are of whole pay periods.
    """

    what: Literal["remote_hours_apart"]
    first_day: NearDay
    says: Sentence
    clause: Sentence
    source: Identifier
    component: Sentence | None = None


def _one_break_each(breaks: tuple[StatedBreak, ...]) -> tuple[StatedBreak, ...]:
    components = [stated.component for stated in breaks]
    for place, component in enumerate(components):
        if components.index(component) < place:
            whose = component or "the general break"
            refuse(f"{whose} is given twice", "Keep one of the two", at=(place,))
    return breaks


SeriesBreaks = Annotated[tuple[StatedBreak, ...], AfterValidator(_one_break_each)]
