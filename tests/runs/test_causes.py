"""A delivery is named beside a figure that moved only where it can have moved it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.cli.commands import run as command
from tests.lake.loading import take
from tests.runs.as_made import as_made
from tests.runs.report_alone import report_alone

from dutystation.directives.load import load_directive
from dutystation.runs.differences.difference import Difference, difference
from dutystation.runs.run import Run, run

ROSTER = (
    "person,org_unit,effective_from,duty_station\nP1,CBP,2025-01-01,HQ\nP2,CBP,2025-01-01,HQ\n"
    "P3,FEMA,2025-01-01,HQ\nP4,FEMA,2025-01-01,PORT\n"
)
DEPARTMENT = {
    "org_units": "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\nFEMA,Emergency,DHS\n",
    "roster": ROSTER,
    "codes": "pay_code,place_code,place\n01,,office\n01,TS,situational\n",
    "facilities": "facility,name,usable_sqft,readers\nHQ,Head,3000,entry_exit\nPORT,Port,900,entry_exit\n",
}
HEADER = "person,work_date,hours,pay_code,place_code,record_id\n"
CBP = "P1,2025-01-27,8,01,,R1\nP2,2025-01-27,4,01,TS,R2\nP2,2025-01-28,8,01,,R3\n"
FEMA = "P3,2025-01-27,3,01,,R7\nP4,2025-01-27,8,01,,R8\nP4,2025-01-28,5,01,TS,R9\n"
EVENTS = "person,facility,occurred_at,direction,event_id\n"
AT_HQ = "P1,HQ,2025-01-27T08:00,in,E1\nP1,HQ,2025-01-27T16:30,out,E2\n"
AT_PORT = "P4,PORT,2025-01-27T08:00,in,E8\nP4,PORT,2025-01-27T16:30,out,E9\n"
SHARES = {"in_person_share", "office_share"}


@pytest.fixture(autouse=True)
def reports_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    report_alone(monkeypatch)


def loaded_and_measured(workspace: Path) -> None:
    for table, text in DEPARTMENT.items():
        take(workspace, text, table=table, sender="DHS")
    for sender, records, events in (("CBP", CBP, AT_HQ), ("FEMA", FEMA, AT_PORT)):
        take(workspace, HEADER + records, sender=sender)
        take(workspace, EVENTS + events, table="badge_events", sender=sender)
    measured(workspace)


@pytest.fixture
def workspace() -> Path:
    return as_made(loaded_and_measured)


def measured(workspace: Path, as_of: date = date(2025, 2, 19)) -> Run:
    return run(workspace, directive=load_directive("dhs-2025"), as_of=as_of)


def causes(found: Difference, codes: set[str]) -> dict[str, set[str]]:
    """By unit, what may have moved its figures of some codes in 2025-02."""
    told: dict[str, set[str]] = {}
    for moved in found.figures:
        if moved.figure.code in codes and moved.figure.period == "2025-02":
            named = {f"{cause.table} of {cause.slice[0]}" for cause in moved.because}
            told[moved.figure.org_unit] = told.get(moved.figure.org_unit, set()) | named
    return told


def test_no_badge_moves_a_share_and_no_delivery_moves_the_figures_of_other_people(workspace: Path) -> None:
    """Much is delivered anew; of the roster not a row has changed. P4 was seen later on the same day."""
    before = measured(workspace)
    take(workspace, HEADER + CBP.replace("P1,2025-01-27,8", "P1,2025-01-27,6"))
    take(workspace, HEADER + FEMA.replace("P3,2025-01-27,3,01,", "P3,2025-01-27,3,01,TS"), sender="FEMA")
    take(workspace, EVENTS + AT_PORT.replace("T08", "T09"), table="badge_events", sender="FEMA")
    take(workspace, ROSTER + "\n", table="roster", sender="DHS")
    found = difference(before.folder, measured(workspace).folder)
    assert [replaced.table for replaced in found.replacements if not replaced.changed] == ["roster"]
    own = {unit: {f"time_records of {unit}"} for unit in ("CBP", "FEMA")}
    assert causes(found, SHARES) == {**own, "DHS": own["CBP"] | own["FEMA"]}
    assert causes(found, {"uncorroborated_rate"})["FEMA"] == own["FEMA"] | {"badge_events of FEMA"}


def test_a_sender_is_not_the_component_of_its_people(workspace: Path) -> None:
    both = "P1,2025-01-29,{0},01,,S1\nP3,2025-01-29,{1},01,TS,S3\n"
    take(workspace, HEADER + both.format(8, 8), sender="PAYROLL")
    before = measured(workspace)
    take(workspace, HEADER + both.format(8, 5), sender="PAYROLL")
    take(workspace, HEADER + CBP.replace("P1,2025-01-27,8", "P1,2025-01-27,6"))
    payroll, cbp = {"time_records of PAYROLL"}, {"time_records of CBP"}
    found = difference(before.folder, measured(workspace).folder)
    assert causes(found, SHARES) == {"FEMA": payroll, "CBP": cbp, "DHS": payroll | cbp}


def test_who_moves_to_another_unit_moves_both(workspace: Path) -> None:
    before = measured(workspace)
    take(workspace, ROSTER.replace("P2,CBP", "P2,FEMA"), table="roster", sender="DHS")
    found = difference(before.folder, measured(workspace).folder)
    assert causes(found, SHARES) == {unit: {"roster of DHS"} for unit in ("CBP", "FEMA")}


def test_badges_of_others_tell_whether_a_facility_was_in_use(workspace: Path) -> None:
    """On 2025-01-28 nobody was seen at HQ, so that P2's day there could not be assessed before."""
    before = measured(workspace)
    seen = AT_HQ.replace("01-27", "01-28").replace("P1", "P3").replace(",E", ",F")
    take(workspace, EVENTS + AT_HQ + seen, table="badge_events")
    take(workspace, HEADER + CBP.replace("P1,2025-01-27,8", "P1,2025-01-27,6"))
    found = difference(before.folder, measured(workspace).folder)
    both = {"badge_events of CBP", "time_records of CBP"}
    assert causes(found, {"uncorroborated_rate"})["CBP"] == both
    assert set(causes(found, SHARES)) == {"CBP", "DHS"}


def test_where_nothing_of_its_people_changed_what_reaches_further_is_named(workspace: Path) -> None:
    """FEMA's row repeated an id of CBP's, and counts since CBP's is gone."""
    take(workspace, HEADER + FEMA + "P4,2025-01-29,5,01,,R1\n", sender="FEMA")
    before = measured(workspace)
    take(workspace, HEADER + CBP.replace("R1", "R0"))
    found = difference(before.folder, measured(workspace).folder)
    assert causes(found, SHARES)["FEMA"] == {"time_records of CBP"}


def test_where_a_setting_explains_it_no_delivery_of_other_people_is_named(workspace: Path) -> None:
    take(workspace, HEADER + "P3,2025-02-18,8,01,,R20\n", sender="FEMA", period="2025-03")
    before = measured(workspace, date(2025, 2, 17))
    take(workspace, HEADER + CBP.replace("P1,2025-01-27,8", "P1,2025-01-27,6"))
    found = difference(before.folder, measured(workspace).folder)
    [of_fema] = {moved.because for moved in found.figures if moved.figure.org_unit == "FEMA"}
    assert found.settings and of_fema == ()


def test_each_cause_is_told_with_its_delivery_and_its_rows(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = measured(workspace)
    corrected = take(workspace, HEADER + CBP.replace("P1,2025-01-27,8", "P1,2025-01-27,6")).delivery
    after = measured(workspace)
    rows = "1 rows gone, 1 new)"
    said = command(capsys, "diff", before.folder, after.folder).out
    assert f"; may be moved by time_records of CBP for 2025-02 ({corrected.id}: {rows}\n" in said
    back = command(capsys, "diff", after.folder, before.folder).out
    assert f"; may be moved by time_records of CBP for 2025-02 ({corrected.replaces}: {rows}\n" in back
    take(workspace, HEADER + "P1,2025-01-28,1,01,,R5\n", amends=True)
    amended = measured(workspace)
    [fewer] = difference(amended.folder, after.folder).replacements
    assert (fewer.brought, fewer.rows_gone, fewer.rows_new) == ((), 1, 0)
    said = command(capsys, "diff", amended.folder, after.folder).out
    assert f"for 2025-02 (no longer {fewer.left[0].id}: 1 rows gone, 0 new)\n" in said
