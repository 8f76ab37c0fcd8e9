"""The in-person share and the office share. Source: contract section 5, domain rules 10.1 to 10.7."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dutystation.directives.rules import Rules
from dutystation.figures.hour_cells import HourCell, rolled_up
from dutystation.terms.figure import Figure, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.share import NUMERATORS, share_figure


def share_figures(
    cells: Iterable[HourCell],
    *,
    chains: Mapping[str, Sequence[str]],
    org_units: Sequence[str],
    periods: Sequence[str],
    rules: Rules,
) -> Iterator[Figure]:
    """Every combination of share, unit, period (and `all`) and variant, worked or not.

    `org_units` are the units that have figures; `chains` maps each unit to itself and all above it.
    """
    sums = rolled_up(cells, chains)
    nothing = [0] * len(ALL_PLACES)
    limit = rules.provisional_limit
    for org_unit in org_units:
        for period in (*periods, ALL_PERIODS):
            for variant in Variant:
                minutes = sums.get((org_unit, period, variant), nothing)
                by_place = dict(zip(ALL_PLACES, minutes, strict=True))
                for code in NUMERATORS:
                    yield share_figure(code, org_unit, period, variant, by_place, provisional_limit=limit)
