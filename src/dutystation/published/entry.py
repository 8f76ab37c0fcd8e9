"""One object of a published JSON file, or one row of a published CSV, read value by value.

Whoever reads a report must not stumble over a hand-edited file: every value is looked at, and what is
missing or of another kind is named by file, place and key.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sys import float_info
from typing import Never

from dutystation.published.csv_text import read_csv
from dutystation.terms.errors import UnusableInput

REMEDY = "Make the report again, or take an unchanged copy of it"


@dataclass(frozen=True)
class Entry:
    """The values of one object in `file`; `place` says which, for messages."""

    file: str
    place: str
    values: Mapping[str, object]

    def broken(self, key: str, expected: str) -> Never:
        """Raises UnusableInput for the value under `key`."""
        found = "is missing" if key not in self.values else f"is {self.values[key]!r:.60}"
        raise UnusableInput(
            self.file, f"{self.place}, {key} {found} where {expected} is expected", remedy=REMEDY
        )

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return value if isinstance(value, str) else self.broken(key, "a text")

    def whole(self, key: str) -> int:
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.broken(key, "a whole number")

    def ratio(self, key: str) -> float | None:
        """A number, or None for null. A JSON text may have lost the `.0` of a whole ratio on its way."""
        value = self.values.get(key)
        if value is None and key in self.values:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= float_info.max:
            return float(value)
        return self.broken(key, "a number or null")

    def day(self, key: str) -> date:
        value = self.values.get(key)
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            return self.broken(key, "a date such as 2025-02-19")

    def entry(self, key: str) -> Entry:
        """The object under `key`."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            self.broken(key, "an object")
        return Entry(self.file, f"{self.place}, {key}", value)

    def counts(self, key: str) -> dict[str, int]:
        """The object under `key`, whose values are all whole numbers."""
        entry = self.entry(key)
        return {name: entry.whole(name) for name in entry.values}

    def entries(self, key: str) -> Iterator[Entry]:
        """The objects of the list under `key`."""
        value = self.values.get(key)
        if not isinstance(value, list):
            self.broken(key, "a list")
        for number, member in enumerate(value, start=1):
            if not isinstance(member, dict):
                self.broken(key, "a list of objects")
            yield Entry(self.file, f"{key}, entry {number}", member)


def read_json(path: Path) -> Entry:
    """The object that the JSON file at `path` holds. Raises UnusableInput for anything else."""
    return Entry(str(path), "the file", json_object(path))


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[Entry]:
    """The rows of a published CSV. Raises UnusableInput where its header or a row is not as written."""
    try:
        records = read_csv(path)
        if next(records, None) != list(columns):
            problem = f"its header is not {','.join(columns)}"
            raise UnusableInput(str(path), problem, remedy=REMEDY, line=1)
        for number, record in enumerate(records, start=2):
            if len(record) != len(columns):
                problem = f"it has {len(record)} cells where {len(columns)} are expected"
                raise UnusableInput(str(path), problem, remedy=REMEDY, line=number)
            yield Entry(str(path), f"record {number}", dict(zip(columns, record, strict=True)))
    except FileNotFoundError:
        raise UnusableInput(str(path), "the file is missing", remedy=REMEDY) from None
    except OSError as problem:
        raise UnusableInput(str(path), f"the file cannot be read ({problem.strerror})") from problem
    except (ValueError, csv.Error) as problem:
        raise UnusableInput(
            str(path), f"the file is not CSV in UTF-8 ({problem})", remedy=REMEDY
        ) from problem


def json_object(path: Path) -> dict[str, object]:
    """As `read_json`, as a plain dict."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UnusableInput(str(path), "the file is missing", remedy=REMEDY) from None
    except OSError as problem:
        raise UnusableInput(str(path), f"the file cannot be read ({problem.strerror})") from problem
    return object_of(content, str(path))


def object_of(content: bytes, file: str) -> dict[str, object]:
    """The JSON object in `content`. Raises UnusableInput, naming `file`, for anything else."""
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise UnusableInput(file, f"the file is not JSON ({problem})", remedy=REMEDY) from problem
    if not isinstance(document, dict):
        raise UnusableInput(file, "the file holds no JSON object", remedy=REMEDY)
    return document


def _no_number(constant: str) -> Never:
    raise ValueError(f"{constant} is no number of JSON")
