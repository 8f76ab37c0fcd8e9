"""Reason 6: a row repeats the id, or the key, of an earlier one. Source: contract section 3.

An earlier row counts as soon as it passes reasons 1 to 5, even where a later reason rejects it.
*Earlier* means part name, then line.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import read_cell
from dutystation.tables.shape import Shape


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def key_digest(key: str) -> int:  # type: ignore[empty-body]
    """A hash of a key, 0 or more. Every engine has a function of this name (`runs`)."""


def key_digests(rows: ir.Table, shape: Shape) -> ir.Table:
    """The sound rows with a `digest` of their key, null where a row has none: an empty id repeats nothing.

    Equal keys have equal digests; unequal ones may have too.
    """
    return rows.mutate(digest=_digest([rows[name] for name in shape.unique]))


def suspected_rows(raw: ir.Table, shape: Shape, repeated: ir.Table, *, trimmed: bool = False) -> ir.Table:
    """The delivered rows, not judged yet, whose key may repeat. `repeated` holds the digests of several rows.

    They are found by their key alone: few rows are left to be judged again. `trimmed` tells that text is so.
    """
    return (
        raw.mutate(digest=_raw_digest(raw, shape, trimmed=trimmed))
        .semi_join(repeated, "digest")
        .drop("digest")
    )


def raw_digests(raw: ir.Table, shape: Shape, *, trimmed: bool = False) -> ir.Table:
    """One row per delivered row, not judged yet: the `digest` of its key, null where it has none."""
    return raw.select(digest=_raw_digest(raw, shape, trimmed=trimmed))


def later_repeats(rows: ir.Table, shape: Shape) -> ir.Table:
    """One row per row whose key an earlier one has. `rows` are sound ones with a key."""
    rank = ibis.row_number().over(
        group_by=[rows[name] for name in shape.unique], order_by=[rows.file, rows.line]
    )
    return rows.mutate(rank=rank).filter(ibis._["rank"] > 0).drop("rank")


def _raw_digest(raw: ir.Table, shape: Shape, *, trimmed: bool) -> ir.IntegerValue:
    columns = [column for name in shape.unique for column in shape.columns if column.name == name]
    return _digest([read_cell(raw, column, trimmed=trimmed).values[column.name] for column in columns])


def _digest(keys: Sequence[ir.StringValue]) -> ir.IntegerValue:
    text = keys[0]
    for key in keys[1:]:
        text = text + "/" + key
    return text.notnull().ifelse(key_digest(text), ibis.null("int64"))
