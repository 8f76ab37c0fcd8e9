"""A workspace that has lost what leads to its tables says so, and changes nothing: it never looks empty."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.commands import run
from tests.lake.loading import CORRECTED, FIRST, accepted, take

from dutystation.terms.errors import UnusableInput


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One delivery, and nothing that leads to it any more but the note."""
    take(tmp_path / "lake", FIRST)
    (tmp_path / "lake" / "catalog.sqlite").rename(tmp_path / "backup")
    return tmp_path / "lake"


def contents(workspace: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in workspace.rglob("*") if path.is_file()}


COMMANDS = [
    ("deliveries", "LAKE"),
    ("load", "FILE", "--into", "LAKE", "--table", "time_records", "--sender", "CBP"),
    ("run", "LAKE", "--as-of", "2025-02-19"),
    ("runs", "LAKE"),
    ("lake", "compact", "LAKE"),
    ("lake", "expire", "LAKE", "--days", "0"),
    ("lake", "orphans", "LAKE", "--days", "0"),
    ("lake", "results", "LAKE", "--days", "0"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_every_command_says_that_the_catalog_is_missing_and_changes_nothing(
    workspace: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    before = contents(workspace)
    places = {"LAKE": str(workspace), "FILE": str(workspace.parent / "time_records.csv")}
    said = run(capsys, *(places.get(word, word) for word in arguments)).sentence
    assert said == (
        f"{workspace}: its catalog, the file catalog.sqlite, is missing. Put catalog.sqlite back from the "
        "newest backup; nothing was changed, and nothing is lost that lies in warehouse and delivered."
    )
    assert contents(workspace) == before


def test_with_the_catalog_put_back_everything_is_there(workspace: Path) -> None:
    (workspace.parent / "backup").rename(workspace / "catalog.sqlite")
    assert accepted(workspace, "record_id") == [("R1",), ("R3",)]
    assert take(workspace, CORRECTED).changed


def test_an_empty_catalog_in_its_place_is_refused(workspace: Path) -> None:
    """As a program leaves it that made a catalog where there was none."""
    from dutystation.lake.catalog import file_catalog

    file_catalog(workspace).engine.dispose()
    before = contents(workspace)
    with pytest.raises(UnusableInput, match=r"does not know time_records, time_records_rejected, of which"):
        take(workspace, FIRST)
    assert contents(workspace) == before
    (workspace / "catalog.sqlite").write_bytes(b"")
    with pytest.raises(UnusableInput, match=r"catalog\.sqlite, is missing"):
        take(workspace, FIRST)


def test_a_catalog_from_before_a_table_was_first_delivered_is_refused(tmp_path: Path) -> None:
    take(tmp_path / "lake", FIRST)
    take(tmp_path / "lake", "person,org_unit,effective_from\nP1,CBP,2025-01-01\n", table="roster")
    with closing(sqlite3.connect(tmp_path / "lake" / "catalog.sqlite")) as catalog, catalog:
        catalog.execute("delete from iceberg_tables where table_name like 'roster%'")
    with pytest.raises(UnusableInput, match=r"does not know roster, of which warehouse holds data files"):
        take(tmp_path / "lake", CORRECTED)


def test_orphans_are_not_told_from_files_by_a_catalog_that_is_older_than_these(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, older = tmp_path / "lake", tmp_path / "older"
    take(workspace, FIRST)
    shutil.copy(workspace / "catalog.sqlite", older)
    for sender in ("FEMA", "TSA"):
        take(workspace, CORRECTED, sender=sender)
    newest = tmp_path / "newest"
    shutil.copy(workspace / "catalog.sqlite", newest)
    shutil.copy(older, workspace / "catalog.sqlite")
    before = contents(workspace)
    said = run(capsys, "lake", "orphans", str(workspace), "--days", "0").sentence
    assert said == (
        f"{workspace}: its catalog is older than its tables: of time_records it knows change 1, and there is "
        "change 3. Put the newest backup of the catalog back; no file was removed."
    )
    assert contents(workspace) == before
    shutil.copy(newest, workspace / "catalog.sqlite")
    assert run(capsys, "lake", "orphans", str(workspace), "--days", "0").out == "0 files were removed.\n"
    assert len(accepted(workspace, "record_id")) == 8


def test_without_the_note_too_a_workspace_without_its_catalog_is_not_taken_to_be_empty(
    workspace: Path,
) -> None:
    (workspace / "workspace.json").unlink()
    with pytest.raises(UnusableInput, match=r"catalog\.sqlite or workspace\.json is missing here"):
        take(workspace, FIRST)
    assert not (workspace / "catalog.sqlite").exists()


def test_a_workspace_in_which_a_first_load_was_killed_before_its_catalog_was_made_can_be_completed(
    tmp_path: Path,
) -> None:
    (tmp_path / "lake" / "warehouse").mkdir(parents=True)
    (tmp_path / "lake" / "delivered").mkdir()
    assert take(tmp_path / "lake", FIRST).changed


METADATA = ["{", "", '{"format-version": 2}', "[1]", b"\xff\xfe"]


@pytest.mark.parametrize("written", [*METADATA, None])
@pytest.mark.parametrize("arguments", [COMMANDS[number] for number in (0, 1, 2, 5)])
def test_metadata_of_a_table_that_cannot_be_read_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    written: str | bytes | None,
    arguments: tuple[str, ...],
) -> None:
    workspace = tmp_path / "lake"
    take(workspace, FIRST)
    file = max((workspace / "warehouse" / "time_records" / "metadata").glob("*.metadata.json"))
    if written is None:
        file.unlink()
    else:
        file.write_bytes(written.encode() if isinstance(written, str) else written)
    before = contents(workspace)
    places = {"LAKE": str(workspace), "FILE": str(tmp_path / "time_records.csv")}
    said = run(capsys, *(places.get(word, word) for word in arguments)).sentence
    what = "is missing" if written is None else "cannot be read"
    assert said == (
        f"{file}: this file says what the table time_records holds, and it {what}. Put it back from the "
        "newest backup; nothing was changed."
    )
    assert contents(workspace) == before


@pytest.mark.parametrize("damaged", ["snap-*.avro", "*-m*.avro"])
@pytest.mark.parametrize("written", [b"xxxx", None])
@pytest.mark.parametrize("arguments", [COMMANDS[number] for number in (4, 6)])
def test_manifests_that_cannot_be_read_are_said_to_be_so(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    damaged: str,
    written: bytes | None,
    arguments: tuple[str, ...],
) -> None:
    workspace = tmp_path / "lake"
    take(workspace, FIRST)
    metadata = workspace / "warehouse" / "time_records" / "metadata"
    for file in metadata.glob(damaged):
        file.unlink()
        if written is not None:
            file.write_bytes(written)
    before = contents(workspace)
    said = run(capsys, *(str(workspace) if word == "LAKE" else word for word in arguments)).sentence
    assert said.startswith(f"{metadata}: a file that says which data files time_records has cannot be read (")
    assert contents(workspace) == before
    with pytest.raises(UnusableInput, match="a file that says which data files time_records has"):
        take(workspace, CORRECTED)
