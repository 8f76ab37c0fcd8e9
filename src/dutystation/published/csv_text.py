"""CSV by contract section 8: `\\n` line ends, quotes only where a cell needs them, UTF-8.

The standard library's writer leaves a lone carriage return without quotes in some versions of Python
and not in others; files that must be the same bytes everywhere are therefore written here.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO

from dutystation.published.numbers import shortest

_NEEDS_QUOTES = re.compile('[",\r\n]')

Cell = str | int | float | date | None


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Writes a header and `rows`, in the order given. Raises OSError where the file cannot be written."""
    with new_csv(path, columns) as file:
        file.writelines(csv_line(list(map(cell_text, row))) for row in rows)


@contextmanager
def new_csv(path: Path, columns: Sequence[str]) -> Iterator[TextIO]:
    """A file with a header, for records with their line ends. Raises OSError as `write_csv` does."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(csv_line(columns))
        yield file


def cell_text(cell: Cell) -> str:
    """What stands in a cell: nothing for None, shortest digits for a ratio, ISO 8601 for a date."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return shortest(cell)
    return str(cell)


def csv_line(cells: Sequence[str]) -> str:
    """One record with its line end."""
    line = ",".join(cells)
    # One look at the joined line spares a look at every cell: nearly no line needs quotes.
    if line.count(",") == len(cells) - 1 and not ('"' in line or "\n" in line or "\r" in line):
        return line + "\n"
    return ",".join(map(quoted, cells)) + "\n"


def quoted(cell: str) -> str:
    """A cell, in quotes where it needs them."""
    if _NEEDS_QUOTES.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def read_csv(path: Path) -> Iterator[list[str]]:
    """The records of a published CSV, the header first, one list of cells each.

    Raises OSError, UnicodeDecodeError (a ValueError) or csv.Error where the file is not such a CSV.
    """
    csv.field_size_limit(sys.maxsize)  # an id may be any text, so a cell may be long
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, strict=True)
