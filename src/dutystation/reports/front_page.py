"""The first page of the printed report, for a reader in a hurry: the order, the figure, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutystation.reports import pictures
from dutystation.reports.buildings import coverage_of
from dutystation.reports.consolidated import Consolidated, unclassified_share
from dutystation.reports.labels import FIGURE_STATUS_WORDS, count, day, percent, plural, words
from dutystation.reports.pictures import Picture
from dutystation.terms.figure import Figure
from dutystation.terms.period import ALL_PERIODS

MOST_LINES_ON_FRONT = 24


@dataclass(frozen=True)
class FrontPage:
    """`headline` is the number alone, `meaning` says what it measures, `facts` are (what, sentence)."""

    department: str
    title: str
    as_of: str
    order: str
    headline: str
    meaning: str
    bounds: str
    facts: tuple[tuple[str, str], ...]
    picture: Picture | None


def front_page(report: Consolidated) -> FrontPage:
    """The front page of a report. The headline is the status period's, or that of all periods without one."""
    period = report.reading_periods[0]
    figure = report.figure(report.department.org_unit, period=period)
    order = report.order
    return FrontPage(
        department=report.department.name or report.department.org_unit,
        title=order.title,
        as_of=day(report.publication.as_of),
        order=f"The order of {day(order.issued_on)} says: {order.policy_sentence.rstrip('.')}.",
        headline=percent(figure.value) if figure is not None and figure.value is not None else "No share",
        meaning=_meaning(report, period, figure),
        bounds=_bounds(figure),
        facts=tuple(_facts(report, figure)),
        picture=pictures.share_by_unit(report, period) if shares_on_front(report) else pictures.trend(report),
    )


def shares_on_front(report: Consolidated) -> bool:
    """Whether the front page has room for a line for each unit; otherwise it shows the trend."""
    return len(report.units) <= MOST_LINES_ON_FRONT


def _meaning(report: Consolidated, period: str, figure: Figure | None) -> str:
    span = report.status_period
    when = "in all pay periods delivered"
    if period != ALL_PERIODS and span is not None:
        when = f"in pay period {span.label}, {day(span.first)} to {day(span.last)}"
    if figure is None or figure.value is None:
        return f"can be given for the hours worked {when}, for want of classified hours."
    return f"of the hours worked {when} were worked in person."


def _bounds(figure: Figure | None) -> str:
    if figure is None or figure.low is None:
        return "Status: no hours worked."
    status = f"Status: {words(figure.status, FIGURE_STATUS_WORDS)}."
    unknown = percent(unclassified_share(figure))
    return (
        f"Low {percent(figure.low)}, high {percent(figure.high)}: {unknown} of the hours are unclassified "
        f"and could be either. {status}"
    )


def _facts(report: Consolidated, figure: Figure | None) -> Iterator[tuple[str, str]]:
    line = report.bridge.get(report.department.org_unit)
    if line is not None:
        yield (
            "People",
            f"{count(line.on_rolls)} on the rolls = {count(line.returned)} returned "
            f"+ {count(line.not_returned)} not returned "
            f"+ {count(line.not_in_duty_status)} not in duty status + {count(line.unknown)} unknown.",
        )
    yield "Unknown", " ".join(_unknown(report, figure))
    owed = report.order.report_obligation
    if owed is not None:
        yield "Due", f"{owed.title}: {day(owed.due_on)}."


def _unknown(report: Consolidated, figure: Figure | None) -> Iterator[str]:
    line = report.bridge.get(report.department.org_unit)
    if line is not None and line.on_rolls:
        share = percent(line.unknown / line.on_rolls)
        yield f"The return status of {plural(line.unknown, 'person', 'people')} ({share} of the rolls)."
    if figure is not None and figure.unclassified:
        yield f"The place of {plural((figure.unclassified + 30) // 60, 'hour', 'hours')} worked."
    tables = report.publication.provenance.tables.values()
    rejected, raw = sum(sum(t.rejected.values()) for t in tables), sum(t.raw for t in tables)
    rows = plural(rejected, "rejected row", "rejected rows")
    yield f"What {rows} of {count(raw)} delivered would have said."
    yield _badge_words(report)


def _badge_words(report: Consolidated) -> str:
    badge = report.publication.badge
    if badge is None:
        return "Whether people were in the buildings: no badge events were delivered."
    period = report.reading_periods[0]
    for line in badge.evidence_counts:
        if (line.org_unit, line.period) == (report.department.org_unit, period):
            coverage = coverage_of(line)
            if coverage is not None:
                return f"Badge events can speak to {percent(coverage)} of the claimed in-person days."
    return "No in-person day was claimed that badge events could speak to."
