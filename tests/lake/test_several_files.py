"""`dutystation load` with several files: each is a delivery of its own, in the order given."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from tests.cli.commands import Ended, run
from tests.lake.loading import HEADER, RECEIVED, accepted

from dutystation.directives.load import load_directive
from dutystation.runs.loading.load import Asked
from dutystation.runs.loading.load import load as load_one
from dutystation.runs.loading.several_files import load_each
from dutystation.runs.progress import SILENT, Step
from dutystation.terms.errors import UnusableOutput

WEBTA = Path(__file__).parents[2] / "docs/examples/exports/webta"
DAYS = {"a": "2024-12-16", "b": "2025-01-06", "c": "2025-01-13", "d": "2025-01-27", "e": "2025-02-10"}
"""One day in each of five pay periods, the first of which are the last two of those that begin in 2024."""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five files beside it, one hour of one person in each, given by their names alone."""
    monkeypatch.chdir(tmp_path)
    for name, day in DAYS.items():
        write(f"{name}.csv", f"P1,{day},1,01,,R-{name}\n")
    return tmp_path / "lake"


def write(name: str, rows: str, header: str = HEADER) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(header + rows)


def load(capsys: pytest.CaptureFixture[str], names: str, *options: str, table: str = "time_records") -> Ended:
    """Files as they are typed, into `lake`."""
    files = [f"{name}.csv" for name in names.split()]
    what = ("--into", "lake", "--table", table, "--sender", "CBP", "--received-on", "2025-02-19")
    return run(capsys, "load", *files, *what, *options)


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(capsys, "deliveries", "lake").out)))


def test_each_file_is_a_delivery_and_each_line_says_of_which_file_it_speaks(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    write("b.csv", "P1,2025-01-06,1,01,,R-b\nP1,2025-01-07,none,01,,R-2\n")
    ended = load(capsys, "b a c")
    first, second, third = listed(capsys)
    assert [row["file"] for row in (first, second, third)] == ["b.csv", "a.csv", "c.csv"]
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"b.csv: time_records of CBP for 2024-26: delivery {first['id']} was taken. 2 rows: 1 accepted, "
        "1 rejected, 0 left out.",
        "b.csv: Rejected as not_a_number: 1.",
        f"a.csv: time_records of CBP for 2024-25: delivery {second['id']} was taken. 1 rows: 1 accepted, "
        "0 rejected, 0 left out.",
        f"c.csv: time_records of CBP for 2025-01: delivery {third['id']} was taken. 1 rows: 1 accepted, "
        "0 rejected, 0 left out.",
    ]
    assert accepted(workspace, "record_id") == [("R-a",), ("R-b",), ("R-c",)]


def test_a_file_that_is_refused_holds_up_no_other(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    write("c.csv", "P1,2025-01-13,1,01,,R-c\nP1,2025-02-10,1,01,,R-d\n")
    ended = load(capsys, "a b c d e")
    assert [line.partition(":")[0] for line in ended.out.splitlines()] == ["a.csv", "b.csv", "d.csv", "e.csv"]
    why, summary = ended.err.splitlines()
    assert ended.code == 2
    assert why.startswith("c.csv, column work_date: has rows of several pay periods: 1 of 2025-01")
    assert summary == (
        "1 of 5 files was not taken: c.csv. In the workspace: a.csv, b.csv, d.csv, e.csv. When what was said "
        "above is mended, the same command will do: a file that is in the workspace already changes nothing."
    )
    assert accepted(workspace, "record_id") == [("R-a",), ("R-b",), ("R-d",), ("R-e",)]
    write("c.csv", "P1,2025-01-13,1,01,,R-c\n")
    again = load(capsys, "a b c d e")
    assert (again.code, [" was taken. " in line for line in again.out.splitlines()]) == (
        0,
        [False, False, True, False, False],
    )


def test_an_amendment_that_is_refused_holds_up_those_after_it_since_they_count_in_their_order(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    """Were the fourth taken, the third would later put its older hours in the place of newer ones."""
    load(capsys, "d")
    for name, hours in (("first", "2"), ("second", "3"), ("fourth", "5")):
        write(f"{name}.csv", f"P1,2025-01-27,{hours},01,,R-d\n")
    write("third.csv", "P1,2025-01-27,4,01,,\n")
    ended = load(capsys, "first second third fourth", "--amends", "--period", "2025-02")
    assert [row["file"] for row in listed(capsys)] == ["d.csv", "first.csv", "second.csv"]
    assert "third.csv, column record_id: 1 accepted rows are without an id" in ended.err
    assert "2 of 4 files were not taken: third.csv, fourth.csv. In the workspace: first.csv, second.csv." in (
        ended.err
    )
    assert accepted(workspace, "hours::double") == [(3.0,)]
    write("third.csv", "P1,2025-01-27,4,01,,R-d\n")
    assert load(capsys, "first second third fourth", "--amends").code == 0
    assert accepted(workspace, "hours::double") == [(5.0,)]


def test_a_file_that_is_given_twice_changes_nothing_the_second_time(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    ended = load(capsys, "a b a")
    assert (ended.code, len(listed(capsys))) == (0, 2)
    assert ended.out.splitlines()[2] == (
        f"a.csv: time_records of CBP for 2024-25: the same file was delivered before, as "
        f"{listed(capsys)[0]['id']}. Nothing was changed."
    )


def test_files_of_one_name_in_two_folders_are_told_apart(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    write("north/hours.csv", "P1,2025-01-27,1,01,,R1\n")
    write("south/hours.csv", "P2,2025-01-28,1,01,,R2\n")
    ended = load(capsys, "north/hours south/hours")
    assert ended.out.startswith("north/hours.csv: time_records of CBP for 2025-02: delivery ")
    assert (
        "was delivered before, as" in ended.err
    )  # both are for one pay period: the second says how it is meant
    assert "1 of 2 files was not taken: south/hours.csv. In the workspace: north/hours.csv." in ended.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--corrects", "20250219"),
            "--corrects 20250219: one file takes the place of one delivery. Load that file by itself.",
        ),
        (
            ("--period", "2025-02"),
            "--period 2025-02: only one file is the delivery of a pay period. Leave --period out, so that "
            "the rows of each file tell it, or load that file by itself.",
        ),
        (
            ("--table", "roster"),
            "roster is delivered as a whole: of several files the last one would take the place of the "
            "others. Load one file, which holds everything.",
        ),
    ],
)
def test_what_can_be_meant_of_one_file_only_is_said_before_anything_is_taken(
    capsys: pytest.CaptureFixture[str], workspace: Path, options: tuple[str, ...], sentence: str
) -> None:
    what = ("--into", "lake", "--sender", "CBP", "--received-on", "2025-02-19")
    table = () if "--table" in options else ("--table", "time_records")
    assert run(capsys, "load", "a.csv", "b.csv", *what, *table, *options).sentence == sentence
    assert not workspace.exists()


def test_a_word_that_strayed_into_the_command_is_said_before_anything_is_taken(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    """Somebody has left the quotes of `Coast Guard` out."""
    ended = run(
        capsys, "load", "a.csv", "--into", "lake", "--table", "time_records", "--sender", "Coast", "Guard"
    )
    assert ended.sentence == "Guard: there is no such file. Check the path."
    assert not workspace.exists()


def test_what_is_at_fault_besides_the_files_ends_the_command_and_what_was_taken_stays(
    capsys: pytest.CaptureFixture[str], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = UnusableOutput("The workspace cannot be written (No space left).")
    with load_fails(monkeypatch, full, number=3):
        ended = load(capsys, "a b c d")
    assert ended.code == 2
    assert ended.err.splitlines() == [
        "The workspace cannot be written (No space left).",
        "2 of 4 files were not taken: c.csv, d.csv. In the workspace: a.csv, b.csv. When what was said above "
        "is mended, the same command will do: a file that is in the workspace already changes nothing.",
    ]
    assert [row["file"] for row in listed(capsys)] == ["a.csv", "b.csv"]


def test_an_interruption_says_what_was_taken_before(
    capsys: pytest.CaptureFixture[str], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with load_fails(monkeypatch, KeyboardInterrupt(), number=3):
        ended = load(capsys, "a b c d")
    assert (ended.code, ended.err) == (130, "Interrupted. In the workspace: a.csv, b.csv.\n")
    with load_fails(monkeypatch, KeyboardInterrupt(), number=1):
        ended = load(capsys, "c d")
    assert (ended.code, ended.err) == (130, "Interrupted; nothing was written.\n")


def test_a_crosswalk_that_cannot_be_used_is_said_once_and_not_for_every_file(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    Path("people.csv").write_text("key,person,valid_from\nE501,P-1001,\n")
    for name in ("one.csv", "two.csv"):
        Path(name).write_bytes((WEBTA / "transactions.csv").read_bytes())
    by = ("--into", "lake", "--profile", "webta", "--crosswalk", "people.csv", "--sender", "CBP")
    ended = run(capsys, "load", "one.csv", "two.csv", *by, "--received-on", "2025-02-19")
    assert ended.sentence.startswith("people.csv, column valid_to: the column is missing")


@contextmanager
def load_fails(monkeypatch: pytest.MonkeyPatch, error: BaseException, *, number: int) -> Iterator[None]:
    """Every load works but for one."""
    turns = iter(range(1, 10))

    def load_or_fail(*given: object, **named: object) -> object:
        if next(turns) == number:
            raise error
        return load_one(*given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as during:
        during.setattr("dutystation.runs.loading.several_files.load", load_or_fail)
        yield


def test_every_step_says_which_file_it_is_about(workspace: Path) -> None:
    told: list[str] = []

    class Telling:
        @contextmanager
        def step(self, title: str) -> Iterator[Step]:
            told.append(title)
            with SILENT.step(title) as step:
                yield step

        def note(self, sentence: str) -> None:
            told.append(sentence)

    files = [Asked(Path(name), "time_records", "CBP") for name in ("a.csv", "b.csv")]
    rules = load_directive("dhs-2025").rules_on(date(2025, 2, 19))
    turns = load_each(files, workspace, rules=rules, received_on=RECEIVED, progress=Telling())
    assert [turn.source.name for turn in turns] == ["a.csv", "b.csv"]
    assert told[0] == "Receiving a.csv (file 1 of 2)"
    assert {title.rpartition(" (")[2] for title in told} == {"file 1 of 2)", "file 2 of 2)"}
