"""Malware is looked for by a real ClamAV daemon with a signature of these tests; nothing with it is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.storage import storages
from pytest_django.fixtures import Settings
from tests.web.cast import act_of
from tests.web.evidence.samples import docx, pdf, upload

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.models import Event
from dutystation.web.evidence.actions import add, open_document
from dutystation.web.evidence.models import Document
from dutystation.web.evidence.rules import Scan
from dutystation.web.evidence.scanner import scanned

pytestmark = pytest.mark.django_db
PLANTED = "an invented virus of the Department of Rivers"
NAME = "Rivers.Test.Signature.UNOFFICIAL"
CONFIGURATION = """
Foreground yes
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
StreamMaxLength 1M
TemporaryDirectory {folder}
SelfCheck 0
"""
PORT = 20_000 + os.getpid() % 20_000
"""The daemon's second way in: another one for each process of tests."""


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """The socket of a daemon that knows one signature."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("the tests of the scanner need ClamAV: apt-get install clamav-daemon")
    # The path of a socket can have about a hundred letters.
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:
        folder = Path(name)
        (folder / "signatures").mkdir()
        signature = f"Rivers.Test.Signature:0:*:{PLANTED.encode().hex()}\n"
        (folder / "signatures" / "rivers.ndb").write_text(signature)
        (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder, port=PORT))
        with (folder / "clamd.log").open("wb") as log:
            daemon = subprocess.Popen(
                [program, f"--config-file={folder}/clamd.conf"], stdout=log, stderr=subprocess.STDOUT
            )
        try:
            _wait_for(folder / "clamd.sock", daemon, folder / "clamd.log")
            yield str(folder / "clamd.sock")
        finally:
            daemon.terminate()
            daemon.wait(timeout=30)


def _wait_for(socket: Path, daemon: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if socket.exists():
            return
        if daemon.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"the daemon does not answer:\n{log.read_text(errors='replace')}")


@pytest.fixture
def ada(cast: dict[str, Person]) -> Person:
    return cast["ada"]


def test_a_clean_document_says_that_it_was_scanned_and_by_what(
    ada: Person, clamd: str, settings: Settings
) -> None:
    settings.CLAMD = clamd
    document = given(ada, pdf("nothing bad"))
    assert document.scan == Scan.CLEAN
    assert document.scanner.startswith("ClamAV ")


@pytest.mark.parametrize(
    ("content", "name"),
    [(pdf(PLANTED), "letter.pdf"), (docx({"word/extra.xml": PLANTED}), "letter.docx")],
)
def test_a_document_with_malware_is_refused_recorded_and_not_kept(
    ada: Person, clamd: str, settings: Settings, content: bytes, name: str
) -> None:
    settings.CLAMD = clamd
    before = held_files()
    with pytest.raises(Refused, match=f"found malware in the file \\({NAME}\\), so it was not kept"):
        given(ada, content, name)
    assert not Document.objects.exists()
    assert held_files() == before
    event = Event.objects.get(verb="evidence.refused")
    assert (event.actor, event.about, event.subject) == ("ada", "ada", "request:12")
    assert event.details == {"to": "request:12", "malware": NAME}


@pytest.mark.enable_socket
def test_the_daemon_is_reached_by_host_and_port_as_well(clamd: str, settings: Settings) -> None:
    settings.CLAMD = f"127.0.0.1:{PORT}"
    found = scanned(pdf(PLANTED))
    assert found is not None
    assert found.malware == NAME


def test_a_document_larger_than_the_daemon_takes_is_not_taken(
    ada: Person, clamd: str, settings: Settings
) -> None:
    settings.CLAMD = clamd
    with pytest.raises(Refused, match="cannot be checked for malware now, so it is not taken"):
        given(ada, pdf("x" * 1_500_000))
    assert not Document.objects.exists()


def test_a_scanner_that_is_set_and_away_stops_uploads(ada: Person, settings: Settings) -> None:
    settings.CLAMD = "/nowhere/clamd.sock"
    with pytest.raises(Refused, match="Try again in a few minutes"):
        given(ada, pdf("nothing bad"))
    assert not Document.objects.exists()


def test_without_a_scanner_nothing_is_said_to_be_clean(
    ada: Person, settings: Settings, sight: Callable[[str], Sight]
) -> None:
    settings.CLAMD = ""
    document = given(ada, pdf(PLANTED))
    assert (document.scan, document.scanner) == (Scan.NOT_SCANNED, "")
    assert b"".join(
        open_document(act_of("chen"), sight("chen"), document.subject, document.pk).chunks
    ) == pdf(PLANTED)


def given(about: Person, content: bytes, name: str = "letter.pdf") -> Document:
    return add(
        act_of("ada"),
        about=about,
        subject="request:12",
        item="letter",
        upload=upload(content, name),
        sealed=False,
    )


def held_files() -> set[Path]:
    folder = Path(storages["evidence"].path(""))
    with suppress(FileNotFoundError):
        return {file for file in folder.rglob("*") if file.is_file()}
    return set()
