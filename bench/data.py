"""The departments that are measured, made once and kept."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from dutystation.directives.load import load_directive

DIRECTIVE = "dhs-2025"
SEED = 1


@dataclass(frozen=True)
class Size:
    """One department: so many people over so many pay periods, in one form."""

    name: str
    people: int
    periods: int
    form: Literal["csv", "parquet"]


SMALL = Size("small", 5_000, 3, "csv")
YEAR = 26
"""The pay periods of a year."""
LARGE = Size("large", 260_000, YEAR, "parquet")


def made(size: Size, data: Path) -> Path:
    """The folder with the tables of a department of that size; an unfinished one is made anew."""
    folder = data / f"{size.name}-{size.people}x{size.periods}-{size.form}"
    if (folder / "truth.json").is_file():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    sys.stderr.write(f"Making {folder}\n")
    # It brings pandas, which processes that are measured and only ask for a day should not load.
    from dutystation.simulation.simulate import simulate

    order = load_directive(DIRECTIVE)
    rules = order.rules_on(order.issued_on)
    simulate(
        folder,
        people=size.people,
        periods=size.periods,
        seed=SEED,
        form=size.form,
        anchor=rules.pay_period_anchor,
        period_days=rules.pay_period_days,
        issued_on=order.issued_on,
        as_of=None,
        faults="light",
    )
    return folder


def department(people: int, periods: int, data: Path) -> Path:
    """The folder of a department in Parquet: its year is made once, and shorter times are parts of it."""
    year = made(replace(LARGE, people=people), data)
    return year if periods == YEAR else first_periods(year, periods)


def first_periods(folder: Path, periods: int) -> Path:
    """The same department in its first pay periods only: links to the files of a folder made by `made`."""
    part = folder.with_name(f"{folder.name}-first{periods}")
    if (part / "truth.json").is_file():
        return part
    shutil.rmtree(part, ignore_errors=True)
    for table in (path for path in folder.iterdir() if path.suffix == ".parquet"):
        files = sorted(table.iterdir())[:periods] if table.is_dir() else [table]
        place = part / table.name if table.is_dir() else part
        place.mkdir(parents=True, exist_ok=True)
        for file in files:
            (place / file.name).symlink_to(file.absolute())
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    last = min(truth["periods"][periods - 1]["to"], truth["as_of"])
    (part / "truth.json").write_text(json.dumps({"as_of": last}), encoding="utf-8")
    return part


IDS = ("person", "supervisor", "record_id", "event_id")
"""The columns of which every copy has ids of its own."""


def copied(folder: Path, copies: int) -> Path:
    """A department so many times as large: every person, record and event that often, in the same units.

    Making so many people anew takes an hour and more; copying takes minutes.
    """
    larger = folder.with_name(f"{folder.name}-times{copies}")
    if (larger / "truth.json").is_file():
        return larger
    shutil.rmtree(larger, ignore_errors=True)
    sys.stderr.write(f"Making {larger}\n")
    for file in sorted(folder.rglob("*.parquet")):
        into = larger / file.relative_to(folder)
        if file.is_file():
            into.parent.mkdir(parents=True, exist_ok=True)
            names = [name for name in duckdb.read_parquet(str(file)).columns if name in IDS]
            changed = ", ".join(f"{name} || '-' || copy as {name}" for name in names)
            rows = f"* exclude (copy) replace ({changed})" if names else "*"
            times = f", range({copies}) as copies(copy)" if names else ""
            duckdb.execute(f"copy (select {rows} from '{file}'{times}) to '{into}' (format parquet)")
    (larger / "truth.json").write_text(json.dumps({"as_of": as_of(folder).isoformat()}), encoding="utf-8")
    return larger


def as_of(folder: Path) -> date:
    """The day that goes with a department that was made: all but its last days have been reported."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return date.fromisoformat(truth["as_of"])
