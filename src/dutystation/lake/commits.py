"""Changes of the lake's tables, each one commit: there whole or not at all, and never by halves.

Two commits make a delivery: first its rejected and left-out rows are listed, then its accepted rows take
the place of those before. The second one decides. Rows that were listed by a delivery which was never
decided (the program was killed between the two) are believed by nobody, see `files.listed_files`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq
from pyiceberg.exceptions import CommitFailedException
from pyiceberg.io.pyarrow import parquet_file_to_data_file
from pyiceberg.manifest import DataFile
from pyiceberg.table import Table

from dutystation.lake.catalog import catalog_sentences
from dutystation.lake.files import readable
from dutystation.lake.workspace import Workspace
from dutystation.terms.errors import UnusableOutput

LONGEST_WAIT = 120.0
"""Seconds during which others may go first again and again before a commit is given up."""
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 1.0

T = TypeVar("T")


def commit_files(
    table: Table, *, add: Sequence[DataFile], remove: Sequence[DataFile], summary: Mapping[str, str]
) -> None:
    """One snapshot in which `add` stand in the place of `remove`. Raises CommitFailedException."""
    with writing(), readable(table), table.transaction() as transaction:
        update = transaction.update_snapshot(snapshot_properties=dict(summary))
        if remove:
            with update.overwrite() as overwrite:
                for file in remove:
                    overwrite.delete_data_file(file)
                for file in add:
                    overwrite.append_data_file(file)
        else:
            with update.merge_append() as append:
                for file in add:
                    append.append_data_file(file)


def described(table: Table, paths: Sequence[Path]) -> list[DataFile]:
    """Parquet files below the table's location, as Iceberg describes them: partition, bounds, counts.

    A file without rows belongs to no partition and is none of the table's files.
    """
    return [
        parquet_file_to_data_file(table.io, table.metadata, f"file://{path}")
        for path in paths
        if pq.read_metadata(path).num_rows
    ]


def data_folder(table: Table) -> Path:
    """Where the data files of a table lie; made if need be."""
    folder = Path(table.location().removeprefix("file://")) / "data"
    with writing():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def list_rows(workspace: Workspace, name: str, paths: Sequence[Path], summary: Mapping[str, str]) -> None:
    """Adds files of rejected and left-out rows, whoever else adds some."""

    def add() -> None:
        table = workspace.listed(name)
        assert table is not None
        commit_files(table, add=described(table, paths), remove=(), summary=summary)

    until_committed(add)


def until_committed(attempt: Callable[[], T]) -> T:
    """Tries until nobody else was faster, each time from the beginning.

    Raises UnusableOutput where others were faster for two minutes on end.
    """
    began, pause = time.monotonic(), FIRST_PAUSE
    while True:
        try:
            return attempt()
        except CommitFailedException as error:
            if time.monotonic() - began > LONGEST_WAIT:
                raise UnusableOutput(
                    "Others changed the same table for two minutes on end; nothing was changed. Run again."
                ) from error
        time.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(pause * 2, LONGEST_PAUSE)


@contextmanager
def writing() -> Iterator[None]:
    """Turns a full disk or a forbidden folder into a sentence."""
    try:
        with catalog_sentences():
            yield
    except OSError as error:
        reason = error.strerror or str(error).partition("\n")[0]
        raise UnusableOutput(
            f"The workspace cannot be written ({reason}); nothing was changed. Make room and run again."
        ) from error
