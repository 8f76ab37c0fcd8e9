"""The figures as lines of `figures.csv` and of `figures.json`. Source: contract section 5.

A department has more than a hundred thousand of them in a year, with nineteen cells each. They are written
column by column, where nearly all work is done in loops of C; a figure for itself takes three times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from json.encoder import encode_basestring
from operator import attrgetter, itemgetter

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

_cells_of = attrgetter(*_COLUMNS, "minutes")
_minutes_of = itemgetter(*ALL_PLACES)
_MINUTES_CSV = ",".join(["%s"] * len(ALL_PLACES))
_NO_MINUTES_CSV = "," * (len(ALL_PLACES) - 1)
_MINUTES_JSON = ', "minutes": {' + ", ".join(f'"{place}": %s' for place in ALL_PLACES) + "}"
_ENTRY_JSON = "{" + ", ".join(f'"{column}": %s' for column in _COLUMNS) + "%s}"

published_order = attrgetter("code", "org_unit", "period", "variant")
"""By what figures are sorted in every file."""


def csv_lines(figures: Iterable[Figure]) -> Iterator[str]:
    """The records of `figures.csv` below its header, in the order given, each with its line end."""

    def minutes(cells: Mapping[str, int] | None) -> str:
        return (_NO_MINUTES_CSV if cells is None else _MINUTES_CSV % _minutes_of(cells)) + "\n"

    for columns in _columns(figures, text=quoted, absent="", minutes=minutes):
        yield from map(",".join, zip(*columns, strict=True))


def json_entries(figures: Iterable[Figure]) -> Iterator[str]:
    """The entries of `figures` in `figures.json`, in the order given, each on one line."""

    def minutes(cells: Mapping[str, int] | None) -> str:
        return "" if cells is None else _MINUTES_JSON % _minutes_of(cells)

    for columns in _columns(figures, text=encode_basestring, absent="null", minutes=minutes):
        yield from map(_ENTRY_JSON.__mod__, zip(*columns, strict=True))


def _columns(
    figures: Iterable[Figure],
    *,
    text: Callable[[str], str],
    absent: str,
    minutes: Callable[[Mapping[str, int] | None], str],
) -> Iterator[list[Iterable[str]]]:
    """The written cells of some figures at a time, by column; the minutes of all places are one."""
    waiting = iter(figures)
    while some := list(islice(waiting, _AT_ONCE)):
        cells = dict(zip((*_COLUMNS, "minutes"), zip(*map(_cells_of, some), strict=True), strict=True))
        yield [
            *(_texts(cells[name], text) for name in _TEXTS),
            *(map(str, cells[name]) for name in _WHOLE),
            *(_ratios(cells[name], absent) for name in _RATIOS),
            _texts(cells["status"], text),
            map(minutes, cells["minutes"]),
        ]


def _texts(cells: Sequence[str], written: Callable[[str], str]) -> Iterator[str]:
    """The few texts of a column are each written once."""
    known = {cell: written(str(cell)) for cell in set(cells)}
    return map(known.__getitem__, cells)


def _ratios(numbers: Sequence[float | None], absent: str) -> list[str]:
    """As `shortest` writes them, which is as Python does but for exponents and for what is no number."""
    return [
        written
        if "e" not in written and "n" not in written
        else absent
        if number is None
        else shortest(number)
        for number, written in zip(numbers, map(repr, numbers), strict=True)
    ]
