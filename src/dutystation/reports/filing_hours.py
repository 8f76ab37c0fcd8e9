"""The tables of a filed report about hours."""

from __future__ import annotations

from dutystation.reports import series
from dutystation.reports.consolidated import unclassified_share
from dutystation.reports.filing import Filed
from dutystation.reports.hours import SHARE_COLUMNS, share_cells
from dutystation.reports.labels import VARIANT_WORDS, spoken, words
from dutystation.reports.table import Cell, Column, Kind, Table
from dutystation.terms.figure import FigureCode, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.series_break import NOT_COMPARABLE, ONLY_THE_SUM


def period_words(label: str) -> str:
    """A pay period by its label, or all of them."""
    return "all periods" if label == ALL_PERIODS else label


def shares_by_period(filed: Filed) -> Table:
    """One row is the component in one pay period or in all of them, variant `total`."""
    rows: list[tuple[Cell, ...]] = []
    for period in filed.periods:
        figure = filed.figure(period)
        office = filed.figure(period, FigureCode.OFFICE_SHARE)
        if figure is not None:
            rows.append((period_words(period), *share_cells(figure), office.value if office else None))
    return Table(
        title="Share of hours worked in person, by pay period",
        columns=(Column("Period", Kind.CODE), *SHARE_COLUMNS, Column("Office only", Kind.SHARE)),
        rows=rows,
        notes=(
            "Hours known are hours in person and off site, in whole hours; unclassified hours are in "
            "neither. Low counts every unclassified hour as off site, high counts it as in person.",
        ),
    )


def shares_by_population(filed: Filed) -> Table:
    """One row is one population of the component in one period."""
    rows: list[tuple[Cell, ...]] = []
    for period in dict.fromkeys((filed.content.status_period, ALL_PERIODS)):
        for variant in Variant:
            figure = filed.figure(period, variant=variant)
            if figure is not None:
                rows.append((period_words(period), words(variant, VARIANT_WORDS), *share_cells(figure)))
    return Table(
        title="The same hours by population",
        columns=(Column("Period", Kind.CODE), Column("Whose hours"), *SHARE_COLUMNS),
        rows=rows,
        notes=(
            "Populations answer different questions and are never blended.",
            *series.note(filed.series_breaks, NOT_COMPARABLE),
        ),
    )


def hours_by_place(filed: Filed) -> Table:
    """One row is one pay period or all of them, with its hours by place, all hours of all people."""
    rows: list[tuple[Cell, ...]] = []
    for period in filed.periods:
        figure = filed.figure(period)
        if figure is not None and figure.minutes is not None:
            minutes = figure.minutes
            rows.append((period_words(period), *((minutes[place] + 30) // 60 for place in ALL_PLACES)))
    return Table(
        title="Hours by place",
        columns=(
            Column("Period", Kind.CODE),
            *(Column(spoken(place).capitalize(), Kind.COUNT) for place in ALL_PLACES),
        ),
        rows=rows,
        notes=(
            "Whole hours, each rounded by itself. Non-work hours are in no share.",
            *series.note(filed.series_breaks, ONLY_THE_SUM),
        ),
    )


def every_figure(filed: Filed) -> Table:
    """One row is one figure of the version; minutes are whole, shares unrounded."""
    return Table(
        title="Every figure",
        columns=(
            Column("code", Kind.CODE),
            Column("period", Kind.CODE),
            Column("variant", Kind.CODE),
            Column("numerator (minutes)", Kind.COUNT),
            Column("denominator (minutes)", Kind.COUNT),
            Column("unclassified (minutes)", Kind.COUNT),
            Column("value", Kind.SHARE),
            Column("low", Kind.SHARE),
            Column("high", Kind.SHARE),
            Column("unclassified", Kind.SHARE),
            Column("status", Kind.CODE),
        ),
        rows=[
            (
                f.code.value,
                f.period,
                f.variant.value,
                f.numerator,
                f.denominator,
                f.unclassified,
                f.value,
                f.low,
                f.high,
                unclassified_share(f),
                f.status.value,
            )
            for f in filed.content.figures
        ],
        notes=series.note(filed.series_breaks, NOT_COMPARABLE),
    )
