"""Which files hold the rows of a snapshot, so that any engine can read them as plain Parquet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pyiceberg.expressions import And, EqualTo
from pyiceberg.manifest import DataFile, ManifestContent
from pyiceberg.table import Table

from dutystation.lake.catalog import catalog_sentences
from dutystation.lake.records import Delivery, Slice, in_force, records_of, replaced_by
from dutystation.lake.workspace import Workspace, local_path
from dutystation.terms.errors import UnusableInput


class PlannedFile(NamedTuple):
    """One data file of a snapshot; `period` is empty for the tables that are delivered as a whole."""

    path: Path
    sender: str
    period: str
    rows: int

    @property
    def slice(self) -> Slice:
        """Whose file it is, and of which pay period."""
        return self.sender, self.period


@dataclass(frozen=True)
class Account:
    """One delivery and whether it is in force; `replaced_by` is empty where it is."""

    delivery: Delivery
    replaced_by: str


def deliveries(workspace: Workspace) -> list[Account]:
    """Every delivery ever taken, by table in the order of the contract, then the first one first."""
    found = []
    for name in workspace.tables():
        records = records_of(workspace.accepted(name))
        gone = replaced_by(records)
        found += [Account(record, gone.get(record.id, "")) for record in records]
    return found


def current_snapshots(workspace: Workspace) -> dict[str, int]:
    """The snapshot of each table that now holds; tables without a delivery are left out."""
    found = {}
    for name in workspace.tables():
        table = workspace.accepted(name)
        snapshot = table.current_snapshot() if table else None
        if snapshot is not None:
            found[name] = snapshot.snapshot_id
    return found


def planned_files(workspace: Workspace, table: str, snapshot: int) -> list[PlannedFile]:
    """The data files of the accepted rows of a snapshot, by path; all rows of each count.

    That is so because nothing here writes delete files; if the snapshot has one, written by another
    program, AssertionError is raised. Raises UnusableInput for a snapshot that the table does not have.
    """
    accepted = workspace.accepted(table)
    if accepted is None or accepted.snapshot_by_id(snapshot) is None:
        raise _unknown(workspace, table, snapshot)
    with catalog_sentences():
        return sorted(_planned(accepted, file) for file in data_files(accepted, snapshot))


def listed_files(workspace: Workspace, table: str, snapshot: int) -> list[PlannedFile]:
    """The data files of the rejected and left-out rows that belong to a snapshot, by path.

    The snapshot is one of the accepted rows. Rows are listed before their delivery is decided, so only
    those are believed that the accepted rows' own history names.
    """
    heads = {chain[-1].id for chain in slices(workspace, table, snapshot).values()}
    return files_listed_by(workspace.listed(table), heads)


def files_listed_by(listed: Table | None, heads: Collection[str]) -> list[PlannedFile]:
    """The data files of rejected and left-out rows that were listed with one of some deliveries, by path."""
    if listed is None:
        return []
    return sorted(
        _planned(listed, file) for file in data_files(listed) if listing_delivery(listed, file) in heads
    )


def slices(workspace: Workspace, table: str, snapshot: int) -> dict[Slice, list[Delivery]]:
    """By sender and period the deliveries that make up a snapshot: a whole one, then its amendments."""
    accepted = workspace.accepted(table)
    found = accepted.snapshot_by_id(snapshot) if accepted else None
    if found is None:
        raise _unknown(workspace, table, snapshot)
    return dict(in_force(records_of(accepted), sequence=found.sequence_number or 0))


def data_files(table: Table, snapshot: int | None = None) -> Iterator[DataFile]:
    """The data files of a snapshot of a table, the current one where none is given."""
    found = table.current_snapshot() if snapshot is None else table.snapshot_by_id(snapshot)
    if found is None:
        return
    with readable(table):
        for manifest in found.manifests(table.io):
            if manifest.content is not ManifestContent.DATA:
                raise AssertionError(f"{table.name()}: snapshot {snapshot} has delete files")
            if not (manifest.has_added_files() or manifest.has_existing_files()):
                continue
            for entry in manifest.fetch_manifest_entry(table.io, discard_deleted=True):
                yield entry.data_file


def files_of_slice(table: Table, slice_: Slice) -> list[DataFile]:
    """The data files that now hold the accepted rows of one slice."""
    sender, period = slice_
    equal: Any = EqualTo  # the library's own type of it leaves out how it is meant to be called
    asked = And(equal("sender", sender), equal("period", period)) if period else equal("sender", sender)
    # Only the manifests that can name such files are read: there may be thousands of slices.
    with readable(table):
        return [task.file for task in table.scan(row_filter=asked).plan_files()]


@contextmanager
def readable(table: Table) -> Iterator[None]:
    """Turns manifests of a table that are damaged, or not there, into a sentence."""
    try:
        yield
    except (FileNotFoundError, EOFError, ValueError, LookupError, OverflowError) as error:
        raise UnusableInput(
            str(local_path(table.location()) / "metadata"),
            f"a file that says which data files {table.name()[-1]} has cannot be read "
            f"({str(error).partition(chr(10))[0]})",
            remedy="Put what is missing in this folder back from the newest backup; nothing was changed",
        ) from error


def listing_delivery(listed: Table, file: DataFile) -> str:
    """The delivery with which the rows of a file were listed."""
    return _part(listed, file, "listed_by")


def _planned(table: Table, file: DataFile) -> PlannedFile:
    sender, period = _part(table, file, "sender"), _part(table, file, "period")
    return PlannedFile(local_path(file.file_path), sender, period, file.record_count)


def _part(table: Table, file: DataFile, name: str) -> str:
    names = [field.name for field in table.specs()[file.spec_id].fields]
    return str(file.partition[names.index(name)]) if name in names else ""


def _unknown(workspace: Workspace, table: str, snapshot: int) -> UnusableInput:
    return UnusableInput(
        str(workspace.path),
        f"{table} has no snapshot {snapshot}",
        remedy="It may have been expired; see: dutystation deliveries WORKSPACE",
    )
