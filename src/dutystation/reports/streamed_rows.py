"""Very many plain rows for the sheets of a workbook, written as the XML that a sheet holds.

XlsxWriter takes half a minute for 260,000 people; this takes seconds. XlsxWriter makes the workbook, with
the headings and the last row of each long sheet, which fix its extent, and these rows go in between.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from dutystation.reports.cells import FIRST_DAY, LARGEST_NUMBER, plain

_DAY_ZERO = date(1899, 12, 30)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


_NUMBERS = (int, float)
UNSTYLED = ("",) * len(_LETTERS)


@dataclass(frozen=True)
class WaitingRows:
    """The rows of one sheet in a file, in UTF-8, and the number of the row they stand before."""

    file: Path
    before: int


def row_xml(number: int, cells: Sequence[object], styles: Sequence[str] = UNSTYLED) -> str:
    """Row `number`, counted from 1, of at most 26 numbers, days and texts; None and "" leave no cell.

    `styles` are the cells' attributes for their formats.
    """
    parts = [f'<row r="{number}">']
    for letter, style, cell in zip(_LETTERS, styles, cells, strict=False):
        if isinstance(cell, date):
            cell = (cell - _DAY_ZERO).days if cell >= FIRST_DAY else cell.isoformat()
        if isinstance(cell, _NUMBERS) and -LARGEST_NUMBER < cell < LARGEST_NUMBER:
            parts.append(f'<c r="{letter}{number}"{style}><v>{cell}</v></c>')
        elif cell is not None and cell != "":
            parts.append(f'<c r="{letter}{number}"{style} t="inlineStr"><is>{_text_xml(str(cell))}</is></c>')
    parts.append("</row>")
    return "".join(parts)


def insert_rows(template: Path, path: Path, rows: Mapping[str, WaitingRows]) -> None:
    """Writes the workbook `template` to `path` with more rows in some sheets.

    The keys of `rows` are the sheets' entries in the workbook (`xl/worksheets/sheet2.xml`). Raises OSError
    where something cannot be read or written.
    """
    with ZipFile(template) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            xml = old.read(entry)
            more = rows.get(entry.filename)
            if more is None:
                new.writestr(entry, xml)
                continue
            at = xml.index(b'<row r="%d"' % more.before)
            entry.file_size = len(xml) + more.file.stat().st_size
            with new.open(entry, "w") as sheet, more.file.open("rb") as waiting:
                sheet.write(xml[:at])
                shutil.copyfileobj(waiting, sheet, 1 << 20)
                sheet.write(xml[at:])


@lru_cache(maxsize=1 << 12)
def _text_xml(text: str) -> str:
    """The text as an element. `_x0041_` would be read as `A`, so its first character is itself escaped."""
    text = plain(text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<t>{text}</t>" if text == text.strip() else f'<t xml:space="preserve">{text}</t>'
