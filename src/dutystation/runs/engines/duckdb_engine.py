"""DuckDB through Ibis, on this machine: the only place that knows DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.sql.datatypes import DuckDBType

from dutystation.runs.engines.engine import Row
from dutystation.runs.engines.statements import new_name, statement
from dutystation.runs.engines.stored_files import damaged, stored_schema
from dutystation.tables.apart import SLICE_NO
from dutystation.terms.errors import UnusableInput, UnusableOutput

MEMORY_LIMIT = "3GB"
BATCH_ROWS = 1 << 17
DIGESTS_AT_ONCE = 1 << 27
"""Digests sorted in one go: one GiB of them. More are split by value, one scan for each part."""
LARGEST_DIGEST = (1 << 63) - 1
ROW_NUMBER = "file_row_number"
"""What DuckDB calls the number of a row in a Parquet file; it takes no other name for it."""
_OF_DISKS = (duckdb.IOException, OSError)
_OF_FILES = (*_OF_DISKS, duckdb.InvalidInputException)
"""What the engine raises when a file is at fault."""


class DuckDBEngine:
    """One in-process database that spills into `scratch` beyond its memory limit."""

    name = "duckdb"
    version = duckdb.__version__
    slice_rows = sorted_rows = 8_000_000  # stays well below the memory limit

    def __init__(
        self, scratch: Path, *, memory_limit: str = MEMORY_LIMIT, threads: int | None = None
    ) -> None:
        settings: dict[str, object] = {
            "memory_limit": memory_limit,
            "temp_directory": str(scratch / "spill"),
            "preserve_insertion_order": False,
        }
        if threads is not None:
            settings["threads"] = threads
        self._opened: list[Path] = []
        self._ibis = ibis.duckdb.connect(**settings)
        self._database = self._ibis.con
        self._database.execute("set TimeZone = 'UTC'")
        # Of many conditions DuckDB guesses that few rows meet them, so that it would keep the large side of a
        # join in memory and stream the small one. Here the side that is joined is the one to be kept.
        self._database.execute("set disabled_optimizers = 'build_side_probe_side'")
        # The questions ask for functions by names that every engine can have.
        # Trimming walks a text character by character; nearly no cell needs it, and looking is a tenth of it.
        self._database.execute(
            "create macro btrim(cell, blanks) as case when contains(cell, ' ') or contains(cell, chr(9)) "
            "then trim(cell, blanks) else cell end"
        )
        self._database.execute("create macro key_digest(key) as (hash(key) >> 1)::bigint")
        self._database.execute("create macro json_text(given) as to_json(given)::varchar")
        self._database.execute(
            "create macro whole_seconds(moment) as case when isfinite(moment) then "
            "(epoch_us(moment) - (epoch_us(moment) % 1000000 + 1000000) % 1000000) // 1000000 end"
        )

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        self._opened.extend(paths)
        files = ", ".join(_text(path) for path in paths)
        schema = stored_schema(paths[0])
        _refuse_row_numbers(schema, paths[0])
        name, part = new_name(), new_name()
        # Names of columns are compared as DuckDB does, which takes `Part` for `part`.
        beside = {field.name for field in schema if field.name.lower() in ("part", "row")}
        cut = ", ".join(_cut_nanoseconds(field for field in schema if field.name not in beside))
        self._execute(
            f"create temp view {name} as select * exclude ({_listed([part, ROW_NUMBER, *sorted(beside)])})"
            f"{f' replace ({cut})' if cut else ''}, {part} as part, {ROW_NUMBER} as row "
            f"from read_parquet([{files}], filename = '{part}', {ROW_NUMBER} = true)"
        )
        return self._table(name)

    def table_of(self, rows: pa.Table) -> ir.Table:
        name = new_name()
        self._database.register("at_hand", rows)
        self._execute(f"create temp table {name} as from at_hand")
        self._database.unregister("at_hand")
        return self._table(name)

    def kept(self, rows: ir.Table) -> ir.Table:
        name = new_name()
        self._execute(f"create temp table {name} as {self._sql(rows)}")
        return self._table(name)

    def appended(self, to: ir.Table | None, rows: ir.Table) -> ir.Table:
        if to is None:
            return self.kept(rows)
        self._execute(f"insert into {to.get_name()} by name {self._sql(rows)}")
        return to

    def forget(self, kept: ir.Table) -> None:
        self._execute(f"drop table {kept.get_name()}")

    def rows(self, rows: ir.Table) -> list[Row]:
        # Read as a stream: DuckDB's fetchall() does not hear Ctrl-C before it is done.
        return [row for batch in self.batches(rows) for row in batch.to_pylist()]

    def batches(self, rows: ir.Table) -> Iterator[pa.RecordBatch]:
        with self._sentences():
            yield from self._database.sql(self._sql(rows)).to_arrow_reader(BATCH_ROWS)

    def repeated(self, digests: ir.Table, *, most_rows: int) -> tuple[int, ir.Table | None]:
        """Sorting whole numbers in numpy takes half the time of DuckDB's grouping, and bounded memory."""
        if most_rows <= DIGESTS_AT_ONCE:
            rows, values = self._repeated_in(digests, most_rows)
        else:
            [count] = self.rows(digests.agg(rows=digests.count()))
            rows = count["rows"]
            parts = (digests.filter(digests.digest.between(*ends)) for ends in _value_ranges(most_rows))
            values = np.concatenate([self._repeated_in(part, DIGESTS_AT_ONCE * 2)[1] for part in parts])
        return rows, self.table_of(pa.table({"digest": values})) if len(values) else None

    def _repeated_in(self, digests: ir.Table, most_rows: int) -> tuple[int, np.ndarray]:
        found = np.empty(most_rows, np.int64)
        rows = filled = 0
        for batch in self.batches(digests):
            values = batch.column(0).drop_null().to_numpy()
            found[filled : filled + len(values)] = values
            rows, filled = rows + batch.num_rows, filled + len(values)
        found = found[:filled]
        found.sort()
        return rows, np.unique(found[1:][found[1:] == found[:-1]])

    def write_parquet(self, rows: ir.Table, folder: Path) -> None:
        self.write_file(rows, folder / "part-0.parquet")

    def write_file(self, rows: ir.Table, path: Path) -> None:
        """Writes the rows as one Parquet file, in the order the expression gives them."""
        self._copy(self._sql(rows), path)

    def write_apart(
        self, rows: ir.Table, columns: Sequence[str], order: Sequence[str], folders: Mapping[int, Path]
    ) -> None:
        """One statement for each folder, from a table: the same rows are not worked out again for each."""
        at_hand = isinstance(rows.op(), ops.DatabaseTable)
        kept = rows if at_hand else self.kept(rows)
        asked = f"select {_listed(columns)} from {kept.get_name()} where {SLICE_NO}"
        in_order = f" order by {_listed(order)}" if order else ""
        for number, folder in folders.items():
            self._copy(f"{asked} = {number}{in_order}", folder / "part-0.parquet")
        if not at_hand:
            self.forget(kept)

    def close(self) -> None:
        self._ibis.disconnect()

    def _copy(self, sql: str, path: Path) -> None:
        self._execute(f"copy ({sql}) to {_text(path)} (format parquet, compression zstd)")

    def _table(self, name: str) -> ir.Table:
        """What Ibis makes of a table by its name. It would parse each type of each column anew."""
        with self._sentences():
            found = self._database.execute(f"describe {name}").fetchall()
        columns = {column: _type(written, nullable=null == "YES") for column, written, null, *_ in found}
        return ops.DatabaseTable(name, schema=ibis.schema(columns), source=self._ibis).to_expr()

    def _sql(self, rows: ir.Table) -> str:
        return statement(rows, self._ibis.compile, self.name)

    def _execute(self, sql: str) -> None:
        with self._sentences():
            self._database.execute(sql)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turns what the engine says of files and disks into sentences for the person who runs it."""
        try:
            yield
        except RuntimeError as error:
            if "interrupted" in str(error):  # DuckDB's word for Ctrl-C and SIGTERM
                raise KeyboardInterrupt from error
            raise
        except duckdb.OutOfMemoryException as error:
            why = _first_line(error)
            raise UnusableOutput(f"There is not enough memory or disk to go on: {why}") from error
        except (duckdb.Error, OSError) as error:  # the second where rows are streamed
            if isinstance(error, _OF_DISKS) and "No space left on device" in str(error):
                raise UnusableOutput(
                    "The disk is full; nothing was written. Make room and run again."
                ) from error
            if (sentence := self._of_a_file(error)) is None:
                raise
            raise sentence from error

    def _of_a_file(self, error: Exception) -> UnusableInput | None:
        """The sentence about the file that made the engine fail, if one did.

        DuckDB has no error of its own for a Parquet file that is whole at its end and damaged within, and
        names none. So the files are read once more, by another reader, until one cannot be.
        """
        if type(error) is duckdb.Error or isinstance(error, _OF_FILES):
            for path in self._opened:
                if _is_damaged(path):
                    return damaged(path)
        if isinstance(error, _OF_FILES):
            return UnusableInput("a delivered file", _first_line(error))
        return None


def _cut_nanoseconds(fields: Iterable[pa.Field]) -> Iterator[str]:
    """Columns in nanoseconds, cut to microseconds: a cast would round, into the next second or day too.

    Ibis has no type for instants in nanoseconds.
    """
    for field in fields:
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            name = '"' + field.name.replace('"', '""') + '"'
            since = f"epoch_ns({name})"
            cut = f"make_timestamp(({since} - (({since} % 1000) + 1000) % 1000) // 1000)"
            yield f"timezone('UTC', {cut}) as {name}" if field.type.tz else f"{cut} as {name}"


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


@cache
def _type(written: str, *, nullable: bool) -> dt.DataType:
    """A type as DuckDB writes it."""
    return DuckDBType.from_string(written, nullable=nullable)


def _text(path: Path) -> str:
    """A path as SQL writes texts."""
    return "'" + str(path).replace("'", "''") + "'"


def _value_ranges(total: int) -> list[tuple[int, int]]:
    """Ranges that together hold every digest, each with about as many as are sorted in one go."""
    parts = max(1, -(-total // DIGESTS_AT_ONCE))
    width = -(-(LARGEST_DIGEST + 1) // parts)
    return [(part * width, min((part + 1) * width - 1, LARGEST_DIGEST)) for part in range(parts)]


def _refuse_row_numbers(schema: pa.Schema, path: Path) -> None:
    for column in schema.names:
        if column.lower() == ROW_NUMBER:
            raise UnusableInput(
                path.name,
                "DuckDB numbers rows under the name of this column",
                column=column,
                remedy="Leave it out or give it another name",
            )


def _is_damaged(path: Path) -> bool:
    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except (pa.ArrowException, OSError, ValueError):
        return True
    return False


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
