"""The deliveries in force of a workspace, as they stood at pinned snapshots, as the source of a run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dutystation.intake.as_delivered import told_as_typed
from dutystation.lake.files import PlannedFile, listed_files, planned_files, slices
from dutystation.lake.listed import REJECTED
from dutystation.lake.records import Delivery, Slice
from dutystation.lake.schemas import (
    TOLD_COLUMNS,
    empty_accepted,
    empty_listed,
    sound_columns,
)
from dutystation.lake.workspace import Workspace
from dutystation.runs.delivered.delivery import RawTable
from dutystation.runs.delivered.sources import FileRecord
from dutystation.runs.engines.engine import Engine
from dutystation.runs.progress import Progress
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.rejected import PLACE_OF_ROW, REJECTED_COLUMNS
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput

Found = TypeVar("Found")


@dataclass(frozen=True)
class WorkspaceSource:
    """The rows of a workspace at `snapshots` (table → snapshot id). Rows and rejections are as delivered.

    In outputs `file` is sender, period, delivery and the name of the file: two senders may choose one name.
    Which of two rows with one id is *earlier* is then not changed by a correction of either.
    """

    workspace: Workspace
    snapshots: Mapping[str, int]
    _known: dict[tuple[str, str], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def tables(
        self, engine: Engine, scratch: Path, progress: Progress, *, leave_out: Container[str] = ()
    ) -> Mapping[str, RawTable]:
        """One table per pinned snapshot. Raises UnusableInput where a required table was never delivered."""
        found = {}
        for shape in INPUT_TABLES:
            if shape.name in leave_out:
                continue
            if shape.name in self.snapshots:
                found[shape.name] = self._table(shape, engine)
            elif shape.required:
                raise UnusableInput(
                    str(self.workspace.path),
                    f"nothing was delivered for the required table {shape.name}",
                    remedy=f"Load it: dutystation load FILE --into WORKSPACE --table {shape.name} …",
                )
        return found

    def planned(self, table: str) -> list[PlannedFile]:
        """The files with the accepted rows of a table, none where it was never delivered."""
        return self._once("planned", table, lambda at: planned_files(self.workspace, table, at), [])

    def listed(self, table: str) -> list[PlannedFile]:
        """The files with its rejected and left-out rows."""
        return self._once("listed", table, lambda at: listed_files(self.workspace, table, at), [])

    def deliveries(self, table: str) -> Mapping[Slice, list[Delivery]]:
        """The deliveries in force of a table by sender and period; none where there never was one."""
        return self._once("deliveries", table, lambda at: slices(self.workspace, table, at), {})

    def delivery_names(self, table: str, period: str | None = None, sender: str | None = None) -> list[str]:
        """The deliveries in force, in the order in which they count, of one period or sender or of all.

        They say which rows there are; files have other names after a compaction.
        """
        deliveries = self.deliveries(table)
        if period is not None and sender is not None:  # asked for every slice
            return [found.id for found in deliveries.get((sender, period), [])]
        chains = sorted(deliveries.items())
        asked = (chain for (by, label), chain in chains if period in (None, label) and sender in (None, by))
        return [found.id for chain in asked for found in chain]

    def deliveries_of(self, shapes: Iterable[Shape]) -> list[tuple[str, list[str]]]:
        """The deliveries in force of some tables, by table."""
        return [(shape.name, self.delivery_names(shape.name)) for shape in shapes]

    def senders(self, table: str, period: str) -> tuple[str, ...]:
        """Who delivered anything of a table for one pay period."""
        return tuple(sorted(sender for sender, label in self.deliveries(table) if label == period))

    def sent(self, shape: Shape, period: str, senders: Collection[str], engine: Engine) -> ir.Table:
        """The accepted rows of a table that some senders delivered for one pay period, with `sender`."""
        accepted, _ = self._files(shape, period, senders)
        return _named(_accepted(accepted, shape, engine)).select(
            *PLACE_OF_ROW, "sender", *sound_columns(shape)
        )

    def sent_and_listed(
        self, shape: Shape, period: str, senders: Collection[str], engine: Engine
    ) -> ir.Table | None:
        """The same of rows that were rejected or left out at delivery; None where none was."""
        _, others = self._files(shape, period, senders)
        if not others:
            return None
        return _named(_rows(others, empty_listed(), engine)).select(*REJECTED_COLUMNS, "fate", "sender")

    def told(
        self,
        shape: Shape,
        refused: ir.Table,
        engine: Engine,
        *,
        period: str | None = None,
        senders: Collection[str] | None = None,
    ) -> ir.Table:
        """One row per row of `refused`, with `file` and `line` to join by: its sender, and what it tells.

        `refused` are rows of the table, of one pay period and of some senders where such are given. Those
        that were refused when they were delivered were told then.
        """
        accepted, others = self._files(shape, period, senders)
        stored = _named(_accepted(accepted, shape, engine)).semi_join(refused, PLACE_OF_ROW)
        listed = _named(_rows(others, empty_listed(), engine))
        columns = [*PLACE_OF_ROW, "sender", *TOLD_COLUMNS]
        typed = told_as_typed(stored, shape, "sender").select(*columns)
        return ibis.union(typed, listed.filter(listed.fate == REJECTED).select(*columns))

    def _files(
        self, shape: Shape, period: str | None, senders: Collection[str] | None = None
    ) -> tuple[list[PlannedFile], list[PlannedFile]]:
        """The files with accepted and with other rows of a table, of one pay period, of some senders."""

        def asked(files: list[PlannedFile]) -> list[PlannedFile]:
            return [
                file
                for file in files
                if period in (None, file.period) and (senders is None or file.sender in senders)
            ]

        return asked(self.planned(shape.name)), asked(self.listed(shape.name))

    def _table(self, shape: Shape, engine: Engine) -> RawTable:
        return self._of(shape, *self._files(shape, None), engine)

    def _of(
        self, shape: Shape, accepted: list[PlannedFile], others: list[PlannedFile], engine: Engine
    ) -> RawTable:
        rows = _named(_accepted(accepted, shape, engine)).select(*PLACE_OF_ROW, *sound_columns(shape))
        listed = _named(_rows(others, empty_listed(), engine)).select(*REJECTED_COLUMNS, "fate")
        number = _count(accepted) + _count(others)
        return RawTable(shape, shape.name, number, (rows,), trimmed=True, listed=listed)

    def _once(self, what: str, table: str, ask: Callable[[int], Found], none: Found) -> Found:
        """What the lake says of a snapshot, asked once: a snapshot does not change."""
        if table not in self.snapshots:
            return none
        if (what, table) not in self._known:
            self._known[what, table] = ask(self.snapshots[table])
        found: Found = self._known[what, table]
        return found

    def files(self) -> Mapping[str, tuple[FileRecord, ...]]:
        """The delivered files in force and what they were read with, by name."""
        return {
            shape.name: tuple(
                sorted(
                    record
                    for chain in self.deliveries(shape.name).values()
                    for delivery in chain
                    for record in _file_records(delivery)
                )
            )
            for shape in INPUT_TABLES
            if shape.name in self.snapshots
        }


def _rows(files: Sequence[PlannedFile], none: pa.Table, engine: Engine) -> ir.Table:
    """The rows of some files of the lake, `none` where there is no file."""
    return engine.parquet([file.path for file in files]) if files else engine.table_of(none)


def _accepted(files: Sequence[PlannedFile], shape: Shape, engine: Engine) -> ir.Table:
    """The accepted rows of some files. One may hold a narrower type than its table, as Iceberg allows."""
    none = empty_accepted(shape)
    return _rows(files, none, engine).cast(dict(ibis.Schema.from_pyarrow(none.schema)))


def _named(rows: ir.Table) -> ir.Table:
    """The same rows, `file` in the words of the outputs."""
    period = (rows.period == "").ifelse("", rows.period + "/")
    file = rows.sender + "/" + period + rows.delivery + "/" + rows.file
    return rows.mutate(file=file)


def _file_records(delivery: Delivery) -> Iterator[FileRecord]:
    """The file of a delivery, named likewise, and those it was read with, which say what they were for."""
    place = "/".join(part for part in (*delivery.slice, delivery.id) if part)
    yield f"{place}/{delivery.file}", delivery.sha256, delivery.bytes
    for other in delivery.read_with:
        yield f"{place}/{other.role}/{other.file}", other.sha256, other.bytes


def _count(files: Sequence[PlannedFile]) -> int:
    return sum(file.rows for file in files)
