"""Exports that are workbooks (xlsx, xls, xlsb, ods): the rows of one sheet as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

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
from dutystation.terms.errors import UnusableInput

ROWS_AT_ONCE = 10_000


def sheet_pieces(
    layout: SheetLayout, wanted: Sequence[WantedColumn], file: DeliveredFile, answered: Answered
) -> tuple[Mapping[str, int | None], Iterator[Piece]]:
    """The places of the columns, and the rows in pieces. `line` is the row of the sheet."""
    sheet = _sheet(_workbook(file), layout, file)
    left_of_it = sheet.start[1] if sheet.start is not None else 0
    numbered = (
        (number, [""] * left_of_it + [text_of(cell) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), 1)
        if number > layout.skip_lines
    )
    rows = ((number, row) for number, row in numbered if any(row))
    first = next(rows, None)
    if first is None:
        raise UnusableInput(
            file.label, "the sheet has no rows", remedy="Check sheet and skip_lines in the profile"
        )
    if layout.header:
        places = find_wanted(first[1], wanted, file, answered)
        return places, _pieces(rows, places)
    places = by_place(len(first[1]), wanted, file)
    return places, _pieces(_before(first, rows), places)


def _before(
    first: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


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


def _pieces(rows: Iterator[tuple[int, list[str]]], places: Mapping[str, int | None]) -> Iterator[Piece]:
    while True:
        some = [row for _, row in zip(range(ROWS_AT_ONCE), rows, strict=False)]
        if not some:
            return
        cells = [
            pa.array([None if place is None else row[place] or None for _, row in some], pa.string())
            for place in places.values()
        ]
        yield Piece(cells, pa.array([number for number, _ in some], pa.int64()))


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
