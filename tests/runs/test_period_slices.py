"""A slice is what one sender delivered for a pay period; people of several senders are one of their own."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.lake.loading import take
from tests.runs.as_made import as_made
from tests.runs.report_alone import RUN_OPTIONS
from tests.runs.test_kept_slices import everything, measured, slices_kept
from tests.runs.test_runs_of_a_workspace import DEPARTMENT, EVENTS, HEADER, figure

from dutystation.published.person_days import read_person
from dutystation.runs.run import Run

CBP = "P1,2025-01-27,4,01,,C1\nP2,2025-01-27,8,01,TS,C2\n"
FEMA = "P3,2025-01-27,8,01,,F1\n"
FEMA_TOO = FEMA + "P1,2025-01-27,2,01,,F2\nP1,2025-01-28,8,01,TS,F3\n"
"""P1, whom CBP pays, also worked for FEMA: two more hours of one day, and another day."""


@pytest.fixture(autouse=True)
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)


def loaded(workspace: Path) -> None:
    for table, text in DEPARTMENT.items():
        take(workspace, text, table=table, sender="DHS")
    take(workspace, EVENTS, table="badge_events")
    take(workspace, HEADER + CBP)


@pytest.fixture
def workspace() -> Path:
    return as_made(loaded)


def claimed(made: Run) -> list[tuple[str, str, int, str]]:
    """Claimed days: person, day, minutes, class."""
    evidence = made.report / "evidence"
    asked = f"select person, work_date, claimed_minutes, class from '{evidence}/*.parquet' order by all"
    found: list[tuple[str, str, int, str]] = duckdb.sql(asked).fetchall()
    return found


def test_a_day_of_which_two_senders_tell_is_one_day(workspace: Path) -> None:
    take(workspace, HEADER + FEMA_TOO, sender="FEMA")
    made = measured(workspace)
    # 4 hours that CBP delivered and 2 of FEMA's. P1 was seen at the station; P3 was not.
    assert claimed(made) == [
        ("P1", "2025-01-27", 360, "corroborated"),
        ("P3", "2025-01-27", 480, "uncorroborated"),
    ]
    # P1: 6 of 14 hours; P2: 0 of 8. P1 is CBP's whoever delivers.
    assert figure(made, "CBP") == (6 * 60, 22 * 60)
    days = read_person(made.folder, "P1").days
    assert [(day.day.day, [r.record_id for r in day.records]) for day in days] == [
        (27, ["C1", "F2"]),
        (28, ["F3"]),
    ]
    assert [r.record_id for day in read_person(made.folder, "P2").days for r in day.records] == ["C2"]
    assert everything(made) == everything(measured(workspace, anew=True))


def test_who_is_shared_no_more_lies_with_the_one_sender_that_is_left(workspace: Path) -> None:
    take(workspace, HEADER + FEMA_TOO, sender="FEMA")
    # CBP's, FEMA's, P1's of 2025-02; 2025-03 without anybody
    measured(workspace)
    assert slices_kept(workspace) == 4
    take(workspace, HEADER + FEMA, sender="FEMA")
    made = measured(workspace)
    # FEMA's without P1, CBP's with P1
    assert slices_kept(workspace) == 6
    assert figure(made, "CBP") == (4 * 60, 12 * 60)
    assert everything(made) == everything(measured(workspace, anew=True))


def test_what_another_sender_corrects_leaves_the_slices_of_the_others(workspace: Path) -> None:
    take(workspace, HEADER + FEMA, sender="FEMA")
    take(workspace, HEADER + "P1,2025-01-28,1,01,,T1\n", sender="TSA")
    measured(workspace)
    # CBP's without P1, FEMA's, TSA's, P1's; 2025-03
    assert slices_kept(workspace) == 5
    take(workspace, HEADER + "P1,2025-01-28,2,01,,T1\n", sender="TSA")
    made = measured(workspace)
    # Only TSA's, which has nobody, and P1's; CBP's others and FEMA's are as they were.
    assert slices_kept(workspace) == 7
    assert figure(made, "CBP") == (6 * 60, 14 * 60)


def test_a_row_that_repeats_an_id_is_its_senders_and_in_the_days_of_its_person(workspace: Path) -> None:
    take(workspace, HEADER + "P1,2025-01-28,1,01,,C2\n" + FEMA, sender="FEMA")
    made = measured(workspace)
    [record] = [r for day in read_person(made.folder, "P1").days for r in day.records if day.day.day == 28]
    assert (record.record_id, record.fate, record.counted_minutes) == ("C2", "duplicate", 0)
    rejected = duckdb.sql(f"select reason, id from '{made.report / 'rejected'}/*.parquet'").fetchall()
    assert ("duplicate", "C2") in rejected
    assert everything(made) == everything(measured(workspace, anew=True))


def test_a_pay_period_of_which_nothing_was_delivered_is_a_result_too(workspace: Path) -> None:
    made = measured(workspace)
    assert [period.label for period in made.publication.periods] == ["2025-02"]
    # CBP's of 2025-02; 2025-03, in which the as-of date lies
    assert slices_kept(workspace) == 2
