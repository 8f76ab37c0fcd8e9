"""Tests on PostgreSQL each have a database of their own, which is empty and goes away."""

from __future__ import annotations

from contextlib import closing

import psycopg
from tests.postgresql import fresh_database


def names(address: str, query: str) -> list[str]:
    with closing(psycopg.connect(address)) as connection:
        return [name for (name,) in connection.execute(query.encode())]


def test_two_databases_of_one_server_know_nothing_of_each_other(postgresql_server: str) -> None:
    tables = "select tablename from pg_tables where schemaname = 'public'"
    with fresh_database(postgresql_server) as one, fresh_database(postgresql_server) as other:
        with closing(psycopg.connect(one, autocommit=True)) as connection:
            connection.execute("create table deliveries (id text)")
        assert (names(one, tables), names(other, tables)) == (["deliveries"], [])


def test_a_database_is_dropped_though_somebody_is_still_connected(postgresql_server: str) -> None:
    databases = "select datname from pg_database"
    with fresh_database(postgresql_server) as address:
        left = psycopg.connect(address)
        made = left.info.dbname
        assert made in names(postgresql_server, databases)
    assert made not in names(postgresql_server, databases)
    left.close()
