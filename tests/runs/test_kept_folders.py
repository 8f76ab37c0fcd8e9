"""A kept folder takes its place whole, or the run ends with what was in the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dutystation.runs.kept.folders import put_in_place


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "values.json").write_text(text)
    return path


def test_whoever_kept_the_same_in_the_same_moment_is_not_disturbed(tmp_path: Path) -> None:
    place = folder(tmp_path / "place", "of the first")
    put_in_place(folder(tmp_path / "work", "of the second"), place, read=True)
    assert (place / "values.json").read_text() == "of the first"


def test_what_is_worked_out_anew_takes_the_place_of_what_was_kept(tmp_path: Path) -> None:
    place = folder(tmp_path / "place", "former")
    put_in_place(folder(tmp_path / "work", "new"), place, read=False)
    assert (place / "values.json").read_text() == "new"


@pytest.mark.parametrize(
    ("place", "why"), [("gone/place", FileNotFoundError), ("file", NotADirectoryError)], ids=str
)
def test_a_folder_that_cannot_take_its_place_ends_the_run(
    tmp_path: Path, place: str, why: type[OSError]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(why):
        put_in_place(folder(tmp_path / "work", "new"), tmp_path / place, read=True)


def test_what_cannot_be_removed_is_not_taken_for_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder(tmp_path / "place", "former")

    def refused(path: Path, *, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            raise PermissionError(path)

    monkeypatch.setattr(shutil, "rmtree", refused)
    with pytest.raises(PermissionError):
        put_in_place(folder(tmp_path / "work", "new"), place, read=False)
