"""A file that is made once: whole or not at all, for its owner alone, never over another."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dutystation.published.new_file import make_once, named_file, new_file
from dutystation.terms.errors import UnusableOutput


def test_nobody_finds_the_file_before_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    with new_file(path) as file:
        file.write("half")
        file.flush()
        assert not path.exists()
        file.write(" and half\n")
    assert path.read_text() == "half and half\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with new_file(tmp_path / "decisions.csv") as file:
            file.write("half")
            file.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_before_or_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    with pytest.raises(FileExistsError), new_file(path) as file:
        file.write("second")
        path.write_text("first")
    with pytest.raises(FileExistsError), new_file(path) as file:
        pytest.fail("it begins though the file is there")
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_somebody_names_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "File exists"), (tmp_path / "none" / "a.csv", "No such file or directory")):
        with (
            pytest.raises(UnusableOutput, match=rf"{path.name}: it cannot be made \({why}\)\. Give a file"),
            named_file(path),
        ):
            pytest.fail("it begins though the file cannot be made")


def test_two_programs_that_start_at_once_take_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "web" / "secret_key"

    def of_the_first() -> str:
        # While the first thinks of one, the second finds none, and is faster.
        make_once(path, lambda: "of the second")
        return "of the first"

    make_once(path, of_the_first)
    assert path.read_text() == "of the second"
    make_once(path, lambda: "of the third")
    assert path.read_text() == "of the second"
    assert list(path.parent.iterdir()) == [path]
