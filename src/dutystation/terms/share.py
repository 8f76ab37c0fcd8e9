"""Minutes by place become a share with its bounds: the one place that divides.

Source: contract section 5, domain rules 10.1 to 10.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant, exact_ratio
from dutystation.terms.place import IN_PERSON, OFF_SITE, UNCLASSIFIED, Place

NUMERATORS: Mapping[FigureCode, tuple[Place, ...]] = {
    FigureCode.IN_PERSON_SHARE: IN_PERSON,
    FigureCode.OFFICE_SHARE: (Place.OFFICE,),
}
_KNOWN: tuple[Place, ...] = (*IN_PERSON, *OFF_SITE)


def share_figure(
    code: FigureCode,
    org_unit: str,
    period: str,
    variant: Variant,
    minutes: Mapping[str, int],
    *,
    provisional_limit: Fraction,
) -> Figure:
    """The share of one unit, period and variant. `minutes` has every place, `unclassified` among them.

    `provisional_limit` is the order's: beyond it, compared exactly, the share is provisional.
    """
    numerator = sum(map(minutes.__getitem__, NUMERATORS[code]))
    denominator = sum(map(minutes.__getitem__, _KNOWN))
    unclassified = minutes[UNCLASSIFIED]
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
        status=_status(denominator, unclassified, provisional_limit),
        minutes=minutes,
    )


def is_provisional(unclassified: int, hours: int, limit: Fraction) -> bool:
    """Whether a figure is provisional: unclassified ÷ hours beyond the limit, compared exactly.

    `hours` is the denominator and the unclassified together; both in the same unit, minutes as a rule.
    """
    return hours > 0 and unclassified * limit.denominator > limit.numerator * hours


def _status(denominator: int, unclassified: int, limit: Fraction) -> FigureStatus:
    hours = denominator + unclassified
    if hours == 0:
        return FigureStatus.NO_HOURS
    if denominator == 0 or is_provisional(unclassified, hours, limit):
        return FigureStatus.PROVISIONAL
    return FigureStatus.FINAL
