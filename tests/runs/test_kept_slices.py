"""A run that finds kept results says exactly what one says that works everything out."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.lake.loading import take
from tests.runs.as_made import as_made
from tests.runs.report_alone import RUN_OPTIONS
from tests.runs.test_runs_of_a_workspace import (
    CORRECTED,
    DEPARTMENT,
    EVENTS,
    HEADER,
    loaded,
    loaded_and_measured,
    said,
)

from dutystation.directives.load import load_directive
from dutystation.published.findings import FINDINGS
from dutystation.published.person_day_files import PERSON_DAYS
from dutystation.published.telework_bins import TELEWORK_BINS_CSV
from dutystation.published.what_if import WHAT_IF_GROUNDS_CSV, WHAT_IF_PAIRS_CSV
from dutystation.runs.kept.results import RESULTS
from dutystation.runs.run import Run, run

AS_OF = date(2025, 2, 19)
BESIDE = (TELEWORK_BINS_CSV, WHAT_IF_GROUNDS_CSV, WHAT_IF_PAIRS_CSV)
ROW_TABLES = ("return_status", "rejected", "excluded", "intervals", "evidence")


@pytest.fixture(autouse=True)
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)


def measured(workspace: Path, *, anew: bool = False, as_of: date = AS_OF) -> Run:
    return run(workspace, directive=load_directive("dhs-2025"), as_of=as_of, anew=anew)


def slices_kept(workspace: Path, kind: str = "hours") -> int:
    return len(list((workspace / RESULTS).glob(f"{kind}-*")))


def report_of(made: Run) -> dict[str, object]:
    """Every file of a report but the provenance, which holds times; of Parquet by an engine the rows."""
    files: dict[str, object] = {
        file.name: file.read_bytes()
        for file in made.report.iterdir()
        if file.is_file() and file.name != "provenance.json"
    }
    for table in ROW_TABLES:
        files[table] = duckdb.sql(f"select * from '{made.report / table}/*.parquet'").fetchall()
    return files


def everything(made: Run) -> dict[str, object]:
    """The report, and what a run publishes beside it."""
    files = report_of(made) | {name: (made.folder / name).read_bytes() for name in BESIDE}
    days = made.folder / PERSON_DAYS
    files |= {str(file): file.read_bytes() for file in days.rglob("*") if file.is_file()}
    findings = duckdb.sql(f"select * from '{made.folder / FINDINGS}/*.parquet' order by all")
    files[FINDINGS] = (findings.columns, findings.types, findings.fetchall())
    return files


KINDS = ("hours", "person_hours", "digests", "people")


def test_a_correction_works_out_its_own_slice_and_no_other() -> None:
    workspace = as_made(loaded_and_measured)
    measured(workspace)
    # CBP's of 2025-01; CBP's and FEMA's of 2025-02; 2025-03, in which the as-of date lies and of which
    # nothing was delivered. Ids: of three deliveries and of one with badges. People: where senders meet.
    assert [slices_kept(workspace, kind) for kind in KINDS] == [4, 4, 4, 2]
    take(workspace, HEADER + CORRECTED)
    measured(workspace)
    assert [slices_kept(workspace, kind) for kind in KINDS] == [5, 5, 5, 3]


def test_a_later_day_works_out_anew_only_what_the_day_decides() -> None:
    workspace = as_made(loaded_and_measured)
    measured(workspace)
    measured(workspace, as_of=date(2025, 2, 20))
    # 2025-01 and 2025-02 ended long before both days; only the period in which they lie is another.
    assert slices_kept(workspace) == 5


CHANGES = {
    "corrected hours": {"content": HEADER + CORRECTED},
    # R4 of 2025-01 comes again in 2025-02: which row repeats which is known only across slices.
    "an id of another pay period": {"content": HEADER + CORRECTED + "P2,2025-01-30,8,01,,R4\n"},
    "another sender": {"content": HEADER + "P2,2025-01-15,3,01,TS,R4\n", "sender": "AAA"},
    "an amendment": {"content": HEADER + "P2,2025-01-14,1,01,,R5\n", "amends": True},
    # Now R5 of 2025-01 repeats one of 2025-02, by another sender: nothing was delivered for its own slice.
    "an id that reaches into an untouched pay period": {
        "content": HEADER + "P2,2025-01-30,2,01,,R5\n",
        "sender": "AAA",
    },
    "another unit for P2": {
        "content": DEPARTMENT["roster"].replace("P2,CBP", "P2,FEMA"),
        "table": "roster",
        "sender": "DHS",
    },
    "another place for a code": {
        "content": DEPARTMENT["codes"].replace("situational", "field"),
        "table": "codes",
        "sender": "DHS",
    },
    "an exit that was missing": {
        "content": EVENTS + "P2,HQ,2025-01-28T09:00,in\nP2,HQ,2025-01-28T17:00,out\n",
        "table": "badge_events",
    },
}


def test_whatever_is_delivered_next_kept_results_change_no_byte() -> None:
    workspace = as_made(loaded_and_measured)
    seen = [everything(measured(workspace))["figures.json"]]
    for what, change in CHANGES.items():
        take(workspace, **change)  # type: ignore[arg-type]
        found = everything(measured(workspace))
        assert found == everything(measured(workspace, anew=True)), what
        seen.append(found["figures.json"])
    assert len(set(seen)) == len(seen) - 1  # only the repeated id changes no figure: it is rejected


def test_documents_after_a_correction_are_those_of_a_run_that_works_everything_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The corrected pay period has an unmapped code and a reason for rejecting that the other one has not."""
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", replace(RUN_OPTIONS, documents=True))
    workspace = as_made(loaded)
    measured(workspace)
    unlike = "P2,2025-01-31,1,77,,X1\nP2,2025-01-31,eight,01,,X2\n"
    take(workspace, HEADER + CORRECTED + unlike)
    found, again = everything(measured(workspace)), everything(measured(workspace, anew=True))
    for name in ("report.xlsx", "report.pdf"):
        assert found[name] == again[name], name


def test_a_run_made_anew_trusts_nothing_that_was_kept() -> None:
    workspace = as_made(loaded_and_measured)
    first = everything(measured(workspace))
    for values in (workspace / RESULTS).glob("*/values.json"):
        values.write_text(values.read_text().replace('"minutes": 480', '"minutes": 481'))
    assert everything(measured(workspace, anew=True)) == first


def test_results_that_no_run_has_used_lately_are_removed_and_no_run_changes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace = as_made(loaded_and_measured)
    first = measured(workspace)
    before = everything(first)
    kept = list((workspace / RESULTS).iterdir())
    long_ago = datetime.now(UTC) - timedelta(days=91)
    for place in kept:
        os.utime(place, (long_ago.timestamp(), long_ago.timestamp()))
    (workspace / RESULTS / ".unfinished-killed").mkdir()
    take(workspace, HEADER + CORRECTED)
    second = measured(workspace)  # uses what CBP's correction of 2025-02 has nothing to do with
    after = everything(second)
    gone = int(said(capsys, "lake", "results", workspace).partition(" ")[0])
    assert 0 < gone < len(kept)
    assert slices_kept(workspace) == 4  # five without the one that the correction has replaced
    assert (everything(first), everything(second)) == (before, after)
    said(capsys, "lake", "results", workspace, "--days", "0")
    assert list((workspace / RESULTS).iterdir()) == []
    assert everything(measured(workspace, anew=True)) == after


def test_a_result_that_is_gone_is_worked_out_again() -> None:
    workspace = as_made(loaded_and_measured)
    first = everything(measured(workspace))
    shutil.rmtree(workspace / RESULTS)
    take(workspace, EVENTS, table="badge_events", sender="FEMA")  # another run, of the same figures
    again = everything(measured(workspace))
    assert again["figures.csv"] == first["figures.csv"]
    assert slices_kept(workspace) == 4
