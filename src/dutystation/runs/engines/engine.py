"""What a run asks of the engine that executes expressions. `duckdb_engine` and `spark_engine` answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import ibis.expr.types as ir
import pyarrow as pa

Row = Mapping[str, Any]
"""One row of a result, by column; what the columns hold stands at the expression that was asked."""


class Engine(Protocol):
    """Builds nothing by itself: takes Ibis expressions over its own tables and executes them."""

    name: str
    version: str
    slice_rows: int
    """How many time records it measures in one go, about, with all that is worked out on the way."""
    sorted_rows: int
    """How many badge events it sorts in one go, about; of more it sorts those of some people at a time."""

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        """The rows of Parquet files of one schema, with `part` (the path as given) and `row` (from 0)."""

    def table_of(self, rows: pa.Table) -> ir.Table:
        """A small table that is at hand, as a table of the engine."""

    def kept(self, rows: ir.Table) -> ir.Table:
        """`rows`, executed once and kept for the rest of the run; larger than memory where need be."""

    def appended(self, to: ir.Table | None, rows: ir.Table) -> ir.Table:
        """`rows` added to a kept table, which is made where there is none yet."""

    def forget(self, kept: ir.Table) -> None:
        """Drops a kept table that nothing needs any more."""

    def rows(self, rows: ir.Table) -> list[Row]:
        """The rows as dicts. For results that fit in memory: counts, sums, small tables."""

    def batches(self, rows: ir.Table) -> Iterator[pa.RecordBatch]:
        """The rows as a stream of Arrow batches, in the order the expression gives them."""

    def repeated(self, digests: ir.Table, *, most_rows: int) -> tuple[int, ir.Table | None]:
        """The number of rows, and the values of their one column `digest` that occur more than once.

        Nulls are counted and repeat nothing. The values are a kept table, None where there are none.
        `most_rows` is what the number of rows does not exceed.
        """

    def write_parquet(self, rows: ir.Table, folder: Path) -> None:
        """Writes the rows as Parquet parts into an empty folder, in the order the expression gives them."""

    def write_apart(
        self, rows: ir.Table, columns: Sequence[str], order: Sequence[str], folders: Mapping[int, Path]
    ) -> None:
        """Writes columns of the rows of each `slice_no`, in order, as Parquet parts into its empty folder.

        A slice without rows gets a part without rows.
        """

    def close(self) -> None:
        """Ends the engine and removes what it kept."""
