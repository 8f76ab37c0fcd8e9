"""The tables about hours: shares per component, by pay period, by population, and every figure."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from dutystation.reports import series
from dutystation.reports.consolidated import Consolidated, unclassified_share
from dutystation.reports.labels import FIGURE_STATUS_WORDS, VARIANT_WORDS, percent, words
from dutystation.reports.table import Cell, Column, Kind, Table
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.series_break import NOT_COMPARABLE, ONLY_THE_SUM

_minutes_of = itemgetter(*ALL_PLACES)
_NO_MINUTES = (None,) * len(ALL_PLACES)
SHARE_COLUMNS = (
    Column("In person", Kind.SHARE),
    Column("Low", Kind.SHARE),
    Column("High", Kind.SHARE),
    Column("Unclassified", Kind.SHARE),
    Column("Status"),
    Column("Hours known", Kind.COUNT),
)
"""The columns of `share_cells`."""


def share_by_component(report: Consolidated, period: str) -> Table:
    """One row is the department or one component in one period, variant `total`."""
    rows: list[tuple[Cell, ...]] = []
    for unit in report.units:
        figure = report.figure(unit.org_unit, period=period)
        office = report.figure(unit.org_unit, period=period, code=FigureCode.OFFICE_SHARE)
        if figure is None:
            continue
        rows.append((unit.org_unit, unit.name, *share_cells(figure), office.value if office else None))
    limit = percent(report.order.provisional_limit)
    return Table(
        title=f"Share of hours worked in person, {report.period_words(period)}",
        columns=(
            Column("Unit", Kind.CODE),
            Column("Name"),
            *SHARE_COLUMNS,
            Column("Office only", Kind.SHARE),
        ),
        rows=rows,
        notes=(
            "Figure codes in_person_share and office_share, variant total. Hours known are hours in person "
            "and off site, in whole hours; unclassified hours are in neither.",
            "Low counts every unclassified hour as off site, high counts it as in person. A share is "
            f"provisional where more than {limit} of the hours are unclassified.",
            "The department's share is its hours in person divided by its hours, not the mean of the shares.",
        ),
        emphasised=1,
    )


def share_by_period(report: Consolidated) -> Table:
    """One row is the department in one pay period, variant `total`."""
    rows: list[tuple[Cell, ...]] = []
    for period in report.publication.periods:
        figure = report.figure(report.department.org_unit, period=period.label)
        if figure is not None:
            rows.append((period.label, period.first, period.last, *share_cells(figure)))
    return Table(
        title="The department by pay period",
        columns=(
            Column("Period", Kind.CODE),
            Column("From", Kind.DATE),
            Column("To", Kind.DATE),
            *SHARE_COLUMNS,
        ),
        rows=rows,
        notes=("Figure code in_person_share, variant total, share of hours worked.",),
    )


def share_by_variant(report: Consolidated, period: str) -> Table:
    """One row is one population of the department in one period."""
    rows: list[tuple[Cell, ...]] = []
    for variant in Variant:
        figure = report.figure(report.department.org_unit, period=period, variant=variant)
        if figure is not None:
            rows.append((variant.value, words(variant, VARIANT_WORDS), *share_cells(figure)))
    return Table(
        title=f"The same hours by population, {report.period_words(period)}",
        columns=(
            Column("Variant", Kind.CODE),
            Column("Whose hours"),
            *SHARE_COLUMNS,
        ),
        rows=rows,
        notes=(
            "Figure code in_person_share of the department. Variants answer different questions and are "
            "never blended; compare a cited figure only with the variant that counts the same hours.",
            *series.note(report.series_breaks(period), NOT_COMPARABLE),
        ),
    )


def every_figure(report: Consolidated) -> Table:
    """One row is one figure, as `figures.csv` has it; minutes are whole, shares unrounded."""
    return Table(
        title="Every figure",
        columns=(
            Column("code", Kind.CODE),
            Column("org_unit", Kind.CODE),
            Column("name"),
            Column("period", Kind.CODE),
            Column("variant", Kind.CODE),
            Column("numerator (minutes or days)", Kind.COUNT),
            Column("denominator (minutes or days)", Kind.COUNT),
            Column("unclassified (minutes)", Kind.COUNT),
            Column("value", Kind.SHARE),
            Column("low", Kind.SHARE),
            Column("high", Kind.SHARE),
            Column("status", Kind.CODE),
            *(Column(f"{place} (minutes)", Kind.COUNT) for place in ALL_PLACES),
        ),
        rows=_figure_rows(report),
        notes=(
            "Shares are fractions of 1, unrounded. The numerator and denominator of the shares are minutes, "
            "those of uncorroborated_rate person-days.",
            *series.note(report.series_breaks(), NOT_COMPARABLE, ONLY_THE_SUM),
        ),
    )


def _figure_rows(report: Consolidated) -> Iterator[tuple[Cell, ...]]:
    for f in report.publication.figures:
        yield (
            str(f.code),
            f.org_unit,
            report.names.get(f.org_unit, ""),
            f.period,
            str(f.variant),
            f.numerator,
            f.denominator,
            f.unclassified,
            f.value,
            f.low,
            f.high,
            str(f.status),
            *(_NO_MINUTES if f.minutes is None else _minutes_of(f.minutes)),
        )


def share_cells(figure: Figure) -> tuple[Cell, ...]:
    """Value, low, high, unclassified share, status and hours known, as every table of shares has them."""
    return (
        figure.value,
        figure.low,
        figure.high,
        unclassified_share(figure),
        words(figure.status, FIGURE_STATUS_WORDS),
        (figure.denominator + 30) // 60,
    )
