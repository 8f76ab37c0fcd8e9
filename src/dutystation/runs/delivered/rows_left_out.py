"""The delivered rows that do not count, of some slices or of one pay period: rejected, and excluded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from dutystation.intake.reasons import Rejection
from dutystation.intake.rejected import rejected_rows
from dutystation.lake.listed import REJECTED
from dutystation.runs.delivered.ledger import one_table
from dutystation.runs.engines.engine import Engine
from dutystation.tables.apart import SLICE_NO, apart
from dutystation.tables.rejected import EXCLUDED_COLUMNS, REJECTED_COLUMNS
from dutystation.tables.shape import Shape

REFUSED, LEFT_OUT = "refused", "left_out"
"""The names under which such rows are kept: those that are rejected, and those that are excluded."""
COLUMNS = {REFUSED: REJECTED_COLUMNS, LEFT_OUT: EXCLUDED_COLUMNS}


@dataclass(frozen=True)
class RowsLeftOut:
    """Rows that do not count, in the shape of `rejected.csv` or `excluded.csv`, with `slice_no` or without.

    `rows` is a kept table; `counts` has how many there are by slice and reason, of number 0 without slices.
    """

    rows: ir.Table
    counts: Mapping[int, Mapping[str, int]]


def rows_left_out(
    listed: ir.Table | None,
    again: ir.Table | None,
    judged: Mapping[str, ir.Table],
    shape: Shape,
    engine: Engine,
) -> dict[str, RowsLeftOut]:
    """The rows that do not count, by name, where there are any.

    `listed` are those that were rejected or left out at delivery, with their `fate`; `again` those that
    repeat an earlier id; `judged` those that a measurement found.
    """
    parts: dict[str, list[ir.Table]] = {REFUSED: [], LEFT_OUT: []}
    if listed is not None:
        parts[REFUSED].append(listed.filter(listed.fate == REJECTED))
        parts[LEFT_OUT].append(listed.filter(listed.fate != REJECTED))
    if again is not None:
        parts[REFUSED].append(rejected_rows(again, shape, Rejection.DUPLICATE, shape.unique[0]))
    found = {}
    for name, tables in parts.items():
        tables += [judged[name]] if name in judged else []
        if not tables:
            continue
        rows = engine.kept(one_table([table.select(*apart(table, *COLUMNS[name])) for table in tables]))
        counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for row in engine.rows(rows.group_by(apart(rows, "reason")).agg(rows=rows.count())):
            counts[row.get(SLICE_NO, 0)][row["reason"]] = row["rows"]
        if counts:
            found[name] = RowsLeftOut(rows, counts)
        else:
            engine.forget(rows)
    return found


def counts_by_reason(left_out: Mapping[str, RowsLeftOut], name: str, number: int = 0) -> Mapping[str, int]:
    """How many rows of a slice are left out, by reason."""
    return left_out[name].counts.get(number, {}) if name in left_out else {}
