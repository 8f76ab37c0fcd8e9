"""The headline query in DuckDB. See `bench.headline`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.floor import MEMORY
from bench.headline import Answer, files, period_sql, sql


def answer(folder: Path) -> Answer:
    database = duckdb.connect()
    database.execute(f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false")
    tables = {
        name: f"read_parquet({[str(path) for path in files(folder, name)]})"
        for name in ("time_records", "roster", "codes")
    }
    rows: list[tuple[object, ...]] = database.sql(sql(period_sql(), **tables)).fetchall()
    return rows
