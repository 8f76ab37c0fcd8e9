"""Why a row is rejected or excluded, in the order in which the reasons are tried, and what to do.

Source: contract section 3. The first reason that holds is given; within a reason the first column.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from dutystation.tables.shape import Bound, Column, Kind


class Rejection(StrEnum):
    """Why a row is not counted; its sender can mend it."""

    MISSING_VALUE = "missing_value"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NOT_IN_LIST = "not_in_list"
    OUT_OF_RANGE = "out_of_range"
    DUPLICATE = "duplicate"
    UNKNOWN_ORG_UNIT = "unknown_org_unit"
    UNKNOWN_FACILITY = "unknown_facility"
    UNKNOWN_PERSON = "unknown_person"
    OVERLAP = "overlap"
    NOT_ON_ROSTER = "not_on_roster"


class Exclusion(StrEnum):
    """Why a sound row is not counted."""

    AFTER_AS_OF = "after_as_of"
    CONTRACTOR_HOURS = "contractor_hours"


MALFORMED_AS = {
    Kind.DATE: Rejection.NOT_A_DATE,
    Kind.TIMESTAMP: Rejection.NOT_A_DATE,
    Kind.NUMBER: Rejection.NOT_A_NUMBER,
    Kind.WHOLE: Rejection.NOT_A_NUMBER,
    Kind.CHOICE: Rejection.NOT_IN_LIST,
    Kind.TIMEZONE: Rejection.NOT_IN_LIST,
}

_EXPECTED = {
    Kind.DATE: "write a day of the calendar as YYYY-MM-DD",
    Kind.TIMESTAMP: "write YYYY-MM-DDTHH:MM:SS, with Z or an offset (-05:00) where it is not local time",
    Kind.NUMBER: "write digits with at most one point and six decimals, such as 7.5",
    Kind.WHOLE: "write digits only, such as 450",
    Kind.TIMEZONE: "write a name of the IANA time zone database, such as America/New_York",
}


def none_given(names: Sequence[str]) -> str:
    """The message of a row without any of several columns, of which it must have one."""
    return f"{' and '.join(names)} are empty: give the amount in one of them"


def sentence(reason: Rejection, column: Column) -> str:
    """The message of a row rejected for `reason`, first concerning `column`; what to do comes last."""
    name = column.name
    match reason:
        case Rejection.MISSING_VALUE:
            return f"{name} is empty: give {column.meaning}"
        case Rejection.NOT_A_DATE:
            return f"{name} is not a date: {_EXPECTED[column.kind]}"
        case Rejection.NOT_A_NUMBER:
            return f"{name} is not a number: {_EXPECTED[column.kind]}"
        case Rejection.NOT_IN_LIST if column.kind is Kind.TIMEZONE:
            return f"{name} is not a known time zone: {_EXPECTED[column.kind]}"
        case Rejection.NOT_IN_LIST:
            return f"{name} is not one of {', '.join(column.choices)}: use one of these words as written"
        case Rejection.OUT_OF_RANGE if column.bound is not Bound.NONE:
            return f"{name} must be {column.bound.value}: correct the amount"
        case Rejection.OUT_OF_RANGE:
            return f"{name} lies after the end date: correct one of the two dates"
        case Rejection.DUPLICATE:
            return f"{name} repeats an earlier row: send each row once"
        case Rejection.UNKNOWN_ORG_UNIT:
            return (
                f"{name} names a unit that no accepted row of org_units has: add the unit or correct the id"
            )
        case Rejection.UNKNOWN_FACILITY:
            return f"{name} is no accepted facility: add it to facilities or correct the id"
        case Rejection.UNKNOWN_PERSON:
            return f"{name} is nowhere on the accepted roster: add the person to the roster or correct the id"
        case Rejection.OVERLAP:
            return f"{name} falls within another row of the same person: end that row the day before"
        case Rejection.NOT_ON_ROSTER:
            return f"{name} is a day on which the person is not on the roster: correct the day or the roster"
