"""A public release takes two people; it is written once, and a later one says what it moves and why."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings
from tests.web.cast import act_of
from tests.web.department.filed import in_person, report

from dutystation.terms.errors import Refused
from dutystation.web.audit.models import Event
from dutystation.web.department.actions import consolidate
from dutystation.web.department.models import Declination, Proposal, Release
from dutystation.web.department.queries import folder_of, open_proposals
from dutystation.web.department.releasing import (
    Terms,
    approve,
    decline,
    digest_of_folder,
    propose,
    withheld_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("received")]
SHARES = {"2025-02": in_person(60, 40)}


@pytest.fixture(autouse=True)
def releases(tmp_path: Path, settings: Settings) -> Path:
    """Releases go into a folder of this test; runs are read from where they are."""
    settings.RELEASES = tmp_path
    return tmp_path


def proposed(why: str = "", *, reasons: bool = True, by: str = "dana") -> Proposal:
    row, _ = consolidate(act_of(by))
    return propose(act_of(by), row.pk, Terms(why, with_reasons=reasons, withheld=withheld_now()))


def released(why: str = "") -> Release:
    return approve(act_of("gale"), proposed(why).pk)


def document(release: Release) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder_of(release) / "release.json").read_text(encoding="utf-8"))
    return found


def test_two_people_release_what_was_put_together(releases: Path) -> None:
    report("NORTH", SHARES)
    report("SOUTH", SHARES)
    release = released()
    assert release.name == "2025-02-19-1"
    folder = releases / "dhs-2025" / "2025-02-19-1"
    assert folder_of(release) == folder
    assert digest_of_folder(folder) == release.sha256
    assert document(release)["missing"] == []
    assert document(release)["reasons"]
    assert [event.verb for event in Event.objects.filter(verb__startswith="release.").order_by("number")] == [
        "release.proposed",
        "release.approved",
    ]


def test_nobody_approves_their_own_proposal() -> None:
    report("NORTH", SHARES)
    proposal = proposed()
    with pytest.raises(Refused, match="yourself"):
        approve(act_of("dana"), proposal.pk)
    assert not Release.objects.exists()


def test_a_proposal_is_decided_once_and_only_one_is_open() -> None:
    report("NORTH", SHARES)
    proposal = proposed()
    with pytest.raises(Refused, match="proposed already"):
        proposed()
    decline(act_of("dana"), proposal.pk, "The narrative is not ready.")
    assert Declination.objects.get().reason == "The narrative is not ready."
    assert "narrative" not in str(Event.objects.values_list("details", flat=True))
    with pytest.raises(Refused, match="decided already"):
        approve(act_of("gale"), proposal.pk)
    assert not open_proposals().exists()
    proposed()


def test_who_is_missing_stands_in_the_release_and_reasons_wait_for_them() -> None:
    report("NORTH", SHARES)
    found = document(released())
    assert found["reasons"] is None
    assert found["missing"] == [{"component": "SOUTH", "name": "Southern Division", "due_on": "2025-02-19"}]


def test_numbers_that_moved_need_a_sentence_and_stand_in_the_register() -> None:
    report("NORTH", SHARES)
    report("SOUTH", SHARES)
    released()
    report("NORTH", {"2025-02": in_person(50, 50)})
    with pytest.raises(Refused, match="published numbers have moved, and nothing says why"):
        proposed()
    second = released("NORTH sent a missing delivery.")
    assert second.name == "2025-02-19-2"
    register = document(second)["restatements"]
    assert isinstance(register, list)
    assert {entry["why"] for entry in register} == {"NORTH sent a missing delivery."}
    assert second.proposal.moved == len(register)
    moved = [entry for entry in register if (entry["org_unit"], entry["period"]) == ("NORTH", "2025-02")]
    assert moved[0]["before"] == "0.6 (60 of 100, 0 unclassified)"
    assert moved[0]["after"] == "0.5 (50 of 100, 0 unclassified)"


def test_reports_that_count_no_longer_are_not_released() -> None:
    report("NORTH", SHARES)
    proposal = proposed()
    report("NORTH", {"2025-02": in_person(50, 50)})
    with pytest.raises(Refused, match="Other reports count by now"):
        approve(act_of("gale"), proposal.pk)


def test_what_an_approval_left_behind_stands_in_nobodys_way(releases: Path) -> None:
    report("NORTH", SHARES)
    left = releases / "dhs-2025" / "2025-02-19-1"
    left.mkdir(parents=True)
    (left / "index.html").write_text("half of it", encoding="utf-8")
    release = released()
    assert "half of it" not in (folder_of(release) / "index.html").read_text(encoding="utf-8")


def test_a_list_of_what_is_withheld_is_kept_with_the_proposal(releases: Path, settings: Settings) -> None:
    report("NORTH", SHARES)
    report("SOUTH", SHARES)
    file = releases / "withheld.yaml"
    file.write_text("components: [NORTH, SOUTH]\n", encoding="utf-8")
    settings.WITHHELD = str(file)
    proposal = proposed()
    file.write_text("components: []\n", encoding="utf-8")
    release = approve(act_of("gale"), proposal.pk)
    everything = "".join(path.read_text(encoding="utf-8") for path in folder_of(release).iterdir())
    assert "NORTH" not in everything
    assert "Southern Division" not in everything


def test_everybody_reads_the_pages_and_takes_the_files(browse: Callable[[str], Client]) -> None:
    report("NORTH", SHARES)
    release = released()
    client = browse("eve")
    assert release.name in client.get("/releases/").content.decode()
    page = client.get(f"/releases/{release.pk}/index.html")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Southern Division (SOUTH) is missing" in page.content
    whole = client.get(f"/releases/{release.pk}/zip/").content
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert "2025-02-19-1/release.json" in archive.namelist()
    assert client.get(f"/releases/{release.pk}/..%2F..%2Fsecret_key").status_code == 404
    assert client.get(f"/releases/{release.pk}/nothing.html").status_code == 404


def test_the_whole_way_through_the_pages(browse: Callable[[str], Client]) -> None:
    report("NORTH", SHARES)
    dana, gale = browse("dana"), browse("gale")
    number = dana.post("/department/put-together/").headers["Location"]
    assert dana.post(f"{number}propose/", {}).headers["Location"] == "/releases/"
    waits = gale.get("/").content.decode()
    assert "A public release waits for your approval" in waits
    proposal = Proposal.objects.get()
    assert dana.post(f"/releases/proposed/{proposal.pk}/approve/").status_code == 409
    assert gale.post(f"/releases/proposed/{proposal.pk}/approve/").status_code == 302
    assert Release.objects.get().person_id == "gale"
    report("NORTH", {"2025-02": in_person(50, 50)})
    number = dana.post("/department/put-together/").headers["Location"]
    refused = dana.post(f"{number}propose/", {}).content.decode()
    assert "published numbers have moved, and nothing says why" in refused


@pytest.mark.parametrize("statement", ["UPDATE {} SET name = 'x'", "DELETE FROM {}"])
def test_the_database_keeps_releases_as_they_are(statement: str) -> None:
    report("NORTH", SHARES)
    released()
    table = Release._meta.db_table
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
