"""An export of several pay periods, loaded for one of them at a time; and one of which nothing is left."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.lake.loading import accepted, refused, take
from tests.profiles.loading import take_export
from tests.profiles.samples import sample
from tests.runs.report_alone import RUN_OPTIONS

from dutystation.directives.load import load_directive
from dutystation.profiles.load import load_profile, read_profile
from dutystation.profiles.profile import Profile
from dutystation.runs.loading.taking import Loaded
from dutystation.runs.run import run
from dutystation.terms.errors import UnusableInput

TWO_PERIODS = """\
EVENT_TIME_UTC,SERIALNUM,READERDESC,EVDESCR,CARDNUM,NAME
2025-02-07 13:00:00.0,1,HQ Lobby 1 In,Access Granted,70011,HQ Panel
2025-02-08 23:00:00.0,2,HQ Lobby 1 In,Access Granted,70011,HQ Panel
2025-02-09 03:30:00.0,3,HQ Lobby 1 In,Access Granted,70011,HQ Panel
2025-02-10 13:00:00.0,4,HQ Lobby 1 In,Access Granted,70011,HQ Panel
"""
"""Two events of pay period 2025-02, which ends on 2025-02-08, and two of 2025-03; the third is on the evening
of the 8th in New York."""


def lenel(workspace: Path, period: str | None, *, profile: Profile | None = None) -> Loaded:
    """Loads the file as a badge system in UTC exports it."""
    export = workspace.parent / "events.csv"
    export.write_text(TWO_PERIODS, encoding="utf-8")
    sent = replace(sample("lenel-onguard"), export=export)
    return take_export(workspace, sent, period=period, profile=profile)


def webta(workspace: Path, period: str | None, *, crosswalk: str, export: str | None = None) -> Loaded:
    """Loads time records with this crosswalk."""
    people, file = workspace.parent / "people.csv", workspace.parent / "transactions.csv"
    people.write_text("key,person,valid_from,valid_to\n" + crosswalk, encoding="utf-8")
    file.write_text(export or sample("webta").export.read_text(), encoding="utf-8")
    sent = replace(sample("webta"), export=file, crosswalk=people)
    return take_export(workspace, sent, period=period)


def test_an_event_that_two_deliveries_hold_counts_in_the_pay_period_of_its_day_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)
    workspace = tmp_path / "workspace"
    for period in ("2025-02", "2025-03"):
        taken = lenel(workspace, period).delivery
        assert (taken.rows, taken.accepted, taken.rejected, taken.left_out) == (4, 2, 0, 2), period
    assert accepted(workspace, "period, event_id", "badge_events") == [
        ("2025-02", "HQ Panel/1"),
        ("2025-02", "HQ Panel/2"),
        ("2025-03", "HQ Panel/3"),
        ("2025-03", "HQ Panel/4"),
    ]
    assert refused(workspace, "period, line, reason", "badge_events") == [
        ("2025-02", 4, "other_period"),
        ("2025-02", 5, "other_period"),
        ("2025-03", 2, "other_period"),
        ("2025-03", 3, "other_period"),
    ]
    for table, text in {
        "org_units": "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\n",
        "roster": "person,org_unit,effective_from\nP-1001,CBP,2025-01-01\n",
        "codes": "pay_code,place_code,place,hours_type\n01,,office,regular\n",
        "facilities": "facility,name,timezone\nHQ-01,Headquarters,America/New_York\n",
        "time_records": "person,work_date,hours,pay_code,place_code\nP-1001,2025-02-07,8,01,\n",
    }.items():
        take(workspace, text, table=table, sender="DHS")
    made = run(workspace, directive=load_directive("dhs-2025"), as_of=date(2025, 2, 22))
    account = json.loads((made.report / "provenance.json").read_text())["tables"]["badge_events"]
    assert (account["raw"], account["accepted"], account["rejected"]) == (8, 4, {})
    assert account["excluded"] == {"other_period": 4}


def test_without_a_stated_pay_period_a_file_of_two_is_refused_and_the_option_named(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    with pytest.raises(UnusableInput, match=r"rows of several pay periods: .* Name one with --period"):
        lenel(workspace, None)
    text = load_profile("lenel-onguard").source_text.replace(b"other_periods: leave_out", b"")
    strict = read_profile(text, name="strict", file="strict.yaml")
    with pytest.raises(UnusableInput, match="rows outside pay period 2025-02"):
        lenel(workspace, "2025-02", profile=strict)
    with pytest.raises(UnusableInput, match="Deliver each pay period as a file of its own"):
        lenel(workspace, None, profile=strict)


def test_a_file_without_a_row_of_the_stated_pay_period_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as ended:
        lenel(tmp_path / "workspace", "2025-01")
    assert str(ended.value) == (
        "events.csv, column occurred_at: no row is of pay period 2025-01 (2025-01-12 to 2025-01-25): 4 are "
        "of other ones, from 2025-02-07 to 2025-02-10. Correct --period, or export the days of this pay "
        "period."
    )


@pytest.mark.parametrize("period", [None, "2025-02"])
def test_a_crosswalk_of_nobody_in_the_file_is_refused_with_the_number_of_rows_and_why(
    tmp_path: Path, period: str | None
) -> None:
    with pytest.raises(UnusableInput) as ended:
        webta(tmp_path / "workspace", period, crosswalk="E999,P-1001,,\n")
    assert str(ended.value) == (
        "transactions.csv: each of the 15 rows is left out, 13 as unmatched_person (first: the crosswalk has "
        "no person for E501 on 2025-02-03); 2 as left_out (first: A line without a transaction). Correct the "
        "crosswalk, the companion or the profile: see dutystation profile check."
    )


def test_nothing_but_what_is_left_out_on_purpose_is_a_pay_period_in_which_nothing_happened(
    tmp_path: Path,
) -> None:
    header = "Employee ID,Date,Transaction Code,Descriptor Code,Hours\n"
    workspace, nobody = tmp_path / "workspace", "E501,P-1001,,\n"
    with pytest.raises(UnusableInput, match=r"the only row is left out, .* say with --period which it is"):
        webta(workspace, None, crosswalk=nobody, export=header + "Total,,,,0:00\n")
    with pytest.raises(UnusableInput, match="no row tells which pay period it is for"):
        webta(workspace, None, crosswalk=nobody, export=header)
    taken = webta(workspace, "2025-02", crosswalk=nobody, export=header + "Total,,,,0:00\n").delivery
    assert (taken.rows, taken.accepted, taken.left_out) == (1, 0, 1)
    empty = webta(workspace, "2025-01", crosswalk=nobody, export=header).delivery
    assert (empty.rows, empty.accepted) == (0, 0)


def test_a_roster_of_which_every_row_is_left_out_is_refused(tmp_path: Path) -> None:
    export = tmp_path / "roster.txt"
    lines = sample("opm-roster").export.read_bytes().splitlines(keepends=True)
    export.write_bytes(lines[0] + lines[-1])
    sent = replace(sample("opm-roster"), export=export)
    with pytest.raises(UnusableInput, match=r"the only row is left out, 1 as left_out .* Correct the"):
        take_export(tmp_path / "workspace", sent)
