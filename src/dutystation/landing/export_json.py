"""Exports that are JSON: one object on each line, or a list of objects in one document."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import pyarrow as pa

from dutystation.landing.columns import BLANKS
from dutystation.landing.csv_header import UTF8_MARK, read_bytes
from dutystation.landing.csv_rows import LONGEST_RECORD_BYTES
from dutystation.landing.delivered import DeliveredFile, printable
from dutystation.landing.export_layout import Answered, JsonLayout, Piece, WantedColumn, missing_column
from dutystation.terms.errors import UnusableInput

LARGEST_DOCUMENT = 256 << 20
"""Bytes of one document, which is read whole. Larger exports come as one object on each line."""

ROWS_AT_ONCE = 10_000
Record = tuple[int, Mapping[str, object], str | None]
"""The number of a record, the record, and what is wrong with it as a whole, None where nothing is."""


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
        faults = {number: fault for number, _, fault in some if fault is not None}
        cells = []
        for column in wanted:
            texts = [_cell(record, column, number, file, answered, faults) for number, record, _ in some]
            cells.append(pa.array(texts, pa.string()))
        if not any_record:
            keys.update(dict.fromkeys(some[0][1]))
        any_record = True
        numbers = [number for number, _, _ in some]
        why = pa.array([faults.get(number) for number in numbers], pa.string()) if faults else None
        yield Piece(cells, pa.array(numbers, pa.int64()), why)
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
            record, doubled = _parsed(text, file, number)
            yield number, _object(record, file, number), _twice(doubled)


def _document(stream: IO[bytes], layout: JsonLayout, file: DeliveredFile) -> Iterator[Record]:
    data = read_bytes(stream, LARGEST_DOCUMENT + 1, file)
    if len(data) > LARGEST_DOCUMENT:
        raise UnusableInput(
            file.label,
            f"the document is larger than {LARGEST_DOCUMENT >> 20} MiB",
            remedy="Export one object on each line (kind: json_lines)",
        )
    document, doubled = _parsed(data.removeprefix(UTF8_MARK), file, None)
    del data
    found = document if layout.records is None else follow(document, layout.records, any_case=False)
    if not isinstance(found, list):
        where = f"at {layout.records}" if layout.records else "in the document"
        raise UnusableInput(
            file.label, f"{where} there is no list of records", remedy="Correct records in the profile"
        )
    if layout.total is not None:
        _refuse_other_number(follow(document, layout.total, any_case=False), len(found), layout.total, file)
    inside = [_doubled_in(record) for record in found] if doubled else []
    if sum(map(len, inside)) < len(doubled):
        raise UnusableInput(
            file.label,
            f"the name {printable(doubled[-1])} stands twice in one object of the document",
            remedy="Export it again",
        )
    for number, record in enumerate(found, 1):
        yield number, _object(record, file, number), _twice(inside[number - 1] if doubled else ())


def _refuse_other_number(stated: object, records: int, path: str, file: DeliveredFile) -> None:
    """An answer in pages says how many records there are, and a page alone would stand for all of them."""
    if not isinstance(stated, str) or not stated.isdecimal():
        raise UnusableInput(
            file.label, f"at {path} there is no number of records", remedy="Correct total in the profile"
        )
    if (stated.lstrip("0") or "0") != str(records):
        raise UnusableInput(
            file.label,
            f"the document says that there are {printable(stated)} records, and holds {records}",
            remedy="Ask for all of them, and put all pages together into one document",
        )


class _Doubled(dict[str, object]):
    """An object in which a name stands more than once; the last of them is held."""

    name = ""


def _doubled_in(record: object) -> list[str]:
    """The names that stand more than once in an object, anywhere in the record."""
    names, parts = [], [record]
    while parts:
        part = parts.pop()
        if isinstance(part, _Doubled):
            names.append(part.name)
        if isinstance(part, dict):
            parts += part.values()
        elif isinstance(part, list):
            parts += part
    return names


def _twice(doubled: Sequence[str]) -> str | None:
    if not doubled:
        return None
    return f"the name {printable(doubled[0])} stands in it twice: give it once"


def _parsed(data: bytes, file: DeliveredFile, line: int | None) -> tuple[object, list[str]]:
    """What the text holds, and the names that stand more than once in an object of it."""
    doubled = []

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        record = dict(pairs)
        if len(record) == len(pairs):
            return record
        strange = _Doubled(record)
        strange.name = Counter(name for name, _ in pairs).most_common(1)[0][0]
        doubled.append(strange.name)
        return strange

    try:
        found = json.loads(
            data, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=members
        )
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
    return found, doubled


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
    record: Mapping[str, object],
    column: WantedColumn,
    number: int,
    file: DeliveredFile,
    answered: Answered,
    faults: dict[int, str],
) -> str | None:
    filled = set()
    for spelling in column.spellings:
        try:
            found = follow(record, spelling, any_case=column.any_case)
            if found is not ABSENT:
                answered.add((column.name, spelling))
                filled.add(_text(found))
        except _Unclear as unclear:
            answered.add((column.name, spelling))
            faults.setdefault(number, f"at {spelling} {unclear}")
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


class _Unclear(Exception):
    """What stands in a record is no text; its words say what it is, and what to do."""


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
    if not any_case:
        return value.get(name, ABSENT)
    found = [held for key, held in value.items() if key.lower() == name.lower()]
    if len(found) > 1:
        raise _Unclear("there are several names that differ only in capitals: take any_case out")
    return found[0] if found else ABSENT


def _text(value: object) -> str:
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            raise _Unclear("there is half a character (a lone surrogate): correct the text")
        return value.strip(BLANKS)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    what = "list" if isinstance(value, list) else "object"
    raise _Unclear(f"there is {'a' if what == 'list' else 'an'} {what} and no text: name a part of it")
