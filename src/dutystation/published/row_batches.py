"""The rows of a row-level table of a report, whichever form it has, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.published.entry import REMEDY, read_rows
from dutystation.terms.errors import UnusableInput

PIECE_ROWS = 1 << 16


def row_batches(report: Path, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The rows of `<table>.csv`, all cells as text, or of the parts in the folder `<table>`.

    Raises UnusableInput where the table is not in the report or is not as it was written.
    """
    folder, file = report / table, report / f"{table}.csv"
    if folder.is_dir():
        for batch in parquet_batches(folder):
            if batch.schema.names != list(columns):
                problem = f"a part has the columns {', '.join(batch.schema.names)}, not {', '.join(columns)}"
                raise UnusableInput(str(folder), problem, remedy=REMEDY)
            yield batch
        return
    if not file.is_file():
        problem = f"the table {table} is not in it, neither as {file.name} nor as a folder of that name"
        raise UnusableInput(str(report), problem, remedy="Take a whole copy of the report, or make it again")
    rows = read_rows(file, columns)
    schema = pa.schema([(name, pa.string()) for name in columns])
    while some := [row.values for row in islice(rows, PIECE_ROWS)]:
        yield pa.RecordBatch.from_pylist(some, schema)


def parquet_batches(folder: Path) -> Iterator[pa.RecordBatch]:
    """The rows of all parts, in the order of the part names. Empty batches are left out."""
    for part in sorted(folder.rglob("*.parquet")):
        try:
            with pq.ParquetFile(part) as parquet:
                for batch in parquet.iter_batches(PIECE_ROWS):
                    if batch.num_rows:
                        yield batch
        except (pa.ArrowException, OSError, ValueError) as problem:
            what = f"the part cannot be read ({type(problem).__name__})"
            raise UnusableInput(str(part), what, remedy=REMEDY) from problem
