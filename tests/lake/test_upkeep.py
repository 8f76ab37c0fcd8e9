"""Upkeep changes no row that anybody can ask for: of current snapshots, of pinned ones, of the records."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.lake.loading import AMENDMENT, CORRECTED, FIRST, accepted, everything, refused, snapshot, take

from dutystation.lake.commits import commit_files, data_folder, described
from dutystation.lake.files import current_snapshots, data_files, deliveries, planned_files
from dutystation.lake.pins import pinned, read_pins, write_pins
from dutystation.lake.upkeep import expire, remove_orphans
from dutystation.lake.workspace import Workspace, open_workspace
from dutystation.runs.loading.compaction import compact
from dutystation.terms.errors import UnusableInput

IN_A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture(scope="module")
def three_deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one slice: a first one, a corrected one, and the first one again."""
    workspace = tmp_path_factory.mktemp("three") / "lake"
    for content in (FIRST, CORRECTED, FIRST):
        take(workspace, content)
    shutil.copytree(workspace, workspace.with_name("as it was"))
    return workspace


@pytest.fixture
def lake(three_deliveries: Path) -> Iterator[Workspace]:
    """A workspace with three deliveries, as it was; it stands where it was made."""
    shutil.rmtree(three_deliveries)
    shutil.copytree(three_deliveries.with_name("as it was"), three_deliveries)
    with closing(open_workspace(three_deliveries)) as opened:
        yield opened


def soon() -> datetime:
    """A moment before which everything lies that there is."""
    return datetime.now(UTC) + IN_A_MINUTE


def accounts(lake: Workspace) -> list[tuple[str, str]]:
    return [(account.delivery.id, account.replaced_by) for account in deliveries(lake)]


def test_expiry_keeps_what_is_current_and_every_record(lake: Workspace) -> None:
    before, records = everything(lake.path), accounts(lake)
    assert expire(lake, soon()) == {"time_records": 2}
    remove_orphans(lake, soon())
    assert (everything(lake.path), accounts(lake)) == (before, records)
    table = lake.accepted("time_records")
    assert table is not None and len(table.snapshots()) == 1
    assert len(list((lake.warehouse / "time_records" / "data").iterdir())) == 1
    assert len(list((lake.warehouse / "time_records_rejected" / "data").iterdir())) == 1


def test_a_pinned_snapshot_is_never_expired_and_loses_no_file(workspace: Path) -> None:
    take(workspace, FIRST)
    then = snapshot(workspace)
    write_pins(workspace / "runs" / "r1", {"time_records": then})
    take(workspace, CORRECTED)
    take(workspace, AMENDMENT, amends=True)
    with closing(open_workspace(workspace)) as lake:
        assert expire(lake, soon()) == {"time_records": 1}
        remove_orphans(lake, soon())
    assert accepted(workspace, "record_id, hours::double", at=then) == [("R1", 8.0), ("R3", 4.0)]
    assert refused(workspace, "id", at=then) == [("R2",)]
    assert len(accepted(workspace, "*")) == 4


def test_young_snapshots_and_young_files_stay(lake: Workspace) -> None:
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert expire(lake, hour_ago) == {"time_records": 0}
    expire(lake, soon())
    assert remove_orphans(lake, hour_ago) == []


def test_deliveries_go_on_after_their_forerunners_have_expired(lake: Workspace) -> None:
    expire(lake, soon())
    remove_orphans(lake, soon())
    assert not take(lake.path, FIRST).changed
    corrected = take(lake.path, CORRECTED).delivery
    assert corrected.replaces == accounts(lake)[2][0]
    take(lake.path, AMENDMENT, amends=True)
    assert accepted(lake.path, "record_id") == [("R1",), ("R2",), ("R3",), ("R4",)]


def test_an_expired_snapshot_is_said_to_be_gone(lake: Workspace) -> None:
    first = deliveries(lake)[0].delivery.snapshot
    expire(lake, soon())
    with pytest.raises(UnusableInput, match=f"time_records has no snapshot {first}"):
        planned_files(lake, "time_records", first)


def test_leftovers_of_killed_loads_are_removed_and_nothing_else(lake: Workspace) -> None:
    before = everything(lake.path)
    left = [
        lake.warehouse / "time_records" / "data" / "never-committed.parquet",
        lake.warehouse / "time_records" / "metadata" / "never-committed.avro",
        lake.delivered / ("0" * 64 + ".csv"),
        lake.working / "load-killed" / "staged.parquet",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).timestamp()
    for path in (*left, left[-1].parent):
        os.utime(path, (yesterday, yesterday))
    gone = remove_orphans(lake, datetime.now(UTC) - timedelta(hours=1))
    assert gone == sorted([*left[:3], left[3].parent])
    assert not lake.working.exists()
    assert everything(lake.path) == before
    assert len(list(lake.delivered.iterdir())) == 2


def test_compaction_makes_one_sorted_file_and_changes_no_row(workspace: Path) -> None:
    """A slice in two files, as another engine writes it: one file for each person, out of order."""
    take(workspace, FIRST)
    with closing(open_workspace(workspace)) as lake:
        _split(lake)
        then, before = snapshot(workspace), accepted(workspace, "*")
        [done] = compact(lake)
        assert (done.table, done.slice, done.files) == ("time_records", ("CBP", "2025-02"), 2)
        [(path, *slice_, rows)] = planned_files(lake, "time_records", snapshot(workspace))
        assert (slice_, rows) == (["CBP", "2025-02"], 2)
        assert compact(lake) == []
    assert accepted(workspace, "*") == before
    assert refused(workspace, "id") == [("R2",)]
    with duckdb.connect() as database:
        [people] = database.execute("select list(person) from read_parquet(?)", [str(path)]).fetchall()
    assert people == (["P1", "P2"],)
    assert accepted(workspace, "*", at=then) == before
    assert take(workspace, FIRST).changed is False


def _split(lake: Workspace) -> None:
    """Puts the rows of the one file of the time records into two."""
    table = lake.accepted("time_records")
    assert table is not None
    [file] = data_files(table)
    parts = [data_folder(table) / f"{person}.parquet" for person in ("P2", "P1")]
    with duckdb.connect() as database:
        for part in parts:
            whole = f"from read_parquet('{file.file_path}') where person = '{part.stem}'"
            database.execute(f"copy ({whole}) to '{part}' (format parquet)")
    commit_files(table, add=described(table, parts), remove=[file], summary={})


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    snapshots = {"roster": 2**62, "time_records": 7}
    write_pins(tmp_path / "runs" / "r1", snapshots)
    write_pins(tmp_path / "runs" / "r2", {"roster": 8})
    assert read_pins(tmp_path / "runs" / "r1") == snapshots
    assert pinned(tmp_path) == {"roster": {2**62, 8}, "time_records": {7}}
    assert pinned(tmp_path / "nothing") == {}


def test_a_run_that_is_being_made_pins_too_and_also_where_it_ends_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "runs" / ".dutystation-unfinished-x" / "report"
    write_pins(work, {"roster": 8})
    assert pinned(tmp_path) == {"roster": {8}}

    def read_while_it_ends(run: Path) -> dict[str, int]:
        if run == work:
            work.rename(tmp_path / "runs" / "r1")
        return read_pins(run)

    monkeypatch.setattr("dutystation.lake.pins.read_pins", read_while_it_ends)
    assert pinned(tmp_path) == {"roster": {8}}


@pytest.mark.parametrize("text", ["", "[1]", '{"roster": "7"}', '{"roster": true}'])
def test_pins_that_cannot_be_read_stop_the_expiry(lake: Workspace, text: str) -> None:
    run = lake.path / "runs" / "r1"
    run.mkdir(parents=True)
    (run / "pins.json").write_text(text)
    with pytest.raises(UnusableInput, match="the pins of this run cannot be read"):
        expire(lake, soon())
    assert current_snapshots(lake) == {"time_records": deliveries(lake)[2].delivery.snapshot}
    table = lake.accepted("time_records")
    assert table is not None and len(table.snapshots()) == 3
