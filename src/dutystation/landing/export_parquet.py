"""Exports that are Parquet files: the wanted columns as text, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as types

from dutystation.landing.csv_readers import tidy
from dutystation.landing.delivered import DeliveredFile, printable, unreadable
from dutystation.landing.export_layout import Answered, Piece, WantedColumn, find_wanted
from dutystation.terms.errors import UnusableInput

ROWS_AT_ONCE = 1 << 16


def parquet_pieces(
    wanted: Sequence[WantedColumn], file: DeliveredFile, answered: Answered
) -> tuple[Mapping[str, int | None], Iterator[Piece]]:
    """The places of the columns, and the rows in pieces. `line` is the number of the row from 1."""
    try:
        parquet = pq.ParquetFile(file.path)
    except (pa.ArrowException, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise unreadable(file, error) from error
        raise UnusableInput(
            file.label, "the file is not a whole Parquet file", remedy="Write or deliver it again"
        ) from error
    schema = parquet.schema_arrow
    places = find_wanted(schema.names, wanted, file, answered)
    for name, place in places.items():
        if place is not None and not _is_plain_value(schema.field(place).type):
            raise UnusableInput(
                file.label,
                f"the type {printable(str(schema.field(place).type))} is no plain value",
                column=name,
                remedy="Write it as text, a number, a date, a time or a boolean",
            )
    return places, _pieces(parquet, places, file)


def _pieces(
    parquet: pq.ParquetFile, places: Mapping[str, int | None], file: DeliveredFile
) -> Iterator[Piece]:
    names = parquet.schema_arrow.names
    wanted = sorted({names[place] for place in places.values() if place is not None})
    line = 1
    try:
        with parquet:
            for batch in parquet.iter_batches(ROWS_AT_ONCE, columns=wanted):
                empty = pa.nulls(batch.num_rows, pa.string())
                yield Piece(
                    [
                        empty if place is None else as_text(batch.column(names[place]))
                        for place in places.values()
                    ],
                    pa.array(np.arange(line, line + batch.num_rows)),
                )
                line += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise UnusableInput(
            file.label, "the Parquet file is damaged", remedy="Write or deliver it again"
        ) from error


def _is_plain_value(kind: pa.DataType) -> bool:
    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        types.is_string,
        types.is_large_string,
        types.is_string_view,
        types.is_integer,
        types.is_floating,
        types.is_decimal,
        types.is_boolean,
        types.is_date,
        types.is_time,
        types.is_timestamp,
        types.is_null,
    )
    return any(test(kind) for test in tests)


def as_text(column: pa.Array) -> pa.Array:
    """The cells as text, trimmed, null where empty; an instant is written in UTC with `Z`."""
    kind = column.type
    if types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if types.is_timestamp(kind):
        return _moments(column)
    text = column.cast(pa.string())
    if types.is_floating(kind) or types.is_decimal(kind):
        return pa.array([_plain(number) for number in text.to_pylist()], pa.string())
    return tidy(text)


def _moments(column: pa.Array) -> pa.Array:
    aware = column.type.tz is not None
    plain = column.cast(pa.timestamp(column.type.unit, "UTC") if aware else column.type)
    text = plain.cast(pa.timestamp(column.type.unit)).cast(pa.string())
    text = pc.replace_substring_regex(text, r"\.0+$", "")
    return pc.binary_join_element_wise(text, "Z", "") if aware else text


def _plain(text: str | None) -> str | None:
    if text is None or text in ("nan", "inf", "-inf"):
        return text
    plain = f"{Decimal(text):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
