"""How often people telework, counted from the days that a run publishes of them.

    WORKSPACE/results/telework-<hash>/    the telework days of each person in one pay period

What a pay period gives is kept, so that a correction costs its own pay period.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.figures.telework import TeleworkCount, telework_lines
from dutystation.intake.fates import ACCEPTED
from dutystation.measures.telework import telework_counts, telework_days
from dutystation.published.person_day_files import HOURS, PEOPLE_PARQUET
from dutystation.runs.engine import Engine
from dutystation.runs.kept_results import result_name
from dutystation.runs.measurement import Measured, Measurement
from dutystation.terms.telework import TeleworkBin, TeleworkLine

LAYOUT = 1
"""A part of the name of what is kept: other columns, or another way to count, are another number."""
TELEWORK = "telework"


def telework_of(measured: Measured, measurement: Measurement, days: Path) -> tuple[TeleworkLine, ...]:
    """The lines of `telework_bins.csv`; `days` is the folder of people's days that was just written."""
    engine = measurement.engine
    with measurement.progress.step("Counting telework days"):
        people = engine.parquet([days / PEOPLE_PARQUET])
        counts = telework_counts(people, _days(days, measurement), measurement.rules)
        tree = measured.department.tree
        components = {unit.component for unit in tree.units.values()} - {tree.root}
        return telework_lines(
            (TeleworkCount(**{**row, "bin": TeleworkBin(row["bin"])}) for row in engine.rows(counts)),
            root=tree.root,
            components=sorted(components, key=str.encode),
        )


def _days(days: Path, measurement: Measurement) -> ir.Table:
    """The rows of `telework_days` of every pay period; only those are counted that are not kept."""
    files = [file for found in _kept(days, measurement) for file in found]
    if not files:
        empty = pa.table({"person": pa.array([], pa.string()), "days": pa.array([], pa.int64())})
        return measurement.engine.table_of(empty)
    return measurement.engine.parquet(files).drop("part", "row")


def _kept(days: Path, measurement: Measurement) -> Iterator[list[Path]]:
    """The kept files of each pay period of which records are published; one period at a time is read."""
    assert measurement.kept is not None  # only a workspace has people's days
    engine, results, calendar = measurement.engine, measurement.kept.results, measurement.rules.calendar
    for span in measurement.kept.slices():
        records = sorted((days / HOURS / calendar.period_of(span[0]).label).glob("*.parquet"))
        if records:
            name = result_name(TELEWORK, LAYOUT, measurement.kept.name(span))
            found = results.found(name) or results.keep(name, {}, {TELEWORK: _counted(records, engine)})
            yield found.tables.parts(TELEWORK)


def _counted(records: list[Path], engine: Engine) -> ir.Table:
    return telework_days(engine.parquet(records), accepted=ACCEPTED).order_by("person")
