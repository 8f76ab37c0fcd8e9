"""Very many plain rows for the sheets of a workbook, written as the XML that a sheet holds.

XlsxWriter takes half a minute for 260,000 people; this takes seconds. XlsxWriter makes the workbook, with
the headings and the last row of each long sheet, which fix its extent, and these rows go in between.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from dutystation.reports.sheets import LARGEST_NUMBER, plain

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def row_xml(number: int, cells: Sequence[object]) -> str:
    """Row `number`, counted from 1, of at most 26 whole numbers and texts; None and "" leave no cell."""
    parts = [f'<row r="{number}">']
    for letter, cell in zip(_LETTERS, cells, strict=False):
        if isinstance(cell, int) and -LARGEST_NUMBER < cell < LARGEST_NUMBER:
            parts.append(f'<c r="{letter}{number}"><v>{cell}</v></c>')
        elif cell is not None and cell != "":
            parts.append(f'<c r="{letter}{number}" t="inlineStr"><is>{_text_xml(str(cell))}</is></c>')
    parts.append("</row>")
    return "".join(parts)


def insert_rows(template: Path, path: Path, rows: Mapping[str, Path]) -> None:
    """Writes the workbook `template` to `path` with more rows before the last row of some sheets.

    `rows` has, by the sheet's entry in the workbook (`xl/worksheets/sheet2.xml`), the file of its rows in
    UTF-8. Raises OSError where something cannot be read or written.
    """
    with ZipFile(template) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            xml = old.read(entry)
            more = rows.get(entry.filename)
            if more is None:
                new.writestr(entry, xml)
                continue
            before = xml.rindex(b"<row ")
            entry.file_size = len(xml) + more.stat().st_size
            with new.open(entry, "w") as sheet, more.open("rb") as waiting:
                sheet.write(xml[:before])
                shutil.copyfileobj(waiting, sheet, 1 << 20)
                sheet.write(xml[before:])


@lru_cache(maxsize=1 << 12)
def _text_xml(text: str) -> str:
    """The text as an element. `_x0041_` would be read as `A`, so its first character is itself escaped."""
    text = plain(text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<t>{text}</t>" if text == text.strip() else f'<t xml:space="preserve">{text}</t>'
