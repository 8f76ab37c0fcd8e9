"""How the tables of the contract look in the lake: columns, types, partitions.

Accepted rows are typed as `intake` types them (see `intake/cells.py`): days and wall-clock seconds are whole
numbers since 1970-01-01, hours have six decimals, everything else is text. Each row tells where it came
from: `file`, `line`, `delivery`, `sender`, `period`.
"""

from __future__ import annotations

import pyarrow as pa
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DecimalType, IcebergType, LongType, NestedField, StringType

from dutystation.tables.inputs import BY_PERIOD
from dutystation.tables.rejected import PLACE_OF_ROW, REJECTED_COLUMNS
from dutystation.tables.shape import Bound, Column, Kind, Shape

ORIGIN = ("delivery", "sender", "period")
TOLD_COLUMNS = ("person", "day", "as_delivered")
"""What a row that does not count says of itself, as far as it can be read: see `intake/as_delivered.py`."""
LISTED_COLUMNS = (*REJECTED_COLUMNS, "fate", *TOLD_COLUMNS, *ORIGIN, "listed_by")
"""Of a row that is not accepted: the columns of `rejected.csv`; `fate`, which is `rejected` or `left_out`;
what a rejected one says of itself; the delivery it came in; and the one with which it was last listed,
another one after an amendment."""
_WHOLE_NUMBERS = frozenset({"line", "day"})


def accepted_columns(shape: Shape) -> tuple[str, ...]:
    """The columns of accepted rows, in order."""
    return tuple(_types(shape))


def sound_columns(shape: Shape) -> tuple[str, ...]:
    """The columns of accepted rows as `intake` types them, without where they came from."""
    return tuple(name for name in _types(shape) if name not in (*PLACE_OF_ROW, *ORIGIN))


def accepted_schema(shape: Shape) -> Schema:
    """One row per accepted row of a delivery in force."""
    return _schema(_types(shape))


def listed_schema() -> Schema:
    """One row per delivered row that is rejected or left out."""
    return _schema({name: LongType() if name in _WHOLE_NUMBERS else StringType() for name in LISTED_COLUMNS})


def empty_accepted(shape: Shape) -> pa.Table:
    """No accepted rows of a table."""
    return accepted_schema(shape).as_arrow().empty_table()


def empty_listed() -> pa.Table:
    """No rejected or left-out rows."""
    return listed_schema().as_arrow().empty_table()


def partition_fields(shape: Shape) -> tuple[str, ...]:
    """What a slice of the table is: what one sender delivers, and of the large tables for one period."""
    return ("period", "sender") if shape.name in BY_PERIOD else ("sender",)


def partitioned_by(schema: Schema, names: tuple[str, ...]) -> PartitionSpec:
    """Partitions by the values of columns as they are."""
    return PartitionSpec(
        *(
            PartitionField(schema.find_field(name).field_id, 1000 + at, IdentityTransform(), name)
            for at, name in enumerate(names)
        )
    )


def _types(shape: Shape) -> dict[str, IcebergType]:
    types: dict[str, IcebergType] = {"file": StringType(), "line": LongType()}
    for column in shape.columns:
        if column.kind is Kind.TIMESTAMP:
            types |= {"wall_second": LongType(), "utc_offset": LongType()}
        else:
            types[column.name] = _type(column)
    return types | dict.fromkeys(ORIGIN, StringType())


def _type(column: Column) -> IcebergType:
    match column.kind:
        case Kind.DATE:
            return LongType()
        case Kind.NUMBER if column.bound is Bound.DAY_HOURS:
            return DecimalType(18, 6)
        case Kind.WHOLE if column.bound is Bound.DAY_MINUTES:
            return LongType()
        case _:
            return StringType()


def _schema(types: dict[str, IcebergType]) -> Schema:
    return Schema(
        *(NestedField(number, name, kind) for number, (name, kind) in enumerate(types.items(), start=1))
    )
