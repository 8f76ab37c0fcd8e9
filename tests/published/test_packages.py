"""Domain rule 10.21: a package says offline whether it is as it was signed, and what is not."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dutystation.published.package import make_package, verify_package
from dutystation.published.signing import fingerprint, read_private_key, read_public_key, write_key
from dutystation.terms.errors import UnusableInput, UnusableOutput

FILES = {"figures.csv": b"code,value\nin_person_share,0.875\n", "site/index.html": b"<p>87.5%</p>\n"}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    write_key(tmp_path / "signer")
    return tmp_path / "signer"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "release" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "release"


@pytest.fixture
def package(folder: Path, key: Path, tmp_path: Path) -> Path:
    make_package(folder, tmp_path / "a.zip", read_private_key(key))
    return tmp_path / "a.zip"


@pytest.fixture
def unpacked(package: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def test_a_package_as_it_was_made_is_sound_packed_and_unpacked(
    package: Path, unpacked: Path, key: Path
) -> None:
    public = read_public_key(key.with_name("signer.pub"))
    for place in (package, unpacked):
        found = verify_package(place, public)
        assert (found.problems, found.files, found.key_was_given) == ((), 2, True)
        assert found.signer == fingerprint(public)
    assert verify_package(package).key_was_given is False


def test_the_same_folder_and_key_give_the_same_bytes(
    folder: Path, package: Path, key: Path, tmp_path: Path
) -> None:
    (folder / "figures.csv").touch()
    make_package(folder, tmp_path / "b.zip", read_private_key(key))
    assert (tmp_path / "b.zip").read_bytes() == package.read_bytes()


def _change(folder: Path) -> None:
    (folder / "figures.csv").write_bytes(FILES["figures.csv"].replace(b"0.875", b"0.975"))


def _lengthen(folder: Path) -> None:
    (folder / "figures.csv").write_bytes(FILES["figures.csv"] + b"\n")


def _remove(folder: Path) -> None:
    (folder / "figures.csv").unlink()


def _add(folder: Path) -> None:
    (folder / "more.csv").write_bytes(b"x\n")


def _rename(folder: Path) -> None:
    (folder / "figures.csv").rename(folder / "shares.csv")


def _remove_signature(folder: Path) -> None:
    (folder / "signature.json").unlink()


def _remove_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _break_signature(folder: Path) -> None:
    document = json.loads((folder / "signature.json").read_text())
    document["signature"] = "AAAA" + document["signature"][4:]
    (folder / "signature.json").write_text(json.dumps(document))


def _say_another_key_signed(folder: Path) -> None:
    document = json.loads((folder / "signature.json").read_text())
    document["fingerprint"] = "0" * 64
    (folder / "signature.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (_change, "figures.csv: the content is not the one that was signed"),
        (_lengthen, "figures.csv: the content is not the one that was signed"),
        (_remove, "figures.csv: the file is missing"),
        (_add, "more.csv: the manifest does not list this file"),
        (_rename, "figures.csv: the file is there under another name, shares.csv"),
        (_remove_signature, "signature.json: the file is missing"),
        (_remove_manifest, "manifest.json: the file is missing"),
        (_break_signature, "signature.json: the signature does not fit manifest.json and the key"),
        (_say_another_key_signed, "signature.json: the fingerprint in it is not that of the key in it"),
    ],
)
def test_every_tampering_is_named_and_nothing_else(
    unpacked: Path, tamper: Callable[[Path], None], sentence: str
) -> None:
    tamper(unpacked)
    assert verify_package(unpacked).problems == (sentence,)


def test_a_manifest_made_to_fit_a_changed_file_no_longer_fits_its_signature(unpacked: Path) -> None:
    _add(unpacked)
    manifest = json.loads((unpacked / "manifest.json").read_text())
    digest = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac"
    manifest["files"].append({"name": "more.csv", "sha256": digest, "bytes": 2})
    (unpacked / "manifest.json").write_text(json.dumps(manifest))
    assert verify_package(unpacked).problems == (
        "manifest.json: its SHA-256 is not the one that signature.json states",
        "signature.json: the signature does not fit manifest.json and the key",
    )


def test_a_package_that_somebody_else_signed_anew_is_known_by_the_key(
    folder: Path, key: Path, tmp_path: Path
) -> None:
    write_key(tmp_path / "other")
    make_package(folder, tmp_path / "b.zip", read_private_key(tmp_path / "other"))
    assert verify_package(tmp_path / "b.zip").problems == ()
    public = read_public_key(key.with_name("signer.pub"))
    wrong, unfit = verify_package(tmp_path / "b.zip", public).problems
    assert wrong.startswith("signature.json: signed with the key ")
    assert wrong.endswith(f", not with the given key {fingerprint(public)}")
    assert unfit == "signature.json: the signature does not fit manifest.json and the key"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_file_of_the_same_name_in_a_zip_is_named(package: Path) -> None:
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("figures.csv", FILES["figures.csv"])
    assert verify_package(package).problems == ("figures.csv: the file is there 2 times",)


def test_a_damaged_file_in_a_zip_is_named(package: Path) -> None:
    package.write_bytes(package.read_bytes().replace(b"0.875\n", b"0.975\n"))
    assert verify_package(package).problems == ("figures.csv: the file is damaged and cannot be read",)


def test_half_a_package_and_something_else_are_refused_with_a_sentence(package: Path, tmp_path: Path) -> None:
    package.write_bytes(package.read_bytes()[:100])
    with pytest.raises(UnusableInput, match=r"Ask for the package again"):
        verify_package(package)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnusableInput, match=r"so it is no package"):
        verify_package(tmp_path / "empty")


def test_a_key_is_its_owners_alone_and_never_replaced(key: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(UnusableOutput, match=r"Choose another name for the key"):
        write_key(key)
    with pytest.raises(UnusableInput, match=r"it holds no private key"):
        read_private_key(key.with_name("signer.pub"))
    with pytest.raises(UnusableInput, match=r"it holds no public key"):
        read_public_key(key)


def test_what_cannot_be_packed_is_refused_and_leaves_nothing(folder: Path, key: Path, tmp_path: Path) -> None:
    signer = read_private_key(key)
    with pytest.raises(UnusableOutput, match=r"would lie in the folder it packs"):
        make_package(folder, folder / "a.zip", signer)
    (folder / "link").symlink_to(key)
    with pytest.raises(UnusableInput, match=r"it is a symbolic link"):
        make_package(folder, tmp_path / "c.zip", signer)
    (folder / "link").unlink()
    (folder / "manifest.json").write_text("{}")
    with pytest.raises(UnusableInput, match=r"a name that the package needs"):
        make_package(folder, tmp_path / "c.zip", signer)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release", "signer", "signer.pub"]
