"""A file as a system exports it, loaded by a profile and measured in a run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.lake.loading import take
from tests.profiles.loading import take_export
from tests.profiles.samples import EXPORTS, sample
from tests.runs.report_alone import RUN_OPTIONS

from dutystation.cli.main import main
from dutystation.directives.load import load_directive
from dutystation.runs.run import run
from dutystation.terms.errors import UnusableCommand

WEBTA = EXPORTS / "webta"
PEOPLE = "person,org_unit,effective_from\nP-1001,CBP,2025-01-01\nP-1002,CBP,2025-01-01\n"
UNITS = "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\n"


def test_rows_that_a_profile_leaves_out_are_counted_with_the_delivery_and_in_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)
    workspace = tmp_path / "workspace"
    found = take_export(workspace, sample("webta"))
    taken = found.delivery
    # Fifteen rows: twelve of P-1001 and P-1002, a blank one, one of an unknown card, the total.
    assert found.left_out == {"left_out": 2, "unmatched_person": 1}
    assert (taken.rows, taken.accepted, taken.rejected, taken.left_out) == (15, 12, 0, 3)
    assert (taken.period, taken.profile) == ("2025-02", "webta")
    for table, text in {
        "org_units": UNITS,
        "roster": PEOPLE,
        "codes": (WEBTA / "codes.csv").read_text(),
    }.items():
        take(workspace, text, table=table, sender="DHS")
    made = run(workspace, directive=load_directive("dhs-2025"), as_of=date(2025, 2, 19))
    account = json.loads((made.report / "provenance.json").read_text())["tables"]["time_records"]
    assert (account["raw"], account["accepted"], account["rejected"]) == (15, 12, {})
    assert account["excluded"] == {"left_out": 2, "unmatched_person": 1}
    share = next(f for f in made.publication.figures if (f.code, f.org_unit) == ("in_person_share", "CBP"))
    # Office: 480 + 270 of P-1001, 480 + 480 of P-1002; away: 480 + 210 + 480; the sample's codes lack 01/04.
    assert (share.numerator, share.denominator, share.unclassified) == (1710, 2880, 345)


def test_another_crosswalk_may_read_other_rows_and_makes_another_delivery(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    first = take_export(workspace, sample("webta"))
    assert (first.changed, take_export(workspace, sample("webta")).changed) == (True, False)
    other = tmp_path / "crosswalk.csv"
    other.write_text("key,person,valid_from,valid_to\nE501,P-1001,,\nE502,P-1002,,\nE777,P-1003,,\n")
    again = take_export(workspace, replace(sample("webta"), crosswalk=other), corrects=first.delivery.id)
    assert (again.changed, again.delivery.accepted, again.delivery.left_out) == (True, 13, 2)


def test_a_profile_of_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableCommand, match="the profile webta makes rows of time_records"):
        take_export(tmp_path / "workspace", sample("webta"), table="roster")


def test_on_the_command_line_the_profile_says_which_table_it_feeds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["load", str(WEBTA / "transactions.csv"), "--into", str(tmp_path / "ws"), "--sender", "CBP"]
    with pytest.raises(SystemExit) as ended:
        main([*order, "--received-on", "2025-02-20"])
    assert (ended.value.code, "--table: name the table" in capsys.readouterr().err) == (2, True)
    with pytest.raises(SystemExit):
        main([*order, "--profile", "webta"])
    assert "--crosswalk" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        crosswalk = str(WEBTA / "crosswalk.csv")
        main([*order, "--profile", "webta", "--crosswalk", crosswalk, "--received-on", "2025-02-20"])
    assert "15 rows: 12 accepted, 0 rejected, 3 left out" in capsys.readouterr().out
