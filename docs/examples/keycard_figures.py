"""Reads hours, days and people per weekday out of a report on the gate events.

python keycard_figures.py REPORT
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def hours_and_days(report: Path) -> dict[str, tuple[float, int]]:
    """Hours and days of every person; a day counts if a stay touches it."""
    seconds: Counter[str] = Counter()
    days: dict[str, set[date]] = defaultdict(set)
    for stay in _rows(report / "intervals.csv"):
        seconds[stay["person"]] += int(stay["seconds"])
        entered, left = (date.fromisoformat(stay[name][:10]) for name in ("entered_at", "left_at"))
        days[stay["person"]] |= {entered + timedelta(n) for n in range((left - entered).days + 1)}
    return {person: (seconds[person] / 3600, len(days[person])) for person in seconds}


def people_by_weekday(report: Path) -> dict[str, tuple[int, float, int]]:
    """The least, mean and most people of each weekday on which anybody was there."""
    people: dict[int, list[int]] = defaultdict(list)
    for day in _rows(report / "occupancy.csv"):
        people[date.fromisoformat(day["local_date"]).weekday()].append(int(day["people"]))
    return {WEEKDAYS[n]: (min(k), sum(k) / len(k), max(k)) for n, k in sorted(people.items())}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    found = hours_and_days(Path(sys.argv[1]))
    hours, days = (sum(values) for values in zip(*found.values(), strict=True))
    sys.stdout.write(f"{len(found)} people, {hours:,.2f} hours, {days} person-days\n")
    for weekday, (least, mean, most) in people_by_weekday(Path(sys.argv[1])).items():
        sys.stdout.write(f"{weekday:<10} {least:>3} {mean:>6} {most:>3}\n")
