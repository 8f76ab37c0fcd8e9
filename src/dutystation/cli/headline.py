"""The department's figure in one line."""

from __future__ import annotations

from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.publication import Publication


def headline(publication: Publication) -> str:
    """The in-person share of the whole department, with its bounds and what it covers."""
    root = next(unit for unit in publication.org_units if not unit.parent)
    labels = {period.label for period in publication.periods}
    period = publication.status_period if publication.status_period in labels else ALL_PERIODS
    figure = next(
        figure
        for figure in publication.figures
        if (figure.code, figure.org_unit, figure.period, figure.variant)
        == (FigureCode.IN_PERSON_SHARE, root.org_unit, period, Variant.TOTAL)
    )
    when = "in all pay periods" if period == ALL_PERIODS else f"in pay period {period}"
    return f"{root.name}, {when}: {_words(figure)}, as of {publication.as_of}."


def _words(figure: Figure) -> str:
    if figure.value is None:
        return "no share of hours worked in person can be given, for want of classified hours"
    bounds = f" (between {figure.low:.1%} and {figure.high:.1%})" if figure.unclassified else ""
    provisional = ", provisional" if figure.status == "provisional" else ""
    return f"{figure.value:.1%} of hours worked in person{bounds}{provisional}"
