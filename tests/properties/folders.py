"""Input folders written by hand: CSV as people and programs write it, or Parquet in one or several parts."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from tests.oracle.rows import COLUMNS, REQUIRED_COLUMNS
from tests.properties import rows
from tests.properties.rows import Rows, World


@dataclass(frozen=True)
class CsvStyle:
    """How one CSV file is written. `ragged` leaves out what is empty at the end of some
    records and adds cells to others, which changes nothing."""

    columns: tuple[str, ...]
    line_end: str = "\n"
    mark: bool = False
    quote_all: bool = False
    ragged: bool = False
    gaps: bool = False
    last_line_ends: bool = True
    compressed: bool = False


@dataclass(frozen=True)
class ParquetStyle:
    """How one table is written as Parquet: rows per part (0: a single file), and the natural columns."""

    columns: tuple[str, ...]
    part_rows: int = 0
    natural: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivery:
    """Everything about one input folder; `write` makes it."""

    world: World
    tables: dict[str, Rows]
    styles: dict[str, CsvStyle | ParquetStyle]

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True)
        for table, content in self.tables.items():
            style = self.styles[table]
            if isinstance(style, CsvStyle):
                write_csv(folder, table, content, style)
            else:
                write_parquet(folder, table, content, style)
        return folder


def write_csv(folder: Path, table: str, content: Rows, style: CsvStyle) -> None:
    lines = [csv_line(style.columns, style)]
    for number, row in enumerate(content):
        cells = [row.get(column, f"extra {number}") for column in style.columns]
        if style.ragged and number % 2:
            while len(cells) > 1 and cells[-1] == "":
                cells.pop()
        elif style.ragged and number % 4 == 2:
            cells += ["more", "", "cells"]
        lines.append(csv_line(cells, style))
        if style.gaps and number % 5 == 0:
            lines += ["", "", "," * (number % 3), " \t"]
    text = style.line_end.join(lines) + (style.line_end if style.last_line_ends else "")
    data = text.encode("utf-8-sig" if style.mark else "utf-8")
    if style.compressed:
        (folder / f"{table}.csv.gz").write_bytes(gzip.compress(data))
    else:
        (folder / f"{table}.csv").write_bytes(data)


def csv_line(cells: Sequence[str], style: CsvStyle) -> str:
    return ",".join(csv_cell(cell, quote=style.quote_all) for cell in cells)


def csv_cell(cell: str, *, quote: bool) -> str:
    if quote or any(character in cell for character in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def write_parquet(folder: Path, table: str, content: Rows, style: ParquetStyle) -> None:
    arrays = {
        column: parquet_column(
            [row.get(column, "") for row in content], column, natural=column in style.natural
        )
        for column in style.columns
    }
    whole = pa.table(arrays)
    if not style.part_rows:
        pq.write_table(whole, folder / f"{table}.parquet")
        return
    parts = folder / f"{table}.parquet"
    parts.mkdir()
    for number, start in enumerate(range(0, max(whole.num_rows, 1), style.part_rows)):
        # Bytewise part-10 comes before part-9, and a capital letter before both.
        name = f"part-{number}.parquet" if number % 3 else f"Teil {number} é.parquet"
        pq.write_table(whole.slice(start, style.part_rows), parts / name)


NATURAL: dict[str, Callable[[str], object]] = {
    "effective_from": date.fromisoformat,
    "effective_to": date.fromisoformat,
    "work_date": date.fromisoformat,
    "valid_from": date.fromisoformat,
    "valid_to": date.fromisoformat,
    "decided_on": date.fromisoformat,
    "hours": Decimal,
    "minutes": int,
    "seats": int,
    "telework_eligible": {"true": True, "false": False}.__getitem__,
}


def parquet_column(texts: list[str], column: str, *, natural: bool) -> pa.Array:
    """Text, or the natural type where every cell of the column has a value of it."""
    if natural:
        try:
            values = [NATURAL[column](text.strip(" \t")) if text.strip(" \t") else None for text in texts]
            return pa.array(values, pa.decimal128(12, 6) if column == "hours" else None)
        except (ValueError, ArithmeticError, KeyError, OverflowError, pa.ArrowInvalid):
            pass
    return pa.array([text or None for text in texts], pa.string())


@st.composite
def csv_styles(draw: DrawFn, table: str) -> CsvStyle:
    return CsvStyle(
        columns=tuple(draw(st.permutations(draw(columns_of(table))))),
        line_end=draw(st.sampled_from(("\n", "\r\n", "\n", "\r"))),
        mark=draw(st.booleans()),
        quote_all=draw(st.booleans()),
        ragged=draw(st.booleans()),
        gaps=draw(st.booleans()),
        last_line_ends=draw(st.booleans()),
        compressed=draw(st.booleans()),
    )


@st.composite
def parquet_styles(draw: DrawFn, table: str) -> ParquetStyle:
    columns = draw(columns_of(table))
    return ParquetStyle(
        columns=tuple(columns),
        part_rows=draw(st.sampled_from((0, 1, 3, 100))),
        natural=tuple(column for column in columns if column in NATURAL and draw(st.booleans())),
    )


@st.composite
def columns_of(draw: DrawFn, table: str) -> list[str]:
    """All columns, or without some that may be missing; sometimes with unknown ones."""
    columns = list(COLUMNS[table])
    optional = [column for column in columns if column not in REQUIRED_COLUMNS[table]]
    left_out = draw(st.sampled_from(("", "", *optional)))
    unknown = ["note"] if draw(st.integers(0, 3)) == 3 else []
    return [column for column in columns if column != left_out] + unknown


@st.composite
def deliveries(draw: DrawFn) -> Delivery:
    """Any folder: dirty rows of all seven tables, each table in a form of its own.

    The rows follow from one number; how many of them are kept, and in what form, shrinks.
    """
    random = Random(draw(st.integers(0, 2**32 - 1)))
    world = rows.world(random)
    whole = {table: make(random, world) for table, make in rows.TABLES.items()}
    left_out = draw(st.sampled_from(("", "", "", "", "decisions", "facilities", "badge_events")))
    tables = {
        table: content[: kept_rows(draw(st.integers(0, 100)), len(content))]
        for table, content in whole.items()
        if table not in ("org_units", left_out)
    }
    tables["org_units"] = whole["org_units"]
    styles: dict[str, CsvStyle | ParquetStyle] = {
        table: draw(csv_styles(table) | parquet_styles(table)) for table in tables
    }
    return Delivery(world, tables, styles)


def kept_rows(share: int, total: int) -> int:
    """All of them, mostly; few for a small `share`, which is where a failing example shrinks to."""
    return total if share >= 15 else total * share // 15
