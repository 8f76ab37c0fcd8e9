"""Reason 6: a row repeats the id, or the key, of an earlier one. Source: contract section 3.

An earlier row counts as soon as it passes reasons 1 to 5, even where a later reason rejects it.
*Earlier* means part name, then line.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.tables.shape import Shape


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def key_digest(key: str) -> int:  # type: ignore[empty-body]
    """A hash of a key, 0 or more. Every engine has a function of this name (`runs`)."""


def key_digests(rows: ir.Table, shape: Shape) -> ir.Table:
    """The same rows with a `digest` of their key, null where a row has none: an empty id repeats nothing.

    Equal keys have equal digests; unequal ones may have too.
    """
    keys = [rows[name] for name in shape.unique]
    text = keys[0]
    for key in keys[1:]:
        text = text + "/" + key
    return rows.mutate(digest=text.notnull().ifelse(key_digest(text), ibis.null("int64")))


def later_repeats(rows: ir.Table, shape: Shape, repeated: ir.Table) -> ir.Table:
    """One row per row whose key an earlier row has. `repeated` holds the digests of several rows."""
    suspects = key_digests(rows, shape).semi_join(repeated, "digest")
    rank = ibis.row_number().over(
        group_by=[suspects[name] for name in shape.unique], order_by=[suspects.file, suspects.line]
    )
    return suspects.mutate(rank=rank).filter(ibis._["rank"] > 0).drop("rank", "digest")
