"""Reads the project's own pages: tables, blocks of code, headings and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house_rules.repository import ROOT, committed

PAGES = committed("*.md")
Rows = list[tuple[str, ...]]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_SPAN = re.compile(r"`([^`\n]+)`")


def page(path: str) -> str:
    """The text of a page, by its path in the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def table(text: str, *header: str) -> Rows:
    """The rows of every table in the text that has this header, in order."""
    rows: Rows = []
    inside = False
    for line in text.splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|")) if line.startswith("|") else ()
        if cells == header:
            inside = True
        elif not cells:
            inside = False
        elif inside and not set(cells[0]) <= {"-"}:
            rows.append(cells)
    return rows


def sections(text: str) -> dict[str, str]:
    """What stands under each heading of the second level, by the heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text: str) -> list[tuple[str, str]]:
    """Every block of code: its language, empty where none is given, and its lines."""
    return [(found[1], found[2]) for found in _FENCE.finditer(text)]


def file_blocks(text: str) -> dict[str, str]:
    """The CSV blocks of a page by the file they stand for, which the line before names in backticks."""
    found = re.finditer(r"^`([\w.]+)`[^\n]*:\n\n```csv\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return {block[1]: block[2] for block in found}


@dataclass(frozen=True)
class Link:
    """A link to a place in the repository: the page it stands on, as written, and where it leads."""

    page: str
    written: str
    target: str


def links(path: str) -> Iterator[Link]:
    """The links of a page that lead to files of the repository."""
    prose = _FENCE.sub("", page(path))
    for found in _LINK.finditer(prose):
        written = found[1].partition("#")[0]
        if written and "://" not in written and not written.startswith("mailto:"):
            target = (ROOT / path).parent.joinpath(written).resolve()
            yield Link(path, found[1], str(target.relative_to(ROOT)))


def command_lines(path: str) -> Iterator[str]:
    """Every `dutystation …` line shown on a page, in a block or among the words, without its remark."""
    text = page(path)
    for _, block in blocks(text):
        for line in block.replace("\\\n", " ").splitlines():
            # `make demo   # what it does` and `dutystation demo     what it does`
            if line.startswith("dutystation "):
                yield re.split(r"\s{3,}(?!-)|\s+#\s", line)[0]
    for found in _SPAN.finditer(_FENCE.sub("", text)):
        if found[1].startswith("dutystation "):
            yield found[1]
