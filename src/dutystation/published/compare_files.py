"""Are the files of two reports the same? For a report that was re-made from its inputs. Contract section 8.

CSV and JSON must be the same bytes; Parquet parts the same rows in the same order, however many parts and
row groups hold them. The lines name places, never persons.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from dutystation.published.entry import REMEDY
from dutystation.published.layout import FIGURES_JSON, ROW_TABLES, WHOLE_TABLES
from dutystation.published.row_batches import parquet_batches
from dutystation.terms.errors import UnusableInput

PIECE_BYTES = 1 << 20


def files_that_differ(out: Path, again: Path) -> list[str]:
    """One line for each file or table of the contract that is not the same in the folders of two reports.

    `provenance.json`, `report.pdf` and `report.xlsx` are left out: they may differ in times and versions.
    Memory does not grow with the files. Raises UnusableInput for a file that cannot be read.
    """
    names = [FIGURES_JSON, *(f"{table}.csv" for table in (*WHOLE_TABLES, *ROW_TABLES)), *ROW_TABLES]
    lines = (_difference(name, out / name, again / name) for name in names)
    return [line for line in lines if line]


def _difference(name: str, filed: Path, now: Path) -> str:
    """The line about one file or folder of parts, empty where the two are the same."""
    if not filed.exists() and not now.exists():
        return ""
    if not now.exists():
        return f"{name}: the report has it, the recomputation has not"
    if not filed.exists():
        return f"{name}: the recomputation has it, the report has not"
    if filed.is_dir() != now.is_dir():
        return f"{name}: a file in one and a folder in the other"
    difference = _row_difference(filed, now) if filed.is_dir() else _byte_difference(filed, now)
    return f"{name}: {difference}" if difference else ""


def _byte_difference(filed: Path, now: Path) -> str:
    line_ends = 0
    try:
        with filed.open("rb") as one, now.open("rb") as other:
            while True:
                piece, counterpart = one.read(PIECE_BYTES), other.read(PIECE_BYTES)
                if piece != counterpart:
                    same = _length_of_common_start(piece, counterpart)
                    line_ends += piece.count(b"\n", 0, same)
                    return f"differs from line {line_ends + 1} on"
                if not piece:
                    return ""
                line_ends += piece.count(b"\n")
    except OSError as problem:
        name = str(problem.filename or filed)
        raise UnusableInput(name, f"the file cannot be read ({problem.strerror})", remedy=REMEDY) from problem


def _length_of_common_start(one: bytes, other: bytes) -> int:
    shorter = min(len(one), len(other))
    low, high = 0, shorter  # the first `low` bytes are the same; those after `high` need no look
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _row_difference(filed: Path, now: Path) -> str:
    row = 0
    one, other = parquet_batches(filed), parquet_batches(now)
    piece, counterpart = next(one, None), next(other, None)
    while piece is not None and counterpart is not None:
        if piece.schema.names != counterpart.schema.names:
            return (
                f"has the columns {', '.join(piece.schema.names)} in the report, others in the recomputation"
            )
        rows = min(piece.num_rows, counterpart.num_rows)
        same = _equal_rows(piece.slice(0, rows), counterpart.slice(0, rows))
        if same < rows:
            return f"differs from row {row + same + 1} on"
        row += rows
        piece = piece.slice(rows) if piece.num_rows > rows else next(one, None)
        counterpart = counterpart.slice(rows) if counterpart.num_rows > rows else next(other, None)
    if piece is None and counterpart is None:
        return ""
    return f"ends after row {row} in {'the report' if piece is None else 'the recomputation'} only"


def _equal_rows(one: pa.RecordBatch, other: pa.RecordBatch) -> int:
    """How many rows from the first on are equal; values count, and not the widths of their types."""
    try:
        if one.equals(other.cast(one.schema)):
            return int(one.num_rows)
    except pa.ArrowInvalid:  # a value that the other type does not hold
        pass
    pairs = enumerate(zip(one.to_pylist(), other.to_pylist(), strict=True))
    return next((place for place, (row, counterpart) in pairs if row != counterpart), one.num_rows)
