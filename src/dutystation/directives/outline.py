"""A directive file as nested texts, each with the line on which it stands.

YAML is read as far as its punctuation only. What a scalar means is decided in `values`, so a day is
never a number by accident and `no` is never a country. Anchors, aliases, tags and merge keys have no
place in an order that people must be able to read from top to bottom, and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from dutystation.directives.values import shown
from dutystation.terms.errors import DutystationError, UnusableDirective

LARGEST_FILE = 1_000_000
"""Bytes. An order is a few pages; a file beyond this is something else."""

_DEEPEST = 12
_PLAIN_KEY = re.compile(r"[\w-]{1,60}", re.ASCII)
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

PathTo = tuple[str | int, ...]
"""The keys and list places that lead to a value, from the top of the file."""


@dataclass(frozen=True)
class FileKind:
    """What a file of such a format is called, the page that explains it, and the error it is refused with."""

    noun: str
    page: str
    error: type[DutystationError]


DIRECTIVE_FILE = FileKind("directive", "docs/directives/write-your-own.md", UnusableDirective)


def complaint(
    file: str,
    problem: str,
    *,
    remedy: str,
    line: int | None = None,
    key: str = "",
    kind: FileKind = DIRECTIVE_FILE,
) -> DutystationError:
    """One sentence that names file, line and key, says what is wrong, and what to do."""
    place = file + (f", line {line}" if line else "") + (f", key {key}" if key else "")
    return kind.error(f"{place}: {problem}. {remedy}.")


def key_text(path: PathTo) -> str:
    """The path as people write it: `rules.pay_period_days.values[1].clause`, lists counted from 1."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        else:
            text += ("." if text else "") + (step if _PLAIN_KEY.fullmatch(step) else shown(step))
    return text


@dataclass
class Outline:
    """The content of one file: dictionaries, lists and texts, and the line of each."""

    content: dict[str, object] = field(default_factory=dict)
    lines: dict[PathTo, int] = field(default_factory=dict)

    def line_of(self, path: PathTo) -> int:
        """The line of the value, or of the nearest thing around it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def texts(self) -> Iterator[tuple[PathTo, str]]:
        """Every text of the file with the path to it."""
        waiting: list[tuple[PathTo, object]] = [((), self.content)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, str):
                yield path, value
            elif isinstance(value, dict):
                waiting.extend(((*path, step), inner) for step, inner in value.items())
            elif isinstance(value, list):
                waiting.extend(((*path, place), inner) for place, inner in enumerate(value))


@dataclass
class _Open:
    """A mapping or a list that has begun and not yet ended."""

    path: PathTo
    container: dict[str, object] | list[object]
    key: str | None = None


def read_outline(raw: bytes, file: str, kind: FileKind = DIRECTIVE_FILE) -> Outline:
    """Raises the error of `kind` for anything that is not one plain YAML mapping in UTF-8."""
    if len(raw) > LARGEST_FILE:
        raise complaint(
            file,
            f"is larger than {LARGEST_FILE:,} bytes",
            remedy=f"Give the file of one {kind.noun}",
            kind=kind,
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise complaint(file, "is not UTF-8 text", line=line, remedy="Save it as UTF-8", kind=kind) from error
    try:
        return _read_events(text, file, kind)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.line + 1 if mark else None
        what = " ".join((error.problem or "it breaks off").split())
        remedy = "Check indentation, colons and quotes; a text that holds ': ' or '#' needs quotes"
        raise complaint(file, f"is not YAML here ({what})", line=at, remedy=remedy, kind=kind) from error
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())[:120]
        raise complaint(file, f"is not YAML ({what})", remedy="Save it as plain text", kind=kind) from error


def _read_events(text: str, file: str, kind: FileKind) -> Outline:
    outline = Outline()
    stack: list[_Open] = []
    begun = False
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent) and begun:
            raise complaint(
                file,
                "a second document begins",
                line=line,
                remedy=f"Keep one {kind.noun} to a file",
                kind=kind,
            )
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            _refuse_what_hides(event, file, line, depth=len(stack), kind=kind)
            begun = True
            if stack:
                _place(event, outline, stack, file, line, kind)
            elif isinstance(event, yaml.MappingStartEvent):
                stack.append(_Open((), outline.content))
            else:
                break
    if not outline.content:
        raise complaint(
            file, f"holds no {kind.noun}", line=1, remedy="Begin with keys such as 'title: …'", kind=kind
        )
    return outline


def _refuse_what_hides(event: yaml.NodeEvent, file: str, line: int, *, depth: int, kind: FileKind) -> None:
    refusals = (
        (event.anchor is not None, "anchors and aliases (& and *) are not used here", "Write it out"),
        (getattr(event, "tag", None) is not None, "tags (!) are not used here", "Write the plain value"),
        (depth > _DEEPEST, "is nested too deeply", f"See {kind.page}"),
    )
    for holds, problem, remedy in refusals:
        if holds:
            raise complaint(file, problem, line=line, remedy=remedy, kind=kind)


def _place(
    event: yaml.NodeEvent, outline: Outline, stack: list[_Open], file: str, line: int, kind: FileKind
) -> None:
    """Put one node where it belongs: a key, the value of a key, or an entry of a list."""
    inside = stack[-1]
    if isinstance(inside.container, dict) and inside.key is None:
        inside.key = _new_key(event, inside, file, line, kind)
        outline.lines[(*inside.path, inside.key)] = line
        return
    step = len(inside.container) if inside.key is None else inside.key
    path = (*inside.path, step)
    outline.lines.setdefault(path, line)
    value: object
    if isinstance(event, yaml.MappingStartEvent):
        value = {}
    elif isinstance(event, yaml.SequenceStartEvent):
        value = []
    else:
        value = event.value if isinstance(event, yaml.ScalarEvent) else ""
    if isinstance(inside.container, list):
        inside.container.append(value)
    else:
        inside.container[str(step)] = value
        inside.key = None
    if isinstance(value, (dict, list)):
        stack.append(_Open(path, value))


def _new_key(event: yaml.NodeEvent, inside: _Open, file: str, line: int, kind: FileKind) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise complaint(file, "a key must be one word", line=line, remedy="Write 'key: value'", kind=kind)
    key = str(event.value)
    if key in inside.container:
        path = key_text((*inside.path, key))
        raise complaint(file, "is given twice", line=line, key=path, remedy="Keep one of the two", kind=kind)
    return key
