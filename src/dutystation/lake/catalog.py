"""The catalog of a workspace: which metadata file of each table is the current one.

It is a file in the workspace, or lies in a PostgreSQL database that may hold the catalogs of many workspaces,
each under a name of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyiceberg.catalog.sql import IcebergTables, SqlCatalog, SqlCatalogBaseTable
from sqlalchemy import URL, create_engine, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from dutystation.terms.errors import UnusableInput, UnusableOutput

CATALOG_SETTING = "DUTYSTATION_CATALOG"
"""The environment variable with the address of a database, `postgresql://user@host/database`.

The environment and no file of the workspace, since an address may hold a password."""

NAMESPACE = "dutystation"
CATALOG_FILE = "catalog.sqlite"
WAIT_FOR_LOCK = "60"
"""Seconds that a commit waits while another one holds the SQLite file; each holds it for milliseconds."""
WAIT_FOR_SERVER = "10"
"""Seconds after which a server that does not answer is taken to be away."""

_DRIVER = "postgresql+psycopg"


def stated_address() -> URL | None:
    """The database of the setting, None where it is not set. Raises UnusableInput for another kind of one."""
    stated = os.environ.get(CATALOG_SETTING, "")
    if not stated:
        return None
    try:
        address = make_url(stated)
    except ArgumentError as error:
        raise _unusable_address() from error
    if address.drivername not in ("postgres", "postgresql", _DRIVER) or not address.database:
        raise _unusable_address()
    return address.set(drivername=_DRIVER).update_query_dict(
        {"connect_timeout": WAIT_FOR_SERVER, **address.query}
    )


def file_catalog(workspace: Path) -> SqlCatalog:
    """The catalog in a file of the workspace, made if need be."""
    place = URL.create("sqlite", database=str(workspace / CATALOG_FILE), query={"timeout": WAIT_FOR_LOCK})
    with catalog_sentences():
        try:
            return SqlCatalog(NAMESPACE, uri=place.render_as_string())
        except DBAPIError:  # somebody made its tables in the same moment
            return SqlCatalog(NAMESPACE, uri=place.render_as_string())


def shared_catalog(address: URL, name: str) -> SqlCatalog:
    """The catalog called `name` in a database. Raises UnusableInput where that cannot be reached."""
    try:
        _make_tables(address)
        return SqlCatalog(name, uri=address.render_as_string(hide_password=False))
    except OperationalError as error:
        raise UnusableInput(
            CATALOG_SETTING,
            f"the database with the catalog cannot be reached ({_first_line(error)})",
            remedy="Start it or correct the address, and run again; nothing was changed",
        ) from error
    except DBAPIError as error:
        raise UnusableInput(
            CATALOG_SETTING,
            f"this database cannot keep a catalog ({_first_line(error)})",
            remedy="Give its user the right to make tables in it, and run again; nothing was changed",
        ) from error
    except ImportError as error:
        raise UnusableInput(
            CATALOG_SETTING,
            "a catalog in PostgreSQL needs psycopg, which is not installed",
            remedy="Install it: pip install 'psycopg[binary]'",
        ) from error


def _make_tables(address: URL) -> None:
    """Makes the tables of the catalogs of a database where they are missing, one after another with others.

    The library would do so too, but trips over others that do it at once, and leaves connections open where
    it cannot.
    """
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(hashtext('dutystation catalog'))"))
        SqlCatalogBaseTable.metadata.create_all(connection)


def metadata_location(catalog: SqlCatalog, table: str) -> str:
    """Where the current metadata file of a table is said to lie, be it there or not."""
    asked = select(IcebergTables.metadata_location).where(
        IcebergTables.catalog_name == catalog.name,
        IcebergTables.table_namespace == NAMESPACE,
        IcebergTables.table_name == table,
    )
    with catalog_sentences(), catalog.engine.connect() as connection:
        return str(connection.scalar(asked))


@contextmanager
def catalog_sentences() -> Iterator[None]:
    """Turns what the catalog says of locks and disks into sentences."""
    try:
        yield
    except OperationalError as error:
        words = _first_line(error)
        if "full" in words or "disk I/O" in words or "readonly" in words:
            raise UnusableOutput(
                f"The catalog of the workspace cannot be written ({words}); nothing was changed. "
                "Make room on its disk and run again."
            ) from error
        raise UnusableInput(
            "catalog",
            f"the catalog of the workspace cannot be used ({words})",
            remedy="Check that it can be reached, and run again",
        ) from error
    except SQLAlchemyError as error:
        raise UnusableInput(
            "catalog",
            f"the catalog of the workspace cannot be used ({_first_line(error)})",
            remedy="Check that it is whole, and run again",
        ) from error


def _unusable_address() -> UnusableInput:
    return UnusableInput(
        CATALOG_SETTING,
        "the address of the catalog cannot be used",
        remedy="Write it as postgresql://user@host/database, or unset it to use a file in the workspace",
    )


def _first_line(error: SQLAlchemyError) -> str:
    told = error.orig if isinstance(error, DBAPIError) else error
    return str(told).partition("\n")[0]
