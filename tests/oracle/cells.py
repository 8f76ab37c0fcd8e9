"""What is in one row by itself: reasons 1 to 5 of contract section 3, and the values of a good row."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import available_timezones

from tests.oracle.rows import COLUMNS, GROUNDS, MAY_BE_EMPTY, PLACES, REQUIRED_COLUMNS, Row

DATES: dict[str, tuple[str, ...]] = {
    "roster": ("effective_from", "effective_to"),
    "time_records": ("work_date",),
    "decisions": ("valid_from", "valid_to", "decided_on"),
}
DATES_IN_ORDER = {"roster": ("effective_from", "effective_to"), "decisions": ("valid_from", "valid_to")}

LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "roster": {
        "arrangement": ("none", "situational", "routine", "remote"),
        "population": ("civilian", "military", "contractor"),
        "telework_eligible": ("true", "false"),
    },
    "codes": {"place": PLACES, "hours_type": ("regular", "overtime")},
    "decisions": {"ground": GROUNDS, "outcome": ("approved", "denied", "pending")},
    "facilities": {
        "timezone": tuple(sorted(available_timezones())),
        "readers": ("none", "entry", "entry_exit"),
    },
    "badge_events": {"direction": ("in", "out"), "outcome": ("granted", "denied")},
}
DEFAULTS = {
    "arrangement": "none",
    "population": "civilian",
    "telework_eligible": "true",
    "hours_type": "regular",
    "timezone": "America/New_York",
    "readers": "entry",
}

DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
NUMBER = re.compile(r"[+-]?([0-9]+\.?|[0-9]*\.[0-9]{1,6})")
WHOLE = re.compile(r"[+-]?[0-9]+")
INSTANT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2})(\.[0-9]+)?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)


def judge_alone(row: Row) -> None:
    """Give the first of the reasons 1 to 5 that holds; within a reason, the first column it concerns."""
    for check in (missing_value, not_a_date, not_a_number, not_in_list, out_of_range):
        column = check(row.table, row.cells)
        if column:
            row.reject(check.__name__, column)
            return
    row.values = {column: value_of(column, text) for column, text in row.cells.items()}
    if row.table == "badge_events" and row.cells["outcome"] == "":
        row.values["outcome"] = "granted"


def missing_value(table: str, cells: dict[str, str]) -> str:
    for column in COLUMNS[table]:
        if table == "time_records" and column == "hours":
            if cells["hours"] == "" and cells["minutes"] == "":
                return "hours"
            continue
        required = column in REQUIRED_COLUMNS[table] and (table, column) not in MAY_BE_EMPTY
        if required and cells[column] == "":
            return column
    return ""


def not_a_date(table: str, cells: dict[str, str]) -> str:
    for column in DATES.get(table, ()):
        if cells[column] != "" and read_date(cells[column]) is None:
            return column
    if table == "badge_events" and read_instant(cells["occurred_at"]) is None:
        return "occurred_at"
    return ""


def not_a_number(table: str, cells: dict[str, str]) -> str:
    forms = {
        "time_records": {"hours": NUMBER, "minutes": WHOLE},
        "facilities": {"usable_sqft": NUMBER, "seats": WHOLE},
    }
    for column, form in forms.get(table, {}).items():
        if cells[column] != "" and not form.fullmatch(cells[column]):
            return column
    return ""


def not_in_list(table: str, cells: dict[str, str]) -> str:
    for column, allowed in LISTS.get(table, {}).items():
        if cells[column] != "" and cells[column] not in allowed:
            return column
    return ""


def out_of_range(table: str, cells: dict[str, str]) -> str:
    if table == "time_records":
        for column, most in (("hours", 24), ("minutes", 1440)):
            if cells[column] != "" and not 0 <= read_number(cells[column]) <= most:
                return column
    if table in DATES_IN_ORDER:
        first, last = DATES_IN_ORDER[table]
        start, end = read_date(cells[first]), read_date(cells[last])
        if start is not None and end is not None and end < start:
            return first
    if table == "facilities":
        for column in ("usable_sqft", "seats"):
            if cells[column] != "" and read_number(cells[column]) <= 0:
                return column
    return ""


def value_of(column: str, text: str) -> Any:
    """What a valid cell means. Empty optional cells take the default, or are None where there is none.

    `usable_sqft` stays text as well, because outputs show it as delivered: see `cells`.
    """
    if column in {"hours", "minutes", "usable_sqft", "seats"}:
        return read_number(text) if text else None
    if column in {"effective_from", "effective_to", "work_date", "valid_from", "valid_to", "decided_on"}:
        return read_date(text) if text else None
    if column == "occurred_at":
        return read_instant(text)
    return text or DEFAULTS.get(column, "")


def read_date(text: str) -> date | None:
    match = DATE.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:  # 2025-02-29, or the year 0000
        return None


def read_number(text: str) -> Fraction:
    return Fraction(Decimal(text))


def read_instant(text: str) -> tuple[datetime, timedelta | None] | None:
    """The clock time as written, fractions of a second cut, and the offset from UTC if there is one."""
    match = INSTANT.fullmatch(text)
    day = read_date(match["date"]) if match else None
    if not match or day is None:
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    clock = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001
    offset = match["offset"]
    if offset is None:
        return clock, None
    if offset == "Z":
        return clock, timedelta(0)
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > 23 or minutes > 59:
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return clock, -size if offset[0] == "-" else size
