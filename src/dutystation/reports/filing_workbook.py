"""A filed report as a workbook: the tables of the PDF in full length, and everybody it names.

The rows of people stream through: any number of them, little memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dutystation.reports import filing_hours as hours
from dutystation.reports import filing_tables as tables
from dutystation.reports.filing import Filed
from dutystation.reports.filing_people import people
from dutystation.reports.front_sheet import FRONT, Contents, Pair, write_front
from dutystation.reports.labels import day, percent, plural, span
from dutystation.reports.restricted import (
    BANNER,
    DOES_NOT_SAY,
    HANDLED_AS,
    MARKED_AS,
    mark_pages,
    write_banner,
)
from dutystation.reports.sheets import add_sheet, add_table, new_workbook
from dutystation.reports.table import Column, Kind, Table
from dutystation.terms.marking import MARK

PEOPLE = "People"


def write_filing_workbook(filed: Filed, path: Path) -> None:
    """Writes the workbook to `path`; the same version gives the same bytes.

    Raises OSError where it cannot be written.
    """
    content = filed.content
    title = f"{content.component_name or content.component}: {content.obligation_title}"
    subject = MARK if filed.is_named else content.order_title
    with new_workbook(path, title=title, subject=subject, as_of=content.as_of) as book:
        banner = add_sheet(book, BANNER)[0] if filed.is_named else None
        front, _ = add_sheet(book, FRONT)
        contents = [Contents(name, table, add_table(book, name, table)) for name, table in _tables(filed)]
        write_front(front, book.styles, title, _sections(filed), contents)
        if banner is not None:
            write_banner(book, banner, _banner_lines(filed))
            for sheet in book.workbook.worksheets():
                mark_pages(sheet)


def _tables(filed: Filed) -> Sequence[tuple[str, Table]]:
    """The name of each sheet and its table."""
    named = [(PEOPLE, people(filed))] if filed.is_named else []
    return (
        ("Shares by pay period", hours.shares_by_period(filed)),
        ("Hours by place", hours.hours_by_place(filed)),
        ("Populations", hours.shares_by_population(filed)),
        ("Every figure", hours.every_figure(filed)),
        ("Return bridge", tables.bridge(filed)),
        ("Reasons", tables.reasons(filed)),
        ("Accommodation", tables.accommodation(filed)),
        ("Space", tables.space(filed)),
        ("Legal impediments", tables.legal(filed)),
        ("Beyond distance", tables.distance(filed)),
        ("Open disputes", tables.disputes(filed)),
        ("Known faults", tables.faults(filed)),
        ("Missing deliveries", tables.gaps(filed)),
        ("Deliveries", tables.deliveries(filed)),
        ("Changes", tables.changes(filed)),
        ("In their words", _narrative(filed)),
        *named,
    )


def _narrative(filed: Filed) -> Table:
    """One row is a paragraph of what the component wrote."""
    return Table(
        title="In the words of the component",
        columns=(Column("Paragraph", Kind.LONG_TEXT),),
        rows=[(paragraph,) for paragraph in filed.paragraphs],
        notes=() if filed.is_named else ("It is in the edition with people: a text can name somebody.",),
    )


def _sections(filed: Filed) -> Sequence[tuple[str, Sequence[Pair]]]:
    return (("This report", _about(filed)), ("Certification", _certification(filed)))


def _about(filed: Filed) -> list[Pair]:
    content, figure = filed.content, filed.headline
    pairs: list[Pair] = [
        ("Component", f"{content.component_name} ({content.component})", Kind.TEXT),
        ("Order", f"{content.order_title} ({content.order})", Kind.TEXT),
        ("Owed", content.obligation_title, Kind.TEXT),
        ("Version", content.version, Kind.COUNT),
        ("As of", content.as_of, Kind.DATE),
        ("Due on", content.due_on, Kind.DATE),
        ("Prepared", f"by {content.prepared_by} on {day(content.prepared_on)}", Kind.TEXT),
        ("Status period", content.status_period, Kind.TEXT),
        ("Run", content.run, Kind.TEXT),
    ]
    if figure is not None:
        sentence = f"{percent(figure.value)} of the hours worked were in person"
        pairs.append(("Headline", f"{sentence} ({span(figure.low, figure.high)})", Kind.TEXT))
    if filed.why:
        pairs.append(("Why this version was made", filed.why, Kind.TEXT))
    return [*pairs, ("Not returned", content.bridge.not_returned, Kind.COUNT)]


def _certification(filed: Filed) -> list[Pair]:
    certified = filed.certification
    late = f"{plural(certified.days_late, 'day', 'days')} late" if certified.days_late else "in time"
    pairs: list[Pair] = [
        ("Certified by", certified.who, Kind.TEXT),
        ("On", f"{certified.when}, {late}", Kind.TEXT),
        ("In these words", certified.statement, Kind.TEXT),
    ]
    if certified.sha256:
        pairs.append(("SHA-256 of the content", certified.sha256, Kind.CODE))
    return pairs


def _banner_lines(filed: Filed) -> Sequence[tuple[str, str]]:
    content = filed.content
    number = plural(content.people, "person", "people")
    return (
        *MARKED_AS,
        (
            "What it holds",
            f"{number} of {content.component_name or content.component} who had not returned on "
            f"{day(content.as_of)}, one row each, on the sheet {PEOPLE}, and what the component has filed "
            f"about them. Order: {content.order_title} ({content.order}).",
        ),
        ("What it does not say", DOES_NOT_SAY),
        *HANDLED_AS,
    )
