"""Rows rejected for a reason that needs more than the row: in the shape of `rejected.csv`."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.intake.check import row_id
from dutystation.intake.reasons import Rejection, sentence
from dutystation.tables.apart import apart
from dutystation.tables.shape import Kind, Shape


def rejected_rows(rows: ir.Table, shape: Shape, reason: Rejection, column: str) -> ir.Table:
    """One row per row of `rows` (sound rows of `shape`), rejected for `reason`."""
    return rejected_listing(rows, shape, reason, column, row_id=sound_row_id(rows, shape))


def rejected_listing(
    rows: ir.Table, shape: Shape, reason: Rejection, column: str, *, row_id: ir.StringValue
) -> ir.Table:
    """The same with the row's id given, for tables that no longer hold the columns it is made of."""
    concerned = shape.names[column]
    message = ibis.literal(sentence(reason, concerned))
    if concerned.kind is Kind.TEXT and column in rows.columns:
        message = message + " (delivered: " + rows[column] + ")"
    return rows.select(
        *apart(rows),
        table=ibis.literal(shape.name),
        file=rows.file,
        line=rows.line,
        reason=ibis.literal(reason.value),
        column=ibis.literal(column),
        id=row_id,
        message=message,
    )


def sound_row_id(rows: ir.Table, shape: Shape) -> ir.StringValue:
    """The id of a sound row, as `rejected.csv` and `excluded.csv` list it."""
    return row_id({name: rows[name] for name in (*shape.unique, *shape.identity)}, shape)
