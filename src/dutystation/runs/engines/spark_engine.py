"""Spark through Ibis, on this machine or on a cluster: the only place that runs Spark's SQL.

Workers read the delivered files and write the row-level tables themselves, so they must see the inputs and
the place of the report under the same paths. What is kept lies on the workers' own disks and in their memory.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
from ibis.backends.pyspark.datatypes import PySparkSchema
from py4j.protocol import Py4JError, Py4JNetworkError
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, Observation
from pyspark.sql import functions as sf
from pyspark.sql.types import (
    BooleanType,
    DateType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from dutystation.runs.engines.engine import Row
from dutystation.runs.engines.spark_session import came_of_an_interrupt, opened_session
from dutystation.runs.engines.statements import new_name, statement
from dutystation.runs.engines.stored_files import stored_schema
from dutystation.tables.apart import SLICE_NO
from dutystation.terms.errors import DutystationError, UnusableInput, UnusableOutput

BATCH_ROWS = 1 << 17
FUNCTIONS = (
    "key_digest(key string) returns bigint return shiftrightunsigned(xxhash64(key), 1)",
    "whole_seconds(moment timestamp) returns bigint return unix_seconds(moment)",
    # Spark has no JSON of a text alone: what stands around it in an object, `{"t":` and `}`, is cut off.
    "json_text(given string) returns string return if(given is null, null, "
    "substr(to_json(named_struct('t', given)), 6, length(to_json(named_struct('t', given))) - 6))",
)
"""What is asked for by names that every engine can have; `btrim` Spark has itself."""
PLAIN_TYPES = {
    pa.string(): StringType(),
    pa.bool_(): BooleanType(),
    pa.int32(): IntegerType(),
    pa.int64(): LongType(),
    pa.float64(): DoubleType(),
    pa.date32(): DateType(),
}
"""Types of a Parquet file that its reader takes for one of its own, whatever is set."""
FULL = ("No space left on device", "Disk quota exceeded", "File too large")
ENDED = ("Py4JNetworkError", "StatusCode.UNAVAILABLE", "INVALID_HANDLE.SESSION", "SparkContext was shut down")
"""What is said where Spark is not there any more."""


class SparkEngine:
    """One Spark session. Rows on their way into a file lie as Parquet in `scratch`."""

    name = "spark"
    version = pyspark.__version__
    # Workers share rows among themselves and spill what they cannot hold; each slice costs more statements.
    slice_rows = sorted_rows = 50_000_000

    def __init__(self, scratch: Path) -> None:
        self._written_rows = scratch / "written"
        self._written_rows.mkdir()
        self._opened = opened_session()
        self._session = self._opened.session
        self._broken_off = False
        self._waiting: dict[str, list[DataFrame]] = {}
        try:
            with self._sentences():
                self._ibis = ibis.pyspark.connect(self._session)
                for function in FUNCTIONS:
                    self._session.sql(f"create or replace temporary function {function}")
        except BaseException:
            self.close()
            raise

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        schema = stored_schema(paths[0])
        _refuse_half_precision(schema, paths[0])
        with self._sentences():
            reader = self._session.read.option("recursiveFileLookup", "true")
            if known := _known(schema):
                reader = reader.schema(known)
            found = reader.parquet(*map(_address, paths))
            place = found.metadataColumn("_metadata")
            stored = self._viewed(
                found.select(
                    *_delivered_cells(found, schema),
                    _path_of(place["file_path"]).alias("part"),
                    place["row_index"].alias("row"),
                )
            )
        return _with_zones(stored, schema)

    def table_of(self, rows: pa.Table) -> ir.Table:
        with self._sentences():
            if rows.num_rows:
                return self._viewed(self._session.createDataFrame(rows))
            # Else Spark would start Python for a table without rows, and Spark Connect take no types from it.
            types = PySparkSchema.from_ibis(ibis.schema(rows.schema))
            cells = (f"cast(null as {of.dataType.simpleString()}) as {_quoted(of.name)}" for of in types)
            return self._viewed(self._session.sql(f"select {', '.join(cells)} where false"))

    def kept(self, rows: ir.Table) -> ir.Table:
        with self._sentences():
            frame = self._frame(rows).localCheckpoint()
            # Columns of their own: a table kept from another one could not be joined with it otherwise.
            return self._viewed(frame.select(*(frame[name].alias(name) for name in frame.columns)))

    def appended(self, to: ir.Table | None, rows: ir.Table) -> ir.Table:
        """What is added waits until somebody asks for the table: one statement is cheaper than ten."""
        if to is None:
            return self.kept(rows)
        self._waiting.setdefault(to.get_name(), []).append(self._frame(rows).select(*to.columns))
        return to

    def forget(self, kept: ir.Table) -> None:
        # What waits may be made of it. Its rows go when Spark's cleaner finds that nothing refers to them.
        self._settle()
        self._session.catalog.dropTempView(kept.get_name())

    def rows(self, rows: ir.Table) -> list[Row]:
        with self._sentences():
            found: list[Row] = self._frame(rows).toArrow().to_pylist()
        return found

    def batches(self, rows: ir.Table) -> Iterator[pa.RecordBatch]:
        """The workers sort and write the rows; what they wrote is then read part by part."""
        path = self._written(rows)
        for part in _parts_of(path):
            with pq.ParquetFile(part) as file:
                yield from file.iter_batches(BATCH_ROWS)
        shutil.rmtree(path)

    def repeated(self, digests: ir.Table, *, most_rows: int) -> tuple[int, ir.Table | None]:
        counted = digests.agg(
            rows=digests.count(), given=digests.digest.count(), different=digests.digest.nunique()
        )
        [found] = self.rows(counted)
        if found["given"] == found["different"]:
            return found["rows"], None
        groups = digests.group_by("digest").agg(times=digests.digest.count())
        return found["rows"], self.kept(groups.filter(groups.times > 1).select("digest"))

    def write_parquet(self, rows: ir.Table, folder: Path) -> None:
        path = self._written(rows, compression="zstd")
        _take_parts(path, folder)
        shutil.rmtree(path)

    def write_apart(
        self, rows: ir.Table, columns: Sequence[str], order: Sequence[str], folders: Mapping[int, Path]
    ) -> None:
        asked = rows.filter(rows[SLICE_NO].isin(list(folders)))
        if order:
            asked = asked.order_by([SLICE_NO, *order])
        asked = asked.select(SLICE_NO, *columns)
        path = self._written(asked, compression="zstd", by=SLICE_NO)
        none = asked.drop(SLICE_NO).schema().to_pyarrow().empty_table()
        for number, folder in folders.items():
            if not _take_parts(path / f"{SLICE_NO}={number}", folder):
                pq.write_table(none, folder / "part-0.parquet")
        shutil.rmtree(path)

    def close(self) -> None:
        if self._broken_off:
            self._opened.break_off()
        else:
            self._opened.end()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Raises what Spark says as a sentence, and knows afterwards whether a call was broken off."""
        try:
            yield
        except KeyboardInterrupt:
            self._broken_off = True
            raise
        except (PySparkException, Py4JError) as error:
            if came_of_an_interrupt(error):
                self._broken_off = True
                raise KeyboardInterrupt from error
            network = isinstance(error, Py4JNetworkError)
            sentence = _sentence(ENDED[0] if network else str(error))
            if sentence is None:
                raise
            raise sentence from error

    def _frame(self, rows: ir.Table) -> DataFrame:
        if {table.name for table in rows.op().find(ops.DatabaseTable)} & self._waiting.keys():
            self._settle()
        with self._sentences():
            return self._session.sql(statement(rows, self._ibis.compile, self.name))

    def _settle(self) -> None:
        """Adds what waits to the kept tables: all of it before any of them changes, as it may read them."""
        with self._sentences():
            added = {
                name: reduce(lambda one, other: one.union(other), frames).localCheckpoint()
                for name, frames in self._waiting.items()
            }
            self._waiting.clear()
            for name, rows in added.items():
                self._session.table(name).union(rows).createOrReplaceTempView(name)

    def _written(self, rows: ir.Table, *, compression: str = "lz4_raw", by: str | None = None) -> Path:
        """The folder into which the workers have written rows, in one for each value of `by` if given."""
        path = self._written_rows / new_name()
        written = Observation()
        with self._sentences():
            frame = self._frame(rows).observe(written, sf.count(sf.lit(1)).alias("rows"))
            writer = frame.write.option("compression", compression)
            (writer if by is None else writer.partitionBy(by)).parquet(_address(path))
            expected = written.get["rows"]
        found = sum(pq.read_metadata(part).num_rows for part in _parts_of(path))
        if found != expected:
            raise UnusableOutput(
                f"{path.parent}: Spark's workers wrote {expected:,} rows, and {found:,} are found there. "
                "Choose a place for the report that every worker sees under the same path."
            )
        return path

    def _viewed(self, found: DataFrame) -> ir.Table:
        name = new_name()
        found.createOrReplaceTempView(name)
        return self._ibis.table(name)


def _known(schema: pa.Schema) -> StructType | None:
    """The columns of a file where Spark's reader could find no others. It would start a job to find them."""
    if all(field.type in PLAIN_TYPES for field in schema):
        return StructType([StructField(field.name, PLAIN_TYPES[field.type]) for field in schema])
    return None


def _quoted(name: str) -> str:
    """A name as SQL writes it."""
    return f"`{name.replace('`', '``')}`"


def _delivered_cells(found: DataFrame, schema: pa.Schema) -> Iterator[Column]:
    """The columns of the files; nanoseconds, which Spark reads as whole numbers, are cut to microseconds."""
    for field in schema:
        if field.name in ("part", "row"):
            continue
        name = _quoted(field.name)
        cell = found[name]
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            # In whole numbers: `/` gives a double, which rounds the last nanoseconds up.
            instant = sf.timestamp_micros(sf.expr(f"({name} - pmod({name}, 1000)) div 1000"))
            cell = instant if field.type.tz else instant.cast("timestamp_ntz")
        yield cell.alias(field.name)


def _refuse_half_precision(schema: pa.Schema, path: Path) -> None:
    for field in schema:
        if pa.types.is_float16(field.type):
            raise UnusableInput(
                path.name,
                "Spark cannot read numbers of half precision",
                column=field.name,
                remedy="Write them as double, or measure with --engine duckdb",
            )


def _with_zones(stored: ir.Table, schema: pa.Schema) -> ir.Table:
    """The same table with its instants known as such: Ibis takes every timestamp of Spark for local time."""
    instants = [field.name for field in schema if pa.types.is_timestamp(field.type) and field.type.tz]
    table = stored.op()
    zoned = dict(table.schema) | dict.fromkeys(instants, dt.Timestamp("UTC"))
    return table.copy(schema=ibis.schema(zoned)).to_expr()


def _address(path: Path) -> str:
    """A path of this machine's files, also where Spark takes plain paths for those of another store."""
    return f"file:{path.absolute()}"


def _path_of(uri: Column) -> Column:
    """The path in a `file:` address. `url_decode` would take a plus sign for a blank."""
    return sf.regexp_replace(sf.url_decode(sf.replace(uri, sf.lit("+"), sf.lit("%2B"))), "^file:/*", "/")


def _take_parts(written: Path, folder: Path) -> int:
    """Moves the files of a written table into a folder, under names in the order of its rows; how many."""
    parts = _parts_of(written)
    width = len(str(len(parts) - 1))
    for number, part in enumerate(parts):
        part.rename(folder / f"part-{number:0{width}}.parquet")
    return len(parts)


def _parts_of(folder: Path) -> list[Path]:
    """The files of a written table, in the order of its rows."""
    return sorted(folder.rglob("part-*.parquet"))


def _sentence(said: str) -> DutystationError | None:
    """What Spark says of files, disks and memory, for the person who runs it; None for a fault of ours."""
    if any(sign in said for sign in FULL):
        return UnusableOutput("The disk is full; nothing was written. Make room and run again.")
    if "OutOfMemoryError" in said:
        return UnusableOutput(
            "There is not enough memory to go on. Give Spark more (spark.driver.memory, "
            "spark.executor.memory) and run again."
        )
    problem = said.partition("\n")[0].rstrip(".")
    if "FAILED_READ_FILE" in said or "CANNOT_READ_FILE_FOOTER" in said:
        return UnusableInput("a delivered file", problem)
    if "PATH_NOT_FOUND" in said:
        remedy = "Put the inputs and the report where every worker sees them under the same path"
        return UnusableInput("a delivered file", f"Spark does not find it ({problem})", remedy=remedy)
    if any(sign in said for sign in ENDED):
        return UnusableOutput("Spark ended before the run did; nothing was written.")
    return None
