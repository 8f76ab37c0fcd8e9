"""Rows as the files of the lake hold them: with their origin, and in order."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from dutystation.lake.schemas import accepted_columns
from dutystation.tables.shape import Shape

ORDER = {"time_records": ("person", "work_date"), "badge_events": ("person", "wall_second")}


@dataclass(frozen=True)
class Origin:
    """Where rows come from: the id of the delivery, its sender, and its period, empty where it has none."""

    delivery: str
    sender: str
    period: str

    @property
    def cells(self) -> dict[str, ir.StringValue]:
        """The three columns that every row of the delivery has."""
        return {name: ibis.literal(value) for name, value in vars(self).items()}


def with_origin(sound: ir.Table, shape: Shape, origin: Origin) -> ir.Table:
    """One row per sound row of a delivery, as the lake holds accepted rows."""
    return sound.mutate(**origin.cells).select(*accepted_columns(shape))


def in_order(rows: ir.Table, shape: Shape) -> ir.Table:
    """The rows sorted by person and day, or by the table's key: the same rows give the same file."""
    return rows.order_by([*ORDER.get(shape.name, shape.identity), "delivery", "file", "line"])
