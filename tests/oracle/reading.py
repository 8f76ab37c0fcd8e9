"""From files to rows of trimmed text. Contract sections 1 and 2."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tests.oracle.rows import COLUMNS, REQUIRED_COLUMNS, REQUIRED_TABLES, Row, Unusable

WHOLE_NUMBERS = ("minutes", "seats")
NUMBERS = ("hours", "usable_sqft")
MOST_DECIMALS = 6
DATES = ("work_date", "effective_from", "effective_to", "valid_from", "valid_to", "decided_on")


def read_tables(inputs: Path) -> tuple[dict[str, list[Row]], dict[str, list[dict[str, Any]]]]:
    """The rows of every table that is there, earlier rows first, and the files they came from."""
    rows: dict[str, list[Row]] = {}
    files: dict[str, list[dict[str, Any]]] = {}
    for table in COLUMNS:
        parts = parts_of(inputs, table)
        if not parts:
            if table in REQUIRED_TABLES:
                raise Unusable(f"{table} is missing")
            continue
        rows[table] = [row for part in parts for row in read_part(part, table)]
        files[table] = [
            {
                "name": part.name,
                "sha256": hashlib.sha256(part.read_bytes()).hexdigest(),
                "bytes": part.stat().st_size,
            }
            for part in parts
        ]
    return rows, files


def parts_of(inputs: Path, table: str) -> list[Path]:
    """The files of one table, in the bytewise order of their names."""
    forms = [inputs / f"{table}.{ending}" for ending in ("csv", "csv.gz", "parquet")]
    found = [form for form in forms if form.exists()]
    if len(found) > 1:
        raise Unusable(f"{table} comes in two forms")
    if not found:
        return []
    if found[0].is_dir():
        return sorted(found[0].glob("*.parquet"), key=lambda part: part.name.encode("utf-8"))
    return found


def read_part(part: Path, table: str) -> Iterator[Row]:
    if part.suffix == ".parquet":
        return read_parquet(part, table)
    return read_csv(part, table)


def read_csv(part: Path, table: str) -> Iterator[Row]:
    """Line 1 is the header. An empty line is no record, so it is not counted either."""
    data = part.read_bytes()
    if part.name.endswith(".gz"):
        data = gzip.decompress(data)
    text = data.decode("utf-8-sig")
    csv.field_size_limit(sys.maxsize)
    # newline="" leaves line breaks to csv, which keeps those inside quotes.
    records = [record for record in csv.reader(io.StringIO(text, newline="")) if record != []]
    if not records:
        raise Unusable(f"{part.name} has no header")
    header = [trim(cell) for cell in records[0]]
    places = columns_in(header, table, part.name)
    for line, record in enumerate(records[1:], start=2):
        cells = {}
        for column in COLUMNS[table]:
            at = places.get(column)
            cells[column] = trim(record[at]) if at is not None and at < len(record) else ""
        yield Row(table, part.name, line, cells)


def read_parquet(part: Path, table: str) -> Iterator[Row]:
    """Line 1 is the first row of the part."""
    content = pq.read_table(part, partitioning=None)
    places = columns_in([trim(name) for name in content.column_names], table, part.name)
    columns = {name: values_of(content.column(at)) for name, at in places.items()}
    for index in range(content.num_rows):
        cells = {
            column: trim(text_of(columns[column][index], column)) if column in columns else ""
            for column in COLUMNS[table]
        }
        yield Row(table, part.name, index + 1, cells)


def values_of(column: pa.ChunkedArray) -> list[Any]:
    """Python's values; it knows no nanoseconds, and fractions of a second are cut anyway."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def columns_in(header: list[str], table: str, file: str) -> dict[str, int]:
    """Where each column of section 2 stands in the header; unknown columns are ignored."""
    for column in COLUMNS[table]:
        if header.count(column) > 1:
            raise Unusable(f"{file}: column {column} comes twice")
    for column in REQUIRED_COLUMNS[table]:
        if column not in header:
            raise Unusable(f"{file}: column {column} is missing")
    if table == "time_records" and "hours" not in header and "minutes" not in header:
        raise Unusable(f"{file}: column hours or minutes is missing")
    return {column: header.index(column) for column in COLUMNS[table] if column in header}


def trim(text: str) -> str:
    """Spaces and tabs around a cell; nothing else, so a no-break space stays."""
    return text.strip(" \t")


def text_of(value: Any, column: str) -> str:
    """What the cell of a Parquet column would have been as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return text_of_timestamp(value, column)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and isfinite(value):
        return text_of_number(Decimal(repr(value)), column, exact=False)
    if isinstance(value, Decimal):
        return text_of_number(value, column, exact=True)
    return str(value)


def text_of_timestamp(value: datetime, column: str) -> str:
    """A timestamp with a zone is an instant; at midnight any of them does as a date."""
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
        offset = "Z"
    else:
        offset = ""
    if column in DATES and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.replace(microsecond=0).isoformat() + offset


def text_of_number(value: Decimal, column: str, *, exact: bool) -> str:
    """A decimal counts by its value: zeros behind the sixth decimal, or behind the point, change nothing.

    No double is a decimal number, so of a double the nearest number that may be written is meant.
    """
    if column in WHOLE_NUMBERS and value == value.to_integral_value():
        return str(int(value))
    if column in NUMBERS and decimals(value) > MOST_DECIMALS:
        nearest = value.quantize(Decimal(1).scaleb(-MOST_DECIMALS))
        value = value if exact and nearest != value else nearest
    return format(value, "f")


def decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
