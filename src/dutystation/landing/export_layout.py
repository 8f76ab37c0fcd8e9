"""How an export of another system is laid out, and where its columns are. One row is one record of it.

The layouts are told from outside (a profile says them); here they are only followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from dutystation.landing.columns import BLANKS
from dutystation.landing.csv_readers import COMMAS, Cells, Dialect
from dutystation.landing.delivered import DeliveredFile, printable
from dutystation.terms.errors import UnusableInput

LISTED = 30
FAULT = "what is wrong"
"""The staged column that says why a record cannot be read as it stands, null where it can."""


@dataclass(frozen=True)
class WantedColumn:
    """A column of the export under the name it is staged with, and where it is: by one of `spellings` in the
    header, by `place` (from 1), or by the characters from `first` to `last` (from 1, both included)."""

    name: str
    spellings: tuple[str, ...] = ()
    any_case: bool = False
    optional: bool = False
    place: int | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class DelimitedLayout:
    """Records of cells between signs. `encoding` is a name that Python knows."""

    encoding: str = "utf-8"
    dialect: Dialect = COMMAS
    skip_lines: int = 0
    header: bool = True


@dataclass(frozen=True)
class FixedLayout:
    """Lines of fields that have their characters; of `trimmed` ones blanks at the end were taken off."""

    encoding: str = "utf-8"
    skip_lines: int = 0
    header: bool = False
    trimmed: bool = False


@dataclass(frozen=True)
class SheetLayout:
    """Rows of one sheet of a workbook; without a name, of its only visible one."""

    sheet: str | None = None
    skip_lines: int = 0
    header: bool = True


@dataclass(frozen=True)
class JsonLayout:
    """Objects: one on each line, or in a list of one document, found by the path `records`.

    At `total` the document says how many there are.
    """

    lines: bool
    records: str | None = None
    total: str | None = None


@dataclass(frozen=True)
class ParquetLayout:
    """Rows of one Parquet file."""


@dataclass(frozen=True)
class Piece:
    """Some records: the wanted columns, one array of text each, and the number of each record.

    `faults` says of those that cannot be read as they stand why (null of the others); None where all can.
    """

    cells: Cells
    lines: pa.Array
    faults: pa.Array | None = None


Answered = set[tuple[str, str]]
"""Pairs of a column and a spelling under which it was found."""

Layout = DelimitedLayout | FixedLayout | SheetLayout | JsonLayout | ParquetLayout


@dataclass(frozen=True)
class StagedExport:
    """An export staged at `path`: `columns` as text (trimmed, null where empty), `FAULT`, then int64 `line`.

    `rows` counts its records, `faults` those that cannot be read as they stand; `absent` are the optional
    columns it does not have, staged as empty cells; `answered` are the pairs of a column and a spelling
    under which it was found.
    """

    file: DeliveredFile
    path: Path
    columns: tuple[str, ...]
    rows: int
    absent: tuple[str, ...] = ()
    answered: frozenset[tuple[str, str]] = frozenset()
    faults: int = 0


def find_wanted(
    header: Sequence[str], wanted: Sequence[WantedColumn], file: DeliveredFile, answered: Answered
) -> Mapping[str, int | None]:
    """The place of each wanted column in the header, from 0; None for an optional one that is not there.
    `answered` is told the spellings that were found.

    Raises UnusableInput for a column that is missing, stands there twice, or under two spellings.
    """
    names = [name.strip(BLANKS) for name in header]
    places = {column.name: _place(names, column, file) for column in wanted}
    for column in wanted:
        place = places[column.name]
        for spelling in column.spellings if place is not None else ():
            if same_name(names[place or 0], spelling, any_case=column.any_case):
                answered.add((column.name, spelling))
    return places


def same_name(name: str, spelling: str, *, any_case: bool) -> bool:
    """Whether a trimmed name of the export is written as the profile says."""
    asked = spelling.strip(BLANKS)
    return name.lower() == asked.lower() if any_case else name == asked


def _place(names: Sequence[str], column: WantedColumn, file: DeliveredFile) -> int | None:
    places = [
        place
        for place, name in enumerate(names)
        if any(same_name(name, spelling, any_case=column.any_case) for spelling in column.spellings)
    ]
    if len(places) > 1:
        standing = " and ".join(printable(names[place]) for place in places[:3])
        raise UnusableInput(
            file.label,
            f"{len(places)} columns could be it: {standing}",
            column=column.name,
            remedy="Take the others out of the export, or name only the right one in the profile",
        )
    if places:
        return places[0]
    if column.optional:
        return None
    raise missing_column(names, column, file)


def missing_column(names: Sequence[str], column: WantedColumn, file: DeliveredFile) -> UnusableInput:
    """The sentence about a column that the export does not have."""
    listed = " or ".join(printable(spelling) for spelling in column.spellings)
    lowered = {spelling.lower() for spelling in column.spellings}
    near = next((name for name in names if name.lower() in lowered), None)
    if near is not None:
        remedy = f"It has {printable(near)}: add this spelling to the profile, or any_case: yes"
    else:
        has = ", ".join(printable(name) or "(without a name)" for name in names[:LISTED])
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        remedy = f"Add its spelling to the profile, or mark it optional; the export has {has or 'none'}{more}"
    return UnusableInput(file.label, f"the export has no column {listed}", column=column.name, remedy=remedy)


def by_place(width: int, wanted: Sequence[WantedColumn], file: DeliveredFile) -> Mapping[str, int | None]:
    """The same where columns are numbered; `width` is the number of columns of the first record."""
    places: dict[str, int | None] = {}
    for column in wanted:
        place = column.place or 1
        if place > width and not column.optional and width:
            raise UnusableInput(
                file.label,
                f"the export has no column {place}: its first record has {width}",
                column=column.name,
                remedy="Correct the place in the profile, or mark it optional",
            )
        places[column.name] = place - 1 if place <= width else None
    return places
