"""The figures as lines of `figures.csv` and of `figures.json`. Source: contract section 5.

A department has more than a hundred thousand of them in a year, with nineteen cells each. They are written
column by column, where nearly all work is done in loops of C, and the digits of a number once for both files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, repeat
from json.encoder import encode_basestring
from operator import attrgetter, itemgetter
from typing import Any, TextIO

from dutystation.published.csv_text import quoted
from dutystation.published.numbers import shortest
from dutystation.terms.figure import Figure
from dutystation.terms.place import ALL_PLACES

_AT_ONCE = 4_096
"""Figures whose cells are in memory at one time."""
_TEXTS = ("code", "org_unit", "period", "variant")
_WHOLE = ("numerator", "denominator", "unclassified")
_RATIOS = ("value", "low", "high")
_COLUMNS = (*_TEXTS, *_WHOLE, *_RATIOS, "status")
_NO_MINUTES_CSV = "," * (len(ALL_PLACES) - 1)

_cells_of = attrgetter(*_COLUMNS, "minutes")
_minutes_of = itemgetter(*ALL_PLACES)

published_order = attrgetter("code", "org_unit", "period", "variant")
"""By what figures are sorted in every file."""


@dataclass(frozen=True)
class _Some:
    """Some figures by column: texts as they are, numbers in digits, "" for a ratio that there is not.

    `minutes` has a column for each place, or none where these figures have no minutes.
    """

    texts: Mapping[str, Sequence[str]]
    digits: Mapping[str, Sequence[str]]
    minutes: Sequence[Sequence[str]]


def csv_lines(figures: Iterable[Figure]) -> Iterator[str]:
    """The records of `figures.csv` below its header, in the order given, each with its line end."""
    for some in _by_column(figures):
        yield from _csv(some)


def json_entries(figures: Iterable[Figure]) -> Iterator[str]:
    """The entries of `figures` in `figures.json`, in the order given, each on one line."""
    for some in _by_column(figures):
        yield from _json(some)


def json_entries_beside_csv(figures: Iterable[Figure], csv: TextIO) -> Iterator[str]:
    """The entries of `figures.json`, while the same figures go into a file as records of `figures.csv`."""
    for some in _by_column(figures):
        csv.writelines(_csv(some))
        yield from _json(some)


def _by_column(figures: Iterable[Figure]) -> Iterator[_Some]:
    for without, alike in groupby(figures, lambda figure: figure.minutes is None):
        while some := list(islice(alike, _AT_ONCE)):
            columns = zip(*map(_cells_of, some), strict=True)
            cells: dict[str, Any] = dict(zip((*_COLUMNS, "minutes"), columns, strict=True))
            minutes = () if without else zip(*map(_minutes_of, cells["minutes"]), strict=True)
            yield _Some(
                texts={name: cells[name] for name in (*_TEXTS, "status")},
                digits={
                    **{name: list(map(repr, cells[name])) for name in _WHOLE},
                    **{name: _ratios(cells[name]) for name in _RATIOS},
                },
                minutes=[list(map(repr, column)) for column in minutes],
            )


def _csv(some: _Some) -> Iterable[str]:
    columns: list[Iterable[str]] = [
        _texts(some.texts[name], quoted) if name in some.texts else some.digits[name] for name in _COLUMNS
    ]
    columns += some.minutes or [[_NO_MINUTES_CSV] * len(some.texts["code"])]
    columns[-1] = (f"{cell}\n" for cell in columns[-1])
    return map(",".join, zip(*columns, strict=True))


def _json(some: _Some) -> Iterable[str]:
    parts: list[Iterable[str]] = []
    key = '{"%s": '
    for name in _COLUMNS:
        if name in some.texts:
            parts += [repeat(key % name), _texts(some.texts[name], encode_basestring)]
        else:
            parts += [repeat(key % name), [digits or "null" for digits in some.digits[name]]]
        key = ', "%s": '
    key = ', "minutes": {"%s": '
    for place, digits in zip(ALL_PLACES, some.minutes, strict=False):
        parts += [repeat(key % place), digits]
        key = ', "%s": '
    return map("".join, zip(*parts, repeat("}}" if some.minutes else "}"), strict=False))


def _texts(cells: Sequence[str], written: Callable[[str], str]) -> Iterator[str]:
    """The few texts of a column are each written once."""
    known = {cell: written(str(cell)) for cell in set(cells)}
    return map(known.__getitem__, cells)


def _ratios(numbers: Sequence[float | None]) -> list[str]:
    """As `shortest` writes them, which is as Python does but for exponents and for what is no number."""
    return [
        written if "e" not in written and "n" not in written else "" if number is None else shortest(number)
        for number, written in zip(numbers, map(repr, numbers), strict=True)
    ]
