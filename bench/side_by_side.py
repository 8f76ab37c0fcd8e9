"""The headline query in bare engines and our own report, in turn, on departments of several sizes."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.data import department
from bench.growth import sizes
from bench.headline import ENGINES
from bench.processes import cost_of
from bench.results import Kept

REPORT = "report"
MOST_RECORDS = {"pandas": 25_000_000, "postgresql": 25_000_000}
"""pandas holds every row in memory, and PostgreSQL writes every row to the disk: more is not tried."""


def measure(people: int, periods: int, engines: Sequence[str], data: Path, *, times: int, kept: Kept) -> None:
    """`times` rounds of every engine. Raises SystemExit where two of them come to different numbers."""
    folder = department(people, periods, data)
    size = sizes(folder)
    for number in range(times):
        for engine in engines:
            if size["time_records"] > MOST_RECORDS.get(engine, size["time_records"]):
                sys.stderr.write(
                    f"{engine} is left out: {size['time_records']:,} rows are too many for it here.\n"
                )
                continue
            sys.stderr.write(f"{people:,} people, {periods} periods, {engine}: {number + 1} of {times}\n")
            with tempfile.TemporaryDirectory(dir=data) as scratch:
                out = Path(scratch) / "report"
                module = (
                    ["bench.job", str(folder), str(out), "parquet"]
                    if engine == REPORT
                    else ["bench.headline", str(folder), engine]
                )
                kept.add(cost_of(module), kind=engine, people=people, periods=periods, **size)
    _refuse_differences(people, periods, kept)


def _refuse_differences(people: int, periods: int, kept: Kept) -> None:
    answers = {
        one["kind"]: one["answer"]
        for one in kept.measured
        if (one["people"], one["periods"]) == (people, periods) and one["kind"] in ENGINES
    }
    if len(set(answers.values())) > 1:
        raise SystemExit(f"The engines came to different numbers: {answers}. Their times cannot be compared.")
