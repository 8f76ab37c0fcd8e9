"""Writes the tables: the five that are written once, then the hours and badge events of each period."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from dutystation.simulation.badge_faults import (
    plant_event_faults,
    undelivered_facilities,
    with_second_swipes,
    with_unknown_holders,
    without_lost_days,
)
from dutystation.simulation.badge_rows import (
    BadgeRows,
    badge_columns,
    badge_rows,
    numbered_in_order,
    read_instants,
)
from dutystation.simulation.clock import day_number
from dutystation.simulation.fault_levels import Level
from dutystation.simulation.folder import Form, append_part, write_table
from dutystation.simulation.hour_faults import miscoded, off_roster_rows, plant_time_faults
from dutystation.simulation.plan import Plan
from dutystation.simulation.reference_tables import (
    Columns,
    code_columns,
    decision_columns,
    facility_columns,
    org_unit_columns,
    roster_columns,
)
from dutystation.simulation.stays import plan_stays
from dutystation.simulation.streams import BoolArray, IntArray, Purpose, stream
from dutystation.simulation.table_faults import plant_table_faults
from dutystation.simulation.time_columns import time_columns, with_odd_cells
from dutystation.simulation.time_rows import TimeRows, join_rows, time_rows
from dutystation.simulation.truth import Truth
from dutystation.simulation.window import stream_number
from dutystation.simulation.work import Days, plan_days
from dutystation.terms.period import PayPeriod


@dataclass
class Delivery:
    """What is being written, and how far the numbers of records and events have got.

    `missing` marks facilities that the table of facilities lacks; `late` are the records of the period
    before that are delivered with the next one.
    """

    plan: Plan
    folder: Path
    form: Form
    level: Level
    as_text: bool
    missing: BoolArray
    truth: Truth
    late: TimeRows | None = None
    next_record: int = 1
    next_event: int = 1


def open_delivery(plan: Plan, folder: Path, form: Form, level: Level, status_period: PayPeriod) -> Delivery:
    """CSV is text; Parquet has natural types, save where dirty cells would not fit into them."""
    missing = undelivered_facilities(plan.facilities, level)
    return Delivery(
        plan=plan,
        folder=folder,
        form=form,
        level=level,
        as_text=form == "csv" or level == "heavy",
        missing=missing,
        truth=Truth(plan, status_period, ~missing),
    )


def write_reference(delivery: Delivery) -> None:
    plan, as_text = delivery.plan, delivery.as_text
    known = pa.array(~delivery.missing)
    facilities = facility_columns(plan.facilities, as_text=as_text)
    tables: dict[str, Columns] = {
        "org_units": org_unit_columns(plan.units),
        "facilities": {name: column.filter(known) for name, column in facilities.items()},
        "codes": code_columns(),
        "roster": roster_columns(plan.spells, plan.units, plan.facilities, as_text=as_text),
        "decisions": decision_columns(plan.decisions, as_text=as_text),
    }
    rng = stream(plan.seed, Purpose.TABLE_FAULTS)
    for name, good in tables.items():
        columns, fates = plant_table_faults(name, good, delivery.level, rng, as_text=as_text)
        delivery.truth.fates.add(name, fates)
        write_table(delivery.folder, delivery.form, name, columns)


def write_period(delivery: Delivery, period: PayPeriod) -> None:
    """The hours and badge events of one period, and what is true about them."""
    plan, number = delivery.plan, stream_number(period)
    first, length = day_number(period.first), (period.last - period.first).days + 1
    work = stream(plan.seed, Purpose.WORK, number)
    days = plan_days(plan.people, plan.career, plan.spells, first, length, work)
    times = _write_times(delivery, period, days)
    events, read = _write_events(delivery, period, days)
    delivery.truth.add(period, first, days.spell, times, events, read)


def _write_times(delivery: Delivery, period: PayPeriod, days: Days) -> TimeRows:
    """Writes the period's rows and those of the period before that are late. Returns the period's rows."""
    plan, number, level = delivery.plan, stream_number(period), delivery.level
    good = time_rows(days, plan.spells, plan.whole_minutes, plan.time.window.as_of, delivery.next_record)
    delivery.next_record += len(good)
    good = miscoded(good, plan.people, plan.units, level, stream(plan.seed, Purpose.CODING, number))
    rng = stream(plan.seed, Purpose.HOUR_FAULTS, number)
    strangers = off_roster_rows(days.spell, days.first, level, delivery.next_record, rng)
    delivery.next_record += len(strangers)
    dirty = plant_time_faults(
        good,
        strangers,
        level,
        rng,
        as_text=delivery.as_text,
        last_period=period == plan.time.periods[-1],
    )
    delivered = dirty.rows if delivery.late is None else join_rows([dirty.rows, delivery.late])
    columns = with_odd_cells(time_columns(delivered, as_text=delivery.as_text), dirty.cells, dirty.padded)
    _append(delivery, "time_records", period, columns, "record_id")
    delivery.late = dirty.late
    return join_rows([dirty.rows, dirty.late])


def _write_events(delivery: Delivery, period: PayPeriod, days: Days) -> tuple[BadgeRows, IntArray]:
    """Writes the period's events. Returns them, and the instant that each of them says."""
    plan, number, level = delivery.plan, stream_number(period), delivery.level
    facilities, clocks, as_of = plan.facilities, plan.clocks, plan.time.window.as_of
    rng = stream(plan.seed, Purpose.BADGES, number)
    faults = stream(plan.seed, Purpose.BADGE_FAULTS, number)
    stays = plan_stays(plan.people, days, plan.spells, facilities, clocks, rng)
    stays = without_lost_days(stays, facilities, clocks, days.first, days.days, level, faults)
    events = badge_rows(stays, facilities, clocks, as_of, rng)
    events = with_second_swipes(events, stays, facilities, clocks, as_of, level, faults)
    events = with_unknown_holders(
        events, delivery.missing, days.first, days.days, len(plan.people), level, faults
    )
    events = numbered_in_order(events, delivery.next_event)
    delivery.next_event += len(events)
    dirty = plant_event_faults(events, delivery.next_event, level, faults, as_text=delivery.as_text)
    delivery.next_event += len(dirty.rows)
    columns = badge_columns(dirty.rows, facilities, as_text=delivery.as_text)
    columns = with_odd_cells(columns, dirty.cells, np.array([], dtype=np.int64))
    _append(delivery, "badge_events", period, columns, "event_id")
    return dirty.rows, read_instants(dirty.rows, facilities, clocks, as_text=delivery.as_text)


def _append(delivery: Delivery, table: str, period: PayPeriod, columns: Columns, own_id: str) -> None:
    part = f"{table}-{period.label}"
    append_part(delivery.folder, delivery.form, table, part, columns, (own_id,))
