"""Exports that are JSON: one object on each line, or a list of objects in one document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import pyarrow as pa

from dutystation.landing.columns import BLANKS
from dutystation.landing.csv_header import UTF8_MARK, read_bytes
from dutystation.landing.csv_rows import LONGEST_RECORD_BYTES
from dutystation.landing.delivered import DeliveredFile
from dutystation.landing.export_layout import Answered, JsonLayout, Piece, WantedColumn, missing_column
from dutystation.terms.errors import UnusableInput

LARGEST_DOCUMENT = 256 << 20
"""Bytes of one document, which is read whole. Larger exports come as one object on each line."""

ROWS_AT_ONCE = 10_000
Record = tuple[int, Mapping[str, object]]


def json_pieces(
    stream: IO[bytes],
    layout: JsonLayout,
    wanted: Sequence[WantedColumn],
    file: DeliveredFile,
    answered: Answered,
) -> Iterator[Piece]:
    """The records in pieces. Raises UnusableInput at the end for a column that no record has."""
    records = _lines(stream, file) if layout.lines else _document(stream, layout, file)
    any_record, keys = False, dict[str, None]()
    while some := [record for _, record in zip(range(ROWS_AT_ONCE), records, strict=False)]:
        cells = []
        for column in wanted:
            texts = [_cell(record, column, number, file, answered) for number, record in some]
            cells.append(pa.array(texts, pa.string()))
        if not any_record:
            keys.update(dict.fromkeys(some[0][1]))
        any_record = True
        yield Piece(cells, pa.array([number for number, _ in some], pa.int64()))
    seen = {name for name, _ in answered}
    for column in wanted:
        if any_record and column.name not in seen and not column.optional:
            raise missing_column(list(keys), column, file)


def _lines(stream: IO[bytes], file: DeliveredFile) -> Iterator[Record]:
    number = 0
    while line := stream.readline(LONGEST_RECORD_BYTES + 1):
        number += 1
        if len(line) > LONGEST_RECORD_BYTES:
            raise UnusableInput(
                file.label, "the line is too long", line=number, remedy="Check the kind in the profile"
            )
        text = line.removeprefix(UTF8_MARK) if number == 1 else line
        if text.strip():
            yield number, _object(_parsed(text, file, number), file, number)


def _document(stream: IO[bytes], layout: JsonLayout, file: DeliveredFile) -> Iterator[Record]:
    data = read_bytes(stream, LARGEST_DOCUMENT + 1, file)
    if len(data) > LARGEST_DOCUMENT:
        raise UnusableInput(
            file.label,
            f"the document is larger than {LARGEST_DOCUMENT >> 20} MiB",
            remedy="Export one object on each line (kind: json_lines)",
        )
    found = _parsed(data.removeprefix(UTF8_MARK), file, None)
    del data
    if layout.records is not None:
        found = follow(found, layout.records, any_case=False)
    if not isinstance(found, list):
        where = f"at {layout.records}" if layout.records else "in the document"
        raise UnusableInput(
            file.label, f"{where} there is no list of records", remedy="Correct records in the profile"
        )
    for number, record in enumerate(found, 1):
        yield number, _object(record, file, number)


def _parsed(data: bytes, file: DeliveredFile, line: int | None) -> object:
    try:
        return json.loads(data, parse_float=str, parse_int=str, parse_constant=str)
    except UnicodeDecodeError as error:
        raise UnusableInput(
            file.label, "this is not UTF-8 text", line=line, remedy="Save it as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        at = line if line is not None else error.lineno
        what = error.msg[:1].lower() + error.msg[1:]
        raise UnusableInput(
            file.label, f"this is not JSON ({what})", line=at, remedy="Check the kind in the profile"
        ) from error
    except RecursionError as error:
        raise UnusableInput(
            file.label, "it is nested too deeply", line=line, remedy="Check the kind in the profile"
        ) from error


def _object(record: object, file: DeliveredFile, number: int) -> Mapping[str, object]:
    if not isinstance(record, dict):
        raise UnusableInput(
            file.label,
            "this record is no object with names",
            line=number,
            remedy="Check kind and records in the profile",
        )
    return record


def _cell(
    record: Mapping[str, object], column: WantedColumn, number: int, file: DeliveredFile, answered: Answered
) -> str | None:
    filled = set()
    for spelling in column.spellings:
        found = follow(record, spelling, any_case=column.any_case)
        if found is not ABSENT:
            answered.add((column.name, spelling))
            filled.add(_text(found))
    filled.discard("")
    if len(filled) > 1:
        raise UnusableInput(
            file.label,
            "two of its spellings hold different values in one record",
            column=column.name,
            line=number,
            remedy="Name only the right one in the profile",
        )
    return next(iter(filled), None)


ABSENT = object()
"""What a path leads to where there is nothing; null is a value."""


def follow(value: object, path: str, *, any_case: bool) -> object:
    """What stands at a name, or at a path that begins with `/` (RFC 6901); ABSENT where nothing does."""
    if not path.startswith("/"):
        return _member(value, path, any_case=any_case)
    for step in path[1:].split("/"):
        value = _member(value, step.replace("~1", "/").replace("~0", "~"), any_case=any_case)
    return value


def _member(value: object, name: str, *, any_case: bool) -> object:
    if isinstance(value, list):
        at = int(name) if name.isdecimal() and len(name) < 9 else len(value)
        return value[at] if at < len(value) else ABSENT
    if not isinstance(value, dict):
        return ABSENT
    if name in value or not any_case:
        return value.get(name, ABSENT)
    return next((held for key, held in value.items() if key.lower() == name.lower()), ABSENT)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip(BLANKS)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
