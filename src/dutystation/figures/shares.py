"""The in-person share and the office share. Source: contract section 5, domain rules 10.1 to 10.7."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dutystation.directives.rules import Rules
from dutystation.figures.hour_cells import HourCell, Minutes, rolled_up
from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant, exact_ratio
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES, IN_PERSON, OFF_SITE, UNCLASSIFIED, Place

NUMERATORS: Mapping[FigureCode, tuple[Place, ...]] = {
    FigureCode.IN_PERSON_SHARE: IN_PERSON,
    FigureCode.OFFICE_SHARE: (Place.OFFICE,),
}


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
    for org_unit in org_units:
        for period in (*periods, ALL_PERIODS):
            for variant in Variant:
                minutes = sums.get((org_unit, period, variant), nothing)
                for code in NUMERATORS:
                    yield _share(code, org_unit, period, variant, minutes, rules)


def _share(
    code: FigureCode, org_unit: str, period: str, variant: Variant, minutes: Minutes, rules: Rules
) -> Figure:
    by_place = dict(zip(ALL_PLACES, minutes, strict=True))
    numerator = sum(by_place[place] for place in NUMERATORS[code])
    denominator = sum(by_place[place] for place in (*IN_PERSON, *OFF_SITE))
    unclassified = by_place[UNCLASSIFIED]
    hours = denominator + unclassified
    return Figure(
        code=code,
        org_unit=org_unit,
        period=period,
        variant=variant,
        numerator=numerator,
        denominator=denominator,
        unclassified=unclassified,
        value=exact_ratio(numerator, denominator),
        low=exact_ratio(numerator, hours),
        high=exact_ratio(numerator + unclassified, hours),
        status=_status(denominator, unclassified, rules),
        minutes=by_place,
    )


def _status(denominator: int, unclassified: int, rules: Rules) -> FigureStatus:
    hours = denominator + unclassified
    if hours == 0:
        return FigureStatus.NO_HOURS
    if denominator == 0 or rules.is_provisional(unclassified, hours):
        return FigureStatus.PROVISIONAL
    return FigureStatus.FINAL
