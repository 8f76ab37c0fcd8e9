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
    processor, disk = slope(less, more), slope(less, more, "disk_megabytes")
    time, badge = (loading_of(loads, table) for table in ("time_records", "badge_events"))
    period = round(PEOPLE * each / 1e6, 1)
    periods = YEAR * YEARS
    records = round(period * periods)
    events = round(records * badges)
    measuring = round(processor * period)
    all_measuring = round(processor * records / SECONDS_PER_HOUR)
    loading = round((records / time["a_second"] + events / badge["a_second"]) * 1e6 / SECONDS_PER_HOUR)
    lake = round((records * time["lake"] + events * badge["lake"]) / 1e3)
    sent = round((records * time["sent"] + events * badge["sent"]) / 1e3)
    hours = f"÷ {SECONDS_PER_HOUR:,}"
    return [
        Step("time records of one pay period", f"{PEOPLE:,} people × {each} ÷ 1,000,000", period, "million"),
        Step("pay periods", f"{YEARS} years × {YEAR}", periods, ""),
        Step("time records of all", f"{period} × {periods}", records, "million"),
        Step("badge events of all", f"{records:,} × {badges}", events, "million"),
        Step("measuring one more pay period", f"{period} × {processor}", measuring, "processor seconds"),
        Step(
            "measuring all from nothing",
            f"{records:,} × {processor} {hours}",
            all_measuring,
            "processor hours",
        ),
        Step(
            f"the same on {CORES} cores at best",
            f"{all_measuring:,} ÷ {CORES}",
            round(all_measuring / CORES),
            "hours",
        ),
        Step(
            "loading all of it",
            f"({records:,} ÷ {time['a_second']:,} + {events:,} ÷ {badge['a_second']:,}) × 1,000,000 {hours}",
            loading,
            "processor hours",
        ),
        Step(
            "accepted and listed rows",
            f"({records:,} × {time['lake']} + {events:,} × {badge['lake']}) ÷ 1,000",
            lake,
            "GB",
        ),
        Step(
            "files as they were sent",
            f"({records:,} × {time['sent']} + {events:,} × {badge['sent']}) ÷ 1,000",
            sent,
            "GB",
        ),
        Step("disk of a run of one pay period", f"{period} × {disk}", round(period * disk), "MB"),
        Step("disk of a run of all", f"{records:,} × {disk} ÷ 1,000", round(records * disk / 1e3), "GB"),
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
