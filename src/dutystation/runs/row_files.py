"""The row-level tables of a report, written as the contract's section 8 asks.

A CSV line is built by the engine as text, so that quoting is minimal and the same on every engine, and
streamed to the file in the engine's order; Python never holds the rows. A large table is sorted some rows at
a time, cut where the order allows it, so that memory does not grow with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from dutystation.published.csv_text import csv_line
from dutystation.runs.engines.engine import Engine, Row

NEEDS_QUOTES = '[",\r\n]'
SORTED_ROWS = 4_000_000
"""Rows of a table sorted in one go, about; they carry their texts."""


def cut_by(rows: ir.Table, number: str, engine: Engine, *, most_rows: int) -> Iterator[ir.Table]:
    """`rows` in turns of about `SORTED_ROWS`, those with smaller values of the column `number` first.

    `number` counts something from 0 that has about equally many rows each, such as persons. `most_rows` is
    what the number of rows does not exceed.
    """
    if most_rows <= SORTED_ROWS:
        yield rows
        return
    [found] = engine.rows(rows.agg(rows=rows.count(), last=rows[number].max().fill_null(0)))
    values = found["last"] + 1
    width = max(1, values * SORTED_ROWS // max(1, found["rows"]))
    for first in range(0, values, width):
        yield rows.filter(rows[number].between(first, first + width - 1))


def cut_by_place(rows: ir.Table, engine: Engine, *, most_rows: int) -> Iterator[ir.Table]:
    """The same of rows with `table`, `file` and `line`, in the order of these."""
    if most_rows <= SORTED_ROWS:
        yield rows
        return
    groups = rows.group_by(["table", "file"]).agg(rows=rows.count(), last=rows.line.max())
    found = sorted(engine.rows(groups), key=lambda row: (row["table"].encode(), row["file"].encode()))
    for table, of_table in groupby(found, key=itemgetter("table")):
        of_one = rows.filter(rows.table == table)
        for files in gathered(list(of_table)):
            some = of_one.filter(of_one.file.between(files[0]["file"], files[-1]["file"]))
            if len(files) > 1:
                yield some
                continue
            [file] = files
            width = max(1, file["last"] * SORTED_ROWS // file["rows"])
            for first in range(0, file["last"] + 1, width):
                yield some.filter(some.line.between(first, first + width - 1))


def gathered(groups: list[Row]) -> Iterator[list[Row]]:
    """Groups one after another, as long as their `rows` are no more than `SORTED_ROWS` together."""
    turn: list[Row] = []
    for group in groups:
        if turn and sum(one["rows"] for one in turn) + group["rows"] > SORTED_ROWS:
            yield turn
            turn = []
        turn.append(group)
    if turn:
        yield turn


def write_rows(
    turns: Iterable[ir.Table],
    columns: tuple[str, ...],
    order: tuple[str, ...],
    *,
    folder: Path,
    form: str,
    engine: Engine,
) -> None:
    """Writes rows, each turn sorted by `order`, as `<folder>.csv` or as parts in the folder `folder`.

    Together the turns are in that order. Rows hold text and whole numbers; `order` may name further columns
    that sort alike and cheaper.
    """
    if form == "parquet":
        folder.mkdir()
        for number, rows in enumerate(turns):
            _write_parts(rows.order_by(list(order)).select(*columns), number, folder, engine)
        return
    with folder.with_suffix(".csv").open("wb") as file:
        file.write(csv_line(columns).encode())
        for rows in turns:
            lines = rows.select(
                line=_csv_line(rows, columns), **{f"key_{at}": rows[key] for at, key in enumerate(order)}
            )
            in_order = lines.order_by([lines[f"key_{at}"] for at in range(len(order))]).select("line")
            for batch in engine.batches(in_order):
                file.write(_text_of(batch.column(0)))


def _write_parts(rows: ir.Table, turn: int, folder: Path, engine: Engine) -> None:
    """Writes the parts of one turn under names that sort after those of the turns before."""
    written = folder / "turn"
    written.mkdir()
    engine.write_parquet(rows, written)
    for part in written.iterdir():
        part.rename(folder / f"part-{turn:05}-{part.name.removeprefix('part-')}")
    written.rmdir()


def _csv_line(rows: ir.Table, columns: tuple[str, ...]) -> ir.StringValue:
    cells = [_csv_cell(rows[name]) for name in columns]
    line = cells[0]
    for cell in cells[1:]:
        line = line + "," + cell
    return line + "\n"


def _csv_cell(value: ir.Value) -> ir.StringValue:
    if not value.type().is_string():
        return value.cast("string").fill_null("")
    text = value.fill_null("")
    quoted = ibis.literal('"') + text.replace('"', '""') + '"'
    return text.re_search(NEEDS_QUOTES).ifelse(quoted, text)


def _text_of(lines: pa.StringArray) -> memoryview:
    """The bytes of all lines of one batch: they lie one after another in its buffer."""
    width = np.int64 if pa.types.is_large_string(lines.type) else np.int32
    _, ends, text = lines.buffers()
    bounds = np.frombuffer(ends, dtype=width, count=len(lines) + 1, offset=lines.offset * width().itemsize)
    return memoryview(text)[bounds[0] : bounds[-1]] if text is not None else memoryview(b"")
