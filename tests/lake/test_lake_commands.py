"""`dutystation load`, `deliveries` and `lake`, as people type them."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from tests.cli.commands import Ended, run
from tests.lake.loading import AMENDMENT, CORRECTED, FIRST

ON = ("--received-on", "2025-02-19")
WEBTA = Path(__file__).parents[2] / "docs/examples/exports/webta"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name, content in (("first", FIRST), ("corrected", CORRECTED), ("amendment", AMENDMENT)):
        (tmp_path / f"{name}.csv").write_text(content)
    return tmp_path / "lake"


def load(capsys: pytest.CaptureFixture[str], workspace: Path, name: str, *options: str) -> list[str]:
    """What a load says, its own id replaced by a letter."""
    source = workspace.parent / f"{name}.csv"
    sender = () if "--sender" in options else ("--sender", "CBP")
    ended = run(
        capsys, "load", source, "--into", workspace, "--table", "time_records", *sender, *ON, *options
    )
    assert (ended.code, ended.err) == (0, "")
    return ended.out.splitlines()


def listed(capsys: pytest.CaptureFixture[str], workspace: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(capsys, "deliveries", workspace).out)))


def test_loads_say_what_became_of_the_rows_and_what_was_replaced(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    said = load(capsys, workspace, "first", "--period", "2025-02")
    again = load(capsys, workspace, "first")
    corrected = load(capsys, workspace, "corrected", "--corrects", listed(capsys, workspace)[0]["id"])
    amended = load(capsys, workspace, "amendment", "--amends")
    first, second, third = listed(capsys, workspace)
    what = "time_records of CBP for 2025-02:"
    assert said == [
        f"{what} delivery {first['id']} was taken. 3 rows: 2 accepted, 1 rejected, 0 left out.",
        "Rejected as not_a_number: 1.",
    ]
    assert again == [f"{what} the same file was delivered before, as {first['id']}. Nothing was changed."]
    assert corrected[1:] == [f"It takes the place of {first['id']}."]
    assert amended[1:] == [f"It amends {second['id']}."]
    states = [(row["file"], row["replaces"], row["amends"], row["state"]) for row in (first, second, third)]
    assert [row["received_on"] for row in (first, second, third)] == ["2025-02-19"] * 3
    files = [(workspace.parent / row["file"]).read_bytes() for row in (first, second, third)]
    assert [row["sha256"] for row in (first, second, third)] == [hashlib.sha256(f).hexdigest() for f in files]
    assert states == [
        ("first.csv", "", "", f"replaced by {second['id']}"),
        ("corrected.csv", first["id"], "", "in force"),
        ("amendment.csv", "", second["id"], "in force"),
    ]


def test_a_load_by_a_profile_says_why_rows_are_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    export = (
        "load",
        WEBTA / "transactions.csv",
        "--profile",
        "webta",
        "--crosswalk",
        WEBTA / "crosswalk.csv",
    )
    ended = run(capsys, *export, "--into", tmp_path / "lake", "--sender", "CBP", *ON)
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[1:] == ["Left out as left_out: 2.", "Left out as unmatched_person: 1."]


def test_loads_say_what_is_emptied_and_what_another_sender_has_brought_too(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    load(capsys, workspace, "first")
    said = load(capsys, workspace, "first", "--sender", "Coast Guard")
    cbp, guard = (row["id"] for row in listed(capsys, workspace))
    assert said[2:] == [
        f"The same file is in force from CBP as {cbp}. If it is the same data, rows without ids now count "
        "twice, and of the others a run takes the first. To take this delivery back, load a file that has "
        f"the header only, with --sender 'Coast Guard' --corrects {guard} --period 2025-02."
    ]
    (workspace.parent / "empty.csv").write_text(FIRST.partition("\n")[0] + "\n")
    emptied = ("--sender", "Coast Guard", "--corrects", guard, "--period", "2025-02")
    assert load(capsys, workspace, "empty", *emptied)[1:] == [
        f"It takes the place of {guard}.",
        "It has no accepted row: nothing stands there any more.",
    ]


@pytest.mark.parametrize(
    ("stated", "refused"),
    [("2025-02-19", False), ("2025-02-20", False), ("2025-02-21", True), ("2025-03-01", True)],
)
def test_nothing_was_received_on_a_day_that_has_not_begun(
    capsys: pytest.CaptureFixture[str], workspace: Path, stated: str, *, refused: bool
) -> None:
    """On the evening of 19 February in Washington it is 20 February by UTC."""
    with time_machine.travel(datetime(2025, 2, 19, 22, tzinfo=ZoneInfo("America/New_York")), tick=False):
        ended = load_on(capsys, workspace, stated)
    if not refused:
        assert (ended.code, [row["received_on"] for row in listed(capsys, workspace)]) == (0, [stated])
        return
    assert ended.sentence == (
        f"--received-on {stated}: that day has not come, and today is 2025-02-20. Give the day on which the "
        "file was received, or leave --received-on out where that is today."
    )
    assert not workspace.exists()


def test_where_the_day_begins_before_it_does_by_utc_it_can_be_the_day_of_receipt(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    """On Guam it is 20 February at 8 in the morning, and by UTC the evening of the 19th."""
    with time_machine.travel(datetime(2025, 2, 20, 8, tzinfo=ZoneInfo("Pacific/Guam")), tick=False):
        assert load_on(capsys, workspace, "2025-02-20").code == 0
        assert ", and today is 2025-02-20." in load_on(capsys, workspace, "2025-02-21").sentence


def load_on(capsys: pytest.CaptureFixture[str], workspace: Path, day: str) -> Ended:
    """The first file, with a day of receipt."""
    source = workspace.parent / "first.csv"
    what = ("--into", workspace, "--table", "time_records", "--sender", "CBP", "--received-on", day)
    return run(capsys, "load", source, *what)


def test_the_lake_is_kept_small_by_three_commands(
    capsys: pytest.CaptureFixture[str], workspace: Path
) -> None:
    load(capsys, workspace, "first")
    load(capsys, workspace, "corrected", "--corrects", listed(capsys, workspace)[0]["id"])
    assert run(capsys, "lake", "compact", workspace).out == "Every slice is one file already.\n"
    assert run(capsys, "lake", "expire", workspace).out.startswith(
        "time_records: 0 snapshots were expired.\n"
    )
    expired = run(capsys, "lake", "expire", workspace, "--days", "0").out
    assert expired.startswith("time_records: 1 snapshots were expired.\n")
    assert run(capsys, "lake", "orphans", workspace).out == "0 files were removed.\n"
    gone = run(capsys, "lake", "orphans", workspace, "--days", "0").out.splitlines()
    removed = {Path(line).suffix for line in gone[:-1]}
    assert ".parquet" in removed and gone[-1] == f"{len(gone) - 1} files were removed."
    assert [row["state"].partition(" ")[0] for row in listed(capsys, workspace)] == ["replaced", "in"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("deliveries", "nowhere"), "this is no workspace"),
        (("lake", "expire", "nowhere", "--days", "-1"), "--days -1: give a number of days, 0 or more."),
        (("load", ".", "--into", "nowhere", "--table", "codes", "--sender", "CBP"), "this is a folder"),
        (
            ("load", "first.csv", "--into", "first.csv", "--table", "codes", "--sender", "CBP"),
            "this is a file",
        ),
        (("load", "nothing.csv", "--into", "nowhere", "--table", "codes", "--sender", "CBP"), "no such file"),
        (
            (
                "load",
                "first.csv",
                "--into",
                "nowhere",
                "--table",
                "codes",
                "--sender",
                "CBP",
                "--profile",
                "X",
            ),
            "Unknown profile 'X'",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_and_makes_nothing(
    capsys: pytest.CaptureFixture[str], workspace: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    places = {name: workspace.parent / name for name in ("nowhere", "nothing.csv", "first.csv")}
    assert sentence in run(capsys, *(places.get(word, word) for word in arguments)).sentence
    assert not places["nowhere"].exists()
