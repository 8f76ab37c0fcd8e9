"""`dutystation profile` as people run it: what it shows of a profile, and what it makes of an export."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.commands import run
from tests.profiles.writing import BADGES, TIME, changed

EXPORT = """\
Card,Door,When,Event
7,HQ,2025-02-03 08:00:00,Entry
8,HQ,2025-02-03 08:01:00,Entry
8,HQ,2025-02-04 08:01:00,Entry
7,HQ,yesterday,Entry
7,HQ,2025-02-03 16:30:00,Alarm
"""

MORE = """
leave_out:
  - says: An alarm is nobody's badge
    when: [{column: event, equals: Alarm}]
  - says: A test read
    when: [{column: event, equals: Test}]
people: {crosswalk: required}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    text = changed(BADGES + MORE, "  card: Card\n", "  card: [Card, Badge]\n")
    for name, content in (
        ("doors.yaml", text),
        ("export.csv", EXPORT),
        ("cards.csv", "key,person,valid_from,valid_to\n7,Ada,,\n"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_check_shows_rows_counts_people_and_rules_that_nothing_answers_to(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(
        capsys,
        "profile",
        "check",
        "doors.yaml",
        "--sample",
        "export.csv",
        "--crosswalk",
        "cards.csv",
        "--rows",
        "2",
    )
    assert ended.code == 0, ended.err
    assert ended.out.splitlines() == [
        "export.csv under doors (Doors)",
        "",
        "line 2",
        "  before  card=7  door=HQ  when=2025-02-03 08:00:00  event=Entry",
        "  after   person=Ada  facility=HQ  occurred_at=2025-02-03T08:00:00  direction=in",
        "",
        "line 3",
        "  before  card=8  door=HQ  when=2025-02-03 08:01:00  event=Entry",
        "  no row of badge_events: unmatched_person: "
        "the crosswalk has no person for 8 on 2025-02-03T08:01:00",
        "",
        "5 rows read: 2 make a row of badge_events, 3 are left out.",
        "Their days are 2025-02-03 to 2025-02-03: a load takes rows of one pay period only.",
        "1 of them would be rejected for themselves:",
        "          1  not_a_date, occurred_at: occurred_at is not a date: write YYYY-MM-DDTHH:MM:SS, with Z "
        "or an offset (-05:00) where it is not local time (delivered: yesterday (fits no format that the "
        "profile lists))",
        "",
        "Left out:",
        "          2  unmatched_person: person (first: 8)",
        "          1  left_out: An alarm is nobody's badge (first: Alarm)",
        "",
        "Keys without a person in the crosswalk: 1",
        "          2  8: the crosswalk has no person for 8 on 2025-02-03T08:01:00",
        "",
        "Nothing in the export answers to:",
        "  columns: card spelt Badge",
        "  leave_out 2: A test read",
        "  direction: map Exit → out",
    ]


def test_a_file_that_is_missing_or_that_nothing_reads_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = ("profile", "check", "doors.yaml", "--sample", "export.csv")
    assert run(capsys, *sample).sentence.startswith("--crosswalk: the profile doors matches people")
    cards = (*sample, "--crosswalk", "cards.csv")
    unread = run(capsys, *cards, "--companion", "cards.csv").sentence
    assert unread.startswith("--companion cards.csv: the profile doors reads no such file")
    assert "--sample" in run(capsys, "profile", "check", "doors.yaml", "--crosswalk", "cards.csv").sentence
    place = f"{folder}: this is a folder."
    assert run(capsys, *sample, "--crosswalk", ".").sentence.startswith(place)
    in_its_place = ("profile", "check", "doors.yaml", "--sample", ".", "--crosswalk", "cards.csv")
    assert run(capsys, *in_its_place).sentence.startswith(place)
    (folder / "export.csv").write_text("Card,Door,When\n", encoding="utf-8")
    assert "column event: the export has no column Event" in run(capsys, *cards).sentence


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("7,Ada,,2025-02-03\n7,Boris,2025-02-03,\n", "line 3, column valid_from: the key 7 already belongs"),
        ("7,Ada,,\n7,Boris,,\n", "line 3, column valid_from: the key 7 already belongs"),
        ("7,Ada,2025-02-30,\n", "line 2, column valid_from: valid_from is not a date"),
        ("7,,,\n", "line 2, column person: person is empty"),
    ],
)
def test_a_crosswalk_that_could_give_wrong_people_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], rows: str, words: str
) -> None:
    (folder / "cards.csv").write_text("key,person,valid_from,valid_to\n" + rows, encoding="utf-8")
    command = ("profile", "check", "doors.yaml", "--sample", "export.csv", "--crosswalk", "cards.csv")
    assert words in run(capsys, *command).sentence


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "key,person,valid_from,valid_till",
            "column valid_till: a crosswalk has no such column. Perhaps valid_to",
        ),
        ("key,person,valid_from,valid_to,", "column (without a name): a crosswalk has no such column."),
        ("key,person,valid_from", "column valid_to: the column is missing"),
        ("key,person", "column valid_from: the column is missing"),
    ],
)
def test_a_crosswalk_whose_days_would_not_be_read_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], header: str, words: str
) -> None:
    (folder / "cards.csv").write_text(
        header + "\n7,Ada" + "," * (header.count(",") - 1) + "\n", encoding="utf-8"
    )
    command = ("profile", "check", "doors.yaml", "--sample", "export.csv", "--crosswalk", "cards.csv")
    assert f"cards.csv, {words}" in run(capsys, *command).sentence


def test_a_companion_with_a_key_twice_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = BADGES + (
        "\ncompanion:\n  says: The doors\n  export: {kind: delimited}\n"
        "  columns: {name: Name}\n  key: name\n  matches: door\n  unmatched: refuse\n"
    )
    (folder / "doors.yaml").write_text(text, encoding="utf-8")
    (folder / "names.csv").write_text("Name\nHQ\nAnnex\nHQ\n", encoding="utf-8")
    command = ("profile", "check", "doors.yaml", "--sample", "export.csv", "--companion", "names.csv")
    assert "names.csv, line 4, column name: the key HQ stands there 2 times" in run(capsys, *command).sentence


def test_a_profile_is_listed_shown_and_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "time.yaml").write_text(TIME, encoding="utf-8")
    assert "zkteco-attlog        badge_events " in run(capsys, "profile", "list").out
    shown = run(capsys, "profile", "show", "time.yaml").out
    assert "  badge: Badge or Card No\n" in shown
    assert "  minutes: amount; written as hours or clock\n" in shown
    assert run(capsys, "profile", "show", "time.yaml", "--as-file").out == TIME
    assert run(capsys, "profile", "check", "time.yaml").out == (
        "time can be used: Hours of a clock, 4 columns of the export make 5 columns of time_records.\n"
    )
    assert "Unknown profile 'nobody'" in run(capsys, "profile", "show", "nobody").sentence
