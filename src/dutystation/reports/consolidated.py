"""One publication, arranged for reading: the department, its components in order, figures by name.

Everything here is looked up or added up in whole numbers; no share is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.order import Order
from dutystation.terms.period import ALL_PERIODS, PayPeriod
from dutystation.terms.publication import BridgeLine, OrgUnit, Publication
from dutystation.terms.series_break import SeriesBreak, breaks_within

FigureKey = tuple[str, str, str, str]


@dataclass(frozen=True)
class Consolidated:
    """A publication under its order, as the department's report tells it."""

    publication: Publication
    order: Order

    @cached_property
    def department(self) -> OrgUnit:
        return next(unit for unit in self.publication.org_units if not unit.parent)

    @cached_property
    def components(self) -> tuple[OrgUnit, ...]:
        """The components by UTF-8 bytes of their ids, as every table of the contract has them."""
        children = (u for u in self.publication.org_units if u.parent == self.department.org_unit)
        return tuple(sorted(children, key=lambda unit: unit.org_unit.encode()))

    @property
    def units(self) -> tuple[OrgUnit, ...]:
        """The department, then its components: the lines of every table in the PDF."""
        return (self.department, *self.components)

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {unit.org_unit: unit.name for unit in self.publication.org_units}

    @cached_property
    def figures(self) -> Mapping[FigureKey, Figure]:
        """Those of the department and its components; most are of units below, which no table looks up."""
        named = {unit.org_unit for unit in self.units}
        told = (figure for figure in self.publication.figures if figure.org_unit in named)
        return {(f.code, f.org_unit, f.period, f.variant): f for f in told}

    @cached_property
    def bridge(self) -> Mapping[str, BridgeLine]:
        return {line.org_unit: line for line in self.publication.return_bridge}

    @property
    def status_period(self) -> PayPeriod | None:
        """The pay period of the return status, or None where it has no accepted time record."""
        return next((p for p in self.publication.periods if p.label == self.publication.status_period), None)

    @property
    def reading_periods(self) -> tuple[str, ...]:
        """The status period, where it has figures, and `all`."""
        return (self.publication.status_period, ALL_PERIODS) if self.status_period else (ALL_PERIODS,)

    def figure(
        self,
        org_unit: str,
        *,
        period: str,
        code: FigureCode = FigureCode.IN_PERSON_SHARE,
        variant: Variant = Variant.TOTAL,
    ) -> Figure | None:
        return self.figures.get((code, org_unit, period, variant))

    def series_breaks(self, period: str = ALL_PERIODS) -> tuple[SeriesBreak, ...]:
        """The series breaks that a pay period, or all of them, has days on both sides of."""
        spans = [span for span in self.publication.periods if period in (ALL_PERIODS, span.label)]
        if not spans:
            return ()
        return breaks_within(self.order.series_breaks, spans[0].first, spans[-1].last)

    def period_words(self, label: str) -> str:
        if label == ALL_PERIODS:
            return "all periods"
        if label == self.publication.status_period:
            return f"status period {label}"
        return f"pay period {label}"


def unclassified_share(figure: Figure) -> float | None:
    """U ÷ (denominator + U): the share of hours worked whose codes nobody has mapped."""
    if figure.high is None or figure.low is None:
        return None
    return figure.unclassified / (figure.denominator + figure.unclassified)
