"""A workspace, measured: the figures that a folder with the same rows would give, and at any time again."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.lake.loading import take
from tests.runs.as_made import as_made
from tests.runs.report_alone import RUN_OPTIONS, report_alone

from dutystation.cli.main import main
from dutystation.directives.load import load_directive
from dutystation.runs.differences.difference import difference
from dutystation.runs.report import write_report
from dutystation.runs.run import Run, run, runs_of
from dutystation.runs.verify import verify_run
from dutystation.terms.errors import UnusableInput, UnusableOutput

AS_OF = date(2025, 2, 19)
DEPARTMENT = {
    "org_units": "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\nFEMA,Emergency,DHS\n",
    "roster": "person,org_unit,effective_from,duty_station\nP1,CBP,2025-01-01,HQ\nP2,CBP,2025-01-01,HQ\n"
    "P3,FEMA,2025-01-01,HQ\nP4,NOWHERE,2025-01-01,HQ\n",
    "codes": "pay_code,place_code,place\n01,,office\n01,TS,situational\n",
    "facilities": "facility,name,usable_sqft,readers\nHQ,Headquarters,3000,entry_exit\n",
}
HEADER = "person,work_date,hours,pay_code,place_code,record_id\n"
RECORDS = {
    # Faults of each kind: no number (reason 3), an unmapped code, an unknown person (9), another's id (6).
    ("CBP", "2025-02"): "P1,2025-01-27,8,01,,R1\nP1,2025-01-28,eight,01,,R2\nP2,2025-01-28,4,01,TS,R3\n",
    ("CBP", "2025-01"): "P1,2025-01-14,8,01,,R4\nP2,2025-01-14,6,99,,R5\nGHOST,2025-01-14,8,01,,R6\n",
    ("FEMA", "2025-02"): "P3,2025-01-27,3,01,,R7\nP3,2025-01-28,5,01,TS,R1\n",
}
EVENTS = "person,facility,occurred_at,direction\nP1,HQ,2025-01-27T08:00,in\nP1,HQ,2025-01-27T16:30,out\n"
CORRECTED = "P1,2025-01-27,8,01,,R1\nP1,2025-01-28,7,01,,R2\nP2,2025-01-28,4,01,TS,R3\n"


@pytest.fixture(autouse=True)
def reports_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    report_alone(monkeypatch)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two senders and everything delivered once. Tests that deliver more make their own."""
    return loaded(tmp_path_factory.mktemp("delivered") / "workspace")


def loaded(workspace: Path, records: Mapping[tuple[str, str], str] = RECORDS) -> Path:
    workspace.parent.mkdir(exist_ok=True)
    for table, text in DEPARTMENT.items():
        take(workspace, text, table=table, sender="DHS")
    for (sender, period), rows in records.items():
        take(workspace, HEADER + rows, sender=sender, name=f"{sender}-{period}.csv")
    take(workspace, EVENTS, table="badge_events")
    return workspace


def measured(workspace: Path, *, anew: bool = False) -> Run:
    return run(workspace, directive=load_directive("dhs-2025"), as_of=AS_OF, anew=anew)


def loaded_and_measured(workspace: Path) -> None:
    measured(loaded(workspace))


def figure(made: Run, org_unit: str, period: str = "all") -> tuple[int, int]:
    [found] = (
        f
        for f in made.publication.figures
        if (f.code, f.org_unit, f.period, f.variant) == ("in_person_share", org_unit, period, "total")
    )
    return found.numerator, found.denominator


def test_a_run_gives_the_figures_that_one_folder_with_all_rows_gives(delivered: Path, tmp_path: Path) -> None:
    made = measured(delivered)
    folder = tmp_path / "inputs"
    folder.mkdir()
    rows = "".join(RECORDS.values())
    for table, text in {**DEPARTMENT, "time_records": HEADER + rows, "badge_events": EVENTS}.items():
        (folder / f"{table}.csv").write_text(text)
    # In the folder as in the workspace FEMA's R1 comes after CBP's.
    write_report(
        folder, tmp_path / "out", directive=load_directive("dhs-2025"), as_of=AS_OF, options=RUN_OPTIONS
    )
    for name in ("figures.json", "figures.csv", "occupancy.csv", "utilisation.csv"):
        assert (made.report / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name
    # 8 of 12 hours in 2025-02, 8 of 8 in 2025-01 (99 is unmapped), and FEMA's 3 of 3 without the repeated R1.
    assert figure(made, "CBP") == (16 * 60, 20 * 60)
    assert figure(made, "FEMA") == (3 * 60, 3 * 60)


def test_every_row_of_every_delivery_is_accounted_for(delivered: Path) -> None:
    tables = json.loads((measured(delivered).report / "provenance.json").read_text())["tables"]
    assert tables["time_records"]["raw"] == 8
    assert tables["time_records"]["accepted"] == 5
    assert tables["time_records"]["rejected"] == {"not_a_number": 1, "duplicate": 1, "unknown_person": 1}
    assert tables["roster"]["rejected"] == {"unknown_org_unit": 1}
    names = [file["name"].rpartition("/")[2] for file in tables["time_records"]["files"]]
    assert sorted(names) == ["CBP-2025-01.csv", "CBP-2025-02.csv", "FEMA-2025-02.csv"]


def test_the_same_run_again_is_the_same_run(delivered: Path) -> None:
    first, again = measured(delivered), measured(delivered)
    assert (first.folder, again.made) == (again.folder, False)
    assert measured(delivered, anew=True).made
    assert [made.folder for made in runs_of(delivered)] == [first.folder]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, Run]]:
    """A run, and one after CBP has corrected R2 to seven hours in the office."""
    workspace = loaded(tmp_path_factory.mktemp("corrected") / "workspace")
    with pytest.MonkeyPatch.context() as patch:
        report_alone(patch)
        before = measured(workspace)
        take(workspace, HEADER + CORRECTED, name="corrected.csv")
        yield before, measured(workspace)


def test_a_correction_makes_a_new_run_beside_the_old_one(corrected: tuple[Run, Run]) -> None:
    before, after = corrected
    assert before.folder != after.folder
    assert figure(before, "CBP", "2025-02") == (8 * 60, 12 * 60)
    assert figure(after, "CBP", "2025-02") == (15 * 60, 19 * 60)


def test_an_earlier_run_can_still_be_made_again_from_what_it_has_pinned(corrected: tuple[Run, Run]) -> None:
    before, after = corrected
    assert verify_run(before.folder) == []
    assert verify_run(after.folder) == []


def test_what_was_changed_in_a_run_is_named() -> None:
    made = measured(as_made(loaded_and_measured, "report alone"))
    path = made.report / "figures.json"
    path.write_text(path.read_text().replace('"numerator": 960', '"numerator": 961', 1))
    assert any("961" in line for line in verify_run(made.folder))


def test_a_file_as_sent_that_was_changed_or_is_gone_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Also that of a delivery which an amendment came to, and none that the run does not stand on."""
    workspace = as_made(loaded)
    replaced = take(workspace, HEADER + CORRECTED, name="first.csv").delivery
    whole = take(workspace, HEADER + CORRECTED + "P2,2025-01-29,1,01,,R8\n", name="whole.csv").delivery
    amendment = take(workspace, HEADER + "P2,2025-01-29,2,01,,R8\n", amends=True, name="few.csv").delivery
    made = measured(workspace)
    (workspace / "delivered" / f"{replaced.sha256}.csv").unlink()
    assert verify_run(made.folder) == []
    altered, gone = (workspace / "delivered" / f"{sent.sha256}.csv" for sent in (whole, amendment))
    altered.chmod(0o644)
    altered.write_text(altered.read_text().replace(",8,", ",7,"))
    now = hashlib.sha256(altered.read_bytes()).hexdigest()
    gone.unlink()
    of = "time_records of CBP, delivery"
    was = {
        sent.id: f"the file as sent, {sent.file} with the SHA-256 {sent.sha256}"
        for sent in (whole, amendment)
    }
    expected = [
        f"{of} {whole.id}: {was[whole.id]}, now has the SHA-256 {now} ({altered})",
        f"{of} {amendment.id}: {was[amendment.id]}, is gone ({gone})",
    ]
    assert verify_run(made.folder) == expected
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(made.folder)])
    assert (ended.value.code, capsys.readouterr().out.splitlines()) == (1, expected)


def test_the_difference_names_the_delivery_its_rows_and_the_figures_that_moved(
    corrected: tuple[Run, Run],
) -> None:
    found = difference(*(made.folder for made in corrected))
    [replaced] = found.replacements
    assert (replaced.table, replaced.slice) == ("time_records", ("CBP", "2025-02"))
    assert [delivery.file for delivery in replaced.after] == ["corrected.csv"]
    assert (replaced.rows_gone, replaced.rows_new) == (0, 1)  # R2 was rejected before and is accepted now
    assert found.settings == ()
    moved = {(moved.figure.org_unit, moved.figure.period) for moved in found.figures}
    assert moved == {(unit, period) for unit in ("CBP", "DHS") for period in ("2025-02", "all")}
    assert all(moved.because == (replaced,) for moved in found.figures)


def test_nothing_moves_between_a_run_and_itself(delivered: Path) -> None:
    made = measured(delivered)
    found = difference(made.folder, made.folder)
    assert (found.settings, found.replacements, found.moved) == ((), (), False)


def test_another_day_is_named_as_a_setting(delivered: Path) -> None:
    first = measured(delivered)
    later = run(delivered, directive=load_directive("dhs-2025"), as_of=date(2025, 2, 20))
    assert difference(first.folder, later.folder).settings == ("as of 2025-02-19, then 2025-02-20",)
    assert [made.folder for made in runs_of(delivered)] == [later.folder, first.folder]


def test_a_required_table_that_nobody_has_delivered_is_named(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    for table in ("org_units", "codes"):
        take(workspace, DEPARTMENT[table], table=table, sender="DHS")
    with pytest.raises(UnusableInput, match="nothing was delivered for the required table roster"):
        measured(workspace)
    assert list(runs_of(workspace)) == []
    assert not (workspace / "runs").exists()  # nothing stays pinned for a run that there is not


def test_an_order_that_counts_other_pay_periods_cannot_measure_a_workspace(delivered: Path) -> None:
    with pytest.raises(
        UnusableInput, match="counts pay periods of 14 days from 2025-01-12, the order 28 days"
    ):
        run(delivered, directive=load_directive("example-hybrid"), as_of=AS_OF)


def test_runs_of_two_workspaces_are_not_compared(delivered: Path, corrected: tuple[Run, Run]) -> None:
    with pytest.raises(UnusableInput, match="lies in another workspace"):
        difference(measured(delivered).folder, corrected[0].folder)


def test_one_workspace_is_one_under_whatever_path(
    corrected: tuple[Run, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = (made.folder for made in corrected)
    home = before.parent.parent
    (tmp_path / "link").symlink_to(home)
    monkeypatch.chdir(home)
    ways = (Path("..") / home.name / "runs" / before.name, tmp_path / "link" / "runs" / before.name)
    for way in ways:
        assert len(difference(way, after).replacements) == 1
        assert len(difference(after, way).replacements) == 1


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="this is no run"):
        difference(tmp_path, tmp_path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert ended.value.code in (0, None), printed.err
    return printed.out


def test_on_the_command_line_a_workspace_is_run_listed_compared_explained_and_verified(
    corrected: tuple[Run, Run], capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = (made.folder for made in corrected)
    workspace = after.parent.parent
    assert "this run was made before" in said(capsys, "run", workspace, "--as-of", "2025-02-19")
    listed = said(capsys, "runs", workspace)
    assert str(before) in listed and str(after) in listed
    compared = said(capsys, "diff", before, after)
    assert "corrected.csv: 3 rows accepted, 0 rejected" in compared
    assert "0 rows are gone and 1 new" in compared
    assert "in_person_share of CBP, period 2025-02, variant total: 66.6667% (480 of 720" in compared
    explained = said(
        capsys,
        *("explain", after, "--figure", "in_person_share", "--org-unit", "CBP", "--period", "2025-02"),
        *("--rows", "5"),
    )
    assert "3 time records, 3 of them listed" in explained
    assert "/corrected.csv,3,P1,2025-01-28,420,01,,office" in explained
    agreed = "Files as sent, inputs, directive and every figure agree.\n"
    assert said(capsys, "verify", before) == agreed


def test_verify_asks_for_the_inputs_of_a_report_that_is_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(tmp_path)])
    assert ended.value.code == 2
    assert "--inputs" in capsys.readouterr().err


def test_a_full_disk_is_said_without_options_that_a_run_does_not_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    workspace = as_made(loaded)
    monkeypatch.setattr("dutystation.runs.run._write_beside", full)
    with pytest.raises(
        UnusableOutput, match=r"the disk is full; nothing was written\. Make room and run again\.$"
    ):
        measured(workspace)
    assert not (workspace / "runs").exists()
