"""Faults in the five tables that are written once: rows that are added and that intake must reject.

Each is made from a good row of the table, with a few cells changed so that exactly one reason holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dutystation.simulation.fates import Fate
from dutystation.simulation.fault_levels import TIMES, Level
from dutystation.simulation.reference_tables import Columns
from dutystation.simulation.streams import FloatArray, IntArray
from dutystation.tables.inputs import INPUT_TABLES

Value = str | int | date | None
MOST_COPIES = 200
LEFT_TO_DEFAULT = 0.1
SHAPES = {shape.name: shape for shape in INPUT_TABLES}


@dataclass(frozen=True)
class AddedRow:
    """`cells` are the ones that differ from the row it is made from."""

    cells: Mapping[str, Value]
    fate: Fate
    needs_text: bool = False


ORG_UNITS = (
    AddedRow({}, Fate.DUPLICATE),
    AddedRow({"name": "Old Name"}, Fate.DUPLICATE),
    AddedRow({"org_unit": None}, Fate.MISSING_VALUE),
    AddedRow({"org_unit": "X-NAMELESS", "name": None}, Fate.MISSING_VALUE),
    AddedRow({"org_unit": "X-CLOSED", "parent": "X-GONE"}, Fate.UNKNOWN_ORG_UNIT),
    AddedRow({"org_unit": "X-CLOSED-01", "parent": "X-CLOSED"}, Fate.UNKNOWN_ORG_UNIT),
)
FACILITIES = (
    AddedRow({}, Fate.DUPLICATE),
    AddedRow({"facility": "X001", "name": None}, Fate.MISSING_VALUE),
    AddedRow({"facility": "X002", "timezone": "America/Nowhere"}, Fate.NOT_IN_LIST),
    AddedRow({"facility": "X003", "readers": "both"}, Fate.NOT_IN_LIST),
    AddedRow({"facility": "X004", "usable_sqft": 0}, Fate.OUT_OF_RANGE),
    AddedRow({"facility": "X005", "seats": -5}, Fate.OUT_OF_RANGE),
    AddedRow({"facility": "X006", "usable_sqft": "12,000"}, Fate.NOT_A_NUMBER, needs_text=True),
    AddedRow({"facility": "X007", "seats": "3.5"}, Fate.NOT_A_NUMBER, needs_text=True),
)
CODES = (
    AddedRow({}, Fate.DUPLICATE),
    AddedRow({"place": "remote"}, Fate.DUPLICATE),
    AddedRow({"pay_code": None}, Fate.MISSING_VALUE),
    AddedRow({"pay_code": "X1", "place": None}, Fate.MISSING_VALUE),
    AddedRow({"pay_code": "X2", "place": "home"}, Fate.NOT_IN_LIST),
    AddedRow({"pay_code": "X3", "hours_type": "Overtime"}, Fate.NOT_IN_LIST),
)
ROSTER = (
    AddedRow({"person": None}, Fate.MISSING_VALUE),
    AddedRow({"effective_from": None}, Fate.MISSING_VALUE),
    AddedRow({"effective_from": "01/12/2025"}, Fate.NOT_A_DATE, needs_text=True),
    AddedRow({"effective_to": "2025-02-30"}, Fate.NOT_A_DATE, needs_text=True),
    AddedRow({"arrangement": "Routine"}, Fate.NOT_IN_LIST),
    AddedRow({"population": "officer"}, Fate.NOT_IN_LIST),
    AddedRow({"effective_to": date(1969, 12, 31)}, Fate.OUT_OF_RANGE),
    AddedRow({"org_unit": "X-GONE"}, Fate.UNKNOWN_ORG_UNIT),
    AddedRow({"person": "X0000002", "org_unit": "X-CLOSED"}, Fate.UNKNOWN_ORG_UNIT),
    AddedRow({}, Fate.OVERLAP),
)
DECISIONS = (
    AddedRow({"person": None}, Fate.MISSING_VALUE),
    AddedRow({"outcome": None}, Fate.MISSING_VALUE),
    AddedRow({"decided_on": "2025-13-01"}, Fate.NOT_A_DATE, needs_text=True),
    AddedRow({"ground": "illness"}, Fate.NOT_IN_LIST),
    AddedRow({"outcome": "Approved"}, Fate.NOT_IN_LIST),
    AddedRow({"valid_from": date(2025, 3, 1), "valid_to": date(2025, 2, 1)}, Fate.OUT_OF_RANGE),
    AddedRow({"person": "X0000003"}, Fate.UNKNOWN_PERSON),
)
ADDED: Mapping[str, tuple[AddedRow, ...]] = {
    "org_units": ORG_UNITS,
    "facilities": FACILITIES,
    "codes": CODES,
    "roster": ROSTER,
    "decisions": DECISIONS,
}
MANY = ("roster", "decisions")
"""Tables of which bigger departments get more bad rows; in the others two could have the same new id."""


def plant_table_faults(
    table: str, columns: Columns, level: Level, rng: np.random.Generator, *, as_text: bool
) -> tuple[Columns, IntArray]:
    """The table with bad rows behind the good ones, and the fate of every row."""
    good = len(next(iter(columns.values())))
    fates = np.full(good, Fate.ACCEPTED, dtype=np.int8)
    if level == "none" or not good:
        return columns, fates
    copies = 1
    if table in MANY:
        copies = min(1 + int(good * TIMES[level] / 2000), MOST_COPIES)
    chosen = [added for added in ADDED[table] if as_text or not added.needs_text for _ in range(copies)]
    # The first row of the units is the root, which must stay the only one.
    templates = rng.integers(min(1, good - 1), good, len(chosen))
    result = {
        name: pa.concat_arrays(
            [
                _left_to_default(table, name, column, rng.random(good)),
                _cells(name, column, templates, chosen),
            ]
        )
        for name, column in columns.items()
    }
    return result, np.concatenate([fates, np.array([added.fate for added in chosen], dtype=np.int8)])


def _left_to_default(table: str, name: str, column: pa.Array, draw: FloatArray) -> pa.Array:
    """Some cells that hold the value an empty cell stands for are delivered empty."""
    default = SHAPES[table].names[name].default
    if not default or not pa.types.is_string(column.type):
        return column
    emptied = pc.and_(pc.equal(column, default), pa.array(draw < LEFT_TO_DEFAULT))
    return pc.if_else(emptied, pa.scalar(None, type=pa.string()), column)


def _cells(name: str, column: pa.Array, templates: IntArray, chosen: list[AddedRow]) -> pa.Array:
    values = column.take(pa.array(templates)).to_pylist()
    cells = [added.cells.get(name, value) for added, value in zip(chosen, values, strict=True)]
    if pa.types.is_string(column.type):
        cells = [None if cell is None else str(cell) for cell in cells]
    return pa.array(cells, type=column.type)
