"""Exports that are workbooks (xlsx, xls, xlsb, ods): the rows of one sheet as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from dutystation.landing.columns import BLANKS
from dutystation.landing.delivered import DeliveredFile, printable, unreadable
from dutystation.landing.export_layout import (
    Answered,
    Piece,
    SheetLayout,
    WantedColumn,
    by_place,
    find_wanted,
)
from dutystation.landing.export_sheet_binary import Range
from dutystation.landing.export_sheet_cells import letters, unclear_cells
from dutystation.terms.errors import UnusableInput

ROWS_AT_ONCE = 10_000
Row = tuple[int, list[str]]
"""The number of a row, from 1, and its cells."""


def sheet_pieces(
    layout: SheetLayout, wanted: Sequence[WantedColumn], file: DeliveredFile, answered: Answered
) -> tuple[Mapping[str, int | None], Iterator[Piece]]:
    """The places of the columns, and the rows in pieces. `line` is the row of the sheet."""
    with _whole(file):
        sheet = _sheet(_workbook(file), layout, file)
    unclear = unclear_cells(file, sheet.name)
    rows: Iterator[Row] = _numbered(sheet, layout.skip_lines, last=max(unclear.wrong, default=0))
    first = next(
        (row for row in rows if any(row[1]) or (row[0] in unclear.wrong and not layout.header)), None
    )
    if first is None:
        raise UnusableInput(
            file.label, "the sheet has no rows", remedy="Check sheet and skip_lines in the profile"
        )
    above = first[0] if layout.header else first[0] - 1
    if layout.header:
        places = find_wanted(first[1], wanted, file, answered)
    else:
        places, rows = by_place(len(first[1]), wanted, file), chain([first], rows)
    last = sheet.end[0] if sheet.end is not None else 0
    _refuse_merged([*(sheet.merged_cell_ranges or ()), *unclear.merged], (above, last), places, file)
    return places, _pieces(rows, places, unclear.wrong)


def _numbered(sheet: CalamineSheet, skip_lines: int, *, last: int) -> Iterator[Row]:
    """The rows of the sheet as far as there are cells, and empty ones after them up to number `last`."""
    left_of_it = sheet.start[1] if sheet.start is not None else 0
    number = width = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        width = left_of_it + len(row)
        if number > skip_lines:
            yield number, [""] * left_of_it + [text_of(cell) for cell in row]
    yield from ((beyond, [""] * width) for beyond in range(max(number, skip_lines) + 1, last + 1))


def _refuse_merged(
    merged: Sequence[Range],
    rows: tuple[int, int],
    places: Mapping[str, int | None],
    file: DeliveredFile,
) -> None:
    """Of cells that are merged all but the first look empty. `rows` are the first and the last, from 0."""
    for (top, left), (bottom, right) in merged:
        touched = [name for name, place in places.items() if place is not None and left <= place <= right]
        if touched and (top, left) < (bottom, right) and bottom >= rows[0] and top <= rows[1]:
            raise UnusableInput(
                file.label,
                f"the cells {letters(left)}{top + 1} to {letters(right)}{bottom + 1} are merged",
                column=touched[0],
                line=max(top, rows[0]) + 1,
                remedy="Unmerge them, and fill in each",
            )


@contextmanager
def _whole(file: DeliveredFile) -> Iterator[None]:
    """Some damaged workbooks end in a panic of the library, an exception whose class cannot be named."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnusableInput(
            file.label, "the workbook is damaged", remedy="Deliver it again, or save it as .xlsx"
        ) from error


def _workbook(file: DeliveredFile) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(file.path))
    except OSError as error:
        raise unreadable(file, error) from error
    except CalamineError as error:
        what = " ".join(str(error).split()).rstrip(".")
        raise UnusableInput(
            file.label,
            f"the file is no workbook that can be read ({printable(what)})",
            remedy="Save it as .xlsx without a password, or correct the kind in the profile",
        ) from error


def _sheet(workbook: CalamineWorkbook, layout: SheetLayout, file: DeliveredFile) -> CalamineSheet:
    names = workbook.sheet_names
    wanted = layout.sheet
    if wanted is None:
        visible = [
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
        ]
        if len(visible) != 1:
            raise UnusableInput(
                file.label,
                f"the workbook has {len(visible)} visible sheets",
                remedy="Name one under sheet in the profile: " + ", ".join(map(printable, names)),
            )
        wanted = visible[0]
    if wanted not in names:
        raise UnusableInput(
            file.label,
            f"the workbook has no sheet {printable(wanted)}",
            remedy="Correct sheet in the profile; there are: " + ", ".join(map(printable, names)),
        )
    try:
        return workbook.get_sheet_by_name(wanted)
    except CalamineError as error:
        raise UnusableInput(
            file.label, f"the sheet {printable(wanted)} cannot be read", remedy="Save the workbook again"
        ) from error


def _pieces(
    rows: Iterator[Row], places: Mapping[str, int | None], wrong: Mapping[int, Mapping[int, str]]
) -> Iterator[Piece]:
    read = sorted({place for place in places.values() if place is not None}, reverse=True)
    why = {number: cells[place] for number, cells in wrong.items() for place in read if place in cells}
    filled = ((number, row) for number, row in rows if any(row) or number in why)
    while True:
        some = [row for _, row in zip(range(ROWS_AT_ONCE), filled, strict=False)]
        if not some:
            return
        cells = [
            pa.array([None if place is None else row[place] or None for _, row in some], pa.string())
            for place in places.values()
        ]
        numbers = [number for number, _ in some]
        faults = pa.array([why.get(number) for number in numbers], pa.string()) if why else None
        yield Piece(cells, pa.array(numbers, pa.int64()), faults)


def text_of(cell: object) -> str:
    """A cell of a workbook as text, trimmed; what typed cells look like is fixed in docs/profiles.md."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float():
            return _plain(cell)
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case _:
            return str(cell).strip(BLANKS)


def _plain(number: float) -> str:
    """All digits of the shortest form, without an exponent and without `.0`."""
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
