"""Writes the seven input tables of an invented department, and the truth about it.

The truth is added up from the plan while it is made. Nothing here reads the tables that were written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from dutystation.simulation.badge_rows import (
    badge_columns,
    badge_rows,
    numbered_in_order,
    read_instants,
)
from dutystation.simulation.clock import day_number
from dutystation.simulation.fates import Fate
from dutystation.simulation.folder import Form, append_part, open_folder, output_errors, write_table
from dutystation.simulation.plan import Plan, make_plan
from dutystation.simulation.reference_tables import (
    Columns,
    code_columns,
    decision_columns,
    facility_columns,
    org_unit_columns,
    roster_columns,
)
from dutystation.simulation.stays import plan_stays
from dutystation.simulation.streams import Purpose, stream
from dutystation.simulation.time_columns import time_columns
from dutystation.simulation.time_rows import time_rows
from dutystation.simulation.truth import Truth
from dutystation.simulation.window import UnusableSimulation, plan_time, stream_number
from dutystation.simulation.work import plan_days
from dutystation.terms.period import PayCalendar, PayPeriod

Faults = Literal["none", "light", "heavy"]
Progress = Callable[[str, int, int], None]
MOST_PEOPLE = 9_000_000


@dataclass(frozen=True)
class Simulated:
    """What was written. `rows` counts the rows of each table; `sentences` say the same to a person."""

    folder: Path
    as_of: date
    rows: dict[str, int]
    sentences: tuple[str, ...]


@dataclass
class Delivery:
    """What is being written, and how far the numbers of records and events have got."""

    folder: Path
    form: Form
    as_text: bool
    truth: Truth
    next_record: int = 1
    next_event: int = 1


def simulate(
    out: Path,
    *,
    people: int,
    periods: int,
    seed: int,
    form: Form,
    anchor: date,
    period_days: int,
    issued_on: date,
    as_of: date | None,
    faults: Faults,
    progress: Progress | None = None,
) -> Simulated:
    """Writes the department into `out`. The same arguments give the same bytes.

    `progress` is called with what is being done, steps done, steps in all. Raises UnusableSimulation for
    impossible numbers, UnusableOutput if `out` is not empty or cannot be written.
    """
    _refuse_numbers(people, periods, seed)
    time = plan_time(
        periods=periods, anchor=anchor, period_days=period_days, issued_on=issued_on, as_of=as_of
    )
    open_folder(out)
    report = progress or _silent
    report("planning", 0, periods)
    plan = make_plan(seed, people, time, issued_on)
    truth = Truth(plan, PayCalendar(anchor, period_days).last_ended_by(time.as_of), plan.spells.station)
    delivery = Delivery(out, form, as_text=form == "csv" or faults == "heavy", truth=truth)
    with output_errors(out):
        _write_reference(plan, delivery)
        for done, period in enumerate(time.periods):
            report(period.label, done, periods)
            _write_period(plan, period, delivery)
        truth.write(out)
    report("done", periods, periods)
    rows = truth.fates.raw()
    return Simulated(out, time.as_of, rows, _sentences(plan, rows))


def _refuse_numbers(people: int, periods: int, seed: int) -> None:
    if not 1 <= people <= MOST_PEOPLE:
        raise UnusableSimulation(f"{people} people cannot be simulated. Ask for 1 to {MOST_PEOPLE:,}.")
    if periods < 1:
        raise UnusableSimulation(f"{periods} pay periods cannot be simulated. Ask for at least 1.")
    if seed < 0:
        raise UnusableSimulation(f"The seed {seed} is negative. Give a whole number from 0.")


def _silent(what: str, done: int, of: int) -> None:
    """Nobody watches."""


def _write_reference(plan: Plan, delivery: Delivery) -> None:
    as_text = delivery.as_text
    tables: dict[str, Columns] = {
        "org_units": org_unit_columns(plan.units),
        "codes": code_columns(),
        "facilities": facility_columns(plan.facilities, as_text=as_text),
        "roster": roster_columns(plan.spells, plan.units, plan.facilities, as_text=as_text),
        "decisions": decision_columns(plan.decisions, as_text=as_text),
    }
    for name, columns in tables.items():
        rows = len(next(iter(columns.values())))
        delivery.truth.fates.add(name, np.full(rows, Fate.ACCEPTED))
        write_table(delivery.folder, delivery.form, name, columns)


def _write_period(plan: Plan, period: PayPeriod, delivery: Delivery) -> None:
    number, first = stream_number(period), day_number(period.first)
    length = (period.last - period.first).days + 1
    as_of = plan.time.window.as_of

    def rng(purpose: Purpose) -> np.random.Generator:
        return stream(plan.seed, purpose, number)

    days = plan_days(plan.people, plan.career, plan.spells, first, length, rng(Purpose.WORK))
    times = time_rows(days, plan.spells, plan.whole_minutes, as_of, delivery.next_record)
    delivery.next_record += len(times)
    _append(delivery, "time_records", period, time_columns(times, as_text=delivery.as_text), "record_id")

    badges = rng(Purpose.BADGES)
    stays = plan_stays(plan.people, days, plan.spells, plan.facilities, plan.clocks, badges)
    events = badge_rows(stays, plan.facilities, plan.clocks, as_of, badges)
    events = numbered_in_order(events, delivery.next_event)
    delivery.next_event += len(events)
    columns = badge_columns(events, plan.facilities, as_text=delivery.as_text)
    _append(delivery, "badge_events", period, columns, "event_id")
    read = read_instants(events, plan.facilities, plan.clocks, as_text=delivery.as_text)
    delivery.truth.add(period, first, days.spell, times, events, read)


def _append(delivery: Delivery, table: str, period: PayPeriod, columns: Columns, own_id: str) -> None:
    part = f"{table}-{period.label}"
    append_part(delivery.folder, delivery.form, table, part, columns, (own_id,))


def _sentences(plan: Plan, rows: dict[str, int]) -> tuple[str, ...]:
    periods = plan.time.periods
    return (
        f"An invented department of {len(plan.people):,} people in {len(plan.units.ids):,} units and"
        f" {len(plan.facilities.ids):,} facilities, {periods[0].first} to {periods[-1].last}.",
        f"{rows['time_records']:,} time records and {rows['badge_events']:,} badge events."
        f" The as-of date that goes with them is {plan.time.as_of}.",
    )
