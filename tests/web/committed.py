"""A database in which transactions really end, for tests in which several connections meet.

Between tests it is emptied, which append-only tables refuse: their triggers are put aside for that moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from dutystation.web.audit.models import ChainEnd

Done = TypeVar("Done")


@pytest.fixture
def _emptied(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Puts the triggers back once the database was emptied, which the fixture below lets happen."""
    aside: list[str] = []
    yield aside
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for statement in aside:
            cursor.execute(statement)
        ChainEnd.objects.get_or_create(pk=1)
    connection.close()


@pytest.fixture
def committed_db(_emptied: list[str], transactional_db: None) -> Iterator[None]:
    """The database, committed; afterwards it is as it was before."""
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for name, statement in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
                _emptied.append(statement)
        else:
            cursor.execute("SET session_replication_role = replica")
            _emptied.append("SET session_replication_role = origin")


def at_once(*todo: Callable[[], Done]) -> list[Done | Exception]:
    """Does several things at the same moment, each on a connection of its own; what each came to."""
    together = threading.Barrier(len(todo))
    found: list[Done | Exception] = [RuntimeError("it did not end")] * len(todo)

    def do(place: int, what: Callable[[], Done]) -> None:
        together.wait(timeout=30)
        try:
            found[place] = what()
        except Exception as problem:
            found[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=given) for given in enumerate(todo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found
