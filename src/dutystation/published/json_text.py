"""JSON that people can diff and grep: one entry of a list per line, keys in the order given.

The standard library's encoder writes small ratios with an exponent and whole files on one line or
one value per line; neither can be read. Text other than ASCII is written as it is, in UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from pathlib import Path

from dutystation.published.numbers import shortest

_quick = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True)
class WrittenEntries:
    """The entries of a list, each written as JSON on one line already."""

    lines: Iterable[str]


def write_json(path: Path, document: Mapping[str, object]) -> None:
    """Writes `document` to `path`. Values that are lists may be iterators; they are written as they come.

    Raises OSError where the file cannot be written and ValueError for a number that is not finite.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json_lines(document))


def json_lines(document: Mapping[str, object]) -> Iterator[str]:
    """The text of `document`, line by line, each with its line end.

    A list, and an object of objects, of the first level takes a line for each of its entries;
    everything deeper stays on the line of its entry.
    """
    before = "{\n"
    for key, value in document.items():
        yield f"{before}  {encode_basestring(key)}: "
        yield from _member(value)
        before = ",\n"
    yield "{}\n" if before == "{\n" else "\n}\n"


def json_value(value: object) -> str:
    """`value` on one line.

    The quick encoder in C is right except for exponents, so its text is taken unless one may be in it.
    """
    text: str = _quick(value)
    return _value(value) if "e-" in text or "e+" in text else text


def _member(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if not value or not all(isinstance(entry, Mapping) for entry in value.values()):
            yield json_value(value)
            return
        entries = (f"{encode_basestring(key)}: {json_value(entry)}" for key, entry in value.items())
        yield from _block("{", entries, "}")
    elif isinstance(value, WrittenEntries):
        yield from _block("[", value.lines, "]")
    elif isinstance(value, Iterable) and not isinstance(value, str):
        yield from _block("[", map(json_value, value), "]")
    else:
        yield json_value(value)


def _block(opening: str, entries: Iterable[str], closing: str) -> Iterator[str]:
    before = f"{opening}\n    "
    for entry in entries:
        yield before + entry
        before = ",\n    "
    yield f"{opening}{closing}" if before.startswith(opening) else f"\n  {closing}"


def _value(value: object) -> str:
    if isinstance(value, float):
        return shortest(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{encode_basestring(k)}: {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(_quick(value))
