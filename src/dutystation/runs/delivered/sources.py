"""Where a run gets its tables from: a folder as it was delivered, or the deliveries of a workspace."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Protocol

from dutystation.landing.delivered import fingerprint
from dutystation.landing.inputs import Inputs, find_inputs
from dutystation.runs.delivered.delivery import RawTable, raw_table
from dutystation.runs.engines.engine import Engine
from dutystation.runs.progress import Progress
from dutystation.tables.inputs import INPUT_TABLES

FileRecord = tuple[str, str, int]
"""Name, SHA-256 and bytes of a delivered file."""


class Source(Protocol):
    """What is to be measured. Both methods give the tables in the order of the contract."""

    def tables(
        self, engine: Engine, scratch: Path, progress: Progress, *, leave_out: Container[str] = ()
    ) -> Mapping[str, RawTable]:
        """The rows of every table that was delivered, but for some. Raises UnusableInput."""

    def files(self) -> Mapping[str, tuple[FileRecord, ...]]:
        """The files behind them, for the provenance. Asked last."""


@dataclass(frozen=True)
class FolderSource:
    """A folder with the tables of the contract. Its files are hashed beside the measuring."""

    inputs: Inputs
    _hashes: Mapping[str, list[Future[str]]] = field(repr=False)

    def tables(
        self, engine: Engine, scratch: Path, progress: Progress, *, leave_out: Container[str] = ()
    ) -> Mapping[str, RawTable]:
        return {
            name: raw_table(delivery, engine, scratch, progress)
            for name, delivery in self.inputs.tables.items()
            if name not in leave_out
        }

    def files(self) -> Mapping[str, tuple[FileRecord, ...]]:
        return {
            name: tuple(
                (file.name, digest.result(), file.bytes)
                for file, digest in zip(delivery.files, self._hashes[name], strict=True)
            )
            for name, delivery in self.inputs.tables.items()
        }


@contextmanager
def folder_source(folder: Path, progress: Progress) -> Iterator[FolderSource]:
    """The tables of a folder, found but not read; says what it ignores. Raises UnusableInput."""
    found = find_inputs(folder, INPUT_TABLES)
    for note in found.notes:
        progress.note(note)
    stopped = Event()
    with ThreadPoolExecutor(max_workers=1) as thread:
        try:
            hashes = {
                name: [thread.submit(fingerprint, file, stopped=stopped) for file in delivery.files]
                for name, delivery in found.tables.items()
            }
            yield FolderSource(found, hashes)
        finally:
            stopped.set()  # a run that failed does not wait for the hash of a large file
            thread.shutdown(cancel_futures=True)
