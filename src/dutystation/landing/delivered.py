"""Files as they were delivered: their names, their places, their fingerprints."""

from __future__ import annotations

import hashlib
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from dutystation.terms.errors import UnusableInput

BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class DeliveredFile:
    """One file of one table.

    `name` is what `file` holds in every output (contract section 3): the file's own name, or for a part
    of a Parquet folder its POSIX path below that folder. `label` is its path below INPUTS, for messages.
    `bytes` is its size when it was found.
    """

    name: str
    path: Path
    bytes: int
    label: str


def fingerprint(file: DeliveredFile, *, stopped: Event | None = None) -> str:
    """The SHA-256 of the file in hexadecimal. Safe to call in a thread of its own.

    Raises UnusableInput if the file cannot be read or no longer has the size it was found with, and
    CancelledError soon after `stopped` is set: a run that has failed waits for no digest of gigabytes.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with file.path.open("rb") as stream:
            while block := stream.read(BYTES_AT_ONCE):
                if stopped is not None and stopped.is_set():
                    raise CancelledError
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise unreadable(file, error) from error
    if size != file.bytes:
        raise changed(file)
    return digest.hexdigest()


def unreadable(file: DeliveredFile, error: OSError) -> UnusableInput:
    return UnusableInput(
        file.label,
        f"the file cannot be read ({error.strerror or type(error).__name__})",
        remedy="Check that it is there, whole and readable",
    )


def refuse_changed(file: DeliveredFile) -> None:
    """Raises UnusableInput where the file no longer has the size it was found with."""
    try:
        size = file.path.stat().st_size
    except OSError as error:
        raise unreadable(file, error) from error
    if size != file.bytes:
        raise changed(file)


def changed(file: DeliveredFile) -> UnusableInput:
    return UnusableInput(
        file.label,
        "the file was changed while it was being read",
        remedy="Run again when nobody is writing to it",
    )


def printable(text: str, *, longest: int = 60) -> str:
    """Text of a delivered file, fit for a message of one line: no control characters, not endless."""
    plain = "".join(character if character.isprintable() else "�" for character in text[: longest + 1])
    return plain if len(plain) <= longest else plain[:longest] + "…"
