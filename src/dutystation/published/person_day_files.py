"""Which files hold people's days, how they are laid out, and how they are written.

    person_days/contents.json                 the pay periods, and which part holds which people
    person_days/hours/PERIOD/00001-part-0000.parquet  one row per time record, by slice, person and day
    person_days/slices/PERIOD/part-0000.parquet    which slice holds a person's records, by person
    person_days/presence/PERIOD/part-0000.parquet  one row per stay or badge day, by person and day
    person_days/people.parquet                one row per person on the roster on the as-of date, by person
    person_days/facilities.parquet            one row per facility

Records lie in slices, mostly one for each sender, so that a correction writes its own anew and no other. One
person among hundreds of thousands is found by reading little: `slices` has the slice where a period has
several, `contents.json` names the part, the statistics in its footer the row group, and all are small.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.published.json_text import write_json
from dutystation.terms.marking import OWNER_ONLY_FILE, OWNER_ONLY_FOLDER

PERSON_DAYS = "person_days"
CONTENTS_JSON = "contents.json"
PEOPLE_PARQUET, FACILITIES_PARQUET = "people.parquet", "facilities.parquet"
HOURS, PRESENCE, SLICES = "hours", "presence", "slices"
KINDS = (HOURS, PRESENCE, SLICES)

ROWS_OF_A_PART = 1 << 16
"""Few enough that a part's footer is read in a fraction of a millisecond."""
ROWS_OF_A_GROUP = 1 << 11
"""What is read at least for one person: more would be read in vain, fewer make footers long."""

HOURS_SCHEMA = pa.schema(
    [
        ("person", pa.string()),
        ("work_date", pa.date32()),
        ("hours", pa.decimal128(18, 6)),
        ("minutes", pa.int32()),
        ("counted_minutes", pa.int32()),
        ("pay_code", pa.string()),
        ("place_code", pa.string()),
        ("place", pa.string()),
        ("hours_type", pa.string()),
        ("fate", pa.string()),
        ("record_id", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("evidence_class", pa.string()),
    ]
)
"""One row per time record of a known person. `hours`, `minutes` are the amounts as delivered."""
PRESENCE_SCHEMA = pa.schema(
    [
        ("person", pa.string()),
        ("local_date", pa.date32()),
        ("facility", pa.string()),
        ("entered", pa.int64()),
        ("left", pa.int64()),
        ("sighting", pa.string()),
    ]
)
"""One row per stay, and per presence without one. `entered`, `left` are UTC seconds since 1970-01-01."""
SLICES_SCHEMA = pa.schema([("person", pa.string()), ("slice", pa.int32())])
"""One row per person of whom anything was delivered for a pay period, where it has several slices."""
PEOPLE_SCHEMA = pa.schema(
    [
        ("person", pa.string()),
        ("component", pa.string()),
        ("org_unit", pa.string()),
        ("arrangement", pa.string()),
        ("population", pa.string()),
        ("telework_eligible", pa.bool_()),
        ("duty_station", pa.string()),
        ("supervisor", pa.string()),
        ("bargaining_unit", pa.string()),
        ("status", pa.string()),
        ("rule", pa.int64()),
        ("reason", pa.string()),
        ("in_person_minutes", pa.int64()),
        ("off_site_minutes", pa.int64()),
        ("unclassified_minutes", pa.int64()),
    ]
)
"""One row per person on the roster on the as-of date. A contractor has no status and no minutes."""
FACILITIES_SCHEMA = pa.schema(
    [
        ("facility", pa.string()),
        ("name", pa.string()),
        ("seats", pa.int64()),
        ("usable_sqft", pa.string()),
        ("readers", pa.string()),
        ("timezone", pa.string()),
    ]
)
"""One row per accepted facility; `usable_sqft` as delivered."""

_ALL_DIFFERENT = frozenset({"record_id", "line", "entered", "left", "key"})
"""Columns of which a dictionary would hold nearly every row."""


@dataclass(frozen=True)
class Part:
    """One Parquet file of a period, with the first and the last person in it, by UTF-8 bytes."""

    name: str
    first: str
    last: str


def write_parts(batches: Iterable[pa.RecordBatch], schema: pa.Schema, folder: Path) -> tuple[Part, ...]:
    """Writes rows that come sorted by person into parts in a folder, which is made.

    The same rows give the same bytes, however they are cut into batches. Raises OSError.
    """
    writer = PartWriter(schema, folder)
    for batch in batches:
        writer.add(batch)
    return writer.end()


class PartWriter:
    """Writes parts as `write_parts` does, of rows that are given one batch after another."""

    def __init__(self, schema: pa.Schema, folder: Path) -> None:
        folder.mkdir(mode=OWNER_ONLY_FOLDER)
        self._schema, self._folder = schema, folder
        self._waiting = _Waiting(schema)
        self._parts: list[Part] = []

    def add(self, batch: pa.RecordBatch) -> None:
        """Takes the next rows, and writes what fills a part."""
        for rows in self._waiting.full_with(batch):
            self._write(rows)

    def end(self) -> tuple[Part, ...]:
        """Writes the rows that are left, and says what was written."""
        for rows in self._waiting.rest():
            self._write(rows)
        return tuple(self._parts)

    def _write(self, rows: pa.Table) -> None:
        name = f"part-{len(self._parts):04}.parquet"
        write_file([rows], self._schema, self._folder / name)
        people = rows["person"]
        self._parts.append(Part(name, people[0].as_py(), people[len(people) - 1].as_py()))


def write_contents(contents: Mapping[str, object], folder: Path) -> None:
    """Writes what is in a folder of people's days, for its owner alone."""
    path = folder / CONTENTS_JSON
    path.touch(mode=OWNER_ONLY_FILE)
    write_json(path, contents)


def write_file(tables: Iterable[pa.Table], schema: pa.Schema, path: Path) -> None:
    """Writes tables of a schema, one after another, as one file that only its owner may read."""
    texts = [field.name for field in schema if field.name not in _ALL_DIFFERENT]
    with (
        open(path, "xb", opener=_owner_only) as file,
        pq.ParquetWriter(
            file,
            schema,
            compression="zstd",
            use_dictionary=texts,
            write_statistics=[schema.names[0]],
            store_schema=False,
        ) as writer,
    ):
        for table in tables:
            writer.write_table(table, row_group_size=ROWS_OF_A_GROUP)


def full_tables(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in tables of a schema, each as long as a part but for the last one, which is not empty."""
    waiting = _Waiting(schema)
    for batch in batches:
        yield from waiting.full_with(batch)
    yield from waiting.rest()


class _Waiting:
    """Rows that come batch after batch and wait until there are enough for a part."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._held: list[pa.Table] = []

    def full_with(self, batch: pa.RecordBatch) -> Iterator[pa.Table]:
        """The tables that are full with the rows of one more batch."""
        self._held.append(pa.Table.from_batches([batch]).select(self._schema.names).cast(self._schema))
        while sum(table.num_rows for table in self._held) >= ROWS_OF_A_PART:
            together = pa.concat_tables(self._held)
            yield together.slice(0, ROWS_OF_A_PART)
            self._held = [together.slice(ROWS_OF_A_PART)]

    def rest(self) -> Iterator[pa.Table]:
        """The rows that are left, if any."""
        rest = pa.concat_tables([self._schema.empty_table(), *self._held])
        if rest.num_rows:
            yield rest


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY_FILE)
