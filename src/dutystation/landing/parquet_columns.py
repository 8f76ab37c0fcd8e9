"""The columns of Parquet parts, by their footers alone. The engine reads the rows itself.

Source: contract section 2 (natural types are taken as well as text) and section 3 (`line` of a Parquet row
is its number in its part, from 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.types as types

from dutystation.landing.columns import BLANKS, find_columns, unknown_columns_note
from dutystation.landing.delivered import DeliveredFile, printable, unreadable
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput

MOST_DIGITS = 38
ACCEPTED = "text, date, timestamp, integer, decimal, double or boolean"


class ArrowKind(Enum):
    """How a delivered Parquet column is typed. Dictionary-encoded columns are what their values are."""

    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"  # without a time zone
    TIMESTAMP_UTC = "timestamp_utc"  # an instant
    INTEGER = "integer"  # signed or not
    DECIMAL = "decimal"  # at most 38 digits
    DOUBLE = "double"  # half, single or double precision
    BOOLEAN = "boolean"
    NULL = "null"  # every cell is empty


@dataclass(frozen=True)
class ParquetColumn:
    """A column of the contract as a part has it. `physical` is the name in the part, untrimmed."""

    name: str
    physical: str
    kind: ArrowKind


@dataclass(frozen=True)
class PartGroup:
    """Parts of one table whose schemas are equal, so that they can be read as one.

    `columns` are the contract's columns they have, in the order of the shape; `rows` is the number of rows
    of each part. `twins` tells that further columns differ from these in case alone.
    """

    parts: tuple[DeliveredFile, ...]
    columns: tuple[ParquetColumn, ...]
    rows: tuple[int, ...]
    twins: bool = False


@dataclass(frozen=True)
class ParquetDelivery:
    """One table that was delivered as Parquet. `files` are all parts by name, bytewise."""

    shape: Shape
    files: tuple[DeliveredFile, ...]
    groups: tuple[PartGroup, ...]
    notes: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The contract's columns that any part has, in the order of the shape."""
        present = {column.name for group in self.groups for column in group.columns}
        return tuple(name for name in self.shape.names if name in present)

    @property
    def rows(self) -> int:
        return sum(sum(group.rows) for group in self.groups)


def inspect_parquet(files: Sequence[DeliveredFile], shape: Shape, label: str) -> ParquetDelivery:
    """Read the footers of all parts of one table; `label` names the table's file or folder in a note.

    Raises UnusableInput if a part is not a whole Parquet file, lacks a required column, repeats one, or
    has a column of the contract in a type that is not accepted.
    """
    parts: dict[pa.Schema, list[tuple[DeliveredFile, int]]] = {}
    for file in files:
        schema, rows = _footer(file)
        parts.setdefault(schema, []).append((file, rows))
    groups, unknown = [], dict[str, None]()
    for schema, members in parts.items():
        columns, others = _columns(schema, shape, members[0][0])
        twins = _has_twins(schema.names, (column.name for column in columns))
        groups.append(PartGroup(tuple(m[0] for m in members), columns, tuple(m[1] for m in members), twins))
        unknown.update(dict.fromkeys(others))
    notes = (unknown_columns_note(label, tuple(unknown)),) if unknown else ()
    return ParquetDelivery(shape, tuple(files), tuple(groups), notes)


def _footer(file: DeliveredFile) -> tuple[pa.Schema, int]:
    try:
        with file.path.open("rb") as stream:
            start = stream.read(4)
            with pq.ParquetFile(stream) as parquet:
                schema, rows = parquet.schema_arrow, parquet.metadata.num_rows
                int96 = _int96_columns(parquet.schema)
        names = schema.names
    except (pa.ArrowException, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise unreadable(file, error) from error
        what = "encrypted" if start == b"PARE" else "not a whole Parquet file"
        raise UnusableInput(file.label, f"the file is {what}", remedy="Write or deliver it again") from error
    fields = [
        field.with_type(pa.timestamp("ns", tz=INT96)) if field.name in int96 else field
        for field in schema.remove_metadata()
    ]
    assert len(fields) == len(names)
    return pa.schema(fields), rows


INT96 = "INT96"


def _int96_columns(schema: pq.ParquetSchema) -> frozenset[str]:
    columns = (schema.column(place) for place in range(len(schema)))
    return frozenset(column.path for column in columns if column.physical_type == "INT96")


def _columns(
    schema: pa.Schema, shape: Shape, file: DeliveredFile
) -> tuple[tuple[ParquetColumn, ...], tuple[str, ...]]:
    found = find_columns(schema.names, shape, file.label)
    columns = []
    for name, place in found.positions.items():
        field = schema.field(place)
        kind = _kind(field.type)
        if kind is None:
            raise UnusableInput(
                file.label,
                f"the column has the type {_type_name(field.type)}, which is not accepted",
                column=name,
                remedy=f"Write it as {ACCEPTED}",
            )
        columns.append(ParquetColumn(name, field.name, kind))
    return tuple(columns), found.unknown


def _has_twins(names: Sequence[str], known: Iterable[str]) -> bool:
    """Whether a column differs in case alone from one of the contract's, which is another name."""
    wanted = {name.casefold(): name for name in known}
    trimmed = (name.strip(BLANKS) for name in names)
    return any(wanted.get(name.casefold(), name) != name for name in trimmed)


def copied_without_twins(part: DeliveredFile, columns: Sequence[ParquetColumn], to: Path) -> None:
    """Writes the rows of a part with `columns` alone, in their order. Raises UnusableInput.

    Query engines do not tell column names apart by case and could take the wrong one in silence.
    """
    try:
        with pq.ParquetFile(part.path) as parquet:
            names = [column.physical for column in columns]
            batches = parquet.iter_batches(columns=names)
            schema = pa.schema([parquet.schema_arrow.field(name) for name in names])
            with pq.ParquetWriter(to, schema) as copy:
                for batch in batches:
                    copy.write_batch(batch.select(names))
    except (pa.ArrowException, OSError) as error:
        raise UnusableInput(part.label, "the file cannot be read", remedy="Deliver it again") from error


def _kind(arrow: pa.DataType) -> ArrowKind | None:
    if types.is_dictionary(arrow):
        arrow = arrow.value_type
    if types.is_timestamp(arrow):
        if arrow.tz == INT96:
            return None
        return ArrowKind.TIMESTAMP if arrow.tz is None else ArrowKind.TIMESTAMP_UTC
    if types.is_decimal(arrow):
        return ArrowKind.DECIMAL if arrow.precision <= MOST_DIGITS else None
    return next((kind for holds, kind in _KINDS if holds(arrow)), None)


_KINDS = (
    (types.is_string, ArrowKind.TEXT),
    (types.is_large_string, ArrowKind.TEXT),
    (types.is_string_view, ArrowKind.TEXT),
    (types.is_date, ArrowKind.DATE),
    (types.is_integer, ArrowKind.INTEGER),
    (types.is_floating, ArrowKind.DOUBLE),
    (types.is_boolean, ArrowKind.BOOLEAN),
    (types.is_null, ArrowKind.NULL),
)


def _type_name(arrow: pa.DataType) -> str:
    if types.is_timestamp(arrow):
        return "INT96 (a timestamp that does not say whether it is UTC)"
    return printable(str(arrow), longest=80)
