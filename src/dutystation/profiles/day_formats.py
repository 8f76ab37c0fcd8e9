"""Formats of dates and times as a profile lists them: what they mean, and which texts fit. docs/profiles.md.

A format is read once into a pattern with one group for each part. The same pattern is used by the engine
(`moments`), and here to find two formats that would read one text as two different days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from dutystation.terms.months import MONTHS

EPOCHS = {"epoch_seconds": 0, "epoch_milliseconds": 3}
"""Formats that count from 1970-01-01 UTC, with the number of decimals of a second they carry."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGINE_END = r"\z"
"""The end of a text for the engines; Python writes it `\\Z`."""

LAST_YEAR_OF_2000 = 68
"""Two-digit years up to this one are of the 2000s, as POSIX reads them."""


def _names(words: tuple[str, ...]) -> str:
    return "(?i:" + "|".join(words) + ")"


_LOOSE = {
    "Y": "[0-9]{4}",
    "y": "[0-9]{2}",
    "m": "1[0-2]|0?[1-9]",
    "d": "3[01]|[12][0-9]|0?[1-9]",
    "b": _names(tuple(name[:3] for name in MONTHS)),
    "B": _names(MONTHS),
    "a": _names(tuple(name[:3] for name in _WEEKDAYS)),
    "A": _names(_WEEKDAYS),
    "H": "2[0-3]|1[0-9]|0?[0-9]",
    "I": "1[0-2]|0?[1-9]",
    "M": "[0-5][0-9]",
    "S": "[0-5][0-9]",
    "f": "[0-9]{1,9}",
    "p": r"[AaPp]\.?[Mm]\.?",
    "z": "[Zz]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?",
}
_STRICT = _LOOSE | {
    "m": "0[1-9]|1[0-2]",
    "d": "0[1-9]|[12][0-9]|3[01]",
    "H": "[01][0-9]|2[0-3]",
    "I": "0[1-9]|1[0-2]",
}
_WIDTHS = {"Y": 4, "y": 2, "m": 2, "d": 2, "H": 2, "I": 2, "M": 2, "S": 2, "b": 3, "a": 3}
_DIGITS = frozenset("YymdHIMSf")
_PIECE = re.compile(r"%(.)|( +)|([^% ]+)|(%)", re.DOTALL)
_ONE_MEANING = ("Yy", "mbB", "d", "HI", "M", "S", "f", "p", "z")


class WrongFormat(Exception):
    """The format says no day or time; `args` are what is wrong and what to do."""


@dataclass(frozen=True)
class DayFormat:
    """One format. `signs` are its parts in order.

    `loose` is the pattern of a text as it is written, with one group for each part. `padded` is that of a
    text in which the zeros that were left out at `short_places` have been put in, one after the other from
    the left; `places` are where the parts begin in it, counted from 0, None after a part of any length.
    """

    written: str
    signs: tuple[str, ...]
    loose: str
    padded: str
    places: tuple[int | None, ...]
    short_places: tuple[int, ...]


@cache
def day_format(written: str, *, with_time: bool) -> DayFormat:
    """Reads one format. Raises WrongFormat if it lacks a part of the day or of the time, or is nonsense."""
    pieces = list(_pieces(written))
    signs = tuple(sign for sign, _ in pieces if sign)
    _refuse(signs, with_time=with_time)
    loose, padded = "", ""
    places: list[int | None] = []
    short_places: list[int] = []
    place: int | None = 0
    for at, (sign, text) in enumerate(pieces):
        if not sign:
            loose += " +" if text.isspace() else re.escape(text)
            padded += " " if text.isspace() else re.escape(text)
            place = None if place is None else place + (1 if text.isspace() else len(text))
            continue
        beside = [pieces[near][0] for near in (at - 1, at + 1) if 0 <= near < len(pieces)]
        pattern = (_STRICT if any(near in _DIGITS for near in beside) else _LOOSE)[sign]
        loose += f"({pattern})"
        padded += f"({pattern if place is None else _STRICT[sign]})"
        if place is not None and pattern != _STRICT[sign]:
            short_places.append(place)
        places.append(place)
        place = None if place is None or sign not in _WIDTHS else place + _WIDTHS[sign]
    return DayFormat(
        written,
        signs,
        f"^{loose}{ENGINE_END}",
        f"^{padded}{ENGINE_END}",
        tuple(places),
        tuple(short_places),
    )


def _pieces(written: str) -> Iterator[tuple[str, str]]:
    for sign, spaces, text, lonely in _PIECE.findall(written):
        if lonely or (sign and sign != "%" and sign not in _LOOSE):
            raise WrongFormat(
                f"%{sign} is no sign of a date or time", "Use " + " ".join("%" + known for known in _LOOSE)
            )
        if sign and sign != "%":
            yield sign, ""
        else:
            yield "", spaces or text or "%"


def _refuse(signs: tuple[str, ...], *, with_time: bool) -> None:
    for meaning in _ONE_MEANING:
        if sum(sign in meaning for sign in signs) > 1:
            raise WrongFormat(
                f"%{meaning[0]} is there twice", "Leave one of them out: a text has one of each"
            )
    for meaning, word in (("Yy", "year"), ("mbB", "month"), ("d", "day")):
        if not set(meaning) & set(signs):
            raise WrongFormat(f"there is no {word} in it", f"Add %{meaning[0]}")
    if ("I" in signs) != ("p" in signs):
        raise WrongFormat("%I and %p go together", "Use both, or %H for hours from 0 to 23")
    if with_time and not ({"H", "I"} & set(signs) and "M" in signs):
        raise WrongFormat("there is no time in it", "Add %H:%M")
    if "f" in signs and "S" not in signs:
        raise WrongFormat("%f is there without %S", "Add %S")
    if not with_time and "z" in signs:
        raise WrongFormat("an offset does not belong to a day", "Leave %z out")


def read_day(text: str, form: DayFormat) -> tuple[object, ...] | None:
    """What the text means under the format: the day and the time, or None where it does not fit."""
    found = re.match(form.loose.removesuffix(ENGINE_END) + r"\Z", text)
    if found is None:
        return None
    part = {sign: found[at] for at, sign in enumerate(form.signs, 1)}
    year = (
        int(part["Y"])
        if "Y" in part
        else int(part["y"]) + (2000 if int(part["y"]) <= LAST_YEAR_OF_2000 else 1900)
    )
    named = (part.get("b") or part.get("B") or "")[:3].title()
    month = [name[:3] for name in MONTHS].index(named) + 1 if named else int(part["m"])
    hour = int(part.get("H") or part.get("I") or 0)
    if "p" in part:
        hour = hour % 12 + (12 if part["p"][0] in "Pp" else 0)
    return year, month, int(part["d"]), hour, int(part.get("M") or 0), int(part.get("S") or 0)


def write_day(moment: datetime, form: DayFormat, *, short: bool) -> str:
    """The text of a moment under the format; `short` leaves zeros out where one digit is enough."""
    text = ""
    for sign, plain in _pieces(form.written):
        if not sign:
            text += plain
        elif sign == "z":
            text += "Z"
        elif sign == "f":
            text += "0"
        elif sign in "bB":
            text += MONTHS[moment.month - 1][: 3 if sign == "b" else None]
        else:
            written = moment.strftime("%" + sign)
            text += written.lstrip("0") or "0" if short and sign in "mdHI" else written
    return text


@cache
def confused(one: DayFormat, other: DayFormat) -> str | None:
    """A text that fits both formats and means two different things, if there is one."""
    for form in (one, other):
        for moment in _moments():
            for short in (False, True):
                text = write_day(moment, form, short=short)
                meanings = read_day(text, one), read_day(text, other)
                if None not in meanings and meanings[0] != meanings[1]:
                    return text
    return None


@cache
def _moments() -> tuple[datetime, ...]:
    days = [
        date(year, month, day)
        for year in (2001, 2010, 2012, 2025, 2031)
        for month in range(1, 13)
        for day in (*range(1, 13), 20, 25, 28)
    ]
    return tuple(
        datetime(day.year, day.month, day.day, hour, 5 + day.day, 9)  # noqa: DTZ001 (wall-clock time)
        for day in days
        for hour in (1, 13)
    )
