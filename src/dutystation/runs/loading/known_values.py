"""Dates and amounts are read once for each value that occurs, and not once for each row.

Millions of rows of one pay period hold fourteen dates and a few dozen amounts. Those values are read as any
cell is; rows whose values are all sound then carry them typed, as a Parquet delivery would, and judging them
again costs next to nothing. The other rows, and those that lack a cell, are doubtful: they are few, are read
once, and stay text, so that they are judged and quoted as they came.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import read_cell
from dutystation.runs.delivered.delivery import RawTable
from dutystation.runs.engines.engine import Engine
from dutystation.tables.shape import Bound, Column, Kind, Shape

WORTHWHILE_ROWS = 100_000
"""Fewer rows are judged before their values are counted."""
MOST_VALUES = 50_000
"""A column with more values than these is read row by row: looking up would cost as much."""


@dataclass(frozen=True)
class _Values:
    """The values of a column: one row per text that occurs, with `value` typed, null if it is unsound."""

    column: str
    rows: ir.Table
    all_sound: bool


def with_known_values(
    raw: RawTable,
    shape: Shape,
    engine: Engine,
    *,
    from_rows: int = WORTHWHILE_ROWS,
    most_values: int = MOST_VALUES,
) -> RawTable:
    """The same rows, in one table with typed dates and amounts and, if need be, one with the rest as text."""
    if raw.rows < from_rows:
        return raw
    texts: list[ir.Table] = []
    doubtful: list[ir.Table] = []
    for text in raw.texts:
        known = [
            values
            for column in shape.columns
            if _may_be_looked_up(column)
            and column.name in text.columns
            and text[column.name].type().is_string()
            if (values := _values(text, column, engine, most_values)) is not None
        ]
        if not known:
            texts.append(text)
            continue
        quick, others = _split(text, known, shape)
        texts.append(quick)
        others = engine.kept(others)
        [count] = engine.rows(others.agg(rows=others.count()))
        doubtful += [others] if count["rows"] else []
    return replace(raw, texts=(*texts, *doubtful), doubtful=tuple(doubtful))


def _may_be_looked_up(column: Column) -> bool:
    """Dates and amounts that become numbers; measures that are kept as delivered stay text."""
    return column.kind is Kind.DATE or column.bound in (Bound.DAY_HOURS, Bound.DAY_MINUTES)


def _values(text: ir.Table, column: Column, engine: Engine, most_values: int) -> _Values | None:
    """The values of a column, None where there are too many."""
    given = text.filter(text[column.name].notnull()).select(column.name).distinct()
    found = engine.kept(given.limit(most_values + 1))
    cell = read_cell(found, column)
    value = cell.values[column.name]
    if column.kind is Kind.DATE:
        value = cell.delivered.try_cast("date")  # as a date of Parquet would come
    told = cell.malformed, cell.out_of_range
    faults = [fault.fill_null(ibis.literal(False)) for fault in told if fault is not None]
    sound = cell.given & ~reduce(lambda one, other: one | other, faults)
    typed = sound.ifelse(value, ibis.null(value.type()))
    rows = engine.kept(found.select(**{f"text_of_{column.name}": found[column.name]}, value=typed))
    [count] = engine.rows(rows.agg(values=rows.count(), unsound=rows.value.isnull().sum().fill_null(0)))
    if count["values"] > most_values:
        return None
    return _Values(column.name, rows, all_sound=not count["unsound"])


def _split(text: ir.Table, known: list[_Values], shape: Shape) -> tuple[ir.Table, ir.Table]:
    """The rows that lack no cell and whose values are all sound or empty, typed; and the others, as text."""
    joined = text
    for values in known:
        key, value = f"text_of_{values.column}", f"value_of_{values.column}"
        looked_up = values.rows.rename({value: "value"})
        joined = joined.left_join(looked_up, [joined[values.column] == looked_up[key]]).drop(key)
    typed = {values.column: joined[f"value_of_{values.column}"] for values in known}
    unsound = [values.column for values in known if not values.all_sound]
    sound = [joined[name].isnull() | typed[name].notnull() for name in unsound]
    holds = reduce(and_, [*_complete(joined, shape), *sound])
    plain = [name for name in text.columns if name not in typed]
    return joined.filter(holds).select(*plain, **typed), joined.filter(~holds).select(*text.columns)


def _complete(rows: ir.Table, shape: Shape) -> list[ir.BooleanValue]:
    """That each cell is there which must be; blanks count as a cell here, and are judged with the rest."""
    needed = [column.name for column in shape.columns if column.required and not column.may_be_empty]
    conditions = [rows[name].notnull() for name in needed if name in rows.columns]
    if one_of := [rows[name].notnull() for name in shape.one_of if name in rows.columns]:
        conditions.append(reduce(or_, one_of))
    return conditions
