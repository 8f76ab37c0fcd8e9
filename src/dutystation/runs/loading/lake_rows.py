"""What an amendment makes of the rows before it, and the rows of a delivery that are not accepted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.intake.as_delivered import told_as_read
from dutystation.intake.rejected import sound_row_id
from dutystation.lake.listed import LEFT_OUT, REJECTED
from dutystation.lake.schemas import LISTED_COLUMNS, TOLD_COLUMNS, accepted_columns
from dutystation.runs.delivered.ledger import one_table
from dutystation.runs.engines.engine import Engine
from dutystation.runs.loading.judged_delivery import JudgedFile
from dutystation.runs.loading.lake_columns import Origin
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput


def listed_rows(judged: JudgedFile, shape: Shape, origin: Origin) -> ir.Table | None:
    """One row per rejected or left-out row of a delivery, as the lake holds it; None where there is none."""
    parts = []
    if judged.rejected:
        parts.append(_telling(judged, shape).mutate(fate=ibis.literal(REJECTED)))
    if judged.left_out and judged.read.left_out is not None:
        out = judged.read.left_out
        nothing = dict.fromkeys(TOLD_COLUMNS, ibis.literal("")) | {"day": ibis.null("int64")}
        parts.append(out.mutate(table=ibis.literal(shape.name), fate=ibis.literal(LEFT_OUT), **nothing))
    if not parts:
        return None
    stated = origin.cells | {"listed_by": ibis.literal(origin.delivery)}
    rows = [part.mutate(**stated).select(*LISTED_COLUMNS) for part in parts]
    return rows[0] if len(rows) == 1 else ibis.union(*rows)


def _telling(judged: JudgedFile, shape: Shape) -> ir.Table:
    """The refused rows of a delivery with what each says of itself."""
    raws = [raw.semi_join(judged.refused, PLACE_OF_ROW) for raw in judged.refused_among]
    told = one_table([told_as_read(raw, shape) for raw in raws])
    return judged.refused.inner_join(told, PLACE_OF_ROW)


def amended(before: Sequence[Path], now: ir.Table, shape: Shape, engine: Engine) -> ir.Table:
    """The rows of a slice, those with an id that `now` has replaced by it, and the new ones."""
    if not before:
        return now
    stood = engine.parquet(before).select(*accepted_columns(shape))
    return ibis.union(stood.anti_join(now, list(shape.unique)), now)


def relisted(
    before: Sequence[Path],
    now: ir.Table | None,
    accepted: ir.Table,
    shape: Shape,
    origin: Origin,
    engine: Engine,
) -> ir.Table | None:
    """The rejected and left-out rows of a slice after an amendment.

    Those before it stay, unless the amendment brings a row of the same id, be it accepted or not.
    """
    if not before:
        return now
    stood = engine.parquet(before).select(*LISTED_COLUMNS)
    stood = stood.anti_join(accepted.select(id=sound_row_id(accepted, shape)), "id")
    rows = stood if now is None else ibis.union(stood.anti_join(now, "id"), now)
    return rows.mutate(listed_by=ibis.literal(origin.delivery)).select(*LISTED_COLUMNS)


def refuse_rows_without_id(judged: JudgedFile, shape: Shape, engine: Engine) -> None:
    """An amendment replaces rows by their ids; a row without one would be doubled. Raises UnusableInput."""
    file = judged.read.raw.label
    if not shape.unique:
        raise UnusableInput(
            file,
            f"rows of {shape.name} have no id, so none can be amended",
            remedy="Deliver the whole table anew, without --amends",
        )
    [name] = shape.unique[:1]
    [count] = engine.rows(judged.sound.filter(judged.sound[name].isnull()).agg(rows=ibis._.count()))
    if count["rows"]:
        raise UnusableInput(
            file,
            f"{count['rows']:,} accepted rows are without an id, so they can amend nothing",
            column=name,
            remedy="Give each its id, or deliver the whole slice without --amends",
        )
