"""Which table a profile feeds, and which of its columns tells the day of a row."""

from __future__ import annotations

from dutystation.profiles.profile import Content
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Shape

DAYS = {
    "time_records": "work_date",
    "badge_events": "occurred_at",
    "roster": "effective_from",
    "decisions": "decided_on",
}
"""The column whose day a crosswalk is asked for, for the tables that have people."""


def shape_of(content: Content) -> Shape:
    """The contract's table that the profile feeds."""
    return next(shape for shape in INPUT_TABLES if shape.name == content.table)


def day_column(content: Content) -> str:
    """The column whose day the person is looked up on."""
    given = content.people.day if content.people is not None else None
    return given or DAYS[content.table]
