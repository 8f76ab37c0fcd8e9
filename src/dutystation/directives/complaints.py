"""Turns what the checks found into one sentence that names file, line, key, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic.dataclasses import is_pydantic_dataclass

from dutystation.directives.outline import DIRECTIVE_FILE, FileKind, Outline, PathTo, complaint, key_text
from dutystation.directives.values import shown
from dutystation.terms.errors import DutystationError

_Wrong = tuple[PathTo, str, str]
"""Where it is, what is wrong, what to do."""

_UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")
_NEEDS: dict[str, tuple[str, str]] = {
    "missing": ("is missing", "Add it; {page} says what it holds"),
    "dataclass_type": ("expected keys of its own", "Write 'key: value' lines below it, indented"),
    "dict_type": ("expected keys of its own", "Write 'key: value' lines below it, indented"),
    "mapping_type": ("expected keys of its own", "Write 'key: value' lines below it, indented"),
    "tuple_type": ("expected a list", "Begin each entry with '- ', indented below the key"),
    "too_short": ("expected at least one entry", "Add one, beginning with '- '"),
}


def first_complaint(
    error: ValidationError,
    outline: Outline,
    file: str,
    known: frozenset[str],
    kind: FileKind = DIRECTIVE_FILE,
) -> DutystationError:
    """The problem that stands first in the file, and how many others there are.

    An unknown key comes before everything else: it is often a misspelt one that is then missing too.
    `known` are all the keys the format has; an unknown key is compared with them.
    """
    entries = error.errors(include_url=False)
    wrongs = sorted(
        (
            (entry["type"] not in _UNKNOWN_KEY, _wrong(entry, known, kind.page))
            for entry in entries
            if not _only_for_want_of_others(entry, entries)
        ),
        key=lambda found: (found[0], outline.line_of(found[1][0])),
    )
    path, problem, remedy = wrongs[0][1]
    others = len(wrongs) - 1
    if others:
        remedy += f" ({others} further {'problem' if others == 1 else 'problems'} after this one)"
    return complaint(file, problem, line=outline.line_of(path), key=key_text(path), remedy=remedy, kind=kind)


def _only_for_want_of_others(entry: Any, entries: list[Any]) -> bool:
    """Whether a list counts as too short only because its entries are themselves refused."""
    loc = entry["loc"]
    return entry["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc and len(other["loc"]) > len(loc) for other in entries
    )


def _wrong(entry: Any, known: frozenset[str], page: str) -> _Wrong:
    context = entry.get("ctx", {})
    path = tuple(step for step in entry["loc"] if step != "[key]")
    kind = entry["type"]
    if kind == "written":
        return (*path, *context["at"]), context["problem"], context["remedy"]
    if kind in _UNKNOWN_KEY:
        return path, "is not a key that is known here", _closest(str(path[-1]), known, page)
    if kind in _NEEDS:
        problem, remedy = _NEEDS[kind]
        return path, problem, remedy.format(page=page)
    found = f", found {shown(entry['input'])}" if isinstance(entry["input"], str) else ""
    if kind in ("enum", "literal_error"):
        return path, f"expected {context['expected']}{found}", "Write it exactly so"
    return path, f"{entry['msg'][:1].lower()}{entry['msg'][1:]}{found}", f"See {page}"


def _closest(key: str, known: frozenset[str], page: str) -> str:
    near = get_close_matches(key, sorted(known - {key}), n=1)
    guess = f"Perhaps {near[0]} is meant; otherwise take it out" if near else "Take it out"
    return f"{guess}; the keys are listed in {page}"


def keys_of(shape: object) -> Iterator[str]:
    """Every key that a part of the format and all parts below it can have."""
    waiting, seen = [shape], set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, type) and is_pydantic_dataclass(part):  # others are values, written as one text
            for name, field in part.__pydantic_fields__.items():
                yield name
                waiting.append(field.annotation)
        waiting.extend(getattr(part, "__args__", ()))
        waiting.append(getattr(part, "__origin__", None))
