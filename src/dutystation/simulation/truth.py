"""`truth.json`: what a correct report about the simulated tables must say.

Lists of many rows are written as `columns` and `rows`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dutystation.simulation.badge_rows import BadgeRows
from dutystation.simulation.clock import day_number, day_of
from dutystation.simulation.fates import Fates
from dutystation.simulation.plan import Plan
from dutystation.simulation.schedules import is_weekday
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.simulation.time_codes import FIRST_UNMAPPED, NONWORK, OFFICE, PAIRS, UNMAPPED
from dutystation.simulation.time_rows import TimeRows
from dutystation.simulation.truth_badges import CLASSES, BadgeTruth
from dutystation.simulation.truth_hours import IN_PERSON, HoursTruth, StatusHours, claims
from dutystation.simulation.truth_people import bridge
from dutystation.tables.inputs import TRUTH
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES


class Truth:
    """Everything that is added up while the tables are made."""

    def __init__(self, plan: Plan, status_period: PayPeriod, delivered: BoolArray) -> None:
        self.plan = plan
        self.status_period = status_period
        self.fates = Fates()
        self.hours = HoursTruth(plan.units, plan.spells)
        self.status = StatusHours(len(plan.people), plan.spells)
        self.badges = BadgeTruth(plan.facilities, plan.units, plan.spells, delivered)

    def add(
        self,
        period: PayPeriod,
        first: int,
        spell: IntArray,
        times: TimeRows,
        events: BadgeRows,
        read: IntArray,
    ) -> None:
        """One period: the rows that belong to it, in whichever part they are delivered."""
        self.fates.add("time_records", times.fate)
        self.fates.add("badge_events", events.fate)
        self.hours.add(period.label, times)
        if period == self.status_period:
            self.status.add(times)
        people, days = spell.shape
        self.badges.add(period.label, first, spell, claims(times, people, first, days), events, read)

    def write(self, folder: Path) -> None:
        self.badges.finish()
        document = {  # begins as `TRUTH_BEGINS` says
            "as_of": self.plan.time.as_of.isoformat(),
            "status_period": self.status_period.label,
            "periods": self._periods(),
            "tables": self.fates.summary(),
            "shares": self._shares(),
            "unclassified_pairs": self._unclassified_pairs(),
            "return_bridge": [line.as_json() for line in bridge(self.plan, self.status)],
            "badge_quality": self._quality(),
            "intervals": {
                "rows": self.badges.quality.intervals,
                "seconds": self.badges.quality.seconds,
            },
            "occupancy": self._occupancy(),
            "gsa_weekdays": self._weekdays(),
            "evidence_counts": self._evidence(),
        }
        text = json.dumps(document, ensure_ascii=False, indent=None, separators=(",", ":"))
        (folder / TRUTH).write_text(text.replace('],"', '],\n"').replace("],[", "],\n[") + "\n", "utf-8")

    def _labels(self) -> list[str]:
        return [period.label for period in self.plan.time.periods if period.label in self.hours.minutes]

    def _periods(self) -> list[dict[str, str]]:
        return [
            {"period": p.label, "from": p.first.isoformat(), "to": p.last.isoformat()}
            for p in self.plan.time.periods
            if p.label in self.hours.minutes
        ]

    def _reported_units(self) -> IntArray:
        """The root, the components, and every unit with a roster row in it or below it."""
        units = self.plan.units
        used = np.bincount(self.plan.spells.unit, minlength=len(units.ids))
        return np.flatnonzero((units.add_up(used) > 0) | (units.level <= 1))

    def _shares(self) -> dict[str, object]:
        """Minutes of every unit, period and variant; both shares follow from them."""
        rows: list[Sequence[object]] = []
        for (label, variant), minutes in self.hours.by_place().items():
            for unit in self._reported_units():
                cells = minutes[unit]
                in_person = int(cells[IN_PERSON].sum())
                rows.append(
                    [
                        self.plan.units.ids[unit],
                        label,
                        variant.value,
                        in_person,
                        int(cells[OFFICE]),
                        int(cells[:NONWORK].sum()),
                        int(cells[UNMAPPED]),
                        *(int(cell) for cell in cells),
                    ]
                )
        columns = ["org_unit", "period", "variant", "in_person", "office", "denominator", "unclassified"]
        return {"columns": [*columns, *(f"minutes_{place}" for place in ALL_PLACES)], "rows": rows}

    def _unclassified_pairs(self) -> list[dict[str, object]]:
        hours = self.hours
        found = [
            (-int(hours.pair_minutes[n]), -int(hours.pair_rows[n]), PAIRS[n].pay_code, PAIRS[n].place_code)
            for n in range(FIRST_UNMAPPED, len(PAIRS))
            if hours.pair_rows[n]
        ]
        return [
            {"pay_code": pay, "place_code": place, "rows": -rows, "minutes": -minutes}
            for minutes, rows, pay, place in sorted(found)
        ]

    def _quality(self) -> dict[str, int]:
        quality = self.badges.quality
        return {
            "denied": quality.denied,
            "repeats": quality.repeats,
            "open_stays": quality.open_stays,
            "lone_exits": quality.lone_exits,
        }

    def _occupancy(self) -> dict[str, object]:
        rows = [
            [self.plan.facilities.ids[place], day_of(day).isoformat(), people]
            for (place, day), people in sorted(self.badges.people_present().items())
        ]
        return {"columns": ["facility", "local_date", "people"], "rows": rows}

    def _weekdays(self) -> dict[str, object]:
        """People on the weekdays of each period that had ended, at facilities whose square feet are known."""
        present = self.badges.people_present()
        facilities, known = self.plan.facilities, self.badges.delivered
        rows = []
        for period in self.plan.time.periods:
            if period.last > self.plan.time.as_of:
                continue
            first, last = day_number(period.first), day_number(period.last)
            weekday = is_weekday(first, last - first + 1)
            for place in np.flatnonzero((facilities.sqft > 0) & known).tolist():
                people = np.array([present.get((place, day), 0) for day in range(first, last + 1)])
                if people.any():
                    dates = [period.first.isoformat(), period.last.isoformat()]
                    rows.append(
                        [facilities.ids[place], *dates, int(people[weekday].sum()), int(weekday.sum())]
                    )
        return {"columns": ["facility", "from", "to", "people", "weekdays"], "rows": sorted(rows)}

    def _evidence(self) -> dict[str, object]:
        counts = {label: self.badges.evidence[label] for label in self._labels()}
        size = (len(self.plan.units.ids), len(CLASSES))
        counts["all"] = sum(counts.values(), start=np.zeros(size, dtype=np.int64))
        rows = [
            [self.plan.units.ids[unit], label, *(int(count) for count in cells[unit])]
            for label, cells in counts.items()
            for unit in self._reported_units()
        ]
        return {"columns": ["org_unit", "period", *(c.value for c in CLASSES)], "rows": rows}
