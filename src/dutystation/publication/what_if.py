"""What figures would be if a ground ended, or if hours were classed differently. Never published, never kept.

Minutes and people are those a run has counted; the arithmetic is that of every share. Accommodations rest on
statute and not on an order, so that no order can end them: they are no question here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dutystation.published.what_if import GroundLine, PairLine
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.ground import NO_DECISION_YET, NO_GROUND, PROTECTED_GROUNDS, Ground
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES, OFF_SITE, Place
from dutystation.terms.share import share_figure

GROUNDS = tuple(ground for ground in Ground if ground not in PROTECTED_GROUNDS)
"""The grounds that an order could end."""

Pair = tuple[str, str]
"""Pay code and place code."""
Cells = Mapping[tuple[str, str], Mapping[str, int]]
"""Minutes by place, of a unit and period."""


@dataclass(frozen=True)
class GroundEnded:
    """One row is what would become of a unit's people if a ground ended on a day.

    `people` have not returned on it. The approvals of `ending` end by themselves before that day and are not
    counted further. Of the others `without` would have no approved reason, `pending` a decision
    that is pending, and `others` another ground. `after` is the share over the status period if those without
    a reason had worked their off-site minutes in person: an assumption, not a forecast.
    Where nothing may tell how many are on the ground all of it is None but the share before.
    """

    unit: str
    people: int | None
    ending: int | None
    without: int | None
    pending: int | None
    others: int | None
    before: Figure
    after: Figure | None

    @property
    def is_hidden(self) -> bool:
        return self.people is None


@dataclass(frozen=True)
class Classed:
    """One row is a unit's in-person share of all hours in a period, as it is and as it would be."""

    unit: str
    period: str
    before: Figure
    after: Figure


def ground_ended(
    ground: Ground,
    lines: Iterable[GroundLine],
    pairs: Iterable[PairLine],
    *,
    on: date,
    department: str,
    status_period: str,
    provisional_limit: Fraction,
    hidden: Collection[str] = (),
) -> tuple[GroundEnded, ...]:
    """The department first, then every component with anybody on the ground, if it ended on a day.

    From that day nobody would hold it; whose approval ends before then would not hold it either way. Of the
    units of `hidden` nothing may tell how many are on it, nor that nobody is, so that each of them is there.
    """
    minutes = cells(pairs, department)
    found: dict[str, list[GroundLine]] = defaultdict(list)
    for line in lines:
        if line.ground == ground:
            found[department].append(line)
            if line.component != department:
                found[line.component].append(line)
    nothing = dict.fromkeys(ALL_PLACES, 0)

    def ended(unit: str) -> GroundEnded:
        of_unit = minutes.get((unit, status_period), nothing)
        if unit in hidden:
            before = _share(unit, status_period, of_unit, provisional_limit)
            return GroundEnded(unit, None, None, None, None, None, before, None)
        return _ended(unit, found[unit], on.isoformat(), of_unit, status_period, provisional_limit)

    return tuple(map(ended, (department, *sorted((found.keys() | set(hidden)) - {department}))))


def _ended(
    unit: str, lines: Sequence[GroundLine], on: str, minutes: Mapping[str, int], period: str, limit: Fraction
) -> GroundEnded:
    total = sum(line.people for line in lines)
    held = [line for line in lines if not line.ends_on or line.ends_on >= on]
    affected = sum(line.people for line in held)
    people = dict.fromkeys((NO_GROUND, NO_DECISION_YET), 0)
    for line in held:
        if line.next_reason in people:
            people[line.next_reason] += line.people
    moved = sum(line.off_site_minutes for line in held if line.next_reason == NO_GROUND)
    return GroundEnded(
        unit=unit,
        people=total,
        ending=total - affected,
        without=people[NO_GROUND],
        pending=people[NO_DECISION_YET],
        others=affected - people[NO_GROUND] - people[NO_DECISION_YET],
        before=_share(unit, period, minutes, limit),
        after=_share(unit, period, _in_person(minutes, moved), limit),
    )


def _in_person(minutes: Mapping[str, int], moved: int) -> dict[str, int]:
    """The same with so many off-site minutes at the office; never more than there are."""
    found = dict(minutes)
    for place in OFF_SITE:
        taken = min(moved, found[place])
        found[place] -= taken
        found[Place.OFFICE] += taken
        moved -= taken
    return found


def classed(
    classes: Mapping[Pair, str],
    lines: Sequence[PairLine],
    *,
    department: str,
    provisional_limit: Fraction,
) -> tuple[Classed, ...]:
    """Every unit and period, and all of them, with the share as it is and with the pairs at other places."""
    before = cells(lines, department)
    after = cells(
        (
            PairLine(
                line.component,
                line.period,
                line.pay_code,
                line.place_code,
                classes.get((line.pay_code, line.place_code), line.place),
                line.rows,
                line.minutes,
            )
            for line in lines
        ),
        department,
    )
    return tuple(
        Classed(
            unit,
            period,
            _share(unit, period, before[unit, period], provisional_limit),
            _share(unit, period, after[unit, period], provisional_limit),
        )
        for unit, period in sorted(before, key=lambda key: (key[0] != department, key))
    )


def cells(lines: Iterable[PairLine], department: str) -> Cells:
    """Minutes by place of the department, with its own people, and of each component."""
    found: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(ALL_PLACES, 0))
    for line in lines:
        for unit in {department, line.component}:
            for period in (line.period, ALL_PERIODS):
                found[unit, period][line.place] += line.minutes
    return dict(found)


def _share(unit: str, period: str, minutes: Mapping[str, int], limit: Fraction) -> Figure:
    return share_figure(
        FigureCode.IN_PERSON_SHARE, unit, period, Variant.TOTAL, minutes, provisional_limit=limit
    )
