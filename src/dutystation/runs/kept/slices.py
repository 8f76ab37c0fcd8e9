"""The slices of a workspace: what each sender delivered for each pay period, kept from one run to another.

What a slice comes to depends on its deliveries, on the small tables that say who and what is meant, on the
order, and on what it reads of badge events. All of that is in the name of what is kept; a run finds it again
by the name or works it out. A correction therefore costs its own slice, and what reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import ibis.expr.types as ir

import dutystation
from dutystation.directives.directive import Directive
from dutystation.directives.rules import Rules
from dutystation.figures.utilisation import full_weeks_span, statute_window_start
from dutystation.runs.counted.badges import periods_around
from dutystation.runs.counted.hour_results import SliceResult, slice_result
from dutystation.runs.days import Days, meet
from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.runs.kept.badges import KeptBadges
from dutystation.runs.kept.period_rows import PeriodRows
from dutystation.runs.kept.period_slices import SlicesOfPeriods
from dutystation.runs.kept.results import KeptResults, result_name
from dutystation.runs.kept.slice_presence import SlicePresence
from dutystation.runs.kept.slice_results import PeriodSlice, SliceResults
from dutystation.runs.kept.slice_rows import SliceRows
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.codes import CODES
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.period import PayPeriod

DECIDED_WHOLE = (ORG_UNITS, ROSTER, CODES, FACILITIES)
"""The tables any row of which may change what time records come to."""

LAYOUT = 6
"""A part of the name of what is kept: other tables are another number."""

HOUR_TABLES = {
    "evidence": "evidence_rows",
    "rejected": "refused",
    "excluded": "left_out",
    "findings": "findings",
}
BADGE_TABLES = {
    "intervals": "intervals",
    "rejected": "refused",
    "excluded": "left_out",
    "findings": "findings",
}
"""The tables of a run of which a part is kept with each slice, and the names of the parts there."""


@dataclass(frozen=True)
class WorkspaceSlices:
    """The slices of a workspace at the snapshots of one run."""

    source: WorkspaceSource
    results: KeptResults
    directive: Directive
    as_of: date

    @cached_property
    def hours(self) -> SliceResults:
        """What the slices of the time records come to."""
        return SliceResults(self.results, self._name)

    @cached_property
    def records(self) -> SliceRows:
        """The time records."""
        rows = PeriodRows(self.source, self.results, TIME_RECORDS)
        return SliceRows(rows, SlicesOfPeriods(self.source, self.results, TIME_RECORDS))

    @cached_property
    def badges(self) -> KeptBadges:
        """The badge events."""
        rows, rules = PeriodRows(self.source, self.results, BADGE_EVENTS), self._rules

        def beside(label: str) -> list[str]:
            period = rules.calendar.labelled(label)
            around = periods_around(period, rules) if period else []
            return [near.label for near in around if near.label in rows.periods]

        slices = SlicesOfPeriods(self.source, self.results, BADGE_EVENTS, beside)
        return KeptBadges(SliceRows(rows, slices), self.directive, self.as_of, self.periods)

    @cached_property
    def _presence(self) -> SlicePresence:
        return SlicePresence(self.records.slices, self.badges)

    @cached_property
    def periods(self) -> list[PayPeriod]:
        """Every pay period of which records were delivered, and those the as-of date asks for, in order."""
        calendar = self._rules.calendar
        delivered = self.records.rows.periods
        periods = {period for label in delivered if (period := calendar.labelled(label))}
        return sorted(periods | {calendar.last_ended_by(self.as_of), calendar.period_of(self.as_of)})

    def missing(self, period: PayPeriod) -> tuple[int, ...]:
        """The slices of a pay period of time records that are not kept; the others are taken."""
        return self.hours.missing(period, self.records.of(period.label).numbers)

    def slice_results(self) -> list[SliceResult]:
        """What the slices come to, in order, once everything has been measured."""
        return [slice_result(kept.values) for _, kept in self.hours.in_order()]

    def _name(self, period: PayPeriod, number: int) -> str:
        return result_name(
            "hours",
            LAYOUT,
            dutystation.__version__,
            self.directive.sha256,
            [self._rules.pay_period_anchor, self._rules.pay_period_days],
            self._small_tables,
            # Badge events are measured before.
            self._presence.of(period, number) if BADGE_EVENTS.name in self.source.snapshots else None,
            self.records.decided_by(period.label, number),
            self._what_the_day_decides((period.first, period.last)),
        )

    def parts(self, table: str) -> Iterator[tuple[str, Path]]:
        """The files of a table of the run that are kept with the slices, in order, each with a name."""
        if table in BADGE_TABLES and BADGE_EVENTS.name in self.source.snapshots:
            for slice_, part in self.badges.kept.parts(BADGE_TABLES[table]):
                yield named_part(BADGE_EVENTS, slice_, part)
        if table in HOUR_TABLES:
            for slice_, part in self.hours.parts(HOUR_TABLES[table]):
                yield named_part(TIME_RECORDS, slice_, part)

    def files(self, table: str) -> dict[PayPeriod, list[Path]]:
        """The files of a kept table by pay period, in order, once everything has been measured."""
        found: dict[PayPeriod, list[Path]] = {period: [] for period in self.periods}
        for (period, _), part in self.hours.parts(table):
            found[period].append(part)
        return found

    def slice_files(self, table: str, period: PayPeriod, numbers: Collection[int]) -> list[Path]:
        """The files of a kept table of some slices of a pay period."""
        return [part for number in numbers for part in self.hours.of(period, number).tables.parts(table)]

    def table(self, table: str, periods: Collection[PayPeriod] | None = None) -> ir.Table | None:
        """The rows of a kept table, of some pay periods or of all; None where no slice has it."""
        files = [
            file
            for period, parts in self.files(table).items()
            if periods is None or period in periods
            for file in parts
        ]
        return self.results.engine.parquet(files).drop("part", "row") if files else None

    @cached_property
    def _small_tables(self) -> list[tuple[str, list[str]]]:
        return self.source.deliveries_of(DECIDED_WHOLE)

    @cached_property
    def _rules(self) -> Rules:
        return self.directive.rules_on(self.as_of)

    def _what_the_day_decides(self, days: Days) -> list[object]:
        """What the as-of date decides of a slice: rows after it, the status period, the statute's weeks."""
        first, last = days
        status = self._rules.calendar.last_ended_by(self.as_of)
        start, end = full_weeks_span(statute_window_start(self.as_of, self._rules), self.as_of)
        weeks = (max(first, start), min(last, end)) if meet(days, (start, end)) else None
        return [
            self.as_of if self.as_of < last else None,
            meet(days, (status.first, status.last)),
            weeks,
        ]


def named_part(shape: Shape, slice_: PeriodSlice, part: Path) -> tuple[str, Path]:
    """A part of what rows of a table come to, with a name that it has in a folder with all such parts."""
    period, number = slice_
    return f"{shape.name}-{period.label}-{number:05}-{part.name}", part
