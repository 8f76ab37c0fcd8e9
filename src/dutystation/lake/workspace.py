"""A workspace: the folder in which deliveries are kept. Only this package knows Apache Iceberg.

    WORKSPACE/catalog.sqlite    which metadata file of each table is the current one (or PostgreSQL)
    WORKSPACE/warehouse/        the tables: data files, manifests, metadata
    WORKSPACE/delivered/        every file as it was sent, named by its SHA-256, read-only
    WORKSPACE/working/          only while a command runs, or after one was killed

Iceberg notes absolute paths, so a workspace stays where it was made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NamespaceAlreadyExistsError,
    NoSuchTableError,
    TableAlreadyExistsError,
)
from pyiceberg.table import Table
from sqlalchemy import URL
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)

from dutystation.lake.schemas import accepted_schema, listed_schema, partition_fields, partitioned_by
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput, UnusableOutput
from dutystation.terms.period import PayCalendar

CATALOG_SETTING = "DUTYSTATION_CATALOG"
"""The environment variable with the address of a PostgreSQL catalog, `postgresql+psycopg2://…`."""

NAMESPACE = "dutystation"
LISTED = "_rejected"
ANCHOR, PERIOD_DAYS = "dutystation.pay-period-anchor", "dutystation.pay-period-days"
WAIT_FOR_LOCK = "60"
"""Seconds that a commit waits while another one holds the SQLite file; each holds it for milliseconds."""

PROPERTIES = {
    "format-version": "2",
    # What is replaced is worked out anew when somebody else was faster, which the library cannot do for us.
    "commit.retry.num-retries": "0",
    # Without it every delivery leaves a manifest of its own, and planning reads thousands of them.
    "commit.manifest-merge.enabled": "true",
    "commit.manifest.min-count-to-merge": "32",
    "write.parquet.compression-codec": "zstd",
    "write.metadata.delete-after-commit.enabled": "true",
    "write.metadata.previous-versions-max": "20",
}
LakeTable = Table
"""One table of the lake, for those who hand it on and do not know what it is made of."""

_UNFIT = frozenset("?#%*[]{}")
"""Characters of a path that Iceberg, SQLite or the engines take for something else."""


@dataclass(frozen=True)
class Workspace:
    """An open workspace. `close` it, or use it within `contextlib.closing`."""

    path: Path
    catalog: SqlCatalog

    @property
    def delivered(self) -> Path:
        return self.path / "delivered"

    @property
    def working(self) -> Path:
        return self.path / "working"

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse"

    def accepted(self, table: str) -> Table | None:
        """The Iceberg table of accepted rows, None where nothing was ever delivered for it."""
        return self._loaded(table)

    def listed(self, table: str) -> Table | None:
        """The Iceberg table of rejected and left-out rows."""
        return self._loaded(table + LISTED)

    def _loaded(self, name: str) -> Table | None:
        try:
            with catalog_sentences():
                found = self.catalog.load_table((NAMESPACE, name))
        except NoSuchTableError:
            return None
        except FileNotFoundError as error:
            raise _moved(self.path) from error
        if local_path(found.location()).parent != self.warehouse:
            raise _moved(self.path)
        return found

    def tables(self) -> list[str]:
        """The tables that have been made, in the order of the contract."""
        with catalog_sentences():
            made = {name for _, name in self.catalog.list_tables(NAMESPACE)} if self._has_tables() else set()
        return [shape.name for shape in INPUT_TABLES if shape.name in made]

    def _has_tables(self) -> bool:
        return bool(self.catalog.namespace_exists(NAMESPACE))

    def made(self, shape: Shape, calendar: PayCalendar) -> tuple[Table, Table]:
        """The two tables of `shape`, made if need be. Raises UnusableInput for other pay periods than before.

        Partitions are pay periods, so that one workspace has one calendar; an order that counts otherwise
        needs another workspace.
        """
        self.refuse_other_calendar(calendar)
        with catalog_sentences():
            self._make(shape, calendar)
        accepted, listed = self.accepted(shape.name), self.listed(shape.name)
        assert accepted is not None and listed is not None
        return accepted, listed

    def _make(self, shape: Shape, calendar: PayCalendar) -> None:
        with suppress(NamespaceAlreadyExistsError, IntegrityError):  # somebody made it in the same moment
            self.catalog.create_namespace_if_not_exists(NAMESPACE)
        stated = {ANCHOR: calendar.anchor.isoformat(), PERIOD_DAYS: str(calendar.days)}
        fields = partition_fields(shape)
        for name, schema, parts in (
            (shape.name + LISTED, listed_schema(), (*fields, "listed_by")),
            (shape.name, accepted_schema(shape), fields),
        ):
            if self.catalog.table_exists((NAMESPACE, name)):
                continue
            with suppress(TableAlreadyExistsError, CommitFailedException):  # likewise
                self.catalog.create_table(
                    (NAMESPACE, name),
                    schema,
                    location=f"file://{self.warehouse / name}",
                    partition_spec=partitioned_by(schema, parts),
                    properties={
                        **PROPERTIES,
                        **stated,
                        "schema.name-mapping.default": schema.name_mapping.model_dump_json(),
                    },
                )

    def refuse_other_calendar(self, calendar: PayCalendar) -> None:
        """Raises UnusableInput where this workspace counts other pay periods."""
        for name in self.tables():
            table = self.accepted(name)
            assert table is not None
            days = int(table.properties[PERIOD_DAYS])
            known = PayCalendar(date.fromisoformat(table.properties[ANCHOR]), days)
            if known.days != calendar.days or (known.anchor - calendar.anchor).days % known.days:
                raise UnusableInput(
                    str(self.path),
                    f"this workspace counts pay periods of {known.days} days from {known.anchor}, the order "
                    f"{calendar.days} days from {calendar.anchor}",
                    remedy="Take an order with the same pay periods, or a workspace of its own",
                )

    def close(self) -> None:
        """Lets go of the catalog."""
        self.catalog.engine.dispose()


def open_workspace(path: Path, *, create: bool = False, catalog: str | None = None) -> Workspace:
    """Opens a workspace; with `create` it is made where there is none.

    `catalog` is the address of a SQL catalog; without it the setting DUTYSTATION_CATALOG, without that the
    file `catalog.sqlite` in the workspace. Raises UnusableInput where there is no workspace or the catalog
    cannot be reached, UnusableOutput where it cannot be made.
    """
    path = path.absolute()
    if unfit := sorted(_UNFIT & set(str(path))):
        raise UnusableInput(
            str(path),
            f"the path of a workspace cannot hold {' '.join(unfit)}",
            remedy="Choose another folder",
        )
    address = catalog or os.environ.get(CATALOG_SETTING) or ""
    file = path / "catalog.sqlite"
    if not create and not (path / "warehouse").is_dir():
        raise UnusableInput(
            str(path),
            "this is no workspace",
            remedy="Make one by loading a delivery into it: dutystation load FILE --into WORKSPACE …",
        )
    try:
        (path / "warehouse").mkdir(parents=True, exist_ok=True)
        (path / "delivered").mkdir(exist_ok=True)
    except OSError as error:
        raise UnusableOutput(
            f"{path}: the workspace cannot be made ({error.strerror}). Choose another folder."
        ) from error
    local = URL.create("sqlite", database=str(file), query={"timeout": WAIT_FOR_LOCK})
    return Workspace(path, _catalog(address or local.render_as_string(), name=str(path) if address else ""))


def _catalog(uri: str, *, name: str) -> SqlCatalog:
    """The catalog; a shared one holds many workspaces, each under its own path."""
    try:
        with catalog_sentences():
            try:
                return SqlCatalog(name or NAMESPACE, uri=uri)
            except DBAPIError:  # somebody made its tables in the same moment
                return SqlCatalog(name or NAMESPACE, uri=uri)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise UnusableInput(
            CATALOG_SETTING,
            "the address of the catalog cannot be used",
            remedy="Write it as postgresql+psycopg2://user@host/database, and install the driver it names",
        ) from error


@contextmanager
def catalog_sentences() -> Iterator[None]:
    """Turns what the catalog says of locks and disks into sentences."""
    try:
        yield
    except OperationalError as error:
        words = str(error.orig)
        if "full" in words or "disk I/O" in words or "readonly" in words:
            raise UnusableOutput(
                f"The catalog of the workspace cannot be written ({words}); nothing was changed. "
                "Make room on its disk and run again."
            ) from error
        raise UnusableInput(
            "catalog",
            f"the catalog of the workspace cannot be used ({words.partition(chr(10))[0]})",
            remedy="Check that it can be reached, and run again",
        ) from error
    except (DBAPIError, SQLAlchemyError) as error:
        if isinstance(error, (ArgumentError, NoSuchModuleError)):
            raise
        raise UnusableInput(
            "catalog",
            f"the catalog of the workspace cannot be used ({str(error).partition(chr(10))[0]})",
            remedy="Check that it is whole, and run again",
        ) from error


def local_path(location: str) -> Path:
    """The path of a file that Iceberg names by its location."""
    return Path(location.removeprefix("file://"))


def _moved(path: Path) -> UnusableInput:
    return UnusableInput(
        str(path),
        "the tables of this workspace lie somewhere else: it was moved or copied",
        remedy="Put it back where it was made; Iceberg notes absolute paths",
    )
