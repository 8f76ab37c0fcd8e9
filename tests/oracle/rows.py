"""One delivered record, and the columns of every table in the order of contract section 2."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

COLUMNS: dict[str, tuple[str, ...]] = {
    "org_units": ("org_unit", "name", "parent"),
    "roster": (
        "person",
        "org_unit",
        "effective_from",
        "effective_to",
        "arrangement",
        "population",
        "telework_eligible",
        "duty_station",
        "supervisor",
        "bargaining_unit",
    ),
    "time_records": ("person", "work_date", "hours", "minutes", "pay_code", "place_code", "record_id"),
    "codes": ("pay_code", "place_code", "place", "hours_type"),
    "decisions": ("person", "ground", "outcome", "valid_from", "valid_to", "decided_on"),
    "facilities": ("facility", "name", "timezone", "usable_sqft", "seats", "readers"),
    "badge_events": ("person", "facility", "occurred_at", "direction", "outcome", "event_id"),
}

REQUIRED_TABLES = ("org_units", "roster", "time_records", "codes")

# The bold **r** of section 2. Of `hours` and `minutes` one must be there, which reading.py checks.
REQUIRED_COLUMNS: dict[str, tuple[str, ...]] = {
    "org_units": ("org_unit", "name", "parent"),
    "roster": ("person", "org_unit", "effective_from"),
    "time_records": ("person", "work_date", "pay_code", "place_code"),
    "codes": ("pay_code", "place_code", "place"),
    "decisions": ("person", "ground", "outcome"),
    "facilities": ("facility", "name"),
    "badge_events": ("person", "facility", "occurred_at"),
}

# Required columns in which an empty cell says something: the root's parent, a code that was left blank.
MAY_BE_EMPTY = {("org_units", "parent"), ("time_records", "place_code"), ("codes", "place_code")}

PLACES = ("office", "other_facility", "field", "routine", "situational", "remote", "nonwork")
GROUNDS = (
    "space",
    "disability",
    "medical",
    "religious",
    "legal_impediment",
    "military_spouse",
    "foreign_service_spouse",
    "other_compelling",
    "distance",
    "hired_remote",
    "deployable",
    "overseas",
    "equipment",
    "deferred_resignation",
)


class Unusable(Exception):
    """The command line or a file cannot be used: exit 2 (contract section 1)."""


@dataclass
class Row:
    """One record: `cells` is the trimmed text of every column of section 2 ("" where it is not there).

    `values` is what the cells mean, once the row has passed reasons 1 to 5. `reason` and `column` say
    why it is rejected, `excluded` why it is excluded; a row with neither is accepted.
    """

    table: str
    file: str
    line: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    column: str = ""
    excluded: str = ""

    def reject(self, reason: str, column: str) -> None:
        self.reason, self.column = reason, column

    @property
    def good(self) -> bool:
        """Not rejected so far."""
        return self.reason == ""

    @property
    def accepted(self) -> bool:
        return self.reason == "" and self.excluded == ""

    @property
    def id(self) -> str:
        """`record_id`, `event_id`, else the person, else the table's key; for codes always the pair."""
        cells = self.cells
        if self.table == "codes":
            return f"{cells['pay_code']}/{cells['place_code']}"
        if self.table == "org_units":
            return cells["org_unit"]
        if self.table == "facilities":
            return cells["facility"]
        return cells.get("record_id") or cells.get("event_id") or cells["person"]


def by_bytes(text: str) -> bytes:
    """The order of text in every output."""
    return text.encode("utf-8")
