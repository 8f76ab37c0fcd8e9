"""Which key signs packages: the one that is named; outside production else one that is made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from dutystation.published.signing import fingerprint, read_public_key, write_key
from dutystation.web.site.signing import NAME, signing_key


@pytest.fixture(autouse=True)
def _not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def fingerprint_of(workspace: Path, *, production: bool = False) -> str:
    return fingerprint(signing_key(workspace, workspace / "web", production=production).public_key())


def test_outside_production_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = fingerprint_of(tmp_path)
    file = tmp_path / "web" / "signing_key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert fingerprint(read_public_key(tmp_path / "web" / "signing_key.pub")) == made
    assert fingerprint_of(tmp_path) == made
    assert sorted(path.name for path in file.parent.iterdir()) == ["signing_key", "signing_key.pub"]


def test_whoever_starts_second_takes_the_signing_key_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fingerprint_of(tmp_path)
    # As it looks to the second, which asked before the first had made it.
    monkeypatch.setattr(Path, "is_file", lambda path: False)
    assert fingerprint_of(tmp_path) == first


def test_a_named_key_signs_and_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "signer"
    expected = write_key(named)
    monkeypatch.setenv(NAME, str(named))
    workspace = tmp_path / "workspace"
    assert fingerprint_of(workspace) == expected
    assert fingerprint_of(workspace, production=True) == expected
    assert not workspace.exists()


def test_in_production_a_signing_key_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="is not set; make a key with: dutystation package key"):
        fingerprint_of(tmp_path, production=True)
    assert list(tmp_path.iterdir()) == []


def test_in_production_the_signing_key_does_not_lie_in_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fingerprint_of(tmp_path)
    inside, beside = tmp_path / "web" / "signing_key", tmp_path.with_name(f"{tmp_path.name}-link")
    beside.symlink_to(inside)
    for file in (inside, beside):
        monkeypatch.setenv(NAME, str(file))
        with pytest.raises(ImproperlyConfigured, match="keep the key apart from what it signs"):
            fingerprint_of(tmp_path, production=True)


def test_a_file_that_is_no_key_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "signer"
    named.write_text("no key")
    monkeypatch.setenv(NAME, str(named))
    with pytest.raises(ImproperlyConfigured, match="signer: it holds no private key"):
        fingerprint_of(tmp_path)
