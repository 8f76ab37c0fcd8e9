"""How a table that comes in is described: columns, kinds of value, keys.

The descriptions are data: `landing` finds the columns by them, `intake` derives every check of contract
section 3 from them, and `docs/tables.md` is held to them by a test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a cell must hold. The comment of each says how the accepted column is typed."""

    TEXT = "text"  # string, any text
    DATE = "date"  # date
    NUMBER = "number"  # int64 in millionths: at most six decimals are allowed, so this is exact
    WHOLE = "whole number"  # int64
    CHOICE = "one of a list"  # string
    TIMEZONE = "time zone"  # string, a name of the IANA database
    TIMESTAMP = "date and time"  # two columns, of which `measures.presence` makes an instant


class Bound(Enum):
    """Which values are out of range (contract section 3, reason 5)."""

    NONE = "any"
    DAY_HOURS = "from 0 to 24"
    DAY_MINUTES = "from 0 to 1440"
    POSITIVE = "more than 0"


MOST = {Bound.DAY_HOURS: 24, Bound.DAY_MINUTES: 1440}
"""The largest value of the bounds that have one."""

DATE_TEXT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
CLOCK_TEXT = (
    r"^[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?\z"
)
"""How a date is written, and what follows the date in a timestamp: a clock, and an offset or none."""

CALENDAR_SECONDS = (-62_135_596_800, 253_402_300_799)
"""The first and the last second of the years 1 to 9999, in seconds since 1970-01-01."""


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, and what an empty cell means.

    `required` columns must exist and hold a value in every row, unless `may_be_empty`. An empty cell of
    another column takes `default`; None stands for "not given".
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    may_be_empty: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    bound: Bound = Bound.NONE


@dataclass(frozen=True)
class Shape:
    """One input table. `grain` completes the sentence "one row is …".

    `unique` are the columns that no two accepted rows may share (reason `duplicate`); `identity` the
    columns, first non-empty one first, that name a row in `rejected.csv`. `one_of` are columns of which
    one must exist and hold a value. `ordered_dates` is a pair (from, to) that must not run backwards.
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    required: bool = False
    unique: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    ordered_dates: tuple[str, str] | None = None
    names: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", {column.name: column for column in self.columns})
