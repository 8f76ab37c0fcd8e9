"""Small deliveries, taken into a workspace in this process, and what the workspace then holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dutystation.directives.directive import Directive
from dutystation.directives.load import load_directive
from dutystation.lake.files import current_snapshots, deliveries, listed_files, planned_files
from dutystation.lake.workspace import open_workspace
from dutystation.runs.loading.load import Asked, load
from dutystation.runs.loading.taking import Loaded
from dutystation.terms.errors import UnusableInput

RECEIVED = date(2025, 2, 19)
"""In pay period 2025-03: from 2025-02-09 to 2025-02-22."""

STANDING = "what stands"
"""Asks for a correction of whatever was delivered last for the same slice."""

HEADER = "person,work_date,hours,pay_code,place_code,record_id\n"
FIRST = HEADER + "P1,2025-01-27,8,01,,R1\nP1,2025-01-28,eight,01,,R2\nP2,2025-01-28,4,01,TS,R3\n"
"""Pay period 2025-02, from 2025-01-26 to 2025-02-08: two rows that are accepted and R2, which is rejected."""
CORRECTED = HEADER + "P1,2025-01-27,8,01,,R1\nP1,2025-01-28,7.5,01,,R2\nP2,2025-01-28,4,01,TS,R3\n"
AMENDMENT = HEADER + "P2,2025-01-28,2,01,TS,R3\nP3,2025-01-29,6,01,,R4\n"


def take(
    workspace: Path,
    content: str | bytes,
    *,
    table: str = "time_records",
    sender: str = "CBP",
    period: str | None = None,
    amends: bool = False,
    corrects: str | None = STANDING,
    received_on: date = RECEIVED,
    directive: str = "dhs-2025",
    name: str = "",
) -> Loaded:
    """Loads one file, which lies beside the workspace.

    It corrects what stands there, if anything does; with `corrects` it names that delivery, with None none.
    """
    source = workspace.parent / (name or f"{table}.csv")
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    rules = _order(directive).rules_on(received_on)
    asked = Asked(source, table, sender, period, amends, None if corrects == STANDING else corrects)
    try:
        return load(asked, workspace, rules=rules, received_on=received_on)
    except UnusableInput as refused:
        named = re.search(r"load it with --corrects (\S+);", str(refused))
        if corrects != STANDING or named is None:
            raise
        return load(replace(asked, corrects=named[1]), workspace, rules=rules, received_on=received_on)


@cache
def _order(name: str) -> Directive:
    return load_directive(name)


def last_standing(workspace: Path, sender: str) -> str | None:
    """The last delivery in force of the time records of a sender, who has delivered one pay period."""
    if not (workspace / "warehouse").is_dir():
        return None
    with closing(open_workspace(workspace)) as opened:
        found = [
            account.delivery.id
            for account in deliveries(opened)
            if account.delivery.sender == sender and not account.replaced_by
        ]
    return found[-1] if found else None


def snapshot(workspace: Path, table: str = "time_records") -> int:
    """The snapshot of a table that now holds."""
    with closing(open_workspace(workspace)) as opened:
        return current_snapshots(opened)[table]


def accepted(workspace: Path, columns: str, table: str = "time_records", at: int | None = None) -> Any:
    """Columns of the accepted rows of a snapshot, sorted, read as plain Parquet files."""
    with closing(open_workspace(workspace)) as opened:
        at = at or current_snapshots(opened).get(table)
        return [] if at is None else rows_of([f.path for f in planned_files(opened, table, at)], columns)


def refused(workspace: Path, columns: str, table: str = "time_records", at: int | None = None) -> Any:
    """The same of the rows that were not accepted."""
    with closing(open_workspace(workspace)) as opened:
        at = at or current_snapshots(opened).get(table)
        return [] if at is None else rows_of([f.path for f in listed_files(opened, table, at)], columns)


def rows_of(files: list[Path], columns: str) -> list[tuple[Any, ...]]:
    """Columns of plain Parquet files, sorted."""
    if not files:
        return []
    query = f"select {columns} from read_parquet(?) order by all"
    return list(_reader().execute(query, [[str(file) for file in files]]).fetchall())


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    """One for all tests of a process, since opening one takes as long as reading a few files."""
    return duckdb.connect(config={"enable_external_file_cache": False})


def everything(workspace: Path) -> Mapping[str, Any]:
    """What a reader sees of the time records, accepted and others, without the names of deliveries."""
    kinds: dict[str, list[Path]] = {"accepted": [], "refused": []}
    if (workspace / "warehouse").is_dir():
        with closing(open_workspace(workspace)) as opened:
            at = current_snapshots(opened).get("time_records")
            if at is not None:
                kinds["accepted"] = [file.path for file in planned_files(opened, "time_records", at)]
                kinds["refused"] = [file.path for file in listed_files(opened, "time_records", at)]
    return {
        "accepted": rows_of(kinds["accepted"], "sender, period, record_id, person, hours::double"),
        "refused": rows_of(kinds["refused"], "sender, period, id, reason"),
    }
