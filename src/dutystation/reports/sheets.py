"""Tables on the sheets of a workbook: formats, what a cell can hold, and how much fits.

Rows are streamed to disk, so a table of any length costs little memory: the first by XlsxWriter, which makes
the workbook, the others of a long table by `streamed_rows`, which takes a tenth of its time.
Every text is written as a text: nothing delivered can become a formula or a link. The bytes of a workbook
follow from what is written and from the as-of date alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dutystation.reports.cells import FIRST_DAY, LARGEST_NUMBER, SHEET_ROWS, plain
from dutystation.reports.labels import plural
from dutystation.reports.streamed_rows import UNSTYLED, RowXml, WaitingRows, insert_rows
from dutystation.reports.table import NUMERIC, Cell, Column, Kind, Table, written_out

Row = TypeVar("Row", bound=Sequence[object])
INK, RULE, HEAD = "#1b2733", "#b8c2cc", "#e3e9ef"
_HEADING = {"bold": True, "text_wrap": True, "bg_color": HEAD, "bottom": 1, "valign": "vcenter"}
_NUMBER_FORMATS: Mapping[Kind, str] = {
    Kind.COUNT: "#,##0",
    Kind.DECIMAL: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.DATE: "yyyy-mm-dd",
}
_NARROWEST, _WIDEST, _LONG_TEXT = 9, 48, 90
_LOOKED_AT = 2_000
"""Rows that a column's width is taken from."""
AT_ONCE = 4_096
"""Rows that are put into XML together."""
_LINE_POINTS, _HIGHEST_POINTS = 15, 400


@dataclass(frozen=True)
class Styles:
    """The formats of one workbook. `cells` is by kind and whether the row is emphasised."""

    title: Format
    section: Format
    heading: Format
    number_heading: Format
    label: Format
    note: Format
    link: Format
    cells: Mapping[tuple[Kind, bool], Format]
    values: Mapping[Kind, Format]


@dataclass(frozen=True)
class Book:
    """A workbook in the making. `waiting` has rows in `folder` that are put in when everything else is there.

    Its keys are the sheets' entries in the workbook.
    """

    workbook: Workbook
    styles: Styles
    folder: Path
    waiting: dict[str, WaitingRows]


@contextmanager
def new_workbook(path: Path, *, title: str, subject: str, as_of: date) -> Iterator[Book]:
    """A workbook that is written to `path` when the block ends, and not at all when the block fails.

    Rows wait in a folder beside `path`, where person rows are as safe as in the workbook itself; the folder
    is gone afterwards in any case. Raises OSError where something cannot be written.
    """
    with TemporaryDirectory(prefix=".sheets-", dir=path.parent) as name:
        folder = Path(name)
        template, whole = folder / "template.xlsx", folder / "whole.xlsx"
        workbook = Workbook(str(template), {"constant_memory": True, "tmpdir": name, "use_zip64": True})
        created = datetime.combine(as_of, time(), UTC).replace(tzinfo=None)
        workbook.set_properties({"title": plain(title), "subject": plain(subject), "created": created})
        workbook.set_size(24_000, 14_000)
        book = Book(workbook, new_styles(workbook), folder, {})
        try:
            yield book
            workbook.close()
        except FileCreateError as problem:
            raise problem.args[0] from None
        finally:
            _close_waiting_rows(workbook)
        insert_rows(template, whole, book.waiting)
        whole.replace(path)


def add_sheet(book: Book, name: str) -> tuple[Worksheet, str]:
    """A new sheet and its entry in the workbook."""
    sheet = book.workbook.add_worksheet(name)
    return sheet, f"xl/worksheets/sheet{len(book.workbook.worksheets())}.xml"


def new_styles(workbook: Workbook) -> Styles:
    """The formats of the project, registered with `workbook`."""
    base = {"font_color": INK, "valign": "top"}
    add = workbook.add_format
    return Styles(
        title=add(base | {"bold": True, "font_size": 16}),
        section=add(base | {"bold": True, "font_size": 12, "bottom": 1, "bottom_color": RULE}),
        heading=add(base | _HEADING | {"indent": 1}),
        number_heading=add(base | _HEADING | {"align": "right"}),
        label=add(base | {"bold": True, "text_wrap": True}),
        note=add(base | {"italic": True, "text_wrap": True}),
        link=add(base | {"font_color": "#0b4f8a", "underline": 1}),
        cells={
            (kind, emphasised): add(base | _of_kind(kind) | {"bold": emphasised})
            for kind in Kind
            for emphasised in (False, True)
        },
        values={
            kind: add(base | _of_kind(kind) | {"align": "left", "indent": 0, "text_wrap": True})
            for kind in Kind
        },
    )


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, style: Format | None) -> None:
    """Writes numbers as numbers, dates as dates, texts as texts; no number leaves the cell empty."""
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, plain(cell), style)
    elif isinstance(cell, date):
        if cell < FIRST_DAY:
            sheet.write_string(row, column, cell.isoformat(), style)
        else:
            sheet.write_datetime(row, column, datetime.combine(cell, time()), style)
    elif abs(cell) < LARGEST_NUMBER:
        sheet.write_number(row, column, cell, style)
    else:
        sheet.write_string(row, column, str(cell), style)


def add_table(book: Book, name: str, table: Table, *, sheet_rows: int = SHEET_ROWS) -> int:
    """Adds a sheet: headings in the first row, rows, and the notes below. Returns the number of rows in it.

    Rows that do not fit are left out and a note says so. `sheet_rows` is how many rows a sheet has.
    """
    sheet, entry = add_sheet(book, name)
    rows = iter(table.rows)
    room = max(sheet_rows - len(table.notes) - 3, 1)
    looked_at = list(islice(rows, min(_LOOKED_AT, room)))
    widths = _widths(table, looked_at)
    prepare(sheet, book.styles, table.columns, widths)
    written = len(looked_at) if _is_wrapped(table) else min(table.emphasised, len(looked_at))
    for number, cells in enumerate(looked_at[:written], start=1):
        _write_row(sheet, book.styles, number, cells, table, widths)
    styles = [_style_xml(book.styles.cells[column.kind, False]) for column in table.columns]
    rest = islice(chain(looked_at[written:], rows), room - written)
    last, more = stream_rows(book, entry, rest, row=written + 2, styles=styles)
    written += more
    if last is not None:
        _write_row(sheet, book.styles, written, last, table, widths)
    left_out = sum(1 for _ in rows)
    finish(sheet, written, len(table.columns))
    sheet.set_footer(f"&L{_escaped(table.title)}&RPage &P of &N")
    _write_notes(sheet, book.styles, written + 2, _notes(table, written, left_out), widths)
    return written


def stream_rows(
    book: Book, entry: str, rows: Iterator[Row], *, row: int, styles: Sequence[str] = UNSTYLED
) -> tuple[Row | None, int]:
    """Lets all rows but the last wait. Returns the last, which the caller writes, and how many they are.

    `row` is the number of the first in the sheet, counted from 1. XlsxWriter writes the last, so that it
    knows how far the sheet goes.
    """
    some = list(islice(rows, AT_ONCE))
    if not some:
        return None, 0
    number = row
    file, xml = book.folder / f"{len(book.waiting)}.rows", RowXml(styles)
    with file.open("w", encoding="utf-8") as waiting:
        while more := list(islice(rows, AT_ONCE)):
            waiting.writelines(xml.of(number, some))
            some, number = more, number + len(some)
        last = some.pop()
        waiting.writelines(xml.of(number, some))
    number += len(some)
    book.waiting[entry] = WaitingRows(file, before=number)
    return last, number - row + 1


def prepare(sheet: Worksheet, styles: Styles, columns: Sequence[Column], widths: Sequence[int]) -> None:
    """Headings that stay in sight and repeat on every printed page, and the widths of the columns."""
    fit_height(sheet, 0, [(c.heading, width - 4) for c, width in zip(columns, widths, strict=True)])
    for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(number, number, width)
        style = styles.number_heading if column.kind in NUMERIC else styles.heading
        sheet.write_string(0, number, plain(column.heading), style)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    print_on_one_width(sheet)


def print_on_one_width(sheet: Worksheet) -> None:
    """US letter, landscape, as many pages long as it takes."""
    sheet.set_landscape()
    sheet.set_paper(1)
    sheet.fit_to_pages(1, 0)


def fit_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Makes a row high enough for wrapped texts, each with the width of its column.

    Widths are in figures, which are a little wider than letters.

    To be called before the row is written. Not every program finds the height by itself.
    """
    lines = max(_lines(text, int(1.1 * width)) for text, width in texts)
    if lines > 1:
        sheet.set_row(row, min(_LINE_POINTS * lines + 2, _HIGHEST_POINTS))


def finish(sheet: Worksheet, rows: int, columns: int) -> None:
    """The filter over `rows` rows, and no green corners where a code looks like a number."""
    sheet.autofilter(0, 0, rows, columns - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})


def _write_row(
    sheet: Worksheet,
    styles: Styles,
    number: int,
    cells: Sequence[Cell],
    table: Table,
    widths: Sequence[int],
) -> None:
    """Row `number` of the table, counted from 1 below the headings."""
    if _is_wrapped(table):
        long = [n for n, column in enumerate(table.columns) if column.kind is Kind.LONG_TEXT]
        fit_height(sheet, number, [(str(cells[n] or ""), widths[n]) for n in long])
    emphasised = number <= table.emphasised
    for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
        write_cell(sheet, number, place, cell, styles.cells[column.kind, emphasised])


def _is_wrapped(table: Table) -> bool:
    """Whether rows differ in height, which only XlsxWriter's rows do here."""
    return any(column.kind is Kind.LONG_TEXT for column in table.columns)


def _style_xml(style: Format) -> str:
    """How a cell of a streamed row refers to its format."""
    # XlsxWriter numbers a format when a cell first has it, and has no public way to ask for the number.
    return f' s="{style._get_xf_index()}"'


def _of_kind(kind: Kind) -> dict[str, object]:
    form: dict[str, object] = {}
    if kind in _NUMBER_FORMATS:
        form["num_format"] = _NUMBER_FORMATS[kind]
    form |= {"align": "right"} if kind in NUMERIC else {"align": "left", "indent": 1}
    if kind is Kind.LONG_TEXT:
        form["text_wrap"] = True
    return form


def _widths(table: Table, rows: list[Sequence[Cell]]) -> list[int]:
    widths = []
    for number, column in enumerate(table.columns):
        words = [len(word) for word in column.heading.split()] or [0]
        longest = max((len(written_out(row[number], column.kind)) for row in rows), default=0)
        widest = _LONG_TEXT if column.kind is Kind.LONG_TEXT else _WIDEST
        if column.kind is Kind.CODE:
            widest = 70
        widths.append(max(_NARROWEST, max(words) + 4, min(longest + 2, widest)))
    return widths


def _notes(table: Table, written: int, left_out: int) -> tuple[str, ...]:
    if not left_out:
        return table.notes if written else ("No rows.", *table.notes)
    cut = (
        f"{plural(left_out, 'row does', 'rows do')} not fit on a sheet and stay out of it; the report's CSV "
        "and JSON files have every row."
    )
    return (cut, *table.notes)


def _write_notes(
    sheet: Worksheet, styles: Styles, row: int, notes: tuple[str, ...], widths: list[int]
) -> None:
    """Each note in one merged row, as wide as is read with ease."""
    last, width = 0, widths[0]
    while last + 1 < len(widths) and width + widths[last + 1] <= 110:
        last += 1
        width += widths[last]
    for offset, note in enumerate(notes):
        fit_height(sheet, row + offset, [(note, width)])
        if last:
            sheet.merge_range(row + offset, 0, row + offset, last, "", styles.note)
        sheet.write_string(row + offset, 0, plain(note), styles.note)


def _lines(text: str, width: int) -> int:
    """Lines that a text takes at a width of so many letters."""
    lines = 0
    for line in text.split("\n"):
        lines, used = lines + 1, 0
        for word in line.split(" "):
            if used and used + len(word) > width:
                lines, used = lines + 1, 0
            used += len(word) + 1
            lines += (len(word) - 1) // width if len(word) > width else 0
    return lines


def _escaped(text: str) -> str:
    """A text for a header or footer, where `&` begins a code and 255 characters are the most."""
    return plain(text)[:100].replace("&", "&&")


def _close_waiting_rows(workbook: Workbook) -> None:
    """XlsxWriter leaves its files of waiting rows open where a workbook is given up."""
    for sheet in workbook.worksheets():
        if sheet.row_data_fh is not None:
            with suppress(OSError):
                sheet.row_data_fh.close()
