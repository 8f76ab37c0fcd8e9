"""A folder of results as one file that anybody can check without this program's data or a network.

A package is an uncompressed zip, or the same files unpacked in a folder:

    manifest.json     every file with its SHA-256 and its bytes
    signature.json    the SHA-256 of the manifest, an Ed25519 signature over the manifest, the public key
    …                 the files, by the names they have in the folder

Source: domain rule 10.21. The same folder and key give the same bytes: names are sorted, nothing is
compressed, and every entry has the same date. The key inside shows only that the files belong together; who
signed is known by the fingerprint, or by a key that came another way.
"""

from __future__ import annotations

import binascii
import hashlib
import os
import shutil
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dutystation.published.entry import Entry, object_of
from dutystation.published.json_text import json_lines
from dutystation.published.package_files import (
    MANIFEST,
    SIGNATURE,
    Digest,
    Files,
    FolderFiles,
    digest_of,
    files_of,
)
from dutystation.published.signing import fingerprint, raw_bytes
from dutystation.terms.errors import UnusableInput, UnusableOutput

FORMAT = 1
_FIRST_DATE_OF_A_ZIP = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644
_MOST_MANIFEST_BYTES = 64 << 20
"""A manifest of a hundred thousand files is a tenth of this."""


@dataclass(frozen=True)
class Verified:
    """What was found out about a package. It is sound where `problems` is empty.

    `signer` is the fingerprint of the key the signature was checked with, empty where there was none;
    `key_was_given` tells a key that came another way from the one inside, which proves less.
    """

    problems: tuple[str, ...]
    signer: str
    key_was_given: bool
    manifest_sha256: str
    files: int


def make_package(folder: Path, out: Path, key: Ed25519PrivateKey) -> str:
    """Puts every file of `folder` into the package `out` and returns the SHA-256 of its manifest.

    Raises UnusableInput for an empty folder, a symbolic link or a file by one of the package's own names;
    UnusableOutput where `out` is there already, lies in `folder` or cannot be written.
    """
    _check_places(folder, out)
    files = FolderFiles(folder)
    names = files.names()
    own = {MANIFEST, SIGNATURE} & set(names)
    if own:
        problem = f"it holds a file {min(own)}, a name that the package needs"
        raise UnusableInput(str(folder), problem, remedy="Rename that file, or give the folder without it")
    if not names:
        raise UnusableInput(
            str(folder), "it holds no file", remedy="Give the folder of a report or a release"
        )
    manifest = _manifest({name: digest_of(files, name) for name in names})
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w") as archive:
            archive.writestr(_entry(MANIFEST), manifest)
            archive.writestr(_entry(SIGNATURE), _signature(manifest, key))
            for name in names:
                with files.open(name) as content, archive.open(_entry(name), "w", force_zip64=True) as copy:
                    shutil.copyfileobj(content, copy)
        unfinished.rename(out)
    except OSError as problem:
        raise UnusableOutput(
            f"{out}: the package cannot be written there ({problem.strerror or problem}). Make room, or "
            "choose an --out in a folder you can write in."
        ) from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return hashlib.sha256(manifest).hexdigest()


def verify_package(package: Path, key: Ed25519PublicKey | None = None) -> Verified:
    """Checks every file, the manifest and the signature, with `key` or else with the key inside.

    Raises UnusableInput where `package` is no package at all.
    """
    with files_of(package) as files:
        names = Counter(files.names())
        missing = [name for name in (MANIFEST, SIGNATURE) if name not in names]
        if len(missing) == 2:
            problem = f"it holds neither {MANIFEST} nor {SIGNATURE}, so it is no package"
            raise UnusableInput(
                str(package), problem, remedy="Give a file that `dutystation package make` wrote"
            )
        problems = [f"{name}: the file is missing" for name in missing]
        problems += [f"{name}: the file is there {times} times" for name, times in names.items() if times > 1]
        manifest = b"" if MANIFEST in missing else _small_file(files, MANIFEST, package)
        signer = key
        if not missing:
            signature = _small_file(files, SIGNATURE, package)
            signer, unfit = _signature_problems(manifest, signature, key, package)
            problems += unfit
        listed, found = _content_problems(files, set(names), manifest, package)
    return Verified(
        problems=(*problems, *found),
        signer=fingerprint(signer) if signer else "",
        key_was_given=key is not None,
        manifest_sha256=hashlib.sha256(manifest).hexdigest(),
        files=listed,
    )


def _content_problems(files: Files, names: set[str], manifest: bytes, package: Path) -> tuple[int, list[str]]:
    """How many files the manifest lists, and what is wrong with them; nothing where it is missing."""
    if not manifest:
        return 0, []
    try:
        listed = _listed(manifest, package)
    except UnusableInput as problem:
        return 0, [str(problem)]
    return len(listed), list(_file_problems(files, names - {MANIFEST, SIGNATURE}, listed))


def _check_places(folder: Path, out: Path) -> None:
    if not folder.is_dir():
        raise UnusableInput(str(folder), "there is no such folder", remedy="Give the folder to be packed")
    if os.path.lexists(out):
        raise UnusableOutput(f"{out}: a file is there already. Choose another --out.")
    if out.resolve().is_relative_to(folder.resolve()):
        raise UnusableOutput(f"{out}: the package would lie in the folder it packs. Choose another --out.")


def _manifest(digests: Mapping[str, Digest]) -> bytes:
    entries = [
        {"name": name, "sha256": digests[name].sha256, "bytes": digests[name].size}
        for name in sorted(digests)
    ]
    return "".join(json_lines({"format": FORMAT, "files": entries})).encode()


def _signature(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    public = key.public_key()
    document = {
        "format": FORMAT,
        "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
        "algorithm": "Ed25519",
        "signature": b64encode(key.sign(manifest)).decode(),
        "public_key": b64encode(raw_bytes(public)).decode(),
        "fingerprint": fingerprint(public),
    }
    return "".join(json_lines(document)).encode()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DATE_OF_A_ZIP)
    entry.create_system = 3  # Unix, whatever machine packs it
    entry.external_attr = _READABLE << 16
    return entry


def _small_file(files: Files, name: str, package: Path) -> bytes:
    try:
        with files.open(name) as content:
            return content.read(_MOST_MANIFEST_BYTES)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as problem:
        raise UnusableInput(f"{package}, {name}", f"the file cannot be read ({problem})") from problem


def _listed(manifest: bytes, package: Path) -> dict[str, Digest]:
    """Name → digest. Raises UnusableInput where it is no manifest of this format."""
    document = Entry(f"{package}, {MANIFEST}", "the file", object_of(manifest, f"{package}, {MANIFEST}"))
    if document.whole("format") != FORMAT:
        raise UnusableInput(
            document.file,
            f"it follows format {document.whole('format')}, and this program reads format {FORMAT}",
            remedy="Use the version of the program that wrote it",
        )
    return {
        entry.text("name"): Digest(entry.text("sha256"), entry.whole("bytes"))
        for entry in document.entries("files")
    }


def _signature_problems(
    manifest: bytes, signature: bytes, given: Ed25519PublicKey | None, package: Path
) -> tuple[Ed25519PublicKey | None, list[str]]:
    """The key that was used, and what is wrong with the signature."""
    try:
        document = Entry(
            f"{package}, {SIGNATURE}", "the file", object_of(signature, f"{package}, {SIGNATURE}")
        )
        stated, signed = (
            document.text("manifest_sha256"),
            b64decode(document.text("signature"), validate=True),
        )
        inside = Ed25519PublicKey.from_public_bytes(b64decode(document.text("public_key"), validate=True))
        named = document.text("fingerprint")
    except UnusableInput as problem:
        return given, [str(problem)]
    except (binascii.Error, ValueError) as problem:
        return given, [f"{SIGNATURE}: the signature or the key in it is broken ({problem})"]
    problems = []
    if named != fingerprint(inside):
        problems.append(f"{SIGNATURE}: the fingerprint in it is not that of the key in it")
    if given is not None and raw_bytes(given) != raw_bytes(inside):
        problems.append(
            f"{SIGNATURE}: signed with the key {fingerprint(inside)}, not with the given key "
            f"{fingerprint(given)}"
        )
    if stated != hashlib.sha256(manifest).hexdigest():
        problems.append(f"{MANIFEST}: its SHA-256 is not the one that {SIGNATURE} states")
    try:
        (given or inside).verify(signed, manifest)
    except InvalidSignature:
        problems.append(f"{SIGNATURE}: the signature does not fit {MANIFEST} and the key")
    return given or inside, problems


def _file_problems(files: Files, there: set[str], listed: Mapping[str, Digest]) -> Iterator[str]:
    """One sentence per file that is changed, missing, renamed or not listed."""
    added = {name: _digest_or_none(files, name) for name in sorted(there - listed.keys())}
    for name in sorted(listed.keys() - there):
        now = next((other for other, digest in added.items() if digest == listed[name]), None)
        if now is None:
            yield f"{name}: the file is missing"
        else:
            del added[now]
            yield f"{name}: the file is there under another name, {now}"
    for name in added:
        yield f"{name}: the manifest does not list this file"
    for name in sorted(there & listed.keys()):
        found = _digest_or_none(files, name, most=listed[name].size)
        if found is None:
            yield f"{name}: the file is damaged and cannot be read"
        elif found != listed[name]:
            yield f"{name}: the content is not the one that was signed"


def _digest_or_none(files: Files, name: str, *, most: int = _MOST_MANIFEST_BYTES) -> Digest | None:
    """The digest, or None where the file cannot be read. Files nobody has listed are read up to a limit."""
    try:
        return digest_of(files, name, most=most)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return None
