"""A run is there whole or not at all, whatever becomes of its process and of another that makes the same."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.runs.as_made import as_made
from tests.runs.report_alone import RUN_OPTIONS
from tests.runs.test_runs_of_a_workspace import loaded, measured

from dutystation.lake.files import current_snapshots
from dutystation.lake.pins import pinned
from dutystation.lake.workspace import open_workspace
from dutystation.published.folder import WORK_PREFIX
from dutystation.published.telework_bins import write_telework_bins
from dutystation.runs.run import runs_of
from dutystation.runs.verify import verify_run
from dutystation.terms.errors import UnusableOutput
from dutystation.terms.telework import TeleworkLine

PARTS = ("report", "person_days", "findings", "telework_bins.csv", "what_if_grounds.csv", "what_if_pairs.csv")
"""What a finished run holds besides its pins."""


@pytest.fixture(autouse=True)
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)


@pytest.fixture
def workspace() -> Path:
    return as_made(loaded)


def pins_of_now(workspace: Path) -> dict[str, set[int]]:
    with closing(open_workspace(workspace)) as opened:
        return {table: {snapshot} for table, snapshot in current_snapshots(opened).items()}


def in_the_middle(monkeypatch: pytest.MonkeyPatch, what: Callable[[], object]) -> None:
    """Has `what` called, once, while a run writes what lies beside its report."""
    name = "dutystation.runs.run.write_telework_bins"

    def broken_into(lines: tuple[TeleworkLine, ...], file: Path) -> None:
        monkeypatch.setattr(name, write_telework_bins)
        what()
        write_telework_bins(lines, file)

    monkeypatch.setattr(name, broken_into)


def test_a_finished_run_holds_its_pins_and_its_parts_and_nothing_else(workspace: Path) -> None:
    made = measured(workspace)
    assert {path.name for path in made.folder.iterdir()} == {"pins.json", *PARTS}
    assert list((workspace / "runs").iterdir()) == [made.folder]
    assert made.folder.stat().st_mode == made.report.stat().st_mode
    for table in ("return_status", "rejected"):  # they name people
        assert oct(stat.S_IMODE((made.report / table).stat().st_mode)) == "0o700"


def test_the_same_run_at_once_is_refused_and_does_not_disturb_the_first(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again() -> None:
        with pytest.raises(UnusableOutput, match=r"this run is being made now\. Wait for its end"):
            measured(workspace)
        assert pinned(workspace) == pins_of_now(workspace)

    in_the_middle(monkeypatch, again)
    made = measured(workspace)
    assert verify_run(made.folder) == []
    assert not measured(workspace).made


def test_two_that_begin_in_the_same_moment_are_one_run(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither can see the other yet; the second to end takes the place of the first, and is the same."""
    monkeypatch.setattr("dutystation.runs.run.is_being_built", lambda out: False)
    in_the_middle(monkeypatch, lambda: measured(workspace))
    made = measured(workspace)
    assert {path.name for path in made.folder.iterdir()} == {"pins.json", *PARTS}
    assert [run.folder for run in runs_of(workspace)] == [made.folder]
    assert list((workspace / "runs").iterdir()) == [made.folder]


def test_a_run_that_is_stopped_takes_nothing_from_another_that_makes_the_same(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutystation.runs.run.is_being_built", lambda out: False)

    def interrupted() -> None:
        raise KeyboardInterrupt

    def another() -> None:
        in_the_middle(monkeypatch, interrupted)
        with pytest.raises(KeyboardInterrupt):
            measured(workspace)
        assert pinned(workspace) == pins_of_now(workspace)

    in_the_middle(monkeypatch, another)
    made = measured(workspace)
    assert verify_run(made.folder) == []


def test_what_a_run_stands_on_is_pinned_before_it_is_read_and_until_it_ends(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def looked(*_: object, **__: object) -> None:
        seen.append(pinned(workspace))
        raise KeyboardInterrupt

    monkeypatch.setattr("dutystation.runs.run.measured_report", looked)
    with pytest.raises(KeyboardInterrupt):
        measured(workspace)
    assert seen == [pins_of_now(workspace)]
    assert pinned(workspace) == {}


KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from dutystation.directives.load import load_directive
from dutystation.runs import run as module
from tests.runs.test_runs_of_a_workspace import RUN_OPTIONS
module.OPTIONS = RUN_OPTIONS
workspace, left = Path(sys.argv[1]), [int(sys.argv[2])]
def counting(call):
    def counted(path, target):
        if "runs" in (Path(target).parent.name, Path(target).parent.parent.name):
            left[0] -= 1
        return os._exit(9) if left[0] < 0 else call(path, target)
    return counted
Path.rename, Path.replace = counting(Path.rename), counting(Path.replace)
module.run(workspace, directive=load_directive("dhs-2025"), as_of=date(2025, 2, 19), anew=True)
"""
"""Makes a run anew, and is killed instead of moving anything into its place for the n-th time."""


def test_a_run_made_anew_is_the_former_or_the_new_one_whenever_it_is_killed(workspace: Path) -> None:
    made = measured(workspace)
    for moves in range(20):
        for part in PARTS:  # the former run is known by a mark on each part
            place = made.folder / part
            (place / "former" if place.is_dir() else place.with_name(f"{part}.former")).touch()
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(workspace), str(moves)], capture_output=True, check=False
        )
        if ended.returncode == 0:
            break
        assert ended.returncode == 9, ended.stderr
        assert pinned(workspace) == pins_of_now(workspace)
        if made.folder.exists():
            assert marked(made.folder) in (set(), set(PARTS)), moves
        # The next run of the workspace finds it, wherever the dead process had moved it.
        assert not measured(workspace).made
        assert marked(made.folder) in (set(), set(PARTS)), moves
        assert not list((workspace / "runs").glob(f"{WORK_PREFIX}*"))
    assert moves > 1
    assert marked(made.folder) == set()


def marked(folder: Path) -> set[str]:
    return {
        part for part in PARTS if (folder / part / "former").exists() or (folder / f"{part}.former").exists()
    }
