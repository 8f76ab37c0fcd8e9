"""The row-level tables of a report as expressions: texts for numbers, dates for days."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dutystation.directives.rules import Rules
from dutystation.measures.zone_days import DAY
from dutystation.runs.days import day_of
from dutystation.runs.delivered.department import Department
from dutystation.runs.engines.engine import Engine
from dutystation.tables.apart import apart

EVIDENCE_ORDER = ("roster_no", "day")
"""Rows of the roster are numbered in the order of persons, and of their dates."""
INTERVAL_ORDER = ("person_no", "facility_no", "entered", "left")


def evidence_rows(classed: ir.Table, roster: ir.Table, rules: Rules, engine: Engine) -> ir.Table:
    """One row per claimed day, in the columns of `evidence`, with `roster_no` and `day` to sort by."""
    days = _calendar((row["day"] for row in engine.rows(classed.select("day").distinct())), rules, engine)
    who = roster.select("roster_no", "person", "component", "org_unit", "duty_station")
    joined = classed.inner_join(who, "roster_no").inner_join(days, "day")
    return joined.select(
        *apart(joined, "person", "period", "component", "org_unit", "duty_station", "claimed_minutes"),
        *("roster_no", "day"),
        work_date="date_text",
        **{"class": joined.evidence_class},
    )


def interval_rows(stays: ir.Table, department: Department, rules: Rules, engine: Engine) -> ir.Table:
    """One row per presence interval, in the columns of `intervals`, with numbers to sort by."""
    asked = stays.select(
        *apart(stays, "person_no", "facility_no", "entered", "left", "entry_day"),
        entered_day=(stays.entered // DAY).cast("int32"),
        left_day=(stays.left // DAY).cast("int32"),
    )
    named = ("entry_day", "entered_day", "left_day")
    needed = ibis.union(*(asked.select(day=name) for name in named), distinct=True)
    days = _calendar((row["day"] for row in engine.rows(needed)), rules, engine)
    for name in named:
        asked = asked.inner_join(days.select(**{name: days.day, f"{name}_text": days.date_text}), name)
    people = department.people.select("person_no", "person")
    places = department.facility_rows.select("facility_no", "facility")
    joined = asked.inner_join(people, "person_no").inner_join(places, "facility_no")
    return joined.select(
        *apart(joined, "person", "facility", "person_no", "facility_no", "entered", "left"),
        entered_at=_instant(joined.entered_day_text, joined.entered),
        left_at=_instant(joined.left_day_text, joined.left),
        seconds=joined.left - joined.entered,
        local_date=joined.entry_day_text,
    )


def _instant(day: ir.StringValue, second: ir.IntegerValue) -> ir.StringValue:
    """UTC as `2025-02-03T13:05:00Z`, of the day's text and the seconds since 1970."""
    within = second % DAY
    # Engines differ in the sign of a remainder below zero.
    within = (within + DAY) % DAY
    clock = (within // 3600, within // 60 % 60, within % 60)
    hours, minutes, seconds = (part.cast("string").lpad(2, "0") for part in clock)
    return day + "T" + hours + ":" + minutes + ":" + seconds + "Z"


def _calendar(days: Iterable[int], rules: Rules, engine: Engine) -> ir.Table:
    """One row per day asked for: `day`, its `date_text` and the label of its pay `period`."""
    numbers = sorted(days)
    dates = [day_of(number) for number in numbers]
    return engine.table_of(
        pa.table(
            {
                "day": pa.array(numbers, pa.int32()),
                "date_text": pa.array([day.isoformat() for day in dates], pa.string()),
                "period": pa.array([rules.calendar.period_of(day).label for day in dates], pa.string()),
            }
        )
    )
