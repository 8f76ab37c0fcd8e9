"""The SQL of expressions, kept for others that differ from them in the names of their tables only.

A run asks the same questions of every pay period, each time of other kept tables. Putting an expression into
SQL costs more than executing it on few rows; so it is done once for each form of an expression.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from itertools import count

import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.graph import Graph, Node

Translate = Callable[[ir.Table], str]
"""Puts an expression into SQL."""

MOST_KEPT = 2_000
"""Forms that are kept, more than a run has; a process that goes on for years may not grow with its runs."""

_PREFIX = f"kept_{secrets.token_hex(8)}_"
"""By chance, so that no text that was delivered can be taken for the name of a table."""
_NAME = re.compile(rf"{_PREFIX}(\d+)")
_numbers = count(1)
_kept: dict[Hashable, tuple[str, ...]] = {}


def new_name() -> str:
    """A name for a table, one that no other has."""
    return f"{_PREFIX}{next(_numbers)}"


def statement(rows: ir.Table, translate: Translate, dialect: str) -> str:
    """The SQL of `rows`, as `translate` gives it in `dialect`."""
    names: dict[str, int] = {}
    form = (dialect, _form_of(rows.op(), names))
    if form not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[form] = _cut(translate(rows), names)
    tables = list(names)
    pieces = _kept[form]
    return "".join(tables[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces))


def _cut(sql: str, names: Mapping[str, int]) -> tuple[str, ...]:
    """SQL cut where a table is named: text and the number of a table in turn."""
    pieces = _NAME.split(sql)
    return tuple(str(names[_PREFIX + piece]) if at % 2 else piece for at, piece in enumerate(pieces))


def _form_of(root: Node, names: dict[str, int]) -> Hashable:
    """What an expression is, but for the names of its tables, which are noted in `names` and numbered.

    Its nodes stand one after another, each with its type and its arguments; a node among these stands there
    with its number.
    """
    numbers = {node: number for number, node in enumerate(Graph.from_bfs(root))}
    return tuple(
        _table_form(node, names)
        if isinstance(node, ops.DatabaseTable) and node.name.startswith(_PREFIX)
        else (type(node), *(_argument_form(argument, numbers) for argument in node.args))
        for node in numbers
    )


def _table_form(table: ops.DatabaseTable, names: dict[str, int]) -> Hashable:
    number = names.setdefault(table.name, len(names))
    return (type(table), number, table.schema, table.namespace)


def _argument_form(argument: object, numbers: Mapping[Node, int]) -> Hashable:
    match argument:
        case Node():
            return (Node, numbers[argument])
        case tuple():
            return (tuple, *(_argument_form(part, numbers) for part in argument))
        case Mapping():
            return (dict, *((key, _argument_form(part, numbers)) for key, part in argument.items()))
        case _ if isinstance(argument, Hashable):
            return argument
        case _:
            raise TypeError(f"an argument of type {type(argument)} cannot be compared")
