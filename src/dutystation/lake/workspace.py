"""A workspace: the folder in which deliveries are kept. Only this package knows Apache Iceberg.

    WORKSPACE/workspace.json    what it is called, where it was made, and where its catalog is
    WORKSPACE/catalog.sqlite    which metadata file of each table is the current one (or in PostgreSQL)
    WORKSPACE/warehouse/        the tables: data files, manifests, metadata
    WORKSPACE/delivered/        every file as it was sent and what it was read with, by SHA-256, read-only
    WORKSPACE/working/          only while a command runs, or after one was killed

Iceberg notes absolute paths, so a workspace stays where it was made, or a link leads from there to it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NamespaceAlreadyExistsError,
    NoSuchTableError,
    TableAlreadyExistsError,
    ValidationError,
)
from pyiceberg.table import Table
from sqlalchemy import URL
from sqlalchemy.exc import IntegrityError

from dutystation.lake.catalog import (
    CATALOG_SETTING,
    NAMESPACE,
    catalog_sentences,
    file_catalog,
    metadata_location,
    shared_catalog,
    stated_address,
)
from dutystation.lake.identity import new_identity, note, noted, place_of, refuse_other_catalog
from dutystation.lake.lost_catalog import refuse_forgotten_tables, refuse_missing_catalog, tables_with_rows
from dutystation.lake.schemas import accepted_schema, listed_schema, partition_fields, partitioned_by
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput, UnusableOutput
from dutystation.terms.marking import OWNER_ONLY_FOLDER
from dutystation.terms.period import PayCalendar

LISTED = "_rejected"
ANCHOR, PERIOD_DAYS = "dutystation.pay-period-anchor", "dutystation.pay-period-days"
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
        except (OSError, ValueError, ValidationError) as error:
            raise self._unreadable(name, error) from error
        if local_path(found.location()).parent != self.warehouse:
            raise _moved(self.path)
        return found

    def _unreadable(self, name: str, error: Exception) -> UnusableInput:
        """What is said where the current metadata file of a table is damaged, or not there."""
        file = local_path(metadata_location(self.catalog, name))
        if not file.is_relative_to(self.warehouse):
            return _moved(self.path)
        what = "is missing" if isinstance(error, FileNotFoundError) else "cannot be read"
        return UnusableInput(
            str(file),
            f"this file says what the table {name} holds, and it {what}",
            remedy="Put it back from the newest backup; nothing was changed",
        )

    def tables(self) -> list[str]:
        """The tables that have been made, in the order of the contract."""
        made = _tables_of(self.catalog)
        return [shape.name for shape in INPUT_TABLES if shape.name in made]

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


def open_workspace(path: Path, *, create: bool = False) -> Workspace:
    """Opens a workspace; with `create` it is made where there is none.

    The catalog of a new one lies in the database of the setting DUTYSTATION_CATALOG, without that in the file
    `catalog.sqlite` in the workspace. Raises UnusableInput where there is no workspace, it was moved, or its
    catalog is not where the setting says, UnusableOutput where it cannot be made.
    """
    path = path.absolute()
    if unfit := sorted(_UNFIT & set(str(path))):
        raise UnusableInput(
            str(path),
            f"the path of a workspace cannot hold {' '.join(unfit)}",
            remedy="Choose another folder",
        )
    if path.is_file():
        raise UnusableInput(str(path), "this is a file", remedy="Give the folder of a workspace")
    address = stated_address()
    if not create and not (path / "warehouse").is_dir():
        raise UnusableInput(
            str(path),
            "this is no workspace",
            remedy="Make one by loading a delivery into it: dutystation load FILE --into WORKSPACE …",
        )
    identity = noted(path)
    if identity is None:
        refuse_missing_catalog(path, None, shared=address is not None)
        if create:
            _make_folders(path)
        return _first_opened(path, address, create=create)
    path = place_of(path, identity)
    refuse_other_catalog(path, identity, shared=address is not None)
    refuse_missing_catalog(path, identity, shared=address is not None)
    if create:
        _make_folders(path)
    if address is None:
        return Workspace(path, _whole_catalog(path))
    catalog = shared_catalog(address, identity.id)
    with catalog_sentences():
        known = catalog.namespace_exists(NAMESPACE)
    if not known:
        catalog.engine.dispose()
        raise UnusableInput(
            CATALOG_SETTING,
            f"this database does not hold the catalog of the workspace {path}",
            remedy="Give the address of the database that it was made with",
        )
    return Workspace(path, catalog)


def _first_opened(path: Path, address: URL | None, *, create: bool) -> Workspace:
    """A workspace about which nothing is noted: with `create` it is noted what it is from now on.

    In a database its name is known before it is noted in the folder: what is noted there can be relied on.
    """
    identity = new_identity(path, shared=address is not None)
    refuse_other_catalog(path, identity, shared=address is not None)
    catalog = _whole_catalog(path) if address is None else shared_catalog(address, identity.id)
    if not create:
        return Workspace(path, catalog)
    with catalog_sentences():
        if address is not None:
            catalog.create_namespace(NAMESPACE, {"dutystation.workspace": identity.made_at})
        try:
            first = note(path, identity)
        except OSError as error:
            catalog.engine.dispose()
            raise _cannot_be_made(path, error) from error
        if first != identity:  # somebody made it in the same moment
            if address is not None:
                catalog.drop_namespace(NAMESPACE)
            catalog.engine.dispose()
            return open_workspace(path, create=True)
    return Workspace(path, catalog)


def _whole_catalog(path: Path) -> SqlCatalog:
    """The catalog in the file of a workspace. Raises UnusableInput where it lacks a table that has rows."""
    with_rows = tables_with_rows(path / "warehouse")  # first: a table is known before it has any
    catalog = file_catalog(path)
    try:
        refuse_forgotten_tables(path, with_rows, _tables_of(catalog))
    except UnusableInput:
        catalog.engine.dispose()
        raise
    return catalog


def _tables_of(catalog: SqlCatalog) -> set[str]:
    with catalog_sentences():
        if not catalog.namespace_exists(NAMESPACE):
            return set()
        return {name for _, name in catalog.list_tables(NAMESPACE)}


def _make_folders(path: Path) -> None:
    try:
        path.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        (path / "warehouse").mkdir(exist_ok=True)
        (path / "delivered").mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
    except OSError as error:
        raise _cannot_be_made(path, error) from error


def _cannot_be_made(path: Path, error: OSError) -> UnusableOutput:
    return UnusableOutput(f"{path}: the workspace cannot be made ({error.strerror}). Choose another folder.")


def local_path(location: str) -> Path:
    """The path of a file that Iceberg names by its location."""
    return Path(location.removeprefix("file://"))


def _moved(path: Path) -> UnusableInput:
    return UnusableInput(
        str(path),
        "the tables of this workspace lie somewhere else: it was moved or copied",
        remedy="Put it back where it was made; Iceberg notes absolute paths",
    )
