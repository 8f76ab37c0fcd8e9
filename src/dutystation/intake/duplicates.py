"""Reason 6: a row repeats the id, or the key, of an earlier one. Source: contract section 3.

An earlier row counts as soon as it passes reasons 1 to 5, even where a later reason rejects it.
*Earlier* means part name, then line.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.tables.shape import Shape


def keyed_rows(rows: ir.Table, shape: Shape) -> ir.Table:
    """The rows that have a key at all: an empty record or event id repeats nothing."""
    return rows.filter(*(rows[name].notnull() for name in shape.unique))


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def key_digest(key: str) -> int:  # type: ignore[empty-body]
    """A hash of a key, 0 or more. Every engine has a function of this name (`runs`)."""


def key_digests(rows: ir.Table, shape: Shape) -> ir.Table:
    """One row per keyed row with its `digest`. Equal keys have equal digests; unequal ones may too."""
    keyed = keyed_rows(rows, shape)
    text = keyed[shape.unique[0]]
    for name in shape.unique[1:]:
        text = text + "/" + keyed[name]
    return keyed.mutate(digest=key_digest(text))


def later_repeats(rows: ir.Table, shape: Shape, repeated: ir.Table) -> ir.Table:
    """One row per row whose key an earlier row has. `repeated` holds the digests of several rows."""
    suspects = key_digests(rows, shape).semi_join(repeated, "digest")
    rank = ibis.row_number().over(
        group_by=[suspects[name] for name in shape.unique], order_by=[suspects.file, suspects.line]
    )
    return suspects.mutate(rank=rank).filter(ibis._["rank"] > 0).drop("rank", "digest")
