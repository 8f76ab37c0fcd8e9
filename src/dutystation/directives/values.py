"""How one written value is read: from its text, never from what YAML guesses it to be.

Every type here takes the text that stands in the file and gives a Python value, or says in one
sentence what was expected. Numbers and days that a person would read differently from a machine
(`0x10`, `1_000`, `1e3`, a time stamp for a day) are refused.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, NoReturn

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from dutystation.terms.distance import DistanceFrom, DistanceTest, ReferenceSet

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class Mark(StrEnum):
    """How well a source is known. Reports print the mark beside what rests on it."""

    PRIMARY = "primary"  # the document itself was read
    SECONDARY = "secondary"  # press, law-firm or trade reporting of the document
    RECALLED = "recalled"  # background knowledge, to be verified before anybody relies on it
    INFERRED = "inferred"  # our own reading, choice or arithmetic

    @property
    def words(self) -> str:
        return {
            Mark.PRIMARY: "the document itself was read",
            Mark.SECONDARY: "press or trade report",
            Mark.RECALLED: "recalled, to be verified",
            Mark.INFERRED: "our own reading or choice",
        }[self]


def refuse(problem: str, remedy: str, at: tuple[str | int, ...] = ()) -> NoReturn:
    """Refuse what was written. `at` leads from the value under test to the part that is wrong."""
    raise PydanticCustomError("written", "{problem}", {"problem": problem, "remedy": remedy, "at": at})


def shown(text: str) -> str:
    """The text as a message quotes it: on one line, and not longer than a line."""
    one_line = " ".join(text.split())
    return repr(one_line if len(one_line) <= 60 else one_line[:59] + "…")


def _text(value: object) -> str:
    if not isinstance(value, str):
        refuse("expected one text, found a list or keys of its own", "Write the value behind the colon")
    if not value.strip():
        refuse(
            "expected a value, found nothing",
            "Write the value behind the colon, or leave out an optional key",
        )
    return value.strip()


def _sentence(value: object) -> str:
    return " ".join(_text(value).split())


def _identifier(value: object) -> str:
    text = _text(value)
    if not _IDENTIFIER.fullmatch(text):
        refuse(
            f"expected a short name, found {shown(text)}",
            "Use a-z, 0-9, '-' and '_', such as component-report",
        )
    return text


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    text = _text(value)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            refuse(f"expected a day of the calendar, found {shown(text)}", "Check year, month and day")
    return refuse(f"expected a day, found {shown(text)}", "Write it as YYYY-MM-DD")


def _within_reach(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        refuse(
            f"expected a year from {_FIRST_YEAR} to {_LAST_YEAR}, found {day.isoformat()}",
            "Check the year",
        )
    return day


def _yes_or_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    text = _text(value)
    if text not in ("yes", "no"):
        refuse(f"expected yes or no, found {shown(text)}", "Write yes or no")
    return text == "yes"


def _share(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = _text(value)
    if not _DECIMAL.fullmatch(text) or Fraction(text) > 1:
        refuse(
            f"expected a share from 0 to 1, found {shown(text)}",
            "Write 2 % as 0.02, with at most six decimals",
        )
    return Fraction(text)


def _printed_percent(value: object) -> str:
    text = _text(value)
    if not _DECIMAL.fullmatch(text) or Fraction(text) > 100:
        refuse(
            f"expected a percentage from 0 to 100, found {shown(text)}",
            "Write it as it was printed, without the sign, such as 28.9",
        )
    return text


def _distance_test(value: object) -> DistanceTest:
    if isinstance(value, DistanceTest):
        return value
    text = _sentence(value)
    start, to, reference = text.partition(" to ")
    if not to or start not in list(DistanceFrom) or reference not in list(ReferenceSet):
        refuse(
            f"expected where a distance begins and to where it goes, found {shown(text)}",
            f"Write one of {', '.join(DistanceFrom)}, then to, then one of {', '.join(ReferenceSet)}",
        )
    test = DistanceTest(DistanceFrom(start), ReferenceSet(reference))
    if test == DistanceTest(DistanceFrom.DUTY_STATION, ReferenceSet.OWN_STATION):
        refuse("the own duty station is no way from the duty station", "Write home to own_station")
    return test


def whole(low: int, high: int) -> BeforeValidator:
    """Reads a whole number from `low` to `high`; the limits catch a slip of the pen, not a policy."""

    def read(value: object) -> object:
        if isinstance(value, int):
            return value
        text = _text(value)
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            refuse(
                f"expected a whole number from {low} to {high}, found {shown(text)}",
                "Write digits only",
            )
        return int(text)

    return BeforeValidator(read)


Sentence = Annotated[str, BeforeValidator(_sentence)]
"""A text in plain words; line breaks in the file count as spaces."""

Identifier = Annotated[str, BeforeValidator(_identifier)]
Day = Annotated[date, BeforeValidator(_day)]
NearDay = Annotated[date, BeforeValidator(_day), AfterValidator(_within_reach)]
"""A day from which the project counts onwards or backwards, so it must not touch the calendar's ends."""

YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
PrintedPercent = Annotated[str, BeforeValidator(_printed_percent)]
"""A percentage kept as the text that was printed: nobody can calculate with it by accident."""

DistanceEnds = Annotated[DistanceTest, BeforeValidator(_distance_test)]
"""From where to where a distance is measured, such as `duty_station to department_facility`."""

Share = Annotated[Fraction, BeforeValidator(_share)]
"""A share from 0 to 1, exact: 0.02 is 1/50."""
