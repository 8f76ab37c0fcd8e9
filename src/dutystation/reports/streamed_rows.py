"""Very many plain rows for the sheets of a workbook, written as the XML that a sheet holds.

XlsxWriter takes half a minute for 260,000 people; this takes seconds. XlsxWriter makes the workbook, with
the headings and the last row of each long sheet, which fix its extent, and these rows go in between. A column
mostly has the same few texts many times, so that each is put into XML once.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import NoneType
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile

from dutystation.reports.cells import FIRST_DAY, LARGEST_NUMBER, plain

_DAY_ZERO = date(1899, 12, 30)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_NUMBERS = {int, float, NoneType}
"""What is in a column of plain numbers, some of which may be absent."""
UNSTYLED = ("",) * len(_LETTERS)
_ROW = "\0"
"""Stands for the number of its row in a cell, until the row is put together. No text of a cell has it."""
_TEXTS_KEPT = 1 << 12
"""Texts of a column whose XML is kept."""
_LEVEL = 2
"""How hard a workbook is compressed. At the usual 6 it is a fifth smaller and takes three times as long."""
_LARGE = 1 << 30
"""Bytes from which an entry of a workbook is noted in the way that knows no limit."""


@dataclass(frozen=True)
class WaitingRows:
    """The rows of one sheet in a file, in UTF-8, and the number of the row they stand before."""

    file: Path
    before: int


class RowXml:
    """Rows as XML, of at most 26 numbers, days and texts each; None and "" leave no cell."""

    def __init__(self, styles: Sequence[str] = UNSTYLED) -> None:
        """`styles` are the cells' attributes for their formats."""
        openings = [f'<c r="{letter}{_ROW}"{style}' for letter, style in zip(_LETTERS, styles, strict=False)]
        self._columns = [(opening, _OtherCells(opening)) for opening in openings]

    def of(self, number: int, rows: Sequence[Sequence[object]]) -> Iterator[str]:
        """Rows that follow one another, all equally long, the first of them row `number`, counted from 1.

        They are written column by column, where nearly all work is done in loops of C.
        """
        cells = zip(*rows, strict=True)
        columns = [_written(some, *column) for some, column in zip(cells, self._columns, strict=False)]
        for at, written in enumerate(map("".join, zip(*columns, strict=True)), start=number):
            yield f'<row r="{_ROW}">{written}</row>'.replace(_ROW, str(at))


def _written(cells: Sequence[object], opening: str, others: _OtherCells) -> Iterable[str]:
    """The XML of some cells of one column: of plain numbers at once, of each other kind one by one."""
    if set(map(type, cells)) <= _NUMBERS:
        numbers = cast("Sequence[int | float | None]", cells)
        # One sum spares a look at each number; of anything that is not finite it is not below the largest.
        if sum(map(abs, filter(None, numbers))) < LARGEST_NUMBER:
            return ["" if cell is None else f"{opening}><v>{cell}</v></c>" for cell in numbers]
    return map(others.__getitem__, cells)


class _OtherCells(dict[object, str]):
    """The XML of the cells of one column that are not plain numbers alone, by the cell."""

    def __init__(self, opening: str) -> None:
        super().__init__()
        self._opening = opening

    def __missing__(self, cell: object) -> str:
        written = self._written(cell)
        # Numbers are never kept: 0 would be found for False.
        if isinstance(cell, str) and len(self) < _TEXTS_KEPT:
            self[cell] = written
        return written

    def _written(self, cell: object) -> str:
        if cell is None or cell == "":
            return ""
        if isinstance(cell, date):
            cell = (cell - _DAY_ZERO).days if cell >= FIRST_DAY else cell.isoformat()
        if isinstance(cell, int | float) and -LARGEST_NUMBER < cell < LARGEST_NUMBER:
            return f"{self._opening}><v>{cell}</v></c>"
        return f'{self._opening} t="inlineStr"><is>{_text_xml(str(cell))}</is></c>'


def insert_rows(template: Path, path: Path, rows: Mapping[str, WaitingRows]) -> None:
    """Writes the workbook `template` to `path` with more rows in some sheets.

    The keys of `rows` are the sheets' entries in the workbook (`xl/worksheets/sheet2.xml`). Raises OSError
    where something cannot be read or written.
    """
    with ZipFile(template) as old, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as new:
        for entry in old.infolist():
            xml = old.read(entry)
            more = rows.get(entry.filename)
            if more is None:
                new.writestr(entry, xml)
                continue
            at = xml.index(b'<row r="%d"' % more.before)
            large = len(xml) + more.file.stat().st_size > _LARGE
            # By its name, since the entry of the other workbook would be compressed as it was there.
            with new.open(entry.filename, "w", force_zip64=large) as sheet, more.file.open("rb") as waiting:
                sheet.write(xml[:at])
                shutil.copyfileobj(waiting, sheet, 1 << 20)
                sheet.write(xml[at:])


def _text_xml(text: str) -> str:
    """The text as an element. `_x0041_` would be read as `A`, so its first character is itself escaped."""
    text = plain(text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<t>{text}</t>" if text == text.strip() else f'<t xml:space="preserve">{text}</t>'
