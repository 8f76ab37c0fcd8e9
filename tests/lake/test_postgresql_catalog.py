"""With its catalog in PostgreSQL a workspace does the same; many workspaces share one database."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest
from tests.lake.loading import AMENDMENT, CORRECTED, FIRST, HEADER, accepted, everything, refused, take
from tests.lake.processes import Loads, loads
from tests.postgresql import fresh_database

from dutystation.directives.load import load_directive
from dutystation.lake.catalog import CATALOG_SETTING
from dutystation.lake.files import deliveries
from dutystation.lake.workspace import open_workspace
from dutystation.runs.options import Options
from dutystation.runs.run import run
from dutystation.terms.errors import UnusableInput


@pytest.fixture(scope="module")
def database(postgresql_server: str) -> Iterator[str]:
    """One database for all workspaces of these tests: they must not see one another."""
    with fresh_database(postgresql_server) as address:
        yield address


@pytest.fixture(autouse=True)
def workspace(database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where there is no workspace yet, with the setting set."""
    monkeypatch.setenv(CATALOG_SETTING, database)
    return tmp_path / "lake"


@pytest.fixture(scope="module")
def started(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loads]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CATALOG_SETTING, database)
        with loads(tmp_path_factory.mktemp("loads")) as running:
            yield running


def states(workspace: Path) -> list[tuple[str, bool]]:
    """Of every delivery its sender, and whether it is in force."""
    with closing(open_workspace(workspace)) as opened:
        return [(account.delivery.sender, not account.replaced_by) for account in deliveries(opened)]


def refusal(workspace: Path) -> str:
    with pytest.raises(UnusableInput) as found:
        open_workspace(workspace)
    return str(found.value)


def test_a_delivery_its_repeat_a_correction_and_an_amendment(workspace: Path) -> None:
    assert take(workspace, FIRST).changed
    assert refused(workspace, "id, reason") == [("R2", "not_a_number")]
    assert not take(workspace, FIRST).changed
    assert take(workspace, CORRECTED).changed
    assert take(workspace, AMENDMENT, amends=True).changed
    assert everything(workspace) == {
        "accepted": [
            ("CBP", "2025-02", "R1", "P1", 8.0),
            ("CBP", "2025-02", "R2", "P1", 7.5),
            ("CBP", "2025-02", "R3", "P2", 2.0),
            ("CBP", "2025-02", "R4", "P3", 6.0),
        ],
        "refused": [],
    }
    assert states(workspace) == [("CBP", False), ("CBP", True), ("CBP", True)]


def test_two_workspaces_in_one_database_know_nothing_of_each_other(workspace: Path) -> None:
    other = workspace.with_name("other")
    take(workspace, FIRST)
    take(other, CORRECTED, sender="FEMA")
    assert accepted(workspace, "sender, record_id") == [("CBP", "R1"), ("CBP", "R3")]
    assert accepted(other, "sender, record_id") == [("FEMA", "R1"), ("FEMA", "R2"), ("FEMA", "R3")]


def test_a_workspace_made_anew_at_the_same_path_does_not_find_the_tables_of_the_former(
    workspace: Path,
) -> None:
    take(workspace, FIRST)
    shutil.rmtree(workspace)
    assert take(workspace, CORRECTED).delivery.replaces == ""
    assert states(workspace) == [("CBP", True)]


def test_without_the_note_that_names_its_catalog_it_is_not_taken_to_be_empty(workspace: Path) -> None:
    take(workspace, FIRST)
    (workspace / "workspace.json").unlink()
    assert "workspace.json is missing here, without which nobody finds its tables" in refusal(workspace)
    with pytest.raises(UnusableInput, match=r"Put workspace\.json back"):
        take(workspace, CORRECTED)


def test_the_folder_holds_no_catalog_and_no_address(workspace: Path, database: str) -> None:
    take(workspace, FIRST)
    assert sorted(entry.name for entry in workspace.iterdir()) == ["delivered", "warehouse", "workspace.json"]
    assert database not in (workspace / "workspace.json").read_text()


def test_a_run_measures_it_and_stands_after_a_correction(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """8 of 12 hours in person, later 15.5 of 19.5."""
    quick = Options(tables="parquet", list_excluded=True, documents=False)
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", quick)
    directive = load_directive("dhs-2025")
    take(workspace, "org_unit,name,parent\nCBP,Invented Border Office,\n", table="org_units")
    take(workspace, "pay_code,place_code,place\n01,,office\n01,TS,situational\n", table="codes")
    roster = "person,org_unit,effective_from\nP1,CBP,2024-01-01\nP2,CBP,2024-01-01\n"
    take(workspace, roster, table="roster")
    shares = []
    for content in (FIRST, CORRECTED):
        take(workspace, content)
        made = run(workspace, directive=directive, as_of=date(2025, 2, 19))
        assert made.made and not run(workspace, directive=directive, as_of=date(2025, 2, 19)).made
        [share] = [
            (figure.numerator, figure.denominator)
            for figure in made.publication.figures
            if (figure.code, figure.org_unit, figure.period, figure.variant)
            == ("in_person_share", "CBP", "2025-02", "total")
        ]
        shares.append(share)
    assert shares == [(480, 720), (930, 1170)]


def test_a_kill_leaves_it_as_before_or_as_after_and_the_same_command_completes_it(
    started: Loads, workspace: Path
) -> None:
    assert started.done(workspace, FIRST).said == "taken"
    before = everything(workspace)
    running = started.start(workspace, CORRECTED)
    running.wait_for_commit()
    time.sleep(0.01)
    running.kill()
    assert running.ended().code == -9
    survived = everything(workspace) != before
    assert started.done(workspace, CORRECTED).said == ("unchanged" if survived else "taken")
    assert accepted(workspace, "record_id") == [("R1",), ("R2",), ("R3",)]
    assert refused(workspace, "id") == []


def test_first_loads_at_once_into_a_new_workspace_all_come_in(started: Loads, workspace: Path) -> None:
    senders = ("CBP", "FEMA", "ICE")
    running = [started.start(workspace, FIRST, sender=sender) for sender in senders]
    assert [load.ended().said for load in running] == ["taken"] * 3
    assert sorted(states(workspace)) == [(sender, True) for sender in senders]
    assert len(accepted(workspace, "*")) == 6


def test_amendments_at_once_lose_nothing_of_each_other(started: Loads, workspace: Path) -> None:
    assert started.done(workspace, FIRST).said == "taken"
    other = HEADER + "P7,2025-01-30,7,01,,R7\n"
    running = [started.start(workspace, content, amends=True) for content in (AMENDMENT, other)]
    assert [load.ended().said for load in running] == ["taken", "taken"]
    assert accepted(workspace, "record_id") == [("R1",), ("R3",), ("R4",), ("R7",)]


def test_a_server_that_is_away_is_said_in_a_sentence_without_the_password(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(workspace, FIRST)
    monkeypatch.setenv(CATALOG_SETTING, "postgresql://clerk:secret@/lake?host=/nowhere")
    said = refusal(workspace)
    assert said.startswith(f"{CATALOG_SETTING}: the database with the catalog cannot be reached (")
    assert said.endswith("). Start it or correct the address, and run again; nothing was changed.")
    assert "secret" not in said
    with pytest.raises(UnusableInput, match="cannot be reached"):
        take(workspace.with_name("new"), FIRST)
    assert not (workspace.with_name("new") / "workspace.json").exists()


def test_another_database_is_refused_and_nothing_looks_empty(
    workspace: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(workspace, FIRST)
    monkeypatch.setenv(CATALOG_SETTING, postgresql)
    assert refusal(workspace) == (
        f"{CATALOG_SETTING}: this database does not hold the catalog of the workspace {workspace}. Give the "
        "address of the database that it was made with."
    )


def test_a_setting_that_does_not_fit_the_workspace_is_refused(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    take(workspace, FIRST)
    monkeypatch.delenv(CATALOG_SETTING)
    assert refusal(workspace) == (
        f"{workspace}: the catalog of this workspace lies in PostgreSQL. Set {CATALOG_SETTING} to the "
        "address of its database: postgresql://user@host/database."
    )
    local = workspace.with_name("local")
    take(local, FIRST)
    monkeypatch.setenv(CATALOG_SETTING, database)
    assert refusal(local) == (
        f"{local}: the catalog of this workspace is its file catalog.sqlite; {CATALOG_SETTING} names a "
        f"database. Unset {CATALOG_SETTING} for this workspace, or load into a new one."
    )


def test_a_database_in_which_no_tables_can_be_made_is_said(
    workspace: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CATALOG_SETTING, postgresql)
    with closing(psycopg.connect(postgresql, autocommit=True)) as connection:
        name = connection.info.dbname
        connection.execute(f"alter database {name} set default_transaction_read_only = on".encode())
    with pytest.raises(UnusableInput, match="this database cannot keep a catalog"):
        take(workspace, FIRST)


@pytest.mark.parametrize("address", ["nonsense", "mysql://host/lake", "sqlite:///lake", "postgresql://host"])
def test_an_address_of_another_kind_is_refused(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(CATALOG_SETTING, address)
    assert refusal(workspace) == (
        f"{CATALOG_SETTING}: the address of the catalog cannot be used. Write it as "
        "postgresql://user@host/database, or unset it to use a file in the workspace."
    )
