"""Keeping a workspace small: old snapshots go, then the files that nothing names any more.

Expiry changes the tables and removes no file; `remove_orphans` removes files and changes no table. Between
the two lies a margin of time, so that a load or a run under way never loses a file it has just begun to use.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from pyiceberg.table import Table
from pyiceberg.table.update.snapshot import ExpireSnapshots

from dutystation.lake.catalog import catalog_sentences
from dutystation.lake.commits import commit_files, until_committed, writing
from dutystation.lake.files import data_files, listing_delivery, readable
from dutystation.lake.pins import pinned
from dutystation.lake.records import in_force, kept_records, record_of, records_of
from dutystation.lake.workspace import Workspace, local_path
from dutystation.terms.errors import UnusableInput

UPKEEP = "dutystation.upkeep"
METADATA_FILE = ".metadata.json"


def expire(workspace: Workspace, before: datetime) -> dict[str, int]:
    """Expires the snapshots made before a moment, but none that is current or that a run pins.

    The records of their deliveries are kept. Rows that were rejected in deliveries which no remaining
    snapshot holds are unlisted. Returns the number of expired snapshots by table.
    """
    pins = pinned(workspace.path)
    found = {}
    for name in workspace.tables():
        kept = pins.get(name, set())
        found[name] = until_committed(partial(_expire, workspace, name, kept, before))
        until_committed(partial(_unlist, workspace, name, before))
        until_committed(partial(_expire_listings, workspace, name, before))
    return found


def _expire(workspace: Workspace, name: str, kept: set[int], before: datetime) -> int:
    table = workspace.accepted(name)
    assert table is not None
    current = table.current_snapshot()
    old = [
        snapshot
        for snapshot in table.snapshots()
        if snapshot.timestamp_ms < before.timestamp() * 1000
        and snapshot.snapshot_id not in kept
        and snapshot is not current
    ]
    records = [record for snapshot in old if (record := record_of(snapshot))]
    _commit_expiry(table, [snapshot.snapshot_id for snapshot in old], kept_records(records))
    return len(old)


def _expire_listings(workspace: Workspace, name: str, before: datetime) -> None:
    """Of the rows that are not accepted only the current snapshot is ever read."""
    table = workspace.listed(name)
    current = table.current_snapshot() if table else None
    if table is None or current is None:
        return
    moment = before.timestamp() * 1000
    old = [s.snapshot_id for s in table.snapshots() if s.timestamp_ms < moment and s is not current]
    _commit_expiry(table, old, {})


def _commit_expiry(table: Table, snapshots: list[int], properties: dict[str, str]) -> None:
    """In one commit: no record is ever without its snapshot and without its property."""
    if not snapshots:
        return
    with writing(), table.transaction() as transaction:
        if properties:
            transaction.set_properties(properties)
        ExpireSnapshots(transaction).by_ids(snapshots).commit()


def _unlist(workspace: Workspace, name: str, before: datetime) -> None:
    """Removes the listings of deliveries that stand in no remaining snapshot.

    A listing without a record may belong to a load under way; it goes only when its file is old enough.
    """
    table, listed = workspace.accepted(name), workspace.listed(name)
    if table is None or listed is None:
        return
    records = records_of(table)
    decided = {record.id for record in records}
    standing = {
        chain[-1].id
        for snapshot in table.snapshots()
        for chain in in_force(records, sequence=snapshot.sequence_number or 0).values()
    }
    gone = []
    for file in data_files(listed):
        delivery = listing_delivery(listed, file)
        path = local_path(file.file_path)
        if delivery not in standing and (delivery in decided or _is_older(path, before)):
            gone.append(file)
    if gone:
        commit_files(listed, add=(), remove=gone, summary={UPKEEP: "expire"})


def remove_orphans(workspace: Workspace, before: datetime) -> list[Path]:
    """Removes files that no table names and that were written before a moment; returns them by path.

    Killed loads leave such files, and so does expiry. Among the delivered files those go that no delivery
    was, and none was read with. Raises UnusableInput where the catalog is older than the tables: what it does
    not know is needed.
    """
    files = list(_files_below(workspace.warehouse))
    candidates = [path for path in files if _is_older(path, before)]
    named: set[Path] = set()
    digests: set[str] = set()
    for name in workspace.tables():
        for table in (workspace.accepted(name), workspace.listed(name)):
            if table is not None:
                _refuse_older_catalog(workspace, table, files)
                named |= set(_named_by(table))
        for record in records_of(workspace.accepted(name)):
            digests |= {record.sha256, *(other.sha256 for other in record.read_with)}
    gone = [path for path in candidates if path not in named]
    gone += [
        path
        for path in _files_below(workspace.delivered)
        if path.name.partition(".")[0] not in digests and _is_older(path, before)
    ]
    with writing():
        for path in gone:
            path.unlink(missing_ok=True)
        if workspace.working.is_dir():
            for folder in workspace.working.iterdir():
                if _is_older(folder, before):
                    shutil.rmtree(folder)
                    gone.append(folder)
            if not any(workspace.working.iterdir()):
                workspace.working.rmdir()
    return sorted(gone)


def _refuse_older_catalog(workspace: Workspace, table: Table, files: Iterable[Path]) -> None:
    """Raises UnusableInput where a table was changed more often than its catalog knows, as after a restore.

    A change is numbered one more than the one before. The next number alone may be of a load that was killed.
    `files` were listed before the table was read, so that no change since is among them.
    """
    current = local_path(table.metadata_location)
    beside = (path for path in files if path.parent == current.parent and path.name.endswith(METADATA_FILE))
    newest = max(map(_number_of_change, beside), default=0)
    if newest > _number_of_change(current) + 1:
        raise UnusableInput(
            str(workspace.path),
            f"its catalog is older than its tables: of {table.name()[-1]} it knows change "
            f"{_number_of_change(current)}, and there is change {newest}",
            remedy="Put the newest backup of the catalog back; no file was removed",
        )


def _number_of_change(metadata: Path) -> int:
    number = metadata.name.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def _named_by(table: Table) -> Iterator[Path]:
    """Every file that a table needs: of its metadata, and of all its snapshots."""
    yield local_path(table.metadata_location)
    yield from (local_path(entry.metadata_file) for entry in table.metadata.metadata_log)
    seen: set[str] = set()
    with catalog_sentences(), readable(table):
        for snapshot in table.snapshots():
            yield local_path(snapshot.manifest_list)
            for manifest in snapshot.manifests(table.io):
                if manifest.manifest_path in seen:
                    continue
                seen.add(manifest.manifest_path)
                yield local_path(manifest.manifest_path)
                for entry in manifest.fetch_manifest_entry(table.io, discard_deleted=True):
                    yield local_path(entry.data_file.file_path)


def _files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False
