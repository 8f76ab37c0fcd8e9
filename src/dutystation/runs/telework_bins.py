"""How often people telework, counted from the days that a run publishes of them."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dutystation.figures.telework import TeleworkCount, telework_lines
from dutystation.intake.fates import ACCEPTED
from dutystation.measures.telework import telework_counts, telework_days
from dutystation.published.person_day_files import HOURS, PEOPLE_PARQUET
from dutystation.runs.engine import Engine
from dutystation.runs.measurement import Measured, Measurement
from dutystation.terms.telework import TeleworkBin, TeleworkLine


def telework_of(measured: Measured, measurement: Measurement, days: Path) -> tuple[TeleworkLine, ...]:
    """The lines of `telework_bins.csv`; `days` is the folder of people's days that was just written."""
    engine = measurement.engine
    with measurement.progress.step("Counting telework days"):
        people = engine.parquet([days / PEOPLE_PARQUET])
        counts = telework_counts(people, _days(days, engine), measurement.rules)
        tree = measured.department.tree
        components = {unit.component for unit in tree.units.values()} - {tree.root}
        return telework_lines(
            (TeleworkCount(**{**row, "bin": TeleworkBin(row["bin"])}) for row in engine.rows(counts)),
            root=tree.root,
            components=sorted(components, key=str.encode),
        )


def _days(days: Path, engine: Engine) -> ir.Table:
    """The rows of `telework_days` of every pay period; one period at a time is read."""
    periods = [sorted(period.glob("*.parquet")) for period in sorted((days / HOURS).iterdir())]
    found = [
        engine.kept(telework_days(engine.parquet(parts), accepted=ACCEPTED)) for parts in periods if parts
    ]
    if not found:
        return engine.table_of(
            pa.table({"person": pa.array([], pa.string()), "days": pa.array([], pa.int64())})
        )
    return ibis.union(*found) if len(found) > 1 else found[0]
