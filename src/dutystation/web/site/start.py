"""The application for one workspace, from a command: settings, database, server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from granian import Granian
from granian.constants import Interfaces

from dutystation.terms.errors import UnusableCommand, UnusableInput
from dutystation.terms.marking import OWNER_ONLY_FOLDER
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.site.clock import now
from dutystation.web.site.served import being_served
from dutystation.web.site.upgrade import bring_up_to_date

SETTINGS = "dutystation.web.site.settings"
BACKGROUND = "dutystation.web.site.background"
SIGNS_OF_A_WORKSPACE = ("workspace.json", "warehouse", "web")
"""What deliveries, and what the application leaves in a workspace."""
THREADS = 4
"""Requests answered at once by one server process."""


def open_cases(workspace: Path) -> None:
    """Makes the application ready in this process: its settings, and its database brought up to date.

    Raises UnusableInput where there is no workspace, UnusableCommand where a setting or the database is
    not usable.
    """
    if not workspace.is_dir():
        raise UnusableInput(
            str(workspace), "there is no such folder", remedy="Give the workspace that files were loaded into"
        )
    if not any((workspace / sign).exists() for sign in SIGNS_OF_A_WORKSPACE):
        # Else an audit of a mistyped folder finds cases that were made by looking, and calls them whole.
        raise UnusableInput(
            str(workspace), "this is no workspace", remedy="Give the folder that files were loaded into"
        )
    os.environ["DUTYSTATION_WORKSPACE"] = str(workspace.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
        (workspace / "web").mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        bring_up_to_date()
    except ImproperlyConfigured as problem:
        raise UnusableCommand(f"{problem}.") from problem
    except DatabaseError as problem:
        raise UnusableCommand(
            f"The database of the cases cannot be used: {str(problem).strip().splitlines()[0]}. "
            "Check DATABASE_URL, or the folder web of the workspace."
        ) from problem


def close_cases() -> None:
    """Gives the connection of a command back."""
    connection.close()


def act_of_a_command() -> Act:
    """What a command does, it does as nobody in particular, now."""
    return Act(SYSTEM, now(), uuid.uuid4().hex, "command line")


def serve(
    workspace: Path, *, address: str, port: int, ready: Callable[[], None], processes: int | None = None
) -> None:
    """Answers requests until it is interrupted, by one process for each core. Raises as `open_cases` does.

    Raises UnusableCommand where pages cannot be served at the address and port. `ready` is called when
    nothing is left that could keep it from answering.
    With the embedded database one process answers, since one at a time can write.
    """
    open_cases(workspace)
    embedded = connection.vendor == "sqlite"
    close_cases()
    _refuse_taken(address, port)
    ready()
    with being_served(workspace), _background(workspace):
        Granian(
            "dutystation.web.site.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes or (1 if embedded else os.cpu_count() or 1),
            blocking_threads=THREADS,
            websockets=False,
            log_access=False,
        ).serve()


def _refuse_taken(address: str, port: int) -> None:
    """The server shares a port with whatever listens there already: half of the requests would go there."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except OSError as error:
        raise UnusableCommand(
            f"--address {address} --port {port}: pages cannot be served there ({error.strerror}). "
            "Choose another port, or end what answers there."
        ) from error


@contextmanager
def _background(workspace: Path) -> Iterator[None]:
    """The program that tells people of orders runs while the block does."""
    program = subprocess.Popen([sys.executable, "-m", BACKGROUND, str(workspace.resolve())])
    try:
        yield
    finally:
        program.terminate()
        program.wait()
