"""The first sheet of a workbook: what it is about, and what its other sheets hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from dutystation.reports.cells import plain
from dutystation.reports.sheets import Styles, fit_height, print_on_one_width, write_cell
from dutystation.reports.table import Cell, Kind, Table

FRONT = "Report"
FRONT_WIDTHS = (38, 100, 12)

Pair = tuple[str, Cell, Kind]
"""A label, its value, and how the value is written."""


@dataclass(frozen=True)
class Contents:
    """One line of the contents: a sheet, its table, and the rows written to it."""

    sheet: str
    table: Table
    rows: int


def write_front(
    sheet: Worksheet,
    styles: Styles,
    title: str,
    sections: Sequence[tuple[str, Sequence[Pair]]],
    contents: Sequence[Contents],
) -> None:
    """Fills the sheet for somebody who opens the file knowing nothing. `sections` are headings with pairs."""
    for column, width in enumerate(FRONT_WIDTHS):
        sheet.set_column(column, column, width)
    print_on_one_width(sheet)
    sheet.hide_gridlines(2)
    sheet.set_footer("&RPage &P of &N")
    sheet.write_string(0, 0, plain(title), styles.title)
    row = 2
    for heading, pairs in sections:
        row = _write_pairs(sheet, styles, row, heading, pairs) + 1
    _write_contents(sheet, styles, row, contents)


def _write_pairs(sheet: Worksheet, styles: Styles, row: int, title: str, pairs: Sequence[Pair]) -> int:
    """A section of labels and values. Returns the row after it."""
    _write_section(sheet, styles, row, (title,))
    for row, (label, cell, kind) in enumerate(pairs, start=row + 1):  # noqa: B020
        _fit(sheet, row, label, cell)
        sheet.write_string(row, 0, plain(label), styles.label)
        write_cell(sheet, row, 1, cell, styles.values[kind])
    return row + 1


def _write_contents(sheet: Worksheet, styles: Styles, row: int, contents: Sequence[Contents]) -> None:
    """Every sheet with a link to it, its title and notes, and its number of rows."""
    _write_section(sheet, styles, row, ("Sheets", "What they hold", "Rows"))
    for row, line in enumerate(contents, start=row + 1):  # noqa: B020
        said = ". ".join((line.table.title, " ".join(line.table.notes))).removesuffix(". ")
        _fit(sheet, row, line.sheet, said)
        sheet.write_url(row, 0, f"internal:'{line.sheet}'!A1", styles.link, line.sheet)
        write_cell(sheet, row, 1, said, styles.values[Kind.TEXT])
        write_cell(sheet, row, 2, line.rows, styles.cells[Kind.COUNT, False])


def _write_section(sheet: Worksheet, styles: Styles, row: int, headings: tuple[str, ...]) -> None:
    for column in range(len(FRONT_WIDTHS)):
        text = headings[column] if column < len(headings) else ""
        sheet.write_string(row, column, text, styles.section)


def _fit(sheet: Worksheet, row: int, label: str, cell: Cell) -> None:
    fit_height(sheet, row, [(label, FRONT_WIDTHS[0]), (str(cell), FRONT_WIDTHS[1])])
