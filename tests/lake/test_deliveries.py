"""A delivery is taken once, replaces its slice whole, or amends rows by their ids; all of it is on record."""

from __future__ import annotations

import hashlib
import shutil
import stat
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.lake.loading import (
    AMENDMENT,
    CORRECTED,
    FIRST,
    HEADER,
    accepted,
    everything,
    refused,
    snapshot,
    take,
)

from dutystation.lake.files import deliveries, slices
from dutystation.lake.records import Delivery
from dutystation.lake.workspace import open_workspace
from dutystation.terms.errors import UnusableCommand, UnusableInput


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Where there is no workspace yet."""
    return tmp_path / "lake"


@pytest.fixture(scope="module")
def first_delivery(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    """What `standing` begins with."""
    workspace = tmp_path_factory.getbasetemp() / "standing" / "lake"
    taken = take_first(workspace)
    shutil.copytree(workspace, workspace.with_name("as it was"))
    return taken


@pytest.fixture
def standing(first_delivery: Delivery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the first delivery, where it was made."""
    workspace = tmp_path_factory.getbasetemp() / "standing" / "lake"
    shutil.rmtree(workspace)
    shutil.copytree(workspace.with_name("as it was"), workspace)
    return workspace


def take_first(workspace: Path) -> Delivery:
    workspace.parent.mkdir(parents=True, exist_ok=True)
    return take(workspace, FIRST).delivery


def test_every_row_of_a_delivery_is_accepted_or_listed_with_its_reason(workspace: Path) -> None:
    taken = take(workspace, FIRST).delivery
    assert (taken.rows, taken.accepted, taken.rejected, taken.left_out) == (3, 2, 1, 0)
    columns = "file, line, person, work_date, hours::varchar, place_code, record_id, sender, period, delivery"
    day = (date(2025, 1, 27) - date(1970, 1, 1)).days
    origin = ("CBP", "2025-02", taken.id)
    assert accepted(workspace, columns) == [
        ("time_records.csv", 2, "P1", day, "8.000000", "", "R1", *origin),
        ("time_records.csv", 4, "P2", day + 1, "4.000000", "TS", "R3", *origin),
    ]
    [listed] = refused(workspace, '"table", file, line, reason, "column", id, fate, sender, period, delivery')
    assert listed == (
        *("time_records", "time_records.csv", 3, "not_a_number", "hours", "R2", "rejected"),
        *origin,
    )


def test_the_file_is_kept_as_it_was_sent_for_its_owner_to_read(workspace: Path) -> None:
    taken = take(workspace, FIRST).delivery
    assert taken.sha256 == hashlib.sha256(FIRST.encode()).hexdigest()
    [kept] = (workspace / "delivered").iterdir()
    assert kept.name == taken.sha256 + ".csv"
    assert kept.read_text() == FIRST
    assert oct(stat.S_IMODE(workspace.stat().st_mode)) == "0o700"
    assert (oct(stat.S_IMODE(kept.stat().st_mode)), oct(stat.S_IMODE(kept.parent.stat().st_mode))) == (
        "0o400",
        "0o700",
    )


def test_a_workspace_holds_nothing_else(standing: Path) -> None:
    held = ["catalog.sqlite", "delivered", "warehouse", "workspace.json"]
    assert sorted(entry.name for entry in standing.iterdir()) == held


def test_the_same_file_again_changes_nothing_and_says_so(workspace: Path) -> None:
    first = take(workspace, FIRST)
    before = snapshot(workspace)
    for period in (None, "2025-02"):
        again = take(workspace, FIRST, period=period)
        assert (first.changed, again.changed) == (True, False)
        assert again.delivery.id == first.delivery.id
    assert snapshot(workspace) == before


def test_a_corrected_delivery_replaces_its_slice_whole_and_no_other(
    standing: Path, first_delivery: Delivery
) -> None:
    other = take(standing, FIRST, sender="FEMA").delivery
    corrected = take(standing, CORRECTED).delivery
    assert corrected.replaces == first_delivery.id
    ids = accepted(standing, "sender, record_id")
    assert ids == [("CBP", "R1"), ("CBP", "R2"), ("CBP", "R3"), ("FEMA", "R1"), ("FEMA", "R3")]
    assert refused(standing, "sender, id") == [("FEMA", "R2")]
    with closing(open_workspace(standing)) as opened:
        states = [(account.delivery.id, account.replaced_by) for account in deliveries(opened)]
    assert states == [(first_delivery.id, corrected.id), (other.id, ""), (corrected.id, "")]


def test_what_was_replaced_can_be_delivered_again(standing: Path) -> None:
    take(standing, CORRECTED)
    assert take(standing, FIRST).changed
    assert accepted(standing, "record_id") == [("R1",), ("R3",)]


def test_an_amendment_replaces_rows_of_the_same_id_and_adds_the_others(
    standing: Path, first_delivery: Delivery
) -> None:
    amendment = take(standing, AMENDMENT, amends=True).delivery
    assert amendment.amends == first_delivery.id
    assert accepted(standing, "record_id, person, hours::double, delivery") == [
        ("R1", "P1", 8.0, first_delivery.id),
        ("R3", "P2", 2.0, amendment.id),
        ("R4", "P3", 6.0, amendment.id),
    ]
    assert refused(standing, "id, delivery, listed_by") == [("R2", first_delivery.id, amendment.id)]
    assert not take(standing, AMENDMENT, amends=True).changed
    assert not take(standing, FIRST).changed


def test_an_amendment_mends_a_rejected_row(standing: Path) -> None:
    take(standing, HEADER + "P1,2025-01-28,7,01,,R2\n", amends=True)
    assert accepted(standing, "record_id, hours::double") == [("R1", 8.0), ("R2", 7.0), ("R3", 4.0)]
    assert refused(standing, "id") == []


def test_an_amended_row_that_is_rejected_leaves_the_former_one_standing(standing: Path) -> None:
    take(standing, HEADER + "P1,2025-01-27,25,01,,R1\n", amends=True, period="2025-02")
    assert accepted(standing, "record_id, hours::double") == [("R1", 8.0), ("R3", 4.0)]
    assert refused(standing, "id, reason") == [("R1", "out_of_range"), ("R2", "not_a_number")]


def test_an_amendment_of_nothing_or_without_ids_is_refused(workspace: Path) -> None:
    with pytest.raises(
        UnusableInput, match=r"time_records of CBP for pay period 2025-02 was never delivered"
    ):
        take(workspace, AMENDMENT, amends=True)
    take(workspace, FIRST)
    with pytest.raises(UnusableInput, match=r"column record_id: 1 accepted rows are without an id"):
        take(workspace, HEADER + "P1,2025-01-27,2,01,,\n", amends=True)
    roster = "person,org_unit,effective_from\nP1,CBP,2025-01-01\n"
    take(workspace, roster, table="roster")
    with pytest.raises(UnusableInput, match="rows of roster have no id"):
        take(workspace, roster + "P2,CBP,2025-01-01\n", table="roster", amends=True)


def test_a_small_table_is_replaced_by_sender(workspace: Path) -> None:
    header = "person,org_unit,effective_from\n"
    take(workspace, header + "P1,CBP,2025-01-01\n", table="roster")
    take(workspace, header + "P8,FEMA,2025-01-01\n", table="roster", sender="FEMA")
    take(workspace, header + "P2,CBP,2025-01-01\n", table="roster")
    assert accepted(workspace, "sender, period, person", "roster") == [("CBP", "", "P2"), ("FEMA", "", "P8")]


def test_an_empty_delivery_empties_its_slice(standing: Path) -> None:
    taken = take(standing, HEADER, period="2025-02").delivery
    assert (taken.rows, accepted(standing, "*"), refused(standing, "*")) == (0, [], [])
    with closing(open_workspace(standing)) as opened:
        found = slices(opened, "time_records", snapshot(standing))
    assert [record.id for record in found["CBP", "2025-02"]] == [taken.id]


def test_an_earlier_snapshot_still_shows_what_it_showed(standing: Path) -> None:
    then = snapshot(standing)
    take(standing, CORRECTED)
    take(standing, AMENDMENT, amends=True)
    assert accepted(standing, "record_id, hours::double", at=then) == [("R1", 8.0), ("R3", 4.0)]
    assert refused(standing, "id", at=then) == [("R2",)]


def test_a_badge_event_belongs_to_the_period_of_its_delivered_day(workspace: Path) -> None:
    """23:30 on the last day of a period is the next day in UTC, and belongs to that period all the same."""
    header = "person,facility,occurred_at,event_id\n"
    last = header + "P1,HQ,2025-02-08T23:30:00-05:00,E1\n"
    assert take(workspace, last, table="badge_events").delivery.period == "2025-02"
    assert accepted(workspace, "wall_second % 86400, utc_offset", "badge_events") == [(84_600, -18_000)]


def test_a_delivery_covers_one_pay_period(workspace: Path) -> None:
    two = HEADER + "P1,2025-01-25,8,01,,R1\nP1,2025-01-26,8,01,,R2\nP1,2025-02-08,8,01,,R3\n"
    with pytest.raises(UnusableInput) as several:
        take(workspace, two)
    assert str(several.value) == (
        "time_records.csv, column work_date: has rows of several pay periods: 1 of 2025-01 (2025-01-25 to "
        "2025-01-25), 2 of 2025-02 (2025-01-26 to 2025-02-08). Deliver each pay period as a file of its own."
    )
    with pytest.raises(UnusableInput) as outside:
        take(workspace, two, period="2025-02")
    assert str(outside.value) == (
        "time_records.csv, column work_date: has rows outside pay period 2025-02 (2025-01-26 to 2025-02-08): "
        "1 of 2025-01 (2025-01-25 to 2025-01-25). Correct --period, or deliver these rows with their own pay "
        "period."
    )
    with pytest.raises(UnusableInput, match=r"no row tells which pay period it is for\. Say it with"):
        take(workspace, HEADER)
    assert everything(workspace) == {"accepted": [], "refused": []}


def test_a_delivery_out_of_time_is_refused_before_it_is_read(workspace: Path) -> None:
    with pytest.raises(UnusableInput, match="6 pay periods before"):
        take(workspace, "no table at all", period="2025-02", received_on=date(2025, 4, 20))
    with pytest.raises(UnusableInput, match="begins on 2025-01-26, after 2025-01"):
        take(workspace, FIRST, received_on=date(2025, 1, 25))
    assert everything(workspace) == {"accepted": [], "refused": []}


def test_a_workspace_has_one_calendar_of_pay_periods(standing: Path) -> None:
    with pytest.raises(
        UnusableInput, match="counts pay periods of 14 days from 2025-01-12, the order 28 days"
    ):
        take(standing, FIRST, directive="example-hybrid")


def test_parquet_is_taken_like_csv(workspace: Path) -> None:
    rows = {"person": ["P1"], "work_date": [date(2025, 1, 27)], "hours": [7.25], "pay_code": ["01"]}
    source = workspace.parent / "rows.parquet"
    pq.write_table(pa.table({**rows, "place_code": [None], "record_id": [1]}), source)
    taken = take(workspace, source.read_bytes(), name="rows.parquet").delivery
    assert (taken.accepted, taken.file) == (1, "rows.parquet")
    columns = "file, line, hours::double, place_code, record_id"
    assert accepted(workspace, columns) == [("rows.parquet", 1, 7.25, "", "1")]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"table": "hours"}, r"--table hours: there is no such table\. Use one of org_units, "),
        ({"sender": " "}, r"--sender  : name the component"),
        ({"period": "2025-2"}, r"--period 2025-2: there is no such pay period"),
        ({"period": "2025-27"}, r"--period 2025-27: there is no such pay period"),
        ({"table": "codes", "period": "2025-02"}, r"codes is delivered as a whole"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(
    workspace: Path, asked: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UnusableCommand, match=sentence):
        take(workspace, FIRST, **asked)  # type: ignore[arg-type]
    assert not workspace.exists()


def test_a_file_of_another_kind_is_refused_and_leaves_nothing(workspace: Path) -> None:
    with pytest.raises(UnusableInput, match=r"a table of the contract ends in \.csv"):
        take(workspace, FIRST, name="time.txt")
    with pytest.raises(UnusableInput, match="the required column is missing"):
        take(workspace, "person\nP1\n")
    assert everything(workspace) == {"accepted": [], "refused": []}
    assert list((workspace / "delivered").iterdir()) == []
    assert not (workspace / "working").exists()


def test_there_must_be_a_workspace_to_list(workspace: Path) -> None:
    with pytest.raises(UnusableInput, match="this is no workspace"):
        open_workspace(workspace)
    assert not workspace.exists()
