"""The headline query in bare engines: minutes worked and minutes in person, by component and pay period.

    python -m bench.headline FOLDER duckdb|polars|pandas|postgresql

All read the same Parquet files: time records meet the roster row in force on their day, and their codes. None
checks a cell, finds a repeat or writes a file. A component is what stands before the first hyphen of a unit,
as the invented department names its units. Prints a hash of the whole numbers that came out, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from bench.data import DIRECTIVE
from dutystation.directives.load import load_directive

IN_PERSON = ("office", "other_facility", "field")
NOT_WORKED = "nonwork"
ENGINES = ("duckdb", "polars", "pandas", "postgresql")

Answer = Iterable[tuple[object, ...]]
"""One row per component and pay period: both, then minutes worked and minutes in person."""

SQL = """
with place as (
    select pay_code, coalesce(place_code, '') as place_code, min(place) as place
    from {codes} where place is not null group by 1, 2
), worked as (
    select split_part(r.org_unit, '-', 1) as component,
           {period} as period,
           cast(coalesce(floor(cast(t.hours as double precision) * 60 + 0.5), t.minutes) as bigint) as amount,
           p.place
    from {time_records} t
    join {roster} r on t.person = r.person and t.work_date >= r.effective_from
        and t.work_date <= coalesce(r.effective_to, date '9999-12-31')
    join place p on t.pay_code = p.pay_code and coalesce(t.place_code, '') = p.place_code
    where p.place <> '{not_worked}' and r.org_unit is not null
)
select component, period, sum(amount), sum(case when place in {in_person} then amount else 0 end)
from worked group by component, period
"""
"""What DuckDB and PostgreSQL are both asked; `period` counts pay periods from the order's first day."""


def sql(period: str, **tables: str) -> str:
    return SQL.format(period=period, in_person=IN_PERSON, not_worked=NOT_WORKED, **tables)


def main() -> None:
    folder, engine = Path(sys.argv[1]), sys.argv[2]
    # Each engine is a module of its own, so that no process pays for the libraries of another.
    found = import_module(f"bench.headline_{engine}").answer(folder)
    answer, costs = found if isinstance(found, tuple) else (found, {})
    sys.stdout.write(json.dumps({"answer": digest(answer), **costs}))


def digest(answer: Answer) -> str:
    """A hash of every number, whatever the order of rows and the engine's own types."""
    rows = sorted(
        [str(component), int(str(period)), int(str(worked)), int(str(in_person))]
        for component, period, worked, in_person in answer
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def files(folder: Path, table: str) -> list[Path]:
    path = folder / f"{table}.parquet"
    return sorted(path.iterdir()) if path.is_dir() else [path]


def calendar() -> tuple[str, int]:
    """The first day of the pay periods, and their length in days."""
    order = load_directive(DIRECTIVE)
    rules = order.rules_on(order.issued_on)
    return rules.pay_period_anchor.isoformat(), rules.pay_period_days


def period_sql() -> str:
    """The number of the pay period; floor, since whole-number division differs between engines."""
    anchor, days = calendar()
    return f"cast(floor((t.work_date - date '{anchor}') / {days}.0) as int)"


if __name__ == "__main__":
    main()
