"""Values as Arrow columns: as text for CSV and for Parquet with dirty cells, else in natural types.

Whole columns are made at once, from a list of possible values and a position for each row, or from digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dutystation.simulation.clock import day_of
from dutystation.simulation.people import NEVER
from dutystation.simulation.streams import IntArray

LEAST_MINUTES = -600
MOST_MINUTES = 1800
HOURS_TYPE = pa.decimal128(8, 6)


_FOUR_DIGITS = np.frombuffer("".join(f"{number:04d}" for number in range(10_000)).encode(), dtype=np.uint32)
"""The digits of each number below 10,000, as the four bytes of one integer."""


def pick(values: list[str | None], positions: IntArray) -> pa.Array:
    """The value at each position, as text."""
    return pa.array(values, type=pa.string()).take(pa.array(positions))


def optional(values: list[str], positions: IntArray) -> pa.Array:
    """The same where a negative position is an empty cell."""
    return pick([None, *values], np.maximum(positions, -1) + 1)


def numbered(prefix: str, numbers: IntArray, width: int) -> pa.Array:
    """`prefix` and the number in `width` digits, for each number: made as bytes, because there are many."""
    head = prefix.encode("ascii")
    size = len(head) + width
    groups = -(-width // 4)
    digits = np.empty((len(numbers), groups), dtype=np.uint32)
    rest = numbers.astype(np.int64)
    for group in range(groups - 1, -1, -1):
        rest, four = np.divmod(rest, 10_000)
        digits[:, group] = _FOUR_DIGITS[four]
    text = np.empty((len(numbers), size), dtype=np.uint8)
    text[:, : len(head)] = np.frombuffer(head, dtype=np.uint8)
    text[:, len(head) :] = digits.view(np.uint8)[:, 4 * groups - width :]
    offsets = np.arange(0, len(numbers) * size + 1, size, dtype=np.int32)
    return pa.Array.from_buffers(
        pa.string(), len(numbers), [None, pa.py_buffer(offsets), pa.py_buffer(text.reshape(-1))]
    )


def person_ids(people: IntArray) -> pa.Array:
    """P0000001 for person number 0."""
    return numbered("P", people + 1, 7)


def dates(days: IntArray, *, as_text: bool) -> pa.Array:
    """Day numbers as dates; NEVER is an empty cell."""
    empty = days >= NEVER
    if not as_text:
        return pa.array(np.where(empty, 0, days).astype(np.int32), mask=empty).cast(pa.date32())
    if not len(days):
        return pa.array([], type=pa.string())
    known = days[~empty]
    first = int(known.min()) if len(known) else 0
    last = int(known.max()) if len(known) else -1
    values: list[str | None] = [None, *(day_of(day).isoformat() for day in range(first, last + 1))]
    return pick(values, np.where(empty, 0, days - first + 1))


def hours_text(minutes: int) -> str:
    """Decimal hours with up to six decimals, which give back the whole minute when they are rounded."""
    exact = Fraction(minutes, 60)
    return f"{float(exact):.6f}".rstrip("0").rstrip(".")


def hours(minutes: IntArray, *, as_text: bool) -> pa.Array:
    values = [hours_text(number) for number in range(LEAST_MINUTES, MOST_MINUTES + 1)]
    positions = pa.array(minutes.astype(np.int32) - LEAST_MINUTES)
    if as_text:
        return pa.array(values).take(positions)
    return pa.array([Decimal(value) for value in values], type=HOURS_TYPE).take(positions)


def whole(numbers: IntArray, *, as_text: bool) -> pa.Array:
    column = pa.array(numbers)
    return column.cast(pa.string()) if as_text else column.cast(pa.int32())


def blank_where(column: pa.Array, empty: np.ndarray) -> pa.Array:
    """The column with empty cells where `empty` is true."""
    return pc.if_else(pa.array(empty), pa.scalar(None, type=column.type), column)


def overwritten(column: pa.Array, cells: Mapping[int, str | int | None]) -> pa.Array:
    """The column with other cells in some rows; a column of a natural type takes only what fits it."""
    if not cells:
        return column
    rows = sorted(cells)
    mask = np.zeros(len(column), dtype=np.bool_)
    mask[rows] = True
    values = [cells[row] for row in rows]
    if pa.types.is_string(column.type):
        values = [None if value is None else str(value) for value in values]
    return pc.replace_with_mask(column, pa.array(mask), pa.array(values, type=column.type))


def padded(column: pa.Array, rows: IntArray) -> pa.Array:
    """The column with blanks around some cells, where it is text."""
    if not len(rows) or not pa.types.is_string(column.type):
        return column
    mask = np.zeros(len(column), dtype=np.bool_)
    mask[rows] = True
    return pc.if_else(pa.array(mask), pc.binary_join_element_wise(" ", column, " \t", ""), column)
