"""A Parquet file that is written row group by row group while the next rows are being read."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.terms.errors import UnusableOutput

ROWS_PER_GROUP = 1 << 20
BYTES_PER_GROUP = 128 << 20


class StagingFile:
    """Collects tables of one schema into row groups and writes each in a thread of its own.

    At most one group is being written while the next one is collected, so memory is bounded. If the block
    ends with an exception, the file is removed. Raises UnusableOutput if it cannot be written.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path, self._schema = path, schema
        self._collected: list[pa.Table] = []
        self._rows = self._bytes = 0
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._being_written: Future[Any] | None = None

    def __enter__(self) -> Self:
        try:
            self._writer = _writer(self._path, self._schema)
        except OSError as error:
            self._thread.shutdown()
            raise _unwritable(self._path, error) from error
        return self

    def add(self, table: pa.Table) -> None:
        self._collected.append(table)
        self._rows += table.num_rows
        self._bytes += table.nbytes
        if self._rows >= ROWS_PER_GROUP or self._bytes >= BYTES_PER_GROUP:
            self._write_collected()

    def _write_collected(self) -> None:
        self._await_group()
        group = pa.concat_tables(self._collected)
        self._collected, self._rows, self._bytes = [], 0, 0
        self._being_written = self._thread.submit(self._writer.write_table, group)

    def _await_group(self) -> None:
        if self._being_written is not None:
            group, self._being_written = self._being_written, None
            try:
                group.result()
            except OSError as error:
                raise _unwritable(self._path, error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except BaseException:
            self._give_up()
            raise
        if kind is not None:
            self._give_up()

    def _finish(self) -> None:
        if self._collected:
            self._write_collected()
        self._await_group()
        self._thread.shutdown()
        try:
            self._writer.close()
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _give_up(self) -> None:
        self._thread.shutdown()
        with contextlib.suppress(OSError, pa.ArrowException):
            self._writer.close()
        self._path.unlink(missing_ok=True)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Numbers of lines rise by one: their differences take no room, and no dictionary is tried in vain."""
    counted = [field.name for field in schema if pa.types.is_integer(field.type)]
    return pq.ParquetWriter(
        path,
        schema,
        compression="lz4",
        use_dictionary=[name for name in schema.names if name not in counted],
        column_encoding=dict.fromkeys(counted, "DELTA_BINARY_PACKED"),
    )


def _unwritable(path: Path, error: OSError) -> UnusableOutput:
    reason = os.strerror(error.errno) if error.errno else str(error)  # Arrow's own text names its sources
    return UnusableOutput(
        f"{path.stem}: a working copy of this table cannot be written ({reason}); nothing was written. "
        "Make room on the disk of the report and run again."
    )
