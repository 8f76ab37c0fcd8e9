"""Runs the checks of reasons 1 to 5 on a small table in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tests.oracle.cells import judge_alone
from tests.oracle.reading import text_of, trim
from tests.oracle.rows import COLUMNS, Row

from dutystation.intake.check import faulty_rows, sound_rows
from dutystation.runs.engines.engine import Engine
from dutystation.tables.inputs import INPUT_TABLES

FILE = "part.parquet"


Verdict = tuple[int, str, str, str]
"""Line, reason, column, id."""


def judged(
    engine: Engine, table: str, columns: dict[str, pa.Array]
) -> tuple[list[Verdict], dict[int, dict[str, Any]]]:
    """The refused rows in order, and the values of the others by line."""
    rows = len(next(iter(columns.values())))
    delivered = pa.table(columns | {"file": pa.array([FILE] * rows), "line": pa.array(range(1, rows + 1))})
    [shape] = (shape for shape in INPUT_TABLES if shape.name == table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        pq.write_table(delivered, path)
        raw = engine.parquet([path])
        refused = engine.rows(faulty_rows(raw, shape))
        sound = [dict(row) for row in engine.rows(sound_rows(raw, shape))]
    assert all(row["table"] == table and row["file"] == FILE and row["message"] for row in refused)
    verdicts = sorted((row["line"], row["reason"], row["column"], row["id"]) for row in refused)
    return verdicts, {row.pop("line"): row for row in sound}


def expected(table: str, columns: dict[str, list[Any]]) -> tuple[list[Verdict], dict[int, dict[str, Any]]]:
    """The same by the oracle, which reads text; `columns` hold Python's values."""
    refused, sound = [], {}
    for at in range(len(next(iter(columns.values())))):
        cells = {
            column: trim(text_of(columns[column][at], column)) if column in columns else ""
            for column in COLUMNS[table]
        }
        row = Row(table, FILE, at + 1, cells)
        judge_alone(row)
        if row.good:
            sound[row.line] = row.values | {"cells": cells}
        else:
            refused.append((row.line, row.reason, row.column, row.id))
    return refused, sound
