"""The bins of telework of the department and its components. Source: domain rule 10.9."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutystation.terms.telework import TeleworkBin, TeleworkLine


@dataclass(frozen=True)
class TeleworkCount:
    """The people of one component (the department for its own people) in one bin."""

    component: str
    bin: TeleworkBin
    people: int
    eligible: int
    days: int


def telework_lines(
    counts: Iterable[TeleworkCount], *, root: str, components: Sequence[str]
) -> tuple[TeleworkLine, ...]:
    """The department's line, which covers everybody, and one for each of `components`, in their order."""
    people: dict[str, Counter[str]] = {unit: Counter() for unit in (root, *components)}
    for count in counts:
        for unit in {root, count.component}:
            people[unit][count.bin.value] += count.people
            people[unit]["eligible"] += count.eligible
            people[unit]["days"] += count.days
    return tuple(
        TeleworkLine(
            org_unit=unit,
            people=sum(found[each.value] for each in TeleworkBin),
            eligible=found["eligible"],
            days=found["days"],
            **{each.value: found[each.value] for each in TeleworkBin},
        )
        for unit, found in people.items()
    )
