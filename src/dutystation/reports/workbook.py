"""`report.xlsx`: the figures of the PDF as numbers, one table on each sheet.

It holds the same tables as the PDF, and in full length those that the PDF shortens. No person appears in
it, and counts of reasons only as `suppression` lets them through. There are no formulas: every number is
the publication's own. Shares have at least 16 significant digits; `figures.csv` has them to the last bit.
"""

from __future__ import annotations

from pathlib import Path

from dutystation.reports import buildings, hours, people, quality
from dutystation.reports.consolidated import Consolidated, unclassified_share
from dutystation.reports.front_sheet import FRONT, Contents, Pair, write_front
from dutystation.reports.labels import FIGURE_STATUS_WORDS, day, percent, span, words
from dutystation.reports.sheets import add_sheet, add_table, new_workbook
from dutystation.reports.table import Column, Kind, Table
from dutystation.terms.order import Order
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.publication import CONTRACT_VERSION, Publication


def write_workbook(publication: Publication, order: Order, path: Path) -> None:
    """Writes `report.xlsx` to `path`. The same publication gives the same bytes.

    Raises OSError where it cannot be written.
    """
    report = Consolidated(publication, order)
    title = f"{report.department.name}: {order.title}"
    with new_workbook(path, title=title, subject=order.policy_sentence, as_of=publication.as_of) as book:
        front, _ = add_sheet(book, FRONT)
        contents = [Contents(name, table, add_table(book, name, table)) for name, table in tables(report)]
        write_front(front, book.styles, title, _front_sections(report), contents)


def tables(report: Consolidated) -> tuple[tuple[str, Table], ...]:
    """The name of each sheet and its table, in the order of the workbook."""
    return (
        *((f"Shares, {_short(p)}", hours.share_by_component(report, p)) for p in report.reading_periods),
        ("Shares by pay period", hours.share_by_period(report)),
        *((f"Populations, {_short(p)}", hours.share_by_variant(report, p)) for p in report.reading_periods),
        ("Every figure", hours.every_figure(report)),
        ("Return bridge", people.return_bridge(report)),
        ("Reasons", people.reasons(report)),
        *_badge_tables(report),
        ("Rows delivered", quality.intake(report)),
        ("Rejected and excluded", quality.set_aside(report)),
        ("Unmapped codes", quality.unclassified_codes(report)),
        ("Definitions", quality.definitions(report.order, badge=report.publication.badge is not None)),
        ("Provenance", _provenance(report)),
        ("Files", quality.files(report)),
    )


def _badge_tables(report: Consolidated) -> tuple[tuple[str, Table], ...]:
    badge = report.publication.badge
    if badge is None:
        return ()
    return (
        ("Utilisation", buildings.utilisation(badge.utilisation)),
        ("Presence by weekday", buildings.weekday_occupancy(badge)),
        ("Occupancy", buildings.occupancy(badge)),
        *(
            (f"Corroboration, {_short(p)}", buildings.corroboration(report, badge, p))
            for p in report.reading_periods
        ),
        ("Evidence counts", buildings.evidence_counts(report, badge)),
        ("Badge events set aside", buildings.badge_quality(badge)),
    )


def _provenance(report: Consolidated) -> Table:
    """One row is one thing that the report was made with."""
    return Table(
        title="What the report was made with",
        columns=(Column("What"), Column("Which", Kind.CODE)),
        rows=[*quality.made_with(report), ("Contract", str(CONTRACT_VERSION))],
        notes=(
            "When the run began and ended is in provenance.json alone, so that two runs give equal bytes.",
        ),
    )


def _short(period: str) -> str:
    """The period in a sheet's name, which holds 31 characters."""
    return "all periods" if period == ALL_PERIODS else "status period"


def _front_sections(report: Consolidated) -> tuple[tuple[str, list[Pair]], ...]:
    """The headline, the people and the order."""
    return (
        ("Headline", _headline(report)),
        ("People on the rolls", _rolls(report)),
        ("The order", _order(report.order)),
    )


def _headline(report: Consolidated) -> list[Pair]:
    pairs: list[Pair] = [("As of", report.publication.as_of, Kind.DATE)]
    if (period := report.status_period) is not None:
        dates = f"{period.label}, from {day(period.first)} to {day(period.last)}"
        pairs.append(("Status period", dates, Kind.TEXT))
    else:
        nothing = f"{report.publication.status_period}, without an accepted time record"
        pairs.append(("Status period", nothing, Kind.TEXT))
    for label in report.reading_periods:
        figure = report.figure(report.department.org_unit, period=label)
        if figure is None:
            continue
        status = words(figure.status, FIGURE_STATUS_WORDS)
        sentence = "No hours worked were delivered."
        if figure.value is not None:
            sentence = (
                f"{percent(figure.value)} of the department's hours worked were in person "
                f"({span(figure.low, figure.high)}, {status})."
            )
        pairs += [
            (f"Headline, {report.period_words(label)}", sentence, Kind.TEXT),
            ("    in person", figure.value, Kind.SHARE),
            ("    low", figure.low, Kind.SHARE),
            ("    high", figure.high, Kind.SHARE),
            ("    unclassified", unclassified_share(figure), Kind.SHARE),
            ("    hours known", (figure.denominator + 30) // 60, Kind.COUNT),
        ]
    return pairs


def _rolls(report: Consolidated) -> list[Pair]:
    line = report.bridge.get(report.department.org_unit)
    if line is None:
        return []
    return [
        ("On rolls", line.on_rolls, Kind.COUNT),
        ("Returned", line.returned, Kind.COUNT),
        ("Not returned", line.not_returned, Kind.COUNT),
        ("Not in duty status", line.not_in_duty_status, Kind.COUNT),
        ("Unknown", line.unknown, Kind.COUNT),
    ]


def _order(order: Order) -> list[Pair]:
    owed = ((f"Due: {o.title}", f"{day(o.due_on)} ({o.clause})", Kind.TEXT) for o in order.obligations)
    return [
        ("Directive", order.name, Kind.TEXT),
        ("Issued by", order.authority, Kind.TEXT),
        ("Issued on", order.issued_on, Kind.DATE),
        ("Policy", order.policy_sentence, Kind.TEXT),
        ("In short", order.paragraph, Kind.TEXT),
        *owed,
        *(("Cited figure", sentence, Kind.TEXT) for sentence in order.cited_figures),
    ]
