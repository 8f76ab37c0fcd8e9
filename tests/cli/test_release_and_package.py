"""From a run to a release, a correction of it, and a package that is checked offline."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.cli.commands import TABLES, deliver, report, run
from tests.lake.loading import take

from dutystation.directives.load import load_directive
from dutystation.runs.options import Options
from dutystation.runs.run import run as measured

Capture = pytest.CaptureFixture[str]
RECORDS = "person,work_date,hours,pay_code,place_code,record_id\n"


@pytest.fixture(autouse=True)
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF and the workbooks take the longest, and no release reads them."""
    monkeypatch.setattr("dutystation.runs.documents.write_documents", lambda *_: None)
    monkeypatch.setattr(
        "dutystation.runs.run.OPTIONS", Options(tables="parquet", list_excluded=True, documents=False)
    )


def test_a_report_becomes_a_release_and_a_package_that_can_be_checked(
    tmp_path: Path, capsys: Capture
) -> None:
    assert report(capsys, deliver(tmp_path / "inputs")).code == 0
    site, package, key = tmp_path / "site", tmp_path / "site.zip", tmp_path / "signer"
    ended = run(capsys, "release", tmp_path / "out", "--out", site, "--on", "2025-03-01")
    assert ended.out == f"Release 2025-02-19-1 is in {site}; begin with {site / 'index.html'}.\n"
    assert "87.5% of the hours worked" in (site / "index.html").read_text(encoding="utf-8")

    assert run(capsys, "package", "key", "--out", key).code == 0
    made = run(capsys, "package", "make", site, "--out", package, "--key", key)
    assert made.code == 0
    sound = run(capsys, "verify", package, "--public-key", f"{key}.pub")
    assert (sound.code, sound.err) == (0, "")
    files = len(list(site.iterdir()))
    assert sound.out.startswith(f"All {files} files are as they were signed.")
    assert "Compare its fingerprint" not in sound.out
    assert "Compare its fingerprint" in run(capsys, "verify", package).out

    package.write_bytes(package.read_bytes().replace(b"87.5% of the hours", b"97.5% of the hours"))
    broken = run(capsys, "verify", package)
    assert (broken.code, broken.out) == (1, "index.html: the file is damaged and cannot be read\n")


def test_a_release_is_never_replaced(tmp_path: Path, capsys: Capture) -> None:
    assert report(capsys, deliver(tmp_path / "inputs")).code == 0
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("first", encoding="utf-8")
    ended = run(capsys, "release", tmp_path / "out", "--out", tmp_path / "site")
    assert ended.sentence.endswith("a release is never replaced. Choose another --out.")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "first"


def test_a_place_that_cannot_hold_the_release_is_said_of_the_release(tmp_path: Path, capsys: Capture) -> None:
    assert report(capsys, deliver(tmp_path / "inputs")).code == 0
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    below, at = tmp_path / "file" / "site", tmp_path / "file"
    assert run(capsys, "release", tmp_path / "out", "--out", below).sentence == (
        f"{below}: the release cannot be written there (Not a directory). Choose an --out in a folder you "
        "can write in."
    )
    assert run(capsys, "release", tmp_path / "out", "--out", at).sentence == (
        f"{at}: a file stands where the release folder is to be. Choose another --out."
    )


def test_a_key_is_asked_for_with_packages_alone(tmp_path: Path, capsys: Capture) -> None:
    ended = run(capsys, "verify", deliver(tmp_path / "inputs"), "--public-key", tmp_path / "signer.pub")
    assert "give the key with a package only" in ended.sentence


def test_a_corrected_run_becomes_a_release_that_names_what_was_delivered_anew(
    tmp_path: Path, capsys: Capture
) -> None:
    workspace = tmp_path / "workspace"
    for table in ("org_units", "roster", "codes"):
        take(workspace, TABLES[table], table=table, sender="DHS")
    # 8 of 8 hours in person, then 8 of 10: two hours of telework came with the correction.
    take(workspace, RECORDS + "P1,2025-01-28,8,01,,R1\n", sender="CBP", name="first.csv")
    order = load_directive("dhs-2025")
    one = measured(workspace, directive=order, as_of=date(2025, 2, 19))
    take(
        workspace,
        RECORDS + "P1,2025-01-28,8,01,,R1\nP2,2025-01-28,2,01,TS,R2\n",
        sender="CBP",
        name="second.csv",
    )
    two = measured(workspace, directive=order, as_of=date(2025, 2, 19))
    site, again = tmp_path / "site", tmp_path / "again"
    assert run(capsys, "release", one.folder, "--out", site, "--on", "2025-03-01").code == 0
    refused = run(capsys, "release", two.folder, "--out", again, "--before", site)
    assert "nothing says why" in refused.sentence
    assert not again.exists()
    ended = run(capsys, "release", two.folder, "--out", again, "--before", site, "--corrects", one.folder)
    assert ended.code == 0, ended.err
    document = json.loads((again / "release.json").read_text(encoding="utf-8"))
    assert (document["release"], document["earlier"]) == ("2025-02-19-2", ["2025-02-19-1"])
    (share,) = (
        entry
        for entry in document["restatements"]
        if (entry["what"], entry["org_unit"], entry["variant"], entry["period"])
        == ("in_person_share", "CBP", "total", "2025-02")
    )
    assert share["before"] == "1.0 (480 of 480, 0 unclassified)"
    assert share["after"] == "0.8 (480 of 600, 0 unclassified)"
    assert share["why"] == ("time_records of CBP, pay period 2025-02: delivered anew, 0 rows gone and 1 new.")
    assert "second.csv" not in (again / "restatements.html").read_text(encoding="utf-8")
