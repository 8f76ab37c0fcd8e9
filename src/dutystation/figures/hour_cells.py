"""Minutes of single units, rolled up to every unit above them. Source: contract section 5."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import NamedTuple

from dutystation.terms.figure import Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES

Minutes = list[int]
"""Whole minutes at each place, in the order of `ALL_PLACES`."""

CellKey = tuple[str, str, Variant]
"""Org unit, period label, variant."""


class HourCell(NamedTuple):
    """Accepted minutes of one unit's own people, of one kind, in one pay period at one place."""

    org_unit: str
    period: str
    place: str
    military: bool
    remote: bool
    eligible: bool
    regular: bool
    minutes: int

    @property
    def variants(self) -> tuple[Variant, ...]:
        return variants_of(
            military=self.military, remote=self.remote, eligible=self.eligible, regular=self.regular
        )


def variants_of(*, military: bool, remote: bool, eligible: bool, regular: bool) -> tuple[Variant, ...]:
    """The variants in which hours of such people and of such a kind count (domain rule 10.5)."""
    whose = Variant.MILITARY if military else Variant.CIVILIAN
    if remote or not regular:
        return (Variant.TOTAL, whose)
    if not eligible:
        return (Variant.TOTAL, whose, Variant.REGULAR_EXCL_REMOTE)
    return (Variant.TOTAL, whose, Variant.REGULAR_EXCL_REMOTE, Variant.ELIGIBLE_EXCL_REMOTE)


def rolled_up(
    cells: Iterable[HourCell], chains: Mapping[str, Sequence[str]]
) -> defaultdict[CellKey, Minutes]:
    """Minutes by place of every unit, with everything below it, per period and for all of them.

    `chains` maps a unit to itself and everything above it.
    """
    sums: defaultdict[CellKey, Minutes] = defaultdict(lambda: [0] * len(ALL_PLACES))
    # A unit's own minutes first: there are many cells of it, and several units above it.
    for (own_unit, period, variant), own in _own_sums(cells).items():
        for org_unit in chains[own_unit]:
            _add(own, sums[org_unit, period, variant])
    for (org_unit, _, variant), minutes in tuple(sums.items()):
        _add(minutes, sums[org_unit, ALL_PERIODS, variant])
    return sums


def _add(more: Minutes, to: Minutes) -> None:
    to[:] = map(add, to, more)


def _own_sums(cells: Iterable[HourCell]) -> defaultdict[CellKey, Minutes]:
    """Minutes by place of every unit's own people per period."""
    places = {place: at for at, place in enumerate(ALL_PLACES)}
    sums: defaultdict[CellKey, Minutes] = defaultdict(lambda: [0] * len(ALL_PLACES))
    for cell in cells:
        at = places[cell.place]
        for variant in cell.variants:
            sums[cell.org_unit, cell.period, variant][at] += cell.minutes
    return sums
