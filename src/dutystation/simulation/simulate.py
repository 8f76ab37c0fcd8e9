"""Writes the seven input tables of an invented department, and the truth about it.

The truth is added up from the plan while it is made. Nothing here reads the tables that were written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dutystation.simulation.delivery import open_delivery, write_period, write_reference
from dutystation.simulation.fault_levels import Level
from dutystation.simulation.folder import Form, open_folder, output_errors
from dutystation.simulation.plan import Plan, make_plan
from dutystation.simulation.window import UnusableSimulation, plan_time
from dutystation.terms.period import PayCalendar

Progress = Callable[[str, int, int], None]
MOST_PEOPLE = 9_000_000


@dataclass(frozen=True)
class Simulated:
    """What was written. `rows` counts the rows of each table; `sentences` say the same to a person."""

    folder: Path
    as_of: date
    rows: dict[str, int]
    sentences: tuple[str, ...]


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
    faults: Level,
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
    status_period = PayCalendar(anchor, period_days).last_ended_by(time.as_of)
    delivery = open_delivery(plan, out, form, faults, status_period)
    with output_errors(out):
        write_reference(delivery)
        for done, period in enumerate(time.periods):
            report(period.label, done, periods)
            write_period(delivery, period)
        delivery.truth.write(out)
    report("done", periods, periods)
    rows = delivery.truth.fates.raw()
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


def _sentences(plan: Plan, rows: dict[str, int]) -> tuple[str, ...]:
    periods = plan.time.periods
    return (
        f"An invented department of {len(plan.people):,} people in {len(plan.units.ids):,} units and"
        f" {len(plan.facilities.ids):,} facilities, {periods[0].first} to {periods[-1].last}.",
        f"{rows['time_records']:,} time records and {rows['badge_events']:,} badge events."
        f" The as-of date that goes with them is {plan.time.as_of}.",
    )
