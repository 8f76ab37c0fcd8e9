"""Tests whose rows are committed, since another connection must see them, and an empty database after each.

Django's own emptying between such tests fails on tables that the database keeps append-only, and takes away
the rows that migrations made.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction
from tests.web.made_once import take_all_away

from dutystation.web.audit.models import ChainEnd
from dutystation.web.records.models import Receiving
from dutystation.web.retention.models import Register

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables that describe the application and hold nothing of a test."""


@contextmanager
def emptied_afterwards() -> Iterator[None]:
    """Whatever is committed inside is gone afterwards, on both databases."""
    take_all_away()
    try:
        yield
    finally:
        tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
        with transaction.atomic():
            if connection.vendor == "sqlite":
                _empty_on_sqlite(tables)
            else:
                _empty_on_postgresql(tables)
            ChainEnd.objects.create()
            Receiving.objects.create()
            Register.objects.create()


def _empty_on_sqlite(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = list(cursor.fetchall())
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        for _, statement in triggers:
            cursor.execute(statement)


def _empty_on_postgresql(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(
            "TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " RESTART IDENTITY CASCADE"
        )
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def at_once(*todo: Callable[[], object]) -> list[object]:
    """Does several things in one moment, each on a connection of its own; what each returned or raised."""
    together = threading.Barrier(len(todo))
    found: list[object] = [RuntimeError("it did not end")] * len(todo)

    def do(place: int, what: Callable[[], object]) -> None:
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


def others_hung_up() -> None:
    """Ends other connections to the database, which a server of a test may hold, so that it can go."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
