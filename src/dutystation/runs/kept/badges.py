"""What the badge events of a workspace come to, slice by slice, kept from one run to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import ibis.expr.types as ir

import dutystation
from dutystation.directives.directive import Directive
from dutystation.directives.rules import Rules
from dutystation.published.findings import FINDINGS, FINDINGS_ORDER, FINDINGS_SCHEMA
from dutystation.published.layout import INTERVAL_COLUMNS
from dutystation.runs.counted.badge_results import (
    PRESENCES,
    STAYS,
    BadgeMeasures,
    FacilityDay,
    badge_measures,
    badge_slice,
)
from dutystation.runs.counted.badges import BadgeMeasurement, periods_around, reach_days
from dutystation.runs.counted.person_rows import INTERVAL_ORDER, interval_rows
from dutystation.runs.counted.record_findings import RecordFindings
from dutystation.runs.days import Days
from dutystation.runs.delivered.department import Department
from dutystation.runs.delivered.ledger import Ledger, one_table
from dutystation.runs.delivered.rows_left_out import COLUMNS, REFUSED, RowsLeftOut
from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.results import TableApart, result_name
from dutystation.runs.kept.slice_results import SliceResults
from dutystation.runs.kept.slice_rows import SliceRows
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.roster import ROSTER
from dutystation.terms.period import PayPeriod

DECIDED_WHOLE = (ORG_UNITS, ROSTER, FACILITIES)
"""The tables any row of which may change what badge events come to."""

LAYOUT = 2
"""A part of the name of what is kept: other tables are another number."""

STAY_COLUMNS = ("person_no", "facility_no", "entered", "left", "entry_day", "exit_day")
PRESENCE_COLUMNS = ("person_no", "facility_no", "day", "badged")


@dataclass(frozen=True)
class KeptBadges:
    """The badge events of a workspace at the snapshots of one run, by pay period and slice.

    `asked` are the pay periods of which somebody will ask who was present, with events or without.
    """

    rows: SliceRows
    directive: Directive
    as_of: date
    asked: Iterable[PayPeriod]

    @cached_property
    def kept(self) -> SliceResults:
        """What the slices come to."""
        return SliceResults(self.rows.rows.results, self._name)

    def measured(self, department: Department, ledger: Ledger) -> BadgeMeasures:
        """What all badge events come to; the missing slices of one pay period are measured in one go."""
        measurement = BadgeMeasurement(self.engine, department, self.rules, self.as_of)
        for period in self.periods:
            missing = self.kept.missing(period, self.numbers(period))
            if missing:
                self._measure(period, missing, measurement)
        slices = [badge_slice(kept.values) for _, kept in self.kept.in_order()]
        for part in slices:
            ledger.account(BADGE_EVENTS.name, part.rejected, part.excluded)
        return badge_measures(
            slices, self.table(STAYS), self.table(PRESENCES), self._presences_on, department
        )

    @cached_property
    def periods(self) -> list[PayPeriod]:
        """The pay periods that events can fall into, and those that are asked for."""
        delivered = {
            found for label in self.rows.rows.periods if (found := self.rules.calendar.labelled(label))
        }
        reached = {near for period in delivered for near in periods_around(period, self.rules)}
        return sorted(delivered | reached | set(self.asked))

    def numbers(self, period: PayPeriod) -> tuple[int, ...]:
        """The slices of a pay period."""
        return self.rows.of(period.label).numbers

    def _name(self, period: PayPeriod, number: int) -> str:
        rules = self.rules
        # An event that counts only from a later day on can be the end of a stay, or a presence.
        counted = self.as_of < period.last + timedelta(days=reach_days(rules) + 1)
        return result_name(
            "badges",
            LAYOUT,
            dutystation.__version__,
            self.directive.sha256,
            [rules.longest_stay_hours, rules.pay_period_anchor, rules.pay_period_days],
            self.decided_whole,
            self.rows.decided_by(period.label, number),
            self.as_of if counted else None,
        )

    @cached_property
    def decided_whole(self) -> list[tuple[str, list[str]]]:
        """The deliveries of the tables that are delivered as a whole."""
        return self.rows.rows.source.deliveries_of(DECIDED_WHOLE)

    def files(self, table: str, period: PayPeriod) -> list[Path]:
        """The files of a table of one pay period."""
        return [
            part
            for number in self.numbers(period)
            for part in self.kept.of(period, number).tables.parts(table)
        ]

    def table(self, table: str, periods: Collection[PayPeriod] | None = None) -> ir.Table:
        """The stays or presences of some pay periods or of all."""
        asked = self.periods if periods is None else periods
        files = [file for period in asked for file in self.files(table, period)]
        return self.engine.parquet(files).drop("part", "row")

    def shown(self, period: PayPeriod, numbers: Collection[int], *tables: str) -> list[list[str]]:
        """Hashes of what tables of slices hold in which anybody was present.

        Other events may show the same; then nothing that is worked out from it changes.
        """
        kept = [self.kept.of(period, number) for number in numbers]
        return [[one.hashes[table] for table in tables] for one in kept if one.values["present"]]

    def present(self, period: PayPeriod) -> Iterator[FacilityDay]:
        """How many people of each slice of a pay period were where on which day."""
        for number in self.numbers(period):
            yield from badge_slice(self.kept.of(period, number).values).present

    @cached_property
    def rules(self) -> Rules:
        return self.directive.rules_on(self.as_of)

    @property
    def engine(self) -> Engine:
        return self.rows.engine

    def _measure(self, period: PayPeriod, missing: Collection[int], measurement: BadgeMeasurement) -> None:
        """Measures slices and keeps what they come to, stays also as the report lists them."""
        around = self.rows.sound_beside(period.label, missing)
        own = self.rows.sound(period.label, missing)
        days = (period.first, period.last)
        found = measurement.measured(own, one_table(around) if around else None, days=days, numbers=missing)
        left_out = self.rows.left_out(period.label, missing, found.tables)
        stays, present = found.tables[STAYS], found.tables[PRESENCES]
        intervals = interval_rows(stays, measurement.department, self.rules, self.engine)
        tables = {
            STAYS: TableApart(stays, STAY_COLUMNS, STAY_COLUMNS, hashed=True),
            PRESENCES: TableApart(present, PRESENCE_COLUMNS, PRESENCE_COLUMNS, hashed=True),
            "intervals": TableApart(intervals, INTERVAL_COLUMNS, INTERVAL_ORDER),
        }
        for kind, rows in left_out.items():
            tables[kind] = TableApart(rows.rows, COLUMNS[kind], PLACE_OF_ROW, rows.counts)
        if REFUSED in left_out:
            tables[FINDINGS] = self._findings(left_out[REFUSED], period, missing, measurement.department)
        self.kept.keep(period, found.slices, tables, left_out)
        for rows in (stays, present, *(rows.rows for rows in left_out.values()), found.judged):
            self.engine.forget(rows)

    def _findings(
        self, refused: RowsLeftOut, period: PayPeriod, missing: Collection[int], department: Department
    ) -> TableApart:
        found = RecordFindings(self.rows.rows.source, department, self.engine)
        senders = self.rows.of(period.label).read_for(missing)
        rows = found.of_rejected(BADGE_EVENTS, refused.rows, period.label, senders)
        return TableApart(rows, tuple(FINDINGS_SCHEMA.names), FINDINGS_ORDER, refused.counts)

    def _presences_on(self, days: Days | None) -> ir.Table:
        return self.table(PRESENCES, days and [self.rules.calendar.period_of(days[0])])
