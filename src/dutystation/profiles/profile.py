"""A profile as data: the content of one profile file, checked in itself. The page is docs/profiles.md.

Every class here is one mapping of the file. What must fit between them (a value that uses a column, a
table that needs one) is checked in `consistent`.
"""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT
from dutystation.directives.values import Identifier, Sentence, YesNo, refuse, whole


class ExportKind(StrEnum):
    """What kind of file an export is."""

    DELIMITED = "delimited"
    FIXED_WIDTH = "fixed_width"
    SPREADSHEET = "spreadsheet"
    JSON = "json"
    JSON_LINES = "json_lines"
    PARQUET = "parquet"


class Otherwise(StrEnum):
    """What becomes of a text that a rule does not reach."""

    REFUSE = "refuse"
    KEEP = "keep"
    EMPTY = "empty"


class Duration(StrEnum):
    """How an amount of time is written."""

    HOURS = "hours"
    CLOCK = "clock"
    MINUTES = "minutes"
    SECONDS = "seconds"


def _plain(value: object) -> str:
    if not isinstance(value, str):
        refuse("expected one text, found a list or keys of its own", "Write the value behind the colon")
    return value


def _filled(value: object) -> str:
    if not _plain(value):
        refuse("expected a value, found nothing", "Write the value behind the colon, or leave the key out")
    return str(value)


def _one_or_several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _column_in_short(value: object) -> object:
    return {"names": value} if isinstance(value, (str, list, tuple)) else value


def _value_in_short(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_plain)]
"""A text exactly as written; it may be empty."""

Given = Annotated[str, BeforeValidator(_filled)]
"""A text exactly as written, not empty."""

Names = Annotated[tuple[Given, ...], BeforeValidator(_one_or_several)]
Identifiers = Annotated[tuple[Identifier, ...], BeforeValidator(_one_or_several), Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_several), Field(min_length=1)]
Place = Annotated[int, whole(1, 100_000)]


@dataclass(frozen=True, config=STRICT)
class Export:
    """How the file is read. Which keys go with which kind is checked in `consistent`."""

    kind: ExportKind
    encoding: Given | None = None
    delimiter: Given | None = None
    quote: Literal["double", "single", "none"] | None = None
    skip_lines: Annotated[int, whole(0, 10_000)] | None = None
    header: YesNo | None = None
    trimmed: YesNo | None = None
    sheet: Given | None = None
    records: Given | None = None
    total: Given | None = None


@dataclass(frozen=True, config=STRICT)
class SourceColumn:
    """Where a column stands in the export: by spellings, by place, or by characters (all counted from 1)."""

    names: Names = ()
    any_case: YesNo = False
    optional: YesNo = False
    place: Place | None = None
    first: Place | None = None
    last: Place | None = None


SourceColumns = Annotated[
    dict[Identifier, Annotated[SourceColumn, BeforeValidator(_column_in_short)]], Field(min_length=1)
]


@dataclass(frozen=True, config=STRICT)
class Value:
    """How one column of the contract becomes a value. The steps stand in the order in which they are done."""

    column: Identifier | None = None
    columns: Identifiers | None = None
    joined_by: Text | None = None
    first_of: Identifiers | None = None
    constant: Text | None = None
    extract: Given | None = None
    not_found: Otherwise | None = None
    map: Annotated[dict[str, Text], Field(min_length=1)] | None = None
    map_any_case: YesNo | None = None
    unmapped: Otherwise | None = None
    dates: Annotated[tuple[Given, ...], BeforeValidator(_one_or_several), Field(min_length=1)] | None = None
    timestamps: Annotated[tuple[Given, ...], BeforeValidator(_one_or_several), Field(min_length=1)] | None = (
        None
    )
    zone: Given | None = None
    durations: (
        Annotated[tuple[Duration, ...], BeforeValidator(_one_or_several), Field(min_length=1)] | None
    ) = None
    decimal: Literal["point", "comma"] | None = None
    grouping: Literal["none", "comma", "point", "space", "apostrophe"] | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the export it is made of."""
        return (self.column,) if self.column else self.columns or self.first_of or ()


@dataclass(frozen=True, config=STRICT)
class Condition:
    """One condition on one column of the export; exactly one of the five tests is given."""

    column: Identifier
    equals: Text | None = None
    is_in: Texts | None = None
    is_not_in: Texts | None = None
    matches: Given | None = None
    is_empty: YesNo | None = None
    any_case: YesNo | None = None


@dataclass(frozen=True, config=STRICT)
class LeaveOut:
    """Rows for which all conditions hold are left out, for the reason in `says`."""

    says: Sentence
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class Collapse:
    """Uses that agree in `same` and follow one another within so many seconds are one."""

    says: Sentence
    within_seconds: Annotated[int, whole(1, 86_400)]
    same: Identifiers | None = None


@dataclass(frozen=True, config=STRICT)
class People:
    """Whether the value of `person` is a key of a crosswalk, and which day it is looked up on."""

    crosswalk: Literal["required", "none"]
    day: Identifier | None = None
    zone: Given | None = None


@dataclass(frozen=True, config=STRICT)
class Companion:
    """A second file, joined where its column `key` equals the export's column `matches`."""

    says: Sentence
    export: Export
    columns: SourceColumns
    key: Identifier
    matches: Identifier
    unmatched: Literal["empty", "refuse"]


@dataclass(frozen=True, config=STRICT)
class Content:
    """The content of one profile file. Mappings keep the order of the file."""

    format: Literal["1"]
    title: Sentence
    table: Literal["org_units", "facilities", "codes", "roster", "time_records", "decisions", "badge_events"]
    says: Sentence
    layout_from: Sentence
    export: Export
    columns: SourceColumns
    values: dict[Identifier, Annotated[Value, BeforeValidator(_value_in_short)]]
    leave_out: tuple[LeaveOut, ...] = ()
    collapse: Collapse | None = None
    people: People | None = None
    companion: Companion | None = None
    other_periods: Literal["refuse", "leave_out"] | None = None


@plain_dataclass(frozen=True)
class Profile:
    """A checked profile with the name and the hash of the file it came from. `source_text` is that file."""

    name: str
    sha256: str
    content: Content
    source_text: bytes
