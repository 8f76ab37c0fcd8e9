"""Where documents lie, how large they may be, and which keys seal them: all said by the environment."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from dutystation.published.signing import write_key
from dutystation.web.evidence.keys import new_key, sealing_keys
from dutystation.web.site import settings as of_the_site

Given = Callable[..., Mapping[str, Any]]
PRODUCTION = {
    "DUTYSTATION_PRODUCTION": "1",
    "DUTYSTATION_SECRET_KEY": "for this test alone",
    "DUTYSTATION_HOSTS": "rivers.example",
}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Given:
    """The settings of a workspace with these variables set and no others, and a key that signs."""
    signer = tmp_path / "signer"
    write_key(signer)

    def settings(**variables: str) -> Mapping[str, Any]:
        for name in ("SEALING_KEY", "SEALING_KEY_FILE", "EVIDENCE_LIMIT", "EVIDENCE_BUCKET", "PRODUCTION"):
            monkeypatch.delenv(f"DUTYSTATION_{name}", raising=False)
        monkeypatch.setenv("DUTYSTATION_WORKSPACE", str(tmp_path / "workspace"))
        monkeypatch.setenv("DUTYSTATION_SIGNING_KEY_FILE", str(signer))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(of_the_site.__file__))

    return settings


def test_outside_production_a_key_is_made_once_for_its_owner_alone(given: Given, tmp_path: Path) -> None:
    made = given()["SEALING_KEYS"]
    file = tmp_path / "workspace" / "web" / "sealing_key"
    assert made.newest is not None
    assert file.stat().st_mode & 0o777 == 0o600
    assert given()["SEALING_KEYS"] == made
    assert [path.name for path in file.parent.iterdir() if "key" in path.name or path.suffix == ".tmp"] == [
        "sealing_key"
    ]


def test_whoever_starts_second_takes_the_keys_of_the_first(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUTYSTATION_SECRET_KEY", raising=False)
    first = given()
    seen = Path.is_file
    made = ("sealing_key", "secret_key")
    # As it looks to the second, which asked before the first had made them.
    monkeypatch.setattr(Path, "is_file", lambda path: path.name not in made and seen(path))
    second = given()
    assert second["SEALING_KEYS"] == first["SEALING_KEYS"]
    assert second["SECRET_KEY"] == first["SECRET_KEY"]


def test_keys_come_from_the_variable_or_from_a_file(given: Given, tmp_path: Path) -> None:
    older, newer = new_key(), new_key()
    file = tmp_path / "keys"
    file.write_text(f"{older}\n{newer}\n")
    keys = sealing_keys(f"{older} {newer}")
    assert given(DUTYSTATION_SEALING_KEY=f"{older} {newer}")["SEALING_KEYS"] == keys
    assert given(DUTYSTATION_SEALING_KEY_FILE=str(file))["SEALING_KEYS"] == keys
    assert not (tmp_path / "workspace" / "web" / "sealing_key").exists()


def test_in_production_a_key_must_be_given(given: Given) -> None:
    with pytest.raises(ImproperlyConfigured, match="DUTYSTATION_SEALING_KEY_FILE is not set"):
        given(**PRODUCTION)
    assert given(**PRODUCTION, DUTYSTATION_SEALING_KEY=new_key())["SEALING_KEYS"].newest


def test_in_production_the_key_does_not_lie_beside_what_it_seals(given: Given, tmp_path: Path) -> None:
    given()
    inside = tmp_path / "workspace" / "web" / "sealing_key"
    beside = tmp_path / "link"
    beside.symlink_to(inside)
    for file in (inside, beside):
        with pytest.raises(ImproperlyConfigured, match="keep the key apart from what it seals"):
            given(**PRODUCTION, DUTYSTATION_SEALING_KEY_FILE=str(file))
    outside = tmp_path / "key"
    outside.write_text(inside.read_text())
    assert given(**PRODUCTION, DUTYSTATION_SEALING_KEY_FILE=str(outside))["SEALING_KEYS"].newest


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ({"DUTYSTATION_SEALING_KEY": "secret"}, "sealing key 1 is not 32 bytes in base64"),
        ({"DUTYSTATION_SEALING_KEY_FILE": "/nowhere/key"}, "/nowhere/key cannot be read"),
        ({"DUTYSTATION_SEALING_KEY": "a", "DUTYSTATION_SEALING_KEY_FILE": "b"}, "not both"),
        ({"DUTYSTATION_EVIDENCE_LIMIT": "0"}, "must be a whole number of megabytes, such as 20"),
        ({"DUTYSTATION_EVIDENCE_LIMIT": "many"}, "must be a whole number of megabytes"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(given: Given, variables: dict[str, str], why: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=why):
        given(**variables)


def test_a_document_has_twenty_megabytes_unless_said_otherwise(given: Given) -> None:
    assert given()["EVIDENCE_LIMIT"] == 20_000_000
    assert given(DUTYSTATION_EVIDENCE_LIMIT="5")["EVIDENCE_LIMIT"] == 5_000_000


def test_documents_lie_in_the_workspace_for_the_owner_alone(given: Given, tmp_path: Path) -> None:
    store = given()["STORAGES"]["evidence"]
    assert store["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert store["OPTIONS"]["location"] == tmp_path / "workspace" / "web" / "evidence"
    assert store["OPTIONS"]["file_permissions_mode"] == 0o600
    assert store["OPTIONS"]["directory_permissions_mode"] == 0o700


def test_a_bucket_takes_them_to_s3_with_nothing_public(given: Given) -> None:
    store = given(DUTYSTATION_EVIDENCE_BUCKET="rivers-evidence")["STORAGES"]["evidence"]
    assert store["BACKEND"] == "storages.backends.s3.S3Storage"
    assert store["OPTIONS"]["bucket_name"] == "rivers-evidence"
    assert store["OPTIONS"]["default_acl"] is None
    assert store["OPTIONS"]["file_overwrite"] is False
