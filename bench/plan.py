"""The slopes that were measured, and what they come to for a whole government over years.

Everything is worked out from rounded numbers as they stand on the page, so that a reader can follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.data import YEAR

PEOPLE, YEARS, CORES = 2_200_000, 5, 16
SECONDS_PER_HOUR = 3600
Measured = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One line of the plan: what it is, how it is worked out, what it comes to, and its unit."""

    what: str
    how: str
    value: float
    unit: str

    @property
    def words(self) -> str:
        whole = self.value == round(self.value)
        return f"{self.value:,.{0 if whole else 1}f} {self.unit}".strip()


def slope(less: Measured, more: Measured, of: str = "processor") -> float:
    """How much a million time records more cost, to two decimals."""
    rows = float(more["time_records"] - less["time_records"]) / 1e6
    return round(float(more[of] - less[of]) / rows, 2)


def ends(growth: list[Measured], engine: str) -> tuple[Measured, Measured]:
    """The smallest and the largest measured department of one size of people, by pay periods."""
    people = min(one["people"] for one in growth if one["engine"] == engine)
    same = [one for one in growth if one["engine"] == engine and one["people"] == people]
    return min(same, key=_periods), max(same, key=_periods)


def _periods(one: Measured) -> int:
    return int(one["periods"])


def plan(growth: list[Measured], loads: list[Measured]) -> list[Step]:
    """What a government of `PEOPLE` needs for `YEARS`, one step from another."""
    less, more = ends(growth, "duckdb")
    each = round(more["time_records"] / (more["people"] * more["periods"]), 2)
    badges = round(more["badge_events"] / more["time_records"], 2)
    period = round(PEOPLE * each / 1e6, 1)
    periods = YEAR * YEARS
    records = round(period * periods)
    rows = [
        Step("time records of one pay period", f"{PEOPLE:,} people × {each} ÷ 1,000,000", period, "million"),
        Step("pay periods", f"{YEARS} years × {YEAR}", periods, ""),
        Step("time records of all", f"{period} × {periods}", records, "million"),
        Step("badge events of all", f"{records:,} × {badges}", round(records * badges), "million"),
    ]
    disk = slope(less, more, "disk_megabytes")
    of_runs = [
        Step("disk of a run of one pay period", f"{period} × {disk}", round(period * disk), "MB"),
        Step("disk of a run of all", f"{records:,} × {disk} ÷ 1,000", round(records * disk / 1e3), "GB"),
    ]
    return [
        *rows,
        *_measuring(period, records, slope(less, more)),
        *_loading(records, loading_of(loads, "time_records")),
        *of_runs,
    ]


def _measuring(period: float, records: int, processor: float) -> list[Step]:
    hours = round(records * processor / SECONDS_PER_HOUR)
    return [
        Step(
            "measuring one more pay period",
            f"{period} × {processor}",
            round(period * processor),
            "processor seconds",
        ),
        Step(
            "measuring all from nothing",
            f"{records:,} × {processor} ÷ {SECONDS_PER_HOUR:,}",
            hours,
            "processor hours",
        ),
        Step(f"the same on {CORES} cores at best", f"{hours:,} ÷ {CORES}", round(hours / CORES, 1), "hours"),
    ]


def _loading(records: int, of: dict[str, Any]) -> list[Step]:
    seconds = records * 1e6 / of["a_second"]
    lake, sent = (round(records * of[name] / 1e3) for name in ("lake", "sent"))
    return [
        Step(
            "loading all time records",
            f"{records:,} × 1,000,000 ÷ {of['a_second']:,} ÷ {SECONDS_PER_HOUR:,}",
            round(seconds / SECONDS_PER_HOUR),
            "processor hours",
        ),
        Step("time records in the lake", f"{records:,} × {of['lake']} ÷ 1,000", lake, "GB"),
        Step("time records as they were sent", f"{records:,} × {of['sent']} ÷ 1,000", sent, "GB"),
    ]


def loading_of(loads: list[Measured], table: str) -> dict[str, Any]:
    """Of one table: rows that a processor second takes in, bytes a row in the lake and as sent."""
    of = [one for one in loads if one["kind"] == "load" and one["table"] == table]
    rows = of[0]["rows"]
    return {
        "a_second": round(rows / median(one["processor"] for one in of)),
        "lake": round(of[0]["lake_bytes"] / rows, 1),
        "sent": round(of[0]["file_bytes"] / rows, 1),
    }
