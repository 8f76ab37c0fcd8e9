"""A file with the names and addresses of people, as an identity system exports it: person, name, email."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from dutystation.terms.errors import UnusableInput

COLUMNS = ("person", "name", "email")
LONGEST_NAME = 300


@dataclass(frozen=True)
class Entry:
    """One row is a person with name and address; either may be empty."""

    person: str
    name: str
    email: str


def directory_entries(file: Path) -> Iterator[Entry]:
    """The rows of a CSV file with the columns `person`, `name` and `email`, in any order.

    Raises UnusableInput, naming line and column, for the first thing that cannot be used.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.DictReader(opened)
            missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if missing:
                raise UnusableInput(
                    str(file), "this column is missing", column=missing[0], remedy="Add it to the header"
                )
            for row in rows:
                yield _entry(file, rows.line_num, {column: (row[column] or "").strip() for column in COLUMNS})
    except OSError as problem:
        why = problem.strerror or "for a reason unknown"
        raise UnusableInput(str(file), f"it cannot be read ({why})", remedy="Check the path") from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        raise UnusableInput(
            str(file), f"it cannot be read ({problem})", remedy="Give a CSV file in UTF-8"
        ) from problem


def _entry(file: Path, line: int, row: dict[str, str]) -> Entry:
    if not row["person"]:
        raise UnusableInput(str(file), "the id is missing", line=line, column="person", remedy="Fill it in")
    if len(row["name"]) > LONGEST_NAME:
        raise UnusableInput(
            str(file),
            "the name is too long",
            line=line,
            column="name",
            remedy=f"At most {LONGEST_NAME} letters",
        )
    try:
        if row["email"]:
            validate_email(row["email"])
    except ValidationError:
        raise UnusableInput(
            str(file),
            "this is no mail address",
            line=line,
            column="email",
            remedy="Correct it or leave it empty",
        ) from None
    return Entry(row["person"], row["name"], row["email"])
