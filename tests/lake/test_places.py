"""A workspace is where it was made, or a link leads there; otherwise a sentence says where it was made."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from tests.lake.loading import CORRECTED, FIRST, accepted, take

from dutystation.lake.files import deliveries
from dutystation.lake.workspace import open_workspace
from dutystation.terms.errors import UnusableInput


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One delivery, in a workspace made here."""
    take(tmp_path / "lake", FIRST)
    return tmp_path / "lake"


def refusal(workspace: Path) -> str:
    with pytest.raises(UnusableInput) as refused:
        open_workspace(workspace)
    return str(refused.value)


def test_a_copy_is_refused_and_names_the_workspace_that_it_is_a_copy_of(
    workspace: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy)
    assert refusal(copy) == (
        f"{copy}: this is a copy of the workspace that was made at {workspace}; its tables note that path. "
        f"Use {workspace}, or load what was delivered into a new workspace."
    )


def test_a_moved_workspace_says_where_it_was_made_and_works_through_a_link(
    workspace: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "moved"
    workspace.rename(moved)
    assert refusal(moved) == (
        f"{moved}: this workspace was made at {workspace}, and its tables note that path. Move it back, or "
        f"let a link lead from there to here: ln -s {moved} {workspace}."
    )
    workspace.symlink_to(moved)
    assert accepted(moved, "record_id") == [("R1",), ("R3",)]
    assert take(moved, CORRECTED).changed
    assert accepted(workspace, "record_id") == [("R1",), ("R2",), ("R3",)]


def test_another_name_of_the_same_folder_is_the_same_workspace(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert not take(tmp_path / "other" / ".." / "lake", FIRST).changed


def test_a_workspace_from_before_the_note_gets_one_with_its_next_delivery(workspace: Path) -> None:
    (workspace / "workspace.json").unlink()
    assert accepted(workspace, "record_id") == [("R1",), ("R3",)]
    assert take(workspace, CORRECTED).changed
    assert json.loads((workspace / "workspace.json").read_text())["made_at"] == str(workspace)


@pytest.mark.parametrize("written", ["", "{}", "[1]"])
def test_a_note_that_cannot_be_read_is_said_and_nothing_is_guessed(workspace: Path, written: str) -> None:
    (workspace / "workspace.json").write_text(written)
    assert "the note of what this workspace is cannot be read" in refusal(workspace)


def test_tables_that_lie_elsewhere_are_refused_whatever_is_noted(workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy)
    note = json.loads((copy / "workspace.json").read_text())
    (copy / "workspace.json").write_text(json.dumps({**note, "made_at": str(copy)}))
    with (
        closing(open_workspace(copy)) as opened,
        pytest.raises(UnusableInput, match="lie somewhere else"),
    ):
        deliveries(opened)
