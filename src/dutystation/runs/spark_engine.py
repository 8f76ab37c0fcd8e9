"""Spark through Ibis, on this machine or on a cluster: the only place that runs Spark's SQL.

What is kept lies as Parquet in the run's work folder, which every worker must see under the same path, as
it must see the inputs and the place of the report.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame
from pyspark.sql import functions as sf

from dutystation.runs.engine import Row
from dutystation.runs.spark_session import opened_session
from dutystation.terms.errors import UnusableInput, UnusableOutput

BATCH_ROWS = 1 << 17


class SparkEngine:
    """One Spark session whose kept tables are Parquet folders in `scratch`."""

    name = "spark"
    version = pyspark.__version__

    def __init__(self, scratch: Path) -> None:
        self._kept = scratch / "kept"
        self._kept.mkdir()
        self._session, self._end = opened_session(scratch)
        self._ibis = ibis.pyspark.connect(self._session)
        # `intake` asks for functions by names that every engine can have; `btrim` Spark has itself.
        self._session.sql(
            "create or replace temporary function key_digest(key string) returns bigint "
            "return shiftrightunsigned(xxhash64(key), 1)"
        )
        self._names = (f"kept_{number}" for number in count(1))
        self._parts: dict[str, list[Path]] = {}

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        with _sentences():
            found = self._session.read.option("recursiveFileLookup", "true").parquet(*map(str, paths))
            place = found.metadataColumn("_metadata")
            delivered = [found[f"`{name.replace('`', '``')}`"] for name in found.columns]
            return self._viewed(
                found.select(
                    *(cell for name, cell in zip(found.columns, delivered, strict=True) if name not in _OWN),
                    _path_of(place["file_path"]).alias("part"),
                    place["row_index"].alias("row"),
                )
            )

    def table_of(self, rows: pa.Table) -> ir.Table:
        path = self._new_folder()
        path.mkdir()
        pq.write_table(rows, path / "part-0.parquet")
        return self._stored(path)

    def kept(self, rows: ir.Table) -> ir.Table:
        return self._stored(self._written(rows))

    def appended(self, to: ir.Table | None, rows: ir.Table) -> ir.Table:
        if to is None:
            return self.kept(rows)
        name = to.get_name()
        found = self._frame(rows).select(*to.columns)
        self._parts[name].append(self._write(found))
        schema = self._session.table(name).schema
        with _sentences():
            read = self._session.read.schema(schema).parquet(*map(str, self._parts[name]))
            read.createOrReplaceTempView(name)
        return to

    def forget(self, kept: ir.Table) -> None:
        name = kept.get_name()
        self._session.catalog.dropTempView(name)
        for path in self._parts.pop(name, ()):
            shutil.rmtree(path)

    def rows(self, rows: ir.Table) -> list[Row]:
        with _sentences():
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
        [counted] = self.rows(digests.agg(rows=digests.count()))
        known = digests.filter(digests.digest.notnull())
        groups = known.group_by("digest").agg(times=known.count())
        found = self.kept(groups.filter(groups.times > 1).select("digest"))
        if any(pq.read_metadata(part).num_rows for part in _parts_of(self._parts[found.get_name()][0])):
            return counted["rows"], found
        self.forget(found)
        return counted["rows"], None

    def write_parquet(self, rows: ir.Table, folder: Path) -> None:
        path = self._written(rows, compression="zstd")
        parts = _parts_of(path)
        width = len(str(len(parts) - 1))
        for number, part in enumerate(parts):
            part.rename(folder / f"part-{number:0{width}}.parquet")
        shutil.rmtree(path)

    def close(self) -> None:
        for name in self._parts:
            self._session.catalog.dropTempView(name)
        self._end()

    def _frame(self, rows: ir.Table) -> DataFrame:
        with _sentences():
            return self._session.sql(self._ibis.compile(rows))

    def _written(self, rows: ir.Table, *, compression: str = "lz4_raw") -> Path:
        return self._write(self._frame(rows), compression=compression)

    def _write(self, found: DataFrame, *, compression: str = "lz4_raw") -> Path:
        path = self._new_folder()
        with _sentences():
            found.write.option("compression", compression).parquet(str(path))
        return path

    def _new_folder(self) -> Path:
        return self._kept / next(self._names)

    def _stored(self, path: Path) -> ir.Table:
        with _sentences():
            found = self._viewed(self._session.read.parquet(str(path)))
        self._parts[found.get_name()] = [path]
        return found

    def _viewed(self, found: DataFrame) -> ir.Table:
        name = next(self._names)
        found.createOrReplaceTempView(name)
        return self._ibis.table(name)


_OWN = {"part", "row"}


def _path_of(uri: sf.Column) -> sf.Column:
    """The path in a `file:` address. `url_decode` would take a plus sign for a blank."""
    return sf.regexp_replace(sf.url_decode(sf.replace(uri, sf.lit("+"), sf.lit("%2B"))), "^file:/*", "/")


def _parts_of(folder: Path) -> list[Path]:
    """The files of a written table, in the order of its rows."""
    return sorted(folder.glob("part-*.parquet"))


@contextmanager
def _sentences() -> Iterator[None]:
    """Turns what Spark says of files, disks and memory into sentences for the person who runs it."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        said = str(error)
        if "No space left on device" in said:
            raise UnusableOutput("The disk is full; nothing was written. Make room and run again.") from error
        if "OutOfMemoryError" in said:
            raise UnusableOutput(
                "There is not enough memory to go on. Give Spark more (spark.driver.memory, "
                "spark.executor.memory) and run again."
            ) from error
        raise
