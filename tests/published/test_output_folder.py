"""Contract section 1: OUT holds the whole report or what it held before, whatever happens."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dutystation.published import folder
from dutystation.published.folder import WORK_PREFIX, is_being_built, prepared, set_aside_name
from dutystation.terms.errors import UnusableInput, UnusableOutput


def held(place: Path) -> dict[str, str]:
    """Every file below `place` with its text; folders without files count as files without text."""
    return {
        str(path.relative_to(place)): path.read_text(encoding="utf-8") if path.is_file() else ""
        for path in sorted(place.rglob("*"))
        if path.is_file() or not any(path.iterdir())
    }


def write_report(out: Path, text: str, *, replace: bool = False) -> None:
    with prepared(out, replace=replace) as into:
        (into / "provenance.json").write_text(text, encoding="utf-8")
        (into / "evidence").mkdir()
        (into / "evidence" / "part-0.parquet").write_text(text, encoding="utf-8")


def report(text: str, at: str = "out") -> dict[str, str]:
    return {f"{at}/evidence/part-0.parquet": text, f"{at}/provenance.json": text}


def refusal(out: Path, *, replace: bool = False, inputs: Path | None = None) -> str:
    """The sentence with which `out` is refused, before anything is built."""
    with pytest.raises(UnusableOutput) as caught, prepared(out, replace=replace, inputs=inputs):
        pytest.fail("the report would have been built")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_report_is_there_when_the_block_has_ended_and_nothing_else(tmp_path: Path) -> None:
    with prepared(tmp_path / "out", replace=False) as into:
        assert list(into.iterdir()) == []
        (into / "provenance.json").write_text("new", encoding="utf-8")
        assert not (tmp_path / "out").exists()
    assert held(tmp_path) == {"out/provenance.json": "new"}


def test_folders_above_are_made(tmp_path: Path) -> None:
    write_report(tmp_path / "a" / "b" / "out", "new")
    assert held(tmp_path / "a") == report("new", "b/out")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o750)
    write_report(tmp_path / "out", "new")
    assert held(tmp_path) == report("new")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o750


def test_a_folder_that_is_not_empty_is_refused_and_stays(tmp_path: Path) -> None:
    write_report(tmp_path / "out", "old")
    assert refusal(tmp_path / "out") == (
        f"{tmp_path / 'out'}: the folder exists and is not empty. Choose another --out, or give --replace "
        "to put the new report in its place."
    )
    assert held(tmp_path) == report("old")


def test_replace_puts_the_new_report_in_the_place_of_the_former(tmp_path: Path) -> None:
    write_report(tmp_path / "out", "old")
    (tmp_path / "out" / "notes.txt").write_text("old", encoding="utf-8")
    (tmp_path / "out").chmod(0o700)
    write_report(tmp_path / "out", "new", replace=True)
    assert held(tmp_path) == report("new")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_replace_without_a_former_report_is_no_mistake(tmp_path: Path) -> None:
    write_report(tmp_path / "out", "new", replace=True)
    assert held(tmp_path) == report("new")


def test_replace_renames_a_folder_that_is_no_report_and_never_removes_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in (1, 2):
        out.mkdir()
        (out / "thesis.txt").write_text(f"years of work {number}", encoding="utf-8")
        assert set_aside_name(out) == tmp_path / f"out.replaced-{number}"
        write_report(out, "new", replace=True)
        assert report("new").items() <= held(tmp_path).items()
        shutil.rmtree(out)
    assert held(tmp_path) == {
        "out.replaced-1/thesis.txt": "years of work 1",
        "out.replaced-2/thesis.txt": "years of work 2",
    }


def test_a_former_one_is_known_by_the_file_that_is_named(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "pins.json").write_text("old", encoding="utf-8")
    with prepared(out, replace=True, what="run", known_by="pins.json") as into:
        (into / "pins.json").write_text("new", encoding="utf-8")
    assert held(tmp_path) == {"out/pins.json": "new"}


def test_nothing_is_set_aside_for_a_report_an_empty_folder_or_none(tmp_path: Path) -> None:
    assert set_aside_name(tmp_path / "out") is None
    (tmp_path / "out").mkdir()
    assert set_aside_name(tmp_path / "out") is None
    write_report(tmp_path / "out", "old")
    assert set_aside_name(tmp_path / "out") is None


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    for replace in (False, True):
        assert "a file stands where the report folder is to be" in refusal(tmp_path / "out", replace=replace)
    assert held(tmp_path) == {"out": "mine"}


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert "the report cannot be written there (Not a directory)" in refusal(tmp_path / "file" / "out")


def test_the_folders_of_the_user_are_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "out" / "inside"
    inside.mkdir(parents=True)
    assert "the place of the input folder" in refusal(tmp_path / "out", replace=True, inputs=inside)
    monkeypatch.setenv("HOME", str(inside))
    assert "the place of your home folder" in refusal(tmp_path / "out", replace=True)
    monkeypatch.chdir(inside)
    assert "the place of the folder you are in" in refusal(tmp_path / "out", replace=True)
    with (
        pytest.raises(UnusableOutput, match=r"the folder you are in\. Go elsewhere, and run again\.$"),
        prepared(tmp_path / "out", replace=True, chosen=False),
    ):
        pytest.fail("the report would have been built")
    assert "the top folder of a disk" in refusal(Path("/proc"), replace=True)


def test_an_exception_leaves_everything_as_it_was(tmp_path: Path) -> None:
    write_report(tmp_path / "out", "old")
    for problem in (UnusableInput("x.csv", "it is no CSV"), KeyboardInterrupt(), SystemExit(2)):
        with (
            pytest.raises(type(problem)),
            prepared(tmp_path / "out", replace=True) as into,
        ):
            (into / "figures.json").write_text("half", encoding="utf-8")
            raise problem
        assert held(tmp_path) == report("old")


def test_after_an_exception_no_folder_above_is_left(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), prepared(tmp_path / "a" / "b" / "out", replace=False):
        raise ZeroDivisionError
    assert held(tmp_path) == {}


def test_a_folder_that_fills_while_the_report_is_built_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(UnusableOutput, match="not empty"), prepared(out, replace=False) as into:
        (into / "provenance.json").write_text("new", encoding="utf-8")
        write_report(out, "of another run")
    assert held(tmp_path) == report("of another run")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EFBIG, "a file would become larger than this disk allows"),
    ],
)
def test_a_full_disk_gives_a_sentence_and_leaves_the_former_report(
    tmp_path: Path, number: int, words: str
) -> None:
    out = tmp_path / "out"
    write_report(out, "old")
    with pytest.raises(UnusableOutput) as caught, prepared(out, replace=True) as into:
        (into / "figures.json").write_text("half", encoding="utf-8")
        raise OSError(number, os.strerror(number))
    assert str(caught.value) == f"{out}: {words}; nothing was written. Make room or choose another --out."
    assert held(tmp_path) == report("old")


def test_where_nobody_chose_the_place_nobody_is_told_to_choose_another(tmp_path: Path) -> None:
    """A run lies in its workspace."""
    for number, words in (
        (errno.ENOSPC, "the disk is full; nothing was written. Make room and run again."),
        (
            errno.EACCES,
            "the report cannot be written there (Permission denied). Let it be written in, and run again.",
        ),
    ):
        with (
            pytest.raises(UnusableOutput) as caught,
            prepared(tmp_path / "out", replace=False, chosen=False) as into,
        ):
            raise OSError(number, os.strerror(number), str(into))
        assert str(caught.value) == f"{tmp_path / 'out'}: {words}"


def test_a_disk_that_is_really_full_gives_the_sentence(tmp_path: Path) -> None:
    """`/dev/full` refuses every byte as a full disk does."""
    with (
        pytest.raises(UnusableOutput, match="the disk is full; nothing was written"),
        prepared(tmp_path / "out", replace=False) as into,
    ):
        (into / "figures.json").symlink_to("/dev/full")
        (into / "figures.json").write_text("x", encoding="utf-8")
    assert held(tmp_path) == {}


def test_an_error_while_reading_is_not_made_an_error_of_the_output(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), prepared(tmp_path / "out", replace=False):
        (tmp_path / "input.csv").read_bytes()
    assert held(tmp_path) == {}


@pytest.mark.parametrize("renames_before_it", [0, 1])
def test_a_former_report_comes_back_when_a_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames_before_it: int
) -> None:
    write_report(tmp_path / "out", "old")
    left = [renames_before_it]
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(errno.EACCES, "Permission denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(UnusableOutput, match=r"the report cannot be written there \(Permission denied\)"):
        write_report(tmp_path / "out", "new", replace=True)
    assert held(tmp_path) == report("old")


SCRIPT = """
import sys, time
from pathlib import Path
from dutystation.published.folder import prepared
with prepared(Path(sys.argv[1]), replace=True) as into:
    (into / "figures.json").write_text("half")
    print("building", flush=True)
    time.sleep(60)
"""


@contextmanager
def building(out: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that is in the middle of building a report for `out`."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(folder.__file__).parents[2])},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "building\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_ctrl_c_and_a_request_to_end_leave_everything_as_it_was(
    tmp_path: Path, number: signal.Signals
) -> None:
    write_report(tmp_path / "out", "old")
    with building(tmp_path / "out") as process:
        process.send_signal(number)
        assert process.wait(timeout=20) != 0
    assert held(tmp_path) == report("old")


def test_what_a_killed_run_left_behind_is_removed_by_the_next(tmp_path: Path) -> None:
    write_report(tmp_path / "out", "old")
    with building(tmp_path / "out") as process:
        process.kill()
        process.wait(timeout=20)
    assert report("old").items() <= held(tmp_path).items()
    assert [path.name.startswith(WORK_PREFIX) for path in sorted(tmp_path.iterdir())] == [True, False]
    write_report(tmp_path / "out", "new", replace=True)
    assert held(tmp_path) == report("new")


def test_a_run_that_is_still_at_work_is_left_alone_by_another(tmp_path: Path) -> None:
    with building(tmp_path / "slow"):
        write_report(tmp_path / "out", "new")
        (work,) = (path for path in tmp_path.iterdir() if path.name.startswith(WORK_PREFIX))
        assert (work / "report" / "figures.json").read_text(encoding="utf-8") == "half"


def test_what_is_being_built_is_known_as_long_as_its_process_lives(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert not is_being_built(out)
    with building(out) as process:
        assert is_being_built(out)
        assert not is_being_built(tmp_path / "other")
        process.kill()
        process.wait(timeout=20)
        assert not is_being_built(out)
        assert [path.name.startswith(WORK_PREFIX) for path in tmp_path.iterdir()] == [True]


def test_a_report_that_a_killed_run_had_moved_away_comes_back(tmp_path: Path) -> None:
    """The process was killed between the two renames: the former report lies in its work folder."""
    work = tmp_path / f"{WORK_PREFIX}dead"
    work.mkdir()
    (work / "destination").write_text("out", encoding="utf-8")
    write_report(work / "replaced", "old")
    (work / "report").mkdir()
    write_report(tmp_path / "other", "new")
    assert held(tmp_path) == {**report("new", "other"), **report("old", "out")}


def test_a_work_folder_that_names_a_place_elsewhere_is_not_believed(tmp_path: Path) -> None:
    work = tmp_path / "in" / f"{WORK_PREFIX}dead"
    work.mkdir(parents=True)
    (work / "destination").write_text("../out", encoding="utf-8")
    write_report(work / "replaced", "old")
    write_report(tmp_path / "in" / "other", "new")
    assert not (tmp_path / "out").exists()


def test_signal_handlers_are_given_back(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)]
    write_report(tmp_path / "out", "new")
    assert before == [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)]
