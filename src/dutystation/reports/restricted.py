"""`restricted.xlsx`: the person rows of a report, behind a banner that says who may read them.

It is written on request only. The rows stream through: any number of people, little memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dutystation.reports.cells import SHEET_ROWS
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.labels import day, plural
from dutystation.reports.sheets import (
    Book,
    add_sheet,
    finish,
    fit_height,
    new_workbook,
    prepare,
    print_on_one_width,
    stream_rows,
    write_cell,
)
from dutystation.reports.table import Column, Kind
from dutystation.terms.marking import MARK, MARK_WORDS
from dutystation.terms.order import Order
from dutystation.terms.publication import Publication

BANNER = "CUI banner"
BANNER_WIDTHS = (30, 100)
CUI_PURPLE = "#502b85"

COLUMNS = (
    (Column("person", Kind.CODE), 16, "The person's identifier as delivered in the roster."),
    (Column("component", Kind.CODE), 16, "The component the person belongs to on the as-of date."),
    (Column("org_unit", Kind.CODE), 16, "The person's unit on the as-of date."),
    (Column("arrangement", Kind.CODE), 16, "The telework arrangement in force on the as-of date."),
    (Column("status", Kind.CODE), 20, "returned, not_returned, not_in_duty_status or unknown."),
    (Column("rule", Kind.COUNT), 8, "Which of the five rules of the return status applied."),
    (Column("reason", Kind.CODE), 26, "Why the person has not returned; empty for everybody else."),
    (Column("in_person_minutes", Kind.COUNT), 21, "Minutes in person in the status period."),
    (Column("off_site_minutes", Kind.COUNT), 21, "Minutes of telework and remote work in the status period."),
    (Column("unclassified_minutes", Kind.COUNT), 24, "Minutes under codes nobody has mapped."),
)
"""The columns of `return_status` (contract section 6), the width of each, and what it says."""


def write_restricted_workbook(
    publication: Publication,
    order: Order,
    people: Iterable[Sequence[object]],
    path: Path,
    *,
    sheet_rows: int = SHEET_ROWS,
) -> None:
    """Writes `restricted.xlsx` to `path`: the banner, then one row for each person.

    `people` are rows in the columns of `return_status`, in the order they are to have. `sheet_rows` is how
    many rows a sheet has, the headings included; further people go on further sheets. Raises OSError where
    the workbook cannot be written.
    """
    report = Consolidated(publication, order)
    title = f"{report.department.name}: return status by person"
    with new_workbook(path, title=title, subject=MARK, as_of=publication.as_of) as book:
        banner, _ = add_sheet(book, BANNER)
        numbers = list(_people_sheets(book, iter(people), sheet_rows))
        write_banner(book, banner, _banner_lines(report, numbers))
        for sheet in book.workbook.worksheets():
            mark_pages(sheet)


def _people_sheets(book: Book, people: Iterator[Sequence[object]], sheet_rows: int) -> Iterator[int]:
    """As many sheets as it takes, at least one. Gives the number of people on each."""
    ahead = next(people, None)
    for number in count(1):
        sheet, entry = add_sheet(book, "People" if number == 1 else f"People {number}")
        prepare(sheet, book.styles, [column for column, _, _ in COLUMNS], [width for _, width, _ in COLUMNS])
        rows = chain([] if ahead is None else [ahead], islice(people, sheet_rows - 2))
        last, written = stream_rows(book, entry, rows, row=2)
        for place, cell in enumerate(last or ()):
            shown = cell if cell is None or isinstance(cell, int) else str(cell) or None
            write_cell(sheet, written, place, shown, None)
        finish(sheet, written, len(COLUMNS))
        yield written
        ahead = next(people, None)
        if ahead is None:
            return


def write_banner(book: Book, sheet: Worksheet, lines: Iterable[tuple[str, str]]) -> None:
    """Fills a sheet with the mark and what it means, as pairs of what and which sentence."""
    mark = book.workbook.add_format(
        {
            "bold": True,
            "font_size": 18,
            "font_color": "#ffffff",
            "bg_color": CUI_PURPLE,
            "align": "center",
            "valign": "vcenter",
        }
    )
    for column, width in enumerate(BANNER_WIDTHS):
        sheet.set_column(column, column, width)
    print_on_one_width(sheet)
    sheet.hide_gridlines(2)
    row = _write_bar(sheet, 0, f"{MARK}   {MARK_WORDS}", mark)
    for label, sentence in lines:
        fit_height(sheet, row, [(sentence, BANNER_WIDTHS[1])])
        sheet.write_string(row, 0, label, book.styles.label)
        write_cell(sheet, row, 1, sentence, book.styles.values[Kind.TEXT])
        row += 1
    _write_bar(sheet, row + 1, MARK, mark)


def _write_bar(sheet: Worksheet, row: int, text: str, style: Format) -> int:
    """The coloured bar over both columns. Returns the second row after it."""
    sheet.set_row(row, 36)
    sheet.merge_range(row, 0, row, 1, "", style)
    sheet.write_string(row, 0, text, style)
    return row + 2


def _banner_lines(report: Consolidated, counts: list[int]) -> tuple[tuple[str, str], ...]:
    as_of = day(report.publication.as_of)
    where = "the sheet after this one" if len(counts) == 1 else f"the {len(counts)} sheets after this one"
    return (
        *MARKED_AS,
        (
            "What it holds",
            f"The return status of {plural(sum(counts), 'person', 'people')} on the rolls of "
            f"{report.department.name} on {as_of}, one row each, on {where}. Status period: "
            f"{report.publication.status_period}. Order: {report.order.title} ({report.order.name}).",
        ),
        ("What it does not say", DOES_NOT_SAY),
        *HANDLED_AS,
        *((f"Column {column.heading}", meaning) for column, _, meaning in COLUMNS),
    )


DOES_NOT_SAY = (
    "A status follows from the records delivered and is not a finding about anybody. Unknown means that "
    "records are missing or not classified, not that somebody was. Records can be wrong and be corrected."
)
MARKED_AS = (
    ("Category", "Privacy (PRVCY): information about identified persons under the Privacy Act of 1974."),
    ("Controlled by", "(the office that issues this file enters its name)"),
    ("Point of contact", "(name, telephone or e-mail)"),
    (
        "Final marking",
        "This file is marked by its software as privacy information. The agency decides on the final "
        "marking; grounds of disability, health or religion and personnel records may call for a further "
        "category.",
    ),
)
HANDLED_AS = (
    (
        "Who may see it",
        "Only people who need it for an official duty under the order named here, and only the rows they "
        "need. It is not for the public, for other agencies without a lawful basis, or for general "
        "circulation.",
    ),
    (
        "Handling",
        "Keep it in a place approved for controlled unclassified information, encrypted, with access by "
        "name. Do not leave it open or in sight. Every printed page carries the mark at the top and at the "
        "bottom.",
    ),
    (
        "Sending and copying",
        "Send it encrypted and to named recipients only. Do not copy rows into reports, messages or other "
        "files; use the files that hold no person instead.",
    ),
    (
        "Keeping and destroying",
        "Keep it as long as the agency's records schedule says and no longer, subject to any legal hold. "
        "Destroy it so that it cannot be read or restored.",
    ),
    (
        "If it goes astray",
        "Tell the agency's privacy office at once if it was sent, seen or lost where it should not be.",
    ),
)


def mark_pages(sheet: Worksheet) -> None:
    """The mark at the head and foot of every printed page."""
    sheet.set_header(f'&C&"Calibri,Bold"&14{MARK}')
    sheet.set_footer(f'&L&A&C&"Calibri,Bold"&14{MARK}&RPage &P of &N')
