"""The files of a package, a zip or a folder. Nothing is unpacked, so no name can lead astray."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from dutystation.terms.errors import UnusableInput

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Digest:
    """What a manifest says of a file's content: SHA-256 in hexadecimal and bytes."""

    sha256: str
    size: int


class Files(Protocol):
    """Files by name, with `/` between folders."""

    def names(self) -> list[str]:
        """Every name, sorted; twice where it is there twice."""

    def open(self, name: str) -> BinaryIO:
        """The content of a file, to be closed by the caller."""


@dataclass(frozen=True)
class FolderFiles:
    """The files of a folder and the folders in it."""

    folder: Path

    def names(self) -> list[str]:
        """Raises UnusableInput for a symbolic link: what it leads to is not in the folder."""
        found = []
        for path in self.folder.rglob("*"):
            if path.is_symlink():
                raise UnusableInput(
                    str(path), "it is a symbolic link", remedy="Put the file itself into the folder"
                )
            if path.is_file():
                found.append(path.relative_to(self.folder).as_posix())
        return sorted(found)

    def open(self, name: str) -> BinaryIO:
        return (self.folder / name).open("rb")


@dataclass(frozen=True)
class ZipFiles:
    """The files of an open zip."""

    archive: zipfile.ZipFile

    def names(self) -> list[str]:
        return sorted(info.filename for info in self.archive.infolist() if not info.is_dir())

    def open(self, name: str) -> BinaryIO:
        return cast(BinaryIO, self.archive.open(name))


def is_package(place: Path) -> bool:
    """Whether a file or folder looks like a package, sound or not."""
    return place.is_file() or any((place / name).is_file() for name in (MANIFEST, SIGNATURE))


@contextmanager
def files_of(package: Path) -> Iterator[Files]:
    """The files of a package. Raises UnusableInput where `package` is neither a folder nor a zip."""
    if package.is_dir():
        yield FolderFiles(package)
        return
    if not package.is_file():
        raise UnusableInput(
            str(package), "there is no such file or folder", remedy="Give a package or its folder"
        )
    try:
        archive = zipfile.ZipFile(package)
    except (zipfile.BadZipFile, OSError) as problem:
        raise UnusableInput(
            str(package),
            f"it cannot be read as a package ({problem})",
            remedy="Ask for the package again: it may have been cut short on its way",
        ) from problem
    with archive:
        yield ZipFiles(archive)


def digest_of(files: Files, name: str, *, most: int | None = None) -> Digest:
    """The digest of a file, read piece by piece.

    Stops after more than `most` bytes: then the digest is not the right one either way, and a small zip that
    unpacks to a disk full of zeros costs nothing. Raises OSError or zipfile.BadZipFile where it is damaged.
    """
    found, size = hashlib.sha256(), 0
    with files.open(name) as content:
        while piece := content.read(_CHUNK):
            found.update(piece)
            size += len(piece)
            if most is not None and size > most:
                break
    return Digest(found.hexdigest(), size)
