"""Every delivered file as it was sent: the last word in any dispute about what was delivered.

With it lies what it was read with, since that too decides what its rows say: which person holds a card. A
file is first copied into a working folder and read from there, so that what is judged is what is kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from dutystation.lake.commits import writing
from dutystation.lake.workspace import Workspace
from dutystation.terms.errors import UnusableInput
from dutystation.terms.marking import OWNER_ONLY_FOLDER, OWNER_READS_FILE

BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class ReceivedFile:
    """A copy of a delivered file in a working folder. `name` is what it was called where it came from."""

    name: str
    path: Path
    sha256: str
    bytes: int


@contextmanager
def working_folder(workspace: Workspace) -> Iterator[Path]:
    """A folder for the time of one command, on the disk of the workspace."""
    with writing():
        workspace.working.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="load-", dir=workspace.working))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # somebody else is at work too
            workspace.working.rmdir()


def receive(source: Path, folder: Path) -> ReceivedFile:
    """Copies a file into `folder` under its own name. Raises UnusableInput, UnusableOutput."""
    try:
        sent = source.open("rb")
    except OSError as error:
        raise UnusableInput(
            str(source), f"the file cannot be read ({error.strerror})", remedy="Check the path"
        ) from error
    with sent:
        return _copied(sent, source.name, folder)


def receive_bytes(content: bytes, name: str, folder: Path) -> ReceivedFile:
    """The same of a file that has been read already, such as one that comes with the package."""
    return _copied(BytesIO(content), name, folder)


def _copied(sent: BinaryIO, name: str, folder: Path) -> ReceivedFile:
    digest, size = hashlib.sha256(), 0
    with writing():
        folder.mkdir(exist_ok=True)
    with writing(), (folder / name).open("wb") as kept:
        while block := sent.read(BYTES_AT_ONCE):
            digest.update(block)
            kept.write(block)
            size += len(block)
    return ReceivedFile(name, folder / name, digest.hexdigest(), size)


def keep(received: ReceivedFile, workspace: Workspace) -> Path:
    """Puts the copy among the delivered files, for its owner to read; a file that is there stays.

    The copy stays readable where it is, until the command ends.
    """
    place = kept_at(workspace, received.name, received.sha256)
    with writing(), suppress(FileExistsError):
        received.path.chmod(OWNER_READS_FILE)
        try:
            os.link(received.path, place)  # a second name: nothing is written twice
        except FileExistsError:
            raise
        except OSError:  # a disk that knows one name for a file only
            partial = received.path.with_name("kept")
            shutil.copy(received.path, partial)
            partial.replace(place)
    return place


def kept_at(workspace: Workspace, name: str, sha256: str) -> Path:
    """Where a file that was called `name` is kept, be it there or not."""
    return workspace.delivered / (sha256 + _ending(name))


def sha256_now(file: Path) -> str | None:
    """The SHA-256 of a kept file as it now is, None where it is not there. Raises UnusableInput."""
    try:
        with file.open("rb") as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnusableInput(
            str(file), f"the file as it was sent cannot be read ({error.strerror})", remedy="Let it be read"
        ) from error


def _ending(name: str) -> str:
    """What tells the kind of a file, such as `.csv.gz`, where its name has that."""
    endings = Path(name).suffixes[-2:]
    known = endings if endings[-1:] == [".gz"] else endings[-1:]
    return "".join(known)[:20]
