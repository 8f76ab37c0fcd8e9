"""Profile, crosswalk and companion decide what an export says: each is noted and kept as the export is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.commands import run as command
from tests.lake.loading import accepted, take
from tests.profiles.loading import take_export
from tests.profiles.samples import EXPORTS, sample
from tests.runs.report_alone import RUN_OPTIONS

from dutystation.directives.load import load_directive
from dutystation.lake.files import deliveries
from dutystation.lake.records import DELIVERY_ID, RECORD, Delivery, ReadWith
from dutystation.lake.upkeep import remove_orphans
from dutystation.lake.workspace import open_workspace
from dutystation.profiles.load import load_profile
from dutystation.runs.loading.taking import Loaded
from dutystation.runs.progress import SILENT, Progress, Step
from dutystation.runs.run import Run, run
from dutystation.runs.verify import verify_run

WEBTA, IOLP = EXPORTS / "webta", EXPORTS / "gsa-iolp"
PEOPLE = (WEBTA / "crosswalk.csv").read_text()
"""E501 is P-1001, E502 is P-1002."""
EXCHANGED = "key,person,valid_from,valid_to\nE501,P-1002,,\nE502,P-1001,,\n"


def loaded(
    workspace: Path,
    people: str = PEOPLE,
    *,
    corrects: str | None = None,
    progress: Progress = SILENT,
) -> Loaded:
    """One export of two weeks, with a crosswalk that lies beside the workspace."""
    crosswalk = workspace.parent / "cards.csv"
    crosswalk.write_text(people)
    sent = replace(sample("webta"), crosswalk=crosswalk)
    return take_export(workspace, sent, corrects=corrects, progress=progress)


def sha256(content: bytes | str) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def kept(workspace: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (workspace / "delivered").iterdir()}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, Delivery]]:
    """A run of a workspace whose time records were read with a crosswalk. Whoever changes a file mends it."""
    workspace = tmp_path_factory.mktemp("measured") / "workspace"
    delivery = loaded(workspace).delivery
    tables = {
        "org_units": "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\n",
        "roster": "person,org_unit,effective_from\nP-1001,CBP,2025-01-01\nP-1002,CBP,2025-01-01\n",
        "codes": (WEBTA / "codes.csv").read_text(),
    }
    for table, text in tables.items():
        take(workspace, text, table=table, sender="DHS")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)
        yield run(workspace, directive=load_directive("dhs-2025"), as_of=date(2025, 2, 19)), delivery


def test_profile_and_crosswalk_are_noted_with_name_hash_and_rows_and_kept_for_the_owner(
    tmp_path: Path,
) -> None:
    profile = load_profile("webta").source_text
    taken = loaded(tmp_path / "workspace").delivery
    assert taken.profile_sha256 == sha256(profile)
    assert taken.read_with == (
        ReadWith("profile", "webta.yaml", sha256(profile), len(profile)),
        ReadWith("crosswalk", "cards.csv", sha256(PEOPLE), len(PEOPLE), rows=2),
    )
    assert kept(tmp_path / "workspace") == {
        f"{taken.sha256}.csv": (WEBTA / "transactions.csv").read_bytes(),
        f"{sha256(profile)}.yaml": profile,
        f"{sha256(PEOPLE)}.csv": PEOPLE.encode(),
    }
    for file in (tmp_path / "workspace" / "delivered").iterdir():
        assert oct(stat.S_IMODE(file.stat().st_mode)) == "0o400"


def test_a_companion_is_noted_and_kept_and_another_one_makes_another_delivery(tmp_path: Path) -> None:
    """The register of space has seven buildings; in the second one the first has another area."""
    workspace, register = tmp_path / "workspace", tmp_path / "space.csv"
    content = (IOLP / "rexus.csv").read_text()
    found = []
    for text in (content, content, content.replace("97072", "97000")):
        register.write_text(text)
        found.append(take_export(workspace, replace(sample("gsa-iolp"), companion=register)))
    assert [one.changed for one in found] == [True, False, True]
    noted = found[2].delivery.read_with[1]
    assert (noted.role, noted.file, noted.sha256, noted.rows) == (
        *("companion", "space.csv"),
        *(sha256(register.read_bytes()), 7),
    )
    assert found[2].delivery.replaces == found[0].delivery.id
    assert {f"{sha256(content)}.csv", f"{noted.sha256}.csv"} < set(kept(workspace))
    assert ("ZZ0001", "97000") in accepted(workspace, "facility, usable_sqft", "facilities")


def test_a_file_of_the_contract_is_read_with_nothing(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    taken = take(workspace, "pay_code,place_code,place\n01,,office\n", table="codes").delivery
    assert (taken.profile_sha256, taken.read_with) == ("", ())
    assert list(kept(workspace)) == [f"{taken.sha256}.csv"]


def test_a_crosswalk_that_is_changed_while_it_is_read_is_kept_as_it_was_read(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"

    class Changing:
        """Somebody puts another crosswalk in its place as soon as the export is read."""

        @contextmanager
        def step(self, title: str) -> Iterator[Step]:
            if title.startswith("Reading"):
                (tmp_path / "cards.csv").write_text(EXCHANGED)
            with SILENT.step(title) as step:
                yield step

        def note(self, sentence: str) -> None:
            pass

    taken = loaded(workspace, progress=Changing()).delivery
    assert (tmp_path / "cards.csv").read_text() == EXCHANGED
    assert taken.read_with[1].sha256 == sha256(PEOPLE)
    assert kept(workspace)[f"{sha256(PEOPLE)}.csv"] == PEOPLE.encode()
    assert accepted(workspace, "distinct person, line")[0] == ("P-1001", 2)


def test_the_same_export_with_a_corrected_crosswalk_takes_effect(tmp_path: Path) -> None:
    """Line 2 is a day of card E501."""
    workspace = tmp_path / "workspace"
    first = loaded(workspace)
    assert not loaded(workspace).changed
    corrected = loaded(workspace, EXCHANGED, corrects=first.delivery.id)
    assert (corrected.changed, corrected.delivery.sha256) == (True, first.delivery.sha256)
    assert accepted(workspace, "line, person")[0] == (2, "P-1002")


def test_a_crosswalk_that_is_not_there_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where something was delivered before, with which the file is compared first."""
    workspace = tmp_path / "workspace"
    loaded(workspace)
    what = ("load", WEBTA / "transactions.csv", "--into", workspace, "--profile", "webta", "--sender", "CBP")
    ended = command(capsys, *what, "--received-on", "2025-02-20", "--crosswalk", tmp_path / "none.csv")
    said = f"{tmp_path / 'none.csv'}: the file cannot be read (No such file or directory). Check the path."
    assert ended.sentence == said


def test_the_list_of_deliveries_names_what_each_was_read_with(
    measured: tuple[Run, Delivery], capsys: pytest.CaptureFixture[str]
) -> None:
    made, _ = measured
    listed = command(capsys, "deliveries", made.folder.parent.parent).out
    rows = {row["table"]: row for row in csv.DictReader(io.StringIO(listed))}
    columns = ("profile", "profile_sha256", "crosswalk", "crosswalk_rows", "crosswalk_sha256", "companion")
    assert [rows["time_records"][name] for name in columns] == [
        *("webta", sha256(load_profile("webta").source_text)),
        *("cards.csv", "2", sha256(PEOPLE), ""),
    ]
    assert {rows["codes"][name] for name in columns} == {""}


def test_provenance_and_explanation_name_them_beside_the_export(
    measured: tuple[Run, Delivery], capsys: pytest.CaptureFixture[str]
) -> None:
    made, delivery = measured
    files = json.loads((made.report / "provenance.json").read_text())["tables"]["time_records"]["files"]
    of = f"CBP/2025-02/{delivery.id}"
    assert [file["name"] for file in files] == [
        f"{of}/crosswalk/cards.csv",
        f"{of}/profile/webta.yaml",
        f"{of}/transactions.csv",
    ]
    asked = ("--figure", "in_person_share", "--org-unit", "CBP")
    explained = command(capsys, "explain", made.folder, *asked).out
    line = f"  time_records: {of}/crosswalk/cards.csv, {len(PEOPLE)} bytes, SHA-256 {sha256(PEOPLE)}"
    assert line in explained.splitlines()


def test_one_that_was_changed_or_is_gone_is_named_when_a_run_is_verified(
    measured: tuple[Run, Delivery],
) -> None:
    made, delivery = measured
    assert verify_run(made.folder) == []
    folder = made.folder.parent.parent / "delivered"
    profile, crosswalk = (other.sha256 for other in delivery.read_with)
    altered, gone = folder / f"{crosswalk}.csv", folder / f"{profile}.yaml"
    altered.chmod(0o644)
    altered.write_text(EXCHANGED)
    text = gone.read_bytes()
    gone.unlink()
    of = f"time_records of CBP, delivery {delivery.id}:"
    assert verify_run(made.folder) == [
        f"{of} the profile it was read with, webta.yaml with the SHA-256 {profile}, is gone ({gone})",
        f"{of} the crosswalk it was read with, cards.csv with the SHA-256 {crosswalk}, now has the SHA-256 "
        f"{sha256(EXCHANGED)} ({altered})",
    ]
    altered.write_text(PEOPLE)
    gone.write_bytes(text)


def test_upkeep_never_removes_what_a_delivery_was_read_with(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    loaded(workspace)
    before = kept(workspace)
    strange = workspace / "delivered" / f"{'0' * 64}.csv"
    strange.write_text("of a load that was killed")
    os.utime(strange, (0, 0))
    with closing(open_workspace(workspace)) as opened:
        remove_orphans(opened, datetime.now(UTC) + timedelta(minutes=1))
    assert kept(workspace) == before


def as_before(delivery: Delivery) -> dict[str, str]:
    """The record of a delivery as it was written when one hash stood for profile and crosswalk together."""
    stated = asdict(replace(delivery, profile_sha256=delivery.reading_sha256))
    for name in ("snapshot", "sequence", "read_with"):
        del stated[name]
    return {DELIVERY_ID: delivery.id, RECORD: json.dumps(stated, sort_keys=True)}


def test_a_workspace_from_before_opens_and_the_same_delivery_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "workspace"
    with monkeypatch.context() as before:
        before.setattr("dutystation.runs.loading.taking.summary_of", as_before)
        first = loaded(workspace).delivery
    [row] = csv.DictReader(io.StringIO(command(capsys, "deliveries", workspace).out))
    assert (row["profile"], row["profile_sha256"], row["crosswalk"]) == ("webta", "", "")
    profile = load_profile("webta").sha256
    with closing(open_workspace(workspace)) as opened:
        [account] = deliveries(opened)
    assert account.delivery.profile_sha256 == sha256(f"{profile}\n{sha256(PEOPLE)}")
    again = loaded(workspace)
    assert (again.changed, again.delivery.id, again.delivery.read_with) == (False, first.id, ())
    corrected = loaded(workspace, EXCHANGED, corrects=first.id)
    assert (corrected.changed, len(corrected.delivery.read_with)) == (True, 2)
