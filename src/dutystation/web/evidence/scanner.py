"""A look for malware by a ClamAV daemon over its socket, where one is set.

The daemon is spoken to as its manual says: INSTREAM, then pieces with their length before them, then a
length of zero. What it does not answer is not taken: a scanner that is set and away stops uploads.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused

_PIECE = 65_536
_SECONDS = 60
"""How long the daemon may take for one answer; it reads its signatures anew several times a day."""


@dataclass(frozen=True)
class Finding:
    """What the daemon says of one document: the malware it found, empty for none, and what it looked with."""

    malware: str
    scanner: str


def scanned(content: bytes) -> Finding | None:
    """What the scanner finds; None where none is set. Raises Refused where it cannot be asked."""
    if not settings.CLAMD:
        return None
    try:
        answer = _asked(b"zINSTREAM\0", content)
        scanner = _asked(b"zVERSION\0")
    except (OSError, ValueError) as problem:
        raise _away() from problem
    if answer == "stream: OK":
        return Finding("", scanner)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Finding(answer.removeprefix("stream: ").removesuffix(" FOUND"), scanner)
    raise _away()


def _asked(command: bytes, content: bytes | None = None) -> str:
    with _connected() as daemon:
        daemon.sendall(command)
        if content is not None:
            try:
                for start in range(0, len(content), _PIECE):
                    piece = memoryview(content)[start : start + _PIECE]
                    daemon.sendall(struct.pack("!I", len(piece)))
                    daemon.sendall(piece)
                daemon.sendall(struct.pack("!I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has heard enough and says why
        answer = b""
        while not answer.endswith(b"\0") and (read := daemon.recv(_PIECE)):
            answer += read
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _connected() -> socket.socket:
    place: str = settings.CLAMD
    host, _, port = place.rpartition(":")
    if "/" not in place and port.isdigit():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)
    daemon = socket.socket(socket.AF_UNIX)
    daemon.settimeout(_SECONDS)
    try:
        daemon.connect(place)
    except OSError:
        daemon.close()
        raise
    return daemon


def _away() -> Refused:
    return Refused(
        _("The document cannot be checked for malware now, so it is not taken."),
        remedy=_(
            "Try again in a few minutes; if it stays so, tell the administrator that the scanner is away."
        ),
    )
