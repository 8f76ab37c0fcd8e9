"""Paragraphs, lists, tables and pictures as the JSON that the templates set in type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dutystation.reports.contents import Block, Section
from dutystation.reports.drawing import Draw, svg, width_of, with_texts
from dutystation.reports.pictures import Picture
from dutystation.reports.printable import breakable, printable, prose
from dutystation.reports.table import NUMERIC, Cell, Column, Kind, Table, written_out

Json = dict[str, Any]
WIDEST_UPRIGHT = 10
"""Columns of the widest table whose headings stand upright; those of a wider one are turned."""
SIZE, SMALL_SIZE, SMALLEST_SIZE = 9.0, 8.0, 5.5
"""Points of the text of a table, of one with many columns, and of one that would not fit else."""
MANY_COLUMNS = 7
LINES_KEPT_TOGETHER = 16
"""Lines of a table that is not broken over two pages; a third of a page at most stays empty for it."""
_TEXT_WIDTH = 500
"""Points between the margins, a little less than there are."""
_ID_LETTERS = 12
"""Letters of an id that stand in one line of a table with turned headings."""
_LETTERS_IN_LINE = 24
"""Letters that even the narrowest column of texts has room for."""
_LETTERS_ACROSS = 100
"""Letters, with those lost between columns, that surely stand beside each other on a page."""
_LEAST_SHARE, _LONGEST_SHARE = 50, 150
"""Columns of texts share the free width by their longest cells, counted from the first to the second."""
_LONG_CELL = 32
"""Letters from which a column shares the free width instead of being as wide as its longest cell."""


def section_json(section: Section, draw: Draw = svg) -> Json:
    """A section: its heading and blocks, each with the `kind` that the template goes by."""
    return {"heading": section.heading, "blocks": [_block(block, draw) for block in section.blocks]}


def _block(block: Block, draw: Draw) -> Json:
    if isinstance(block, str):
        return {"kind": "paragraph", "text": prose(block)}
    if isinstance(block, tuple):
        return {"kind": "list", "items": [prose(item) for item in block]}
    return picture_json(block, draw) if isinstance(block, Picture) else _table(block)


def picture_json(picture: Picture, draw: Draw = svg) -> Json:
    """A picture as a drawing, with its caption and the words that replace it."""
    drawing = draw(with_texts(picture.spec, printable))
    return {
        "kind": "picture",
        "svg": drawing,
        "width": width_of(drawing),
        "caption": prose(picture.caption),
        "alternative": prose(picture.alternative),
    }


def _table(table: Table) -> Json:
    kinds = [column.kind for column in table.columns]
    turned = len(table.columns) > WIDEST_UPRIGHT
    rows = [
        [_cell(cell, kind, _ID_LETTERS if turned else None) for cell, kind in zip(row, kinds, strict=True)]
        for row in table.rows
    ]
    columns = list(_turned_columns(table, rows) if turned else _columns(table, rows))
    size = SMALL_SIZE if len(table.columns) > MANY_COLUMNS else SIZE
    if turned:
        size = max(min(size, _TEXT_WIDTH / sum(column["width"] for column in columns)), SMALLEST_SIZE)
    return {
        "kind": "table",
        "title": prose(table.title),
        "turned": turned,
        "whole": _lines(rows) <= LINES_KEPT_TOGETHER,
        "size": size,
        "columns": columns,
        "rows": rows,
        "notes": [prose(note) for note in table.notes],
        "emphasised": min(table.emphasised, len(rows)),
    }


def _cell(cell: Cell, kind: Kind, letters: int | None) -> str:
    text = printable(written_out(cell, kind))
    return breakable(text) if letters is None else breakable(text, letters)


def _lines(rows: list[list[str]]) -> int:
    """The most lines a table can need. Too many would only let it be broken; too few would lose its end."""
    return sum(max(-(-len(cell) // _LETTERS_IN_LINE) for cell in row) for row in rows)


def _columns(table: Table, rows: list[list[str]]) -> Iterator[Json]:
    longest = [max((len(row[place]) for row in rows), default=0) for place in range(len(table.columns))]
    letters = sum(max(len(c.heading), cell) for c, cell in zip(table.columns, longest, strict=True))
    fits = letters + 2 * len(table.columns) < _LETTERS_ACROSS
    for place, column in enumerate(table.columns):
        yield {
            "heading": printable(column.heading),
            "numeric": column.kind in NUMERIC,
            "code": column.kind is Kind.CODE,
            **({"width": "auto"} if fits else _width(column, longest[place])),
        }


def _turned_columns(table: Table, rows: list[list[str]]) -> Iterator[Json]:
    """Under turned headings a column is as wide as its cells."""
    for place, column in enumerate(table.columns):
        longest = max((len(row[place]) for row in rows), default=0)
        width = 0.56 * longest if column.kind in NUMERIC else 0.6 * min(longest, _ID_LETTERS + 1)
        yield {
            "heading": printable(column.heading),
            "numeric": column.kind in NUMERIC,
            "code": column.kind is Kind.CODE,
            "width": max(width, 1.4) + 0.9,
        }


def _width(column: Column, longest: int) -> Json:
    """Numbers are as wide as they need to be, and their headings wrap at words; long texts share the rest."""
    if column.kind in NUMERIC:
        words = max(len(word) for word in column.heading.split())
        return {"width": max(0.62 * words, 0.56 * longest) + 0.9}
    digest = column.kind is Kind.CODE and longest == 64
    if longest <= _LONG_CELL or digest:
        return {"width": "auto"}
    return {"width": "share", "share": max(_LEAST_SHARE, min(longest, _LONGEST_SHARE))}
