"""A table of a report, free of format: the PDF and the workbook write the same one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from dutystation.reports.labels import HIDDEN, NOTHING, day, percent

Cell = str | int | float | date | None


class Kind(Enum):
    """How the cells of a column are written. Numbers stay numbers in the workbook."""

    TEXT = "text"
    LONG_TEXT = "long text"
    CODE = "code"
    COUNT = "count"
    DECIMAL = "decimal"
    SHARE = "share"
    AS_DELIVERED = "number, in the letters delivered"
    DATE = "date"


NUMERIC = frozenset({Kind.COUNT, Kind.DECIMAL, Kind.SHARE, Kind.AS_DELIVERED})


@dataclass(frozen=True)
class Column:
    """One column: its heading with the unit, and how its cells are written."""

    heading: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """One table. `rows` are in published order, as wide as `columns`; `notes` are whole sentences.

    A cell of None is "no number"; the text `HIDDEN` in a column of counts is a count not shown.
    `emphasised` is the number of rows, from the first, that sum up the others.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    notes: tuple[str, ...] = field(default=())
    emphasised: int = 0


def written_out(cell: Cell, kind: Kind) -> str:
    """A cell as the PDF shows it."""
    if cell is None:
        return NOTHING if kind in NUMERIC or kind is Kind.DATE else ""
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, str):
        return HIDDEN if cell == HIDDEN and kind is Kind.COUNT else cell
    if kind is Kind.SHARE:
        return percent(float(cell))
    return f"{cell:,.1f}" if kind is Kind.DECIMAL else f"{cell:,}"
