"""How often people telework: counted with the time records of each slice, told of those on the roster."""

from __future__ import annotations

from pathlib import Path

import ibis.expr.types as ir

from dutystation.figures.telework import TeleworkCount, telework_lines
from dutystation.measures.telework import telework_counts
from dutystation.published.person_day_files import PEOPLE_PARQUET
from dutystation.runs.measurement import Measured, Measurement
from dutystation.terms.telework import TeleworkBin, TeleworkLine


def telework_of(measured: Measured, measurement: Measurement, days: Path) -> tuple[TeleworkLine, ...]:
    """The lines of `telework_bins.csv`; `days` is the folder of people's days that was just written."""
    engine = measurement.engine
    with measurement.progress.step("Counting telework days"):
        people = engine.parquet([days / PEOPLE_PARQUET])
        counts = telework_counts(people, _days(measurement), measurement.rules)
        tree = measured.department.tree
        components = {unit.component for unit in tree.units.values()} - {tree.root}
        return telework_lines(
            (TeleworkCount(**{**row, "bin": TeleworkBin(row["bin"])}) for row in engine.rows(counts)),
            root=tree.root,
            components=sorted(components, key=str.encode),
        )


def _days(measurement: Measurement) -> ir.Table:
    """The rows of `telework_days` of every slice."""
    assert measurement.kept is not None  # only a workspace has people's days
    days = measurement.kept.table("telework")
    assert days is not None  # there is a slice for the status period, whatever was delivered
    return days
