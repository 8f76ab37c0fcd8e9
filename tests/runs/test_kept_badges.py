"""Badge events are kept by pay period; what lies at a border belongs to one of them, and to the right one.

Pay period 2025-01 ends on Saturday 25 January, 2025-02 begins on Sunday the 26th. HQ is in New York, five
hours behind UTC.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.lake.loading import take
from tests.runs.as_made import as_made
from tests.runs.report_alone import RUN_OPTIONS, report_alone
from tests.runs.test_kept_slices import AS_OF, ROW_TABLES, measured, report_of
from tests.runs.test_runs_of_a_workspace import DEPARTMENT, HEADER

from dutystation.directives.load import load_directive
from dutystation.runs.kept.results import RESULTS
from dutystation.runs.report import write_report
from dutystation.runs.run import Run

EVENTS = "person,facility,occurred_at,direction,event_id\n"
RECORDS = {
    "2025-01": "P1,2025-01-24,8,01,,R1\n",
    "2025-02": "P1,2025-01-27,8,01,,R2\nP2,2025-01-27,4,01,,R3\n",
}
IN = "P1,HQ,2025-01-25T14:00,in,E1\n"
OUT = "P1,HQ,2025-01-26T06:00,out,E2\n"


@pytest.fixture(autouse=True)
def reports_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    report_alone(monkeypatch)


def without_badges(workspace: Path) -> Path:
    workspace.parent.mkdir(exist_ok=True)
    for table, text in DEPARTMENT.items():
        take(workspace, text, table=table, sender="DHS")
    for rows in RECORDS.values():
        take(workspace, HEADER + rows)
    return workspace


def loaded(*events: str) -> Path:
    workspace = as_made(without_badges)
    for rows in events:
        badges(workspace, rows)
    return workspace


def badges(workspace: Path, rows: str, *, sender: str = "CBP") -> None:
    take(workspace, EVENTS + rows, table="badge_events", sender=sender)


def as_anew(workspace: Path, told: Callable[[Run], dict[str, object]] = report_of) -> Run:
    """A run that finds what is kept, after what is `told` was held to a run that works everything out."""
    made = measured(workspace)
    found = told(made)
    assert found == told(measured(workspace, anew=True))
    return made


def rows_of(made: Run, table: str, columns: str) -> list[tuple[object, ...]]:
    found = duckdb.sql(f"select {columns} from '{made.report / table}/*.parquet' order by all")
    return list(found.fetchall())


def quality(made: Run) -> dict[str, int]:
    assert made.publication.badge is not None
    return dict(made.publication.badge.quality)


def kept(workspace: Path, kind: str) -> set[str]:
    return {folder.name for folder in (workspace / RESULTS).glob(f"{kind}-*")}


def test_a_stay_over_the_border_is_one_stay_until_its_exit_is_corrected_away() -> None:
    workspace = loaded(IN, OUT)
    made = measured(workspace)
    assert rows_of(made, "intervals", "person, seconds, local_date") == [("P1", 16 * 3600, "2025-01-25")]
    assert quality(made) == {"denied": 0, "repeats": 0, "open_stays": 0, "lone_exits": 0}
    badges(workspace, "P1,HQ,2025-01-28T06:00,out,E2\n")  # of 2025-02; nothing came for 2025-01
    made = as_anew(workspace)
    assert rows_of(made, "intervals", "person") == []
    assert quality(made) == {"denied": 0, "repeats": 0, "open_stays": 1, "lone_exits": 1}


def test_an_exact_repeat_across_the_border_is_counted_once() -> None:
    # 03:30 of the 26th by UTC is 22:30 of the 25th in New York, delivered for the period of its wall clock.
    events = "P1,HQ,2025-01-25T22:30,in,E1\n", "P1,HQ,2025-01-26T03:30Z,in,E2\n"
    made = measured(loaded(*events))
    assert quality(made) == {"denied": 0, "repeats": 1, "open_stays": 1, "lone_exits": 0}
    days = [(day.local_date, day.people) for day in made.publication.badge.occupancy]  # type: ignore[union-attr]
    assert days == [(date(2025, 1, 25), 1)]


def test_a_claimed_day_is_corroborated_by_an_event_delivered_for_the_pay_period_after() -> None:
    workspace = loaded("P2,HQ,2025-01-24T09:00,in,E1\n")
    take(workspace, HEADER + "P1,2025-01-25,8,01,,R1\n")
    columns = "person, work_date, class"
    before = rows_of(measured(workspace), "evidence", columns)
    badges(workspace, "P1,HQ,2025-01-26T02:00Z,,E2\n")  # 21:00 of the 25th in New York
    after = rows_of(measured(workspace), "evidence", columns)
    assert ("P1", "2025-01-25", "not_assessable") in before
    assert ("P1", "2025-01-25", "corroborated") in after


def test_what_another_sender_delivers_late_works_out_its_own_slices_of_three_pay_periods() -> None:
    workspace = loaded("P1,HQ,2024-12-18T09:00,in,E0\n", IN, OUT)
    measured(workspace)
    badges_before, hours_before = kept(workspace, "badges"), kept(workspace, "hours")
    badges(workspace, "P2,HQ,2025-02-10T09:00,in,E9\n", sender="FEMA")
    measured(workspace)
    # FEMA's of 2025-03, and of the pay periods before and after it, into which its event could reach. CBP's
    # of 2025-02 and 2025-03 are as they were: nobody has been through the doors of both.
    assert len(kept(workspace, "badges") - badges_before) == 3
    # 2025-03, of which no records were delivered; in 2025-02 nobody was seen who had not been.
    assert len(kept(workspace, "hours") - hours_before) == 1


def test_who_goes_through_the_doors_of_two_senders_is_paired_in_the_order_of_time() -> None:
    workspace = loaded(IN)
    badges(workspace, OUT, sender="FEMA")
    made = measured(workspace)
    assert rows_of(made, "intervals", "person, seconds, local_date") == [("P1", 16 * 3600, "2025-01-25")]
    badges(workspace, "P2,HQ,2025-01-26T06:00,out,E2\n", sender="FEMA")  # it was P2 who left
    made = as_anew(workspace)
    assert rows_of(made, "intervals", "person") == []
    assert quality(made) == {"denied": 0, "repeats": 0, "open_stays": 1, "lone_exits": 1}


def test_a_correction_of_badges_works_out_the_hours_of_the_people_who_were_seen_and_of_no_others() -> None:
    both_days = "P1,HQ,2025-01-27T08:00,in,E1\nP1,HQ,2025-01-28T08:00,in,E2\n"
    workspace = loaded(both_days)
    badges(workspace, "P3,HQ,2025-01-27T08:00,in,F1\n", sender="FEMA")
    take(workspace, HEADER + "P3,2025-01-27,8,01,,F1\n", sender="FEMA")
    measured(workspace)
    badges_before, hours_before = kept(workspace, "badges"), kept(workspace, "hours")
    badges(workspace, "P3,HQ,2025-01-28T08:00,in,F1\n", sender="FEMA")  # not on the day that P3 claimed
    made = measured(workspace)
    assert ("P3", "2025-01-27", "uncorroborated") in rows_of(made, "evidence", "person, work_date, class")
    # FEMA's of three pay periods; of hours FEMA's of 2025-02, and not CBP's of the same pay period.
    assert len(kept(workspace, "badges") - badges_before) == 3
    assert len(kept(workspace, "hours") - hours_before) == 1


def test_whether_readers_worked_is_told_also_by_the_badges_of_others() -> None:
    workspace = loaded("P2,HQ,2025-01-28T08:00,in,E1\n")
    badges(workspace, "P3,HQ,2025-01-28T08:00,in,F1\n", sender="FEMA")
    take(workspace, HEADER + "P3,2025-01-28,8,01,,F1\n", sender="FEMA")
    columns = "person, work_date, class"
    assert ("P1", "2025-01-27", "not_assessable") in rows_of(measured(workspace), "evidence", columns)
    # P3, of whom FEMA delivers everything, was at HQ on the day that P1 claimed, of whom CBP does.
    badges(workspace, "P3,HQ,2025-01-27T08:00,in,F1\nP3,HQ,2025-01-28T08:00,in,F2\n", sender="FEMA")
    assert ("P1", "2025-01-27", "uncorroborated") in rows_of(measured(workspace), "evidence", columns)


def test_another_person_on_the_roster_makes_a_rejected_event_count() -> None:
    workspace = loaded(IN + "P9,HQ,2025-01-25T23:00,in,E3\n")
    before = measured(workspace)
    roster = DEPARTMENT["roster"] + "P9,CBP,2025-01-01,HQ\n"
    take(workspace, roster, table="roster", sender="DHS")
    after = measured(workspace)
    reasons = [made.publication.provenance.tables["badge_events"].rejected for made in (before, after)]
    assert reasons == [{"unknown_person": 1}, {}]
    assert (quality(before)["open_stays"], quality(after)["open_stays"]) == (1, 2)


def test_an_event_id_of_another_pay_period_is_rejected_also_in_a_file_with_narrower_numbers(
    tmp_path: Path,
) -> None:
    workspace = loaded(IN)
    # 06:00 and 07:00 of the 26th, without a zone.
    stamps = pa.array([1737871200_000_000, 1737874800_000_000], pa.timestamp("us"))
    columns = {"person": ["P1"] * 2, "facility": ["HQ"] * 2, "occurred_at": stamps, "direction": ["out"] * 2}
    pq.write_table(pa.table({**columns, "event_id": ["E2", "E1"]}), tmp_path / "events.parquet")
    content = (tmp_path / "events.parquet").read_bytes()
    take(workspace, content, table="badge_events", name="badge_events.parquet")
    made = measured(workspace)
    assert ("duplicate", "E1") in rows_of(made, "rejected", "reason, id")
    assert rows_of(made, "intervals", "person, seconds") == [("P1", 16 * 3600)]
    assert quality(made)["lone_exits"] == 0


def test_a_run_holds_the_rows_that_a_report_on_one_folder_holds(tmp_path: Path) -> None:
    events = IN + "GHOST,HQ,2025-01-25T08:00,in,E4\n", OUT + "P2,LOST,2025-01-27T08:00,in,E5\n"
    made = measured(loaded(*events))
    folder = tmp_path / "inputs"
    folder.mkdir()
    tables = {**DEPARTMENT, "time_records": HEADER + "".join(RECORDS.values())}
    for table, text in {**tables, "badge_events": EVENTS + "".join(events)}.items():
        (folder / f"{table}.csv").write_text(text)
    out = tmp_path / "out"
    write_report(folder, out, directive=load_directive("dhs-2025"), as_of=AS_OF, options=RUN_OPTIONS)
    for name in ("figures.json", "figures.csv", "occupancy.csv", "utilisation.csv"):
        assert (made.report / name).read_bytes() == (out / name).read_bytes(), name
    for table in ROW_TABLES:
        columns = "* exclude (file, line)" if table in ("rejected", "excluded") else "*"
        one, other = (
            duckdb.sql(f"select {columns} from '{place / table}/*.parquet' order by all").fetchall()
            for place in (made.report, out)
        )
        assert one == other, table
