"""The tables of the cases are made and brought up to date by one program at a time.

Django takes it for granted that nobody else does so meanwhile; but every command does it when it starts, and
two of them may be the first.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection


def bring_up_to_date() -> None:
    """Makes the tables that are missing; waits for whoever else is at it. Raises DatabaseError."""
    with _alone_on_postgresql() if connection.vendor == "postgresql" else _alone_on_this_machine():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _alone_on_postgresql() -> Iterator[None]:
    """A transaction beside those that change tables holds the lock, so that it ends with the program."""
    with closing(connection.copy()) as beside:
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('dutystation cases'))")
        yield


@contextmanager
def _alone_on_this_machine() -> Iterator[None]:
    folder = os.open(settings.WEB_FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
