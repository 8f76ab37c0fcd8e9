"""What a run publishes for questions that begin with "what if". Beside its report, and not of the contract.

`what_if_grounds.csv` answers "what if this ground were not approved", `what_if_pairs.csv` "what if these
hours were classed differently". Both are counts without any person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from dutystation.published.csv_text import write_csv
from dutystation.published.entry import Entry, read_rows

WHAT_IF_GROUNDS_CSV, WHAT_IF_PAIRS_CSV = "what_if_grounds.csv", "what_if_pairs.csv"


@dataclass(frozen=True)
class GroundLine:
    """The people of a component (the department for its own) who have not returned on one ground.

    `ends_on` is the last day of the approvals behind it, YYYY-MM-DD, empty where they have none.
    `next_reason` is the reason they would have if that ground were not approved. Minutes are whole, over the
    status period.
    """

    component: str
    ground: str
    ends_on: str
    next_reason: str
    people: int
    in_person_minutes: int
    off_site_minutes: int
    unclassified_minutes: int


@dataclass(frozen=True)
class PairLine:
    """The accepted time records of a component, pay period and pair of codes, with the place it means.

    Together the lines hold every record of the figures of the variant `total`, time not worked too.
    """

    component: str
    period: str
    pay_code: str
    place_code: str
    place: str
    rows: int
    minutes: int


Line = TypeVar("Line", GroundLine, PairLine)


def write_grounds(lines: Sequence[GroundLine], path: Path) -> None:
    """Writes `what_if_grounds.csv`. Raises OSError where that fails."""
    _write(lines, GroundLine, path)


def write_pairs(lines: Sequence[PairLine], path: Path) -> None:
    """Writes `what_if_pairs.csv`. Raises OSError where that fails."""
    _write(lines, PairLine, path)


def read_grounds(run_folder: Path) -> tuple[GroundLine, ...]:
    """The lines of `what_if_grounds.csv` of a run. Raises UnusableInput where it is missing or broken."""
    return _read(run_folder / WHAT_IF_GROUNDS_CSV, GroundLine)


def read_pairs(run_folder: Path) -> tuple[PairLine, ...]:
    """The lines of `what_if_pairs.csv` of a run. Raises UnusableInput where it is missing or broken."""
    return _read(run_folder / WHAT_IF_PAIRS_CSV, PairLine)


def columns_of(line: type[GroundLine | PairLine]) -> tuple[str, ...]:
    """The columns of a file, in order."""
    return tuple(field.name for field in fields(line))


def _write(lines: Sequence[Line], kind: type[Line], path: Path) -> None:
    columns = columns_of(kind)
    write_csv(path, columns, ([getattr(line, column) for column in columns] for line in lines))


def _read(path: Path, kind: type[Line]) -> tuple[Line, ...]:
    types = get_type_hints(kind)
    columns = columns_of(kind)
    return tuple(
        kind(**{column: _cell(row, column, types[column]) for column in columns})
        for row in read_rows(path, columns)
    )


def _cell(row: Entry, column: str, kind: type) -> Any:
    text = row.text(column)
    if kind is str:
        return text
    return int(text) if text.isascii() and text.isdigit() else row.broken(column, "a whole number")
