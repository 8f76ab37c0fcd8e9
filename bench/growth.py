"""What grows with what: the main job over more periods, over more people, and on Spark."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from bench.data import YEAR, department
from bench.processes import bytes_in, cost_of
from bench.results import Kept


@dataclass(frozen=True)
class Case:
    """So many people over so many pay periods, on one engine."""

    people: int
    periods: int
    engine: str = "duckdb"


CASES = {
    "quick": (Case(26_000, 3), Case(52_000, 3), Case(26_000, 6), Case(26_000, 3, "spark")),
    "one": (
        Case(26_000, 3),
        Case(52_000, 3),
        Case(26_000, 3, "spark"),
        Case(26_000, 13),
        Case(26_000, 6),
        Case(26_000, 6, "spark"),
        Case(26_000, 26),
        Case(26_000, 26, "spark"),
    ),
    "ten": tuple(
        Case(people, YEAR, engine)
        for people in (26_000, 52_000, 130_000, 260_000)
        for engine in ("duckdb", "spark")
    ),
}
"""Sets of cases by name: up to 2, up to 10 and up to 100 million time records."""


def measure(which: str, data: Path, kept: Kept) -> None:
    """Measures every case that has no result yet; each result is kept as soon as it is there."""
    for case in CASES[which]:
        if kept.has(people=case.people, periods=case.periods, engine=case.engine):
            continue
        sys.stderr.write(f"{case.people:,} people, {case.periods} periods, {case.engine}\n")
        folder = department(case.people, case.periods, data)
        with tempfile.TemporaryDirectory(dir=data) as scratch:
            out = Path(scratch) / "report"
            cost = cost_of(["bench.job", str(folder), str(out), "parquet", case.engine], folder=Path(scratch))
            report = bytes_in(out)
        kept.add(
            cost,
            people=case.people,
            periods=case.periods,
            engine=case.engine,
            report_megabytes=round(report / 1e6, 1),
            **sizes(folder),
        )


def sizes(folder: Path) -> dict[str, float]:
    """Rows of the large tables, facilities, and MB of all delivered files."""
    return {
        "time_records": _rows(folder / "time_records.parquet"),
        "badge_events": _rows(folder / "badge_events.parquet"),
        "facilities": _rows(folder / "facilities.parquet"),
        "delivered_megabytes": round(
            sum(path.stat().st_size for path in folder.rglob("*.parquet") if path.is_file()) / 1e6, 1
        ),
    }


def _rows(path: Path) -> int:
    parts = sorted(path.iterdir()) if path.is_dir() else [path]
    return sum(int(pq.read_metadata(part).num_rows) for part in parts)
