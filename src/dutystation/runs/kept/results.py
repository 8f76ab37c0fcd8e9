"""Results that a workspace keeps, named by everything they were worked out from.

    WORKSPACE/results/<kind>-<hash>/values.json      what is no table
    WORKSPACE/results/<kind>-<hash>/<table>/         a table each, in Parquet parts

A name holds the hash of all that decides the result, so that one that is there is right and nothing ever
makes it stale. The folder, and what is in it, may be removed at any time; then it is worked out anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.folders import put_in_place, unfinished, used
from dutystation.terms.marking import OWNER_ONLY_FOLDER

RESULTS, VALUES, HASHES = "results", "values.json", "hashes"


@dataclass(frozen=True)
class StoredTables(Mapping[str, ir.Table]):
    """Tables by name, each in a folder of Parquet parts, and read only by who asks for it."""

    folders: Mapping[str, Path]
    engine: Engine

    def __getitem__(self, name: str) -> ir.Table:
        if name not in self.folders:
            raise KeyError(name)
        return self.engine.parquet(self.parts(name)).drop("part", "row")

    def __iter__(self) -> Iterator[str]:
        return iter(self.folders)

    def __len__(self) -> int:
        return len(self.folders)

    def __contains__(self, name: object) -> bool:
        return name in self.folders

    def parts(self, name: str) -> list[Path]:
        """The files of a table, in the order of its rows; none where there is no such table."""
        return sorted(self.folders[name].glob("*.parquet")) if name in self.folders else []


@dataclass(frozen=True)
class KeptResult:
    """A kept result: its values, and its tables as tables of the engine.

    `hashes` are those of what tables hold, of which they were asked for, whichever engine has written them.
    """

    values: dict[str, Any]
    tables: StoredTables
    hashes: Mapping[str, str]


@dataclass(frozen=True)
class TableApart:
    """Rows of several slices with their `slice_no`, of each of which `columns` are kept, in `order`.

    `numbers` are the slices that have the table, None where all do. Of one that is `hashed`, which has whole
    numbers only and an order of all its columns, a hash is kept too.
    """

    rows: ir.Table
    columns: tuple[str, ...]
    order: tuple[str, ...] = ()
    numbers: Collection[int] | None = None
    hashed: bool = False

    def holds(self, number: int) -> bool:
        return self.numbers is None or number in self.numbers


@dataclass(frozen=True)
class KeptResults:
    """The results of one workspace. Without `read` none is found, and everything is worked out anew."""

    folder: Path
    engine: Engine
    read: bool = True

    def found(self, name: str) -> KeptResult | None:
        """The result of that name; None where there is none."""
        return self._stored(name) if self.read and used(self.folder / name) else None

    def newest(self, kind: str, *, at_most: int) -> list[KeptResult]:
        """The results of a kind that were used last."""
        if not self.read:
            return []
        places = sorted(
            self.folder.glob(f"{kind}-*"),
            key=lambda place: (place.stat().st_mtime_ns, place.name),
            reverse=True,
        )
        return [kept for place in places[:at_most] if (kept := self._stored(place.name)) is not None]

    def _stored(self, name: str) -> KeptResult | None:
        place = self.folder / name
        try:
            values = json.loads((place / VALUES).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        hashes = values.pop(HASHES, {})
        folders = {folder.name: folder for folder in sorted(place.iterdir()) if folder.is_dir()}
        return KeptResult(values, StoredTables(folders, self.engine), hashes)

    def keep(self, name: str, values: Mapping[str, Any], tables: Mapping[str, ir.Table]) -> KeptResult:
        """Writes a result, whole or not at all, and gives it back as it is kept."""
        with unfinished(self.folder) as work:
            for table, rows in tables.items():
                (work / table).mkdir()
                self.engine.write_parquet(rows, work / table)
            return self._finished(work, name, values)

    def keep_apart(
        self, results: Mapping[int, tuple[str, Mapping[str, Any]]], tables: Mapping[str, TableApart]
    ) -> dict[int, KeptResult]:
        """Writes the results of slices, by number their names and values, each whole or not at all."""
        with unfinished(self.folder) as work:
            for number in results:
                (work / str(number)).mkdir(mode=OWNER_ONLY_FOLDER)
            for name, table in tables.items():
                folders = {number: work / str(number) / name for number in results if table.holds(number)}
                for folder in folders.values():
                    folder.mkdir()
                self.engine.write_apart(table.rows, table.columns, table.order, folders)
            hashed = [name for name, table in tables.items() if table.hashed]
            return {
                number: self._finished(
                    work / str(number),
                    name,
                    values,
                    {table: _hash(work / str(number) / table) for table in hashed},
                )
                for number, (name, values) in results.items()
            }

    def _finished(
        self, work: Path, name: str, values: Mapping[str, Any], hashes: Mapping[str, str] | None = None
    ) -> KeptResult:
        """The result of which the tables lie in `work`, at its place."""
        stated = {**values, HASHES: hashes} if hashes else values
        (work / VALUES).write_text(json.dumps(dict(stated)), encoding="utf-8")
        put_in_place(work, self.folder / name, read=self.read)
        kept = self._stored(name)
        assert kept is not None
        return kept


def result_name(kind: str, *parts: object) -> str:
    """A name for a result that was worked out from `parts`, which JSON can hold."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _hash(folder: Path) -> str:
    """A hash of the rows in a folder, however they lie in files and whatever kind of number a column has."""
    rows = pq.read_table(sorted(folder.glob("*.parquet")))
    hashed = hashlib.sha256()
    for name in sorted(rows.column_names):
        hashed.update(rows.column(name).cast(pa.int64()).to_numpy().tobytes())
    return hashed.hexdigest()
