"""What the badge events of a workspace come to, pay period by pay period, kept from one run to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import ibis.expr.types as ir

import dutystation
from dutystation.directives.directive import Directive
from dutystation.directives.rules import Rules
from dutystation.runs.badge_slices import BadgeMeasurement, BadgeSlice, badge_slice, reach_days
from dutystation.runs.badges import BadgeMeasures
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine
from dutystation.runs.kept_results import KeptResult, result_name
from dutystation.runs.ledger import PLACE, Ledger, one_table
from dutystation.runs.period_rows import PeriodRows
from dutystation.runs.rows_left_out import LEFT_OUT, REFUSED, reasons_of
from dutystation.runs.slices import Slice
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.roster import ROSTER
from dutystation.terms.period import PayPeriod

DECIDED_WHOLE = (ORG_UNITS, ROSTER, FACILITIES)
"""The tables any row of which may change what badge events come to."""


@dataclass(frozen=True)
class KeptBadges:
    """The badge events of a workspace at the snapshots of one run, by pay period.

    `asked` are the pay periods of which somebody will ask who was present, with events or without.
    """

    rows: PeriodRows
    directive: Directive
    as_of: date
    asked: Iterable[PayPeriod]
    _kept: dict[PayPeriod, KeptResult] = field(default_factory=dict, init=False, repr=False, compare=False)
    _names: dict[PayPeriod, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def measured(self, department: Department, ledger: Ledger) -> BadgeMeasures:
        """What all badge events come to; only those pay periods are measured that are not kept."""
        measurement = BadgeMeasurement(self.engine, department, self.rules, self.as_of)
        slices = [self._slice(period, measurement) for period in self.periods]
        for part in slices:
            ledger.account(BADGE_EVENTS.name, part.rejected, part.excluded)
        return BadgeMeasures(
            accepted=sum(part.accepted for part in slices),
            quality={name: sum(part.quality[name] for part in slices) for name in slices[0].quality},
            stays=self._whole("stays"),
            presences=self._whole("presences"),
            occupancy=tuple(day for part in slices for day in part.occupancy),
            presences_on=self._presences_on,
        )

    @cached_property
    def periods(self) -> list[PayPeriod]:
        """The pay periods that events can fall into, and those that are asked for."""
        delivered = {found for label in self.rows.periods if (found := self.rules.calendar.labelled(label))}
        reached = {near for period in delivered for near in self.around(period)}
        return sorted(delivered | reached | set(self.asked))

    def name(self, period: PayPeriod) -> str:
        """The name of what is kept of a pay period, with the hash of everything that decides it."""
        if period not in self._names:
            self._names[period] = self._name(period)
        return self._names[period]

    def _name(self, period: PayPeriod) -> str:
        rules, source = self.rules, self.rows.source
        delivered = set(self.rows.periods)
        near = [beside.label for beside in self.around(period) if beside.label in delivered]
        # An event that counts only from a later day on can be the end of a stay, or a presence.
        counted = self.as_of < period.last + timedelta(days=reach_days(rules) + 1)
        return result_name(
            "badges",
            dutystation.__version__,
            self.directive.sha256,
            [rules.longest_stay_hours, rules.pay_period_anchor, rules.pay_period_days],
            [(shape.name, source.delivery_names(shape.name)) for shape in DECIDED_WHOLE],
            self.rows.decided_by(period.label),
            [self.rows.decided_by(label) for label in near],
            self.as_of if counted else None,
        )

    def parts(self, table: str) -> dict[str, list[Path]]:
        """The files of a table by pay period, once everything has been measured."""
        return {period.label: kept.tables.parts(table) for period, kept in sorted(self._kept.items())}

    @cached_property
    def rules(self) -> Rules:
        return self.directive.rules_on(self.as_of)

    @property
    def engine(self) -> Engine:
        return self.rows.results.engine

    def _slice(self, period: PayPeriod, measurement: BadgeMeasurement) -> BadgeSlice:
        name = self.name(period)
        kept = self.rows.results.found(name) or self._measured(name, period, measurement)
        self._kept[period] = kept
        return badge_slice(kept.values, kept.tables)

    def _measured(self, name: str, period: PayPeriod, measurement: BadgeMeasurement) -> KeptResult:
        """Measures a pay period and keeps what it comes to, stays also as the report lists them."""
        around = [self.rows.sound(beside.label).rows for beside in self.around(period)]
        own = self.rows.sound(period.label).rows
        found = measurement.measured(own, one_table(around), (period.first, period.last))
        left_out = self.rows.left_out(period.label, found.tables)
        tables = {
            **found.tables,
            **{kind: rows.rows.order_by(PLACE) for kind, rows in left_out.items()},
            "intervals": measurement.intervals(found.tables["stays"]),
        }
        rejected, excluded = (reasons_of(left_out, kind) for kind in (REFUSED, LEFT_OUT))
        values = replace(found, rejected=rejected, excluded=excluded).values()
        kept = self.rows.results.keep(name, values, tables)
        for rows in (*found.tables.values(), *(rows.rows for rows in left_out.values())):
            self.engine.forget(rows)
        return kept

    def around(self, period: PayPeriod) -> list[PayPeriod]:
        """The pay periods beside one in which events can lie that change what it shows."""
        calendar = self.rules.calendar
        number = (period.first - calendar.anchor).days // calendar.days
        beside = -(-(reach_days(self.rules) + 1) // calendar.days)
        return [calendar.period_number(number + step) for step in range(-beside, beside + 1) if step]

    def _presences_on(self, days: Slice | None) -> ir.Table:
        if days is None:
            return self._whole("presences")
        return self._kept[self.rules.calendar.period_of(days[0])].tables["presences"]

    def _whole(self, table: str) -> ir.Table:
        files = [file for parts in self.parts(table).values() for file in parts]
        return self.engine.parquet(files).drop("part", "row")
