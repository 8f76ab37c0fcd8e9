"""The floor: DuckDB alone, reading the same columns of the same files, judging nothing.

    python -m bench.floor FOLDER scan    the time records and badge events, each with one grouping
    python -m bench.floor FOLDER join    the same with the dated join of time records and roster

Both read every column that the main job reads; neither checks a cell, finds a repeat or writes a file.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

MEMORY = "4GB"
HOURS = "coalesce(try_cast(hours as double) * 60, try_cast(minutes as double))"


def source(folder: Path, table: str) -> str:
    """What DuckDB reads a delivered table from; CSV cells stay text, as they do in the main job."""
    csv = folder / f"{table}.csv"
    if csv.is_file():
        return f"read_csv('{csv}', all_varchar=true, header=true, null_padding=true, ignore_errors=true)"
    parquet = folder / f"{table}.parquet"
    return f"read_parquet('{parquet}{'/*.parquet' if parquet.is_dir() else ''}')"


def scan(folder: Path) -> tuple[str, ...]:
    """One grouping of each large table over all of its columns."""
    return (
        f"select pay_code, place_code, count(person), min(work_date), count(record_id), sum({HOURS}) "
        f"from {source(folder, 'time_records')} group by all",
        f"select facility, direction, outcome, count(person), min(occurred_at), count(event_id) "
        f"from {source(folder, 'badge_events')} group by all",
    )


def join(folder: Path) -> tuple[str, ...]:
    """As `scan`, the hours by the unit in which the person was on that day."""
    records, roster = source(folder, "time_records"), source(folder, "roster")
    day = "try_cast(t.work_date as date)"
    return (
        f"select r.org_unit, t.pay_code, t.place_code, count(t.record_id), sum({HOURS}) "
        f"from {records} t left join {roster} r on t.person = r.person "
        f"and {day} >= try_cast(r.effective_from as date) "
        f"and {day} <= coalesce(try_cast(r.effective_to as date), date '9999-12-31') group by all",
        scan(folder)[1],
    )


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2]
    database = duckdb.connect()
    database.execute(f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false")
    for query in {"scan": scan, "join": join}[kind](folder):
        database.sql(query).fetchall()


if __name__ == "__main__":
    main()
