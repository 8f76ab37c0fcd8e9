"""The report about an invented department says what its plan says, figure by figure.

A thousand people with heavy faults, once as CSV and once as Parquet.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from tests.simulation.inventing import invented, truth
from tests.simulation.meeting import differences

from dutystation.directives.load import load_directive
from dutystation.runs.options import Options
from dutystation.runs.report import write_report
from dutystation.simulation.folder import Form

ROW_TABLES = ("return_status", "intervals", "occupancy", "utilisation", "evidence")


def reported(out: Path) -> dict[str, Any]:
    """The lists of `figures.json`, the row tables, and what became of every table's rows."""
    document: dict[str, Any] = json.loads((out / "figures.json").read_text("utf-8"))
    for table in ROW_TABLES:
        with (out / f"{table}.csv").open(newline="", encoding="utf-8") as stream:
            document[table] = list(csv.DictReader(stream))
    document["badge_quality"] = [document["badge_quality"]]
    tables = json.loads((out / "provenance.json").read_text("utf-8"))["tables"]
    document["provenance"] = [{"table": name, **counts} for name, counts in tables.items()]
    return document


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_figure_of_the_report_is_the_planned_one(tmp_path: Path, form: Form) -> None:
    simulated = invented(tmp_path / "in", people=1000, form=form, faults="heavy")
    write_report(
        tmp_path / "in",
        tmp_path / "out",
        directive=load_directive("dhs-2025"),
        as_of=simulated.as_of,
        options=Options(documents=False),
    )
    assert differences(truth(tmp_path / "in"), reported(tmp_path / "out")) == []
