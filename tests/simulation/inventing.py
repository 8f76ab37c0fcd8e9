"""Small invented departments for the tests, and their CSV tables as rows of text."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from dutystation.simulation.fault_levels import Level
from dutystation.simulation.folder import Form
from dutystation.simulation.simulate import Simulated, simulate


def invented(
    out: Path,
    *,
    people: int = 400,
    periods: int = 3,
    seed: int = 1,
    form: Form = "csv",
    as_of: date | None = None,
    faults: Level = "none",
) -> Simulated:
    """A department under an order of 2025-01-20, with pay periods of 14 days from 2025-01-12."""
    return simulate(
        out,
        people=people,
        periods=periods,
        seed=seed,
        form=form,
        anchor=date(2025, 1, 12),
        period_days=14,
        issued_on=date(2025, 1, 20),
        as_of=as_of,
        faults=faults,
    )


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def truth(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
    return document
