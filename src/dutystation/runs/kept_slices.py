"""The slices of a workspace: one for each pay period, kept from one run to another.

What a slice comes to depends on the deliveries of its pay period, on the small tables that say who and what
is meant, on the order, and on the badge events of its days: those of its own pay period and of the ones
beside it. All of that is in the name of what is kept; a run finds it again by the name or works it out. A
correction therefore costs its own pay period, and what reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import ibis.expr.types as ir

import dutystation
from dutystation.directives.directive import Directive
from dutystation.directives.rules import Rules
from dutystation.figures.utilisation import full_weeks_span, statute_window_start
from dutystation.runs.hour_results import SliceResult, slice_result
from dutystation.runs.kept_badges import KeptBadges
from dutystation.runs.kept_results import KeptResult, KeptResults, result_name
from dutystation.runs.period_rows import PeriodRows
from dutystation.runs.slices import Slice, meet
from dutystation.runs.workspace_source import WorkspaceSource
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.codes import CODES
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.roster import ROSTER
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.period import PayPeriod

DECIDED_WHOLE = (ORG_UNITS, ROSTER, CODES, FACILITIES)
"""The tables any row of which may change what time records come to."""

LAYOUT = 2
"""A part of the name of what is kept: other tables are another number."""

HOUR_TABLES = {"evidence": "evidence_rows", "rejected": "refused", "excluded": "left_out"}
BADGE_TABLES = {"intervals": "intervals", "rejected": "refused", "excluded": "left_out"}
"""The tables of a report of which a part is kept with each slice, and the names of the parts there."""


@dataclass(frozen=True)
class WorkspaceSlices:
    """The pay periods of a workspace at the snapshots of one run."""

    source: WorkspaceSource
    results: KeptResults
    directive: Directive
    as_of: date
    _kept: dict[Slice, KeptResult] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def records(self) -> PeriodRows:
        """The time records."""
        return PeriodRows(self.source, self.results, TIME_RECORDS)

    @cached_property
    def badges(self) -> KeptBadges:
        """The badge events."""
        events = PeriodRows(self.source, self.results, BADGE_EVENTS)
        return KeptBadges(events, self.directive, self.as_of, self._periods)

    def slices(self) -> Sequence[Slice]:
        """Every pay period of which records were delivered, and those that the as-of date asks for."""
        return [(period.first, period.last) for period in self._periods]

    def found(self, days: Slice) -> SliceResult | None:
        """The kept result of a slice, None where it was never worked out from the same things."""
        kept = self.results.found(self.name(days))
        return None if kept is None else self._taken(days, kept)

    def rows(self, days: Slice) -> ir.Table:
        """The sound time records of a slice."""
        return self.records.sound(self._period(days).label).rows

    def keep(self, days: Slice, result: SliceResult) -> SliceResult:
        """Keeps a result with all rows of the slice that do not count, and gives it back as it is kept."""
        tables, rejected, excluded = self.records.accounted(self._period(days).label, result.tables)
        values = replace(result, rejected=rejected, excluded=excluded).values()
        return self._taken(days, self.results.keep(self.name(days), values, tables))

    def name(self, days: Slice) -> str:
        """The name of what is kept of a slice, with the hash of everything that decides it."""
        period = self._period(days)
        return result_name(
            "hours",
            LAYOUT,
            dutystation.__version__,
            self.directive.sha256,
            [self._rules.pay_period_anchor, self._rules.pay_period_days],
            [(shape.name, self.source.delivery_names(shape.name)) for shape in DECIDED_WHOLE],
            self.badges.name(period) if BADGE_EVENTS.name in self.source.snapshots else None,
            self.records.decided_by(period.label),
            self._what_the_day_decides(days),
        )

    def parts(self, table: str) -> Iterator[tuple[str, Path]]:
        """The files of a table of the report that are kept with the slices, in order, each with a name."""
        if table in BADGE_TABLES and BADGE_EVENTS.name in self.source.snapshots:
            yield from _named(BADGE_EVENTS.name, self.badges.parts(BADGE_TABLES[table]))
        if table in HOUR_TABLES:
            yield from _named(TIME_RECORDS.name, self.files(HOUR_TABLES[table]))

    def files(self, table: str) -> dict[str, list[Path]]:
        """The files of a kept table by pay period, in order, once everything has been measured."""
        found = sorted(self._kept.items())
        return {self._period(days).label: kept.tables.parts(table) for days, kept in found}

    @cached_property
    def _rules(self) -> Rules:
        return self.directive.rules_on(self.as_of)

    @cached_property
    def _periods(self) -> list[PayPeriod]:
        calendar = self._rules.calendar
        periods = {period for label in self.records.periods if (period := calendar.labelled(label))}
        return sorted(periods | {calendar.last_ended_by(self.as_of), calendar.period_of(self.as_of)})

    def _period(self, days: Slice) -> PayPeriod:
        return self._rules.calendar.period_of(days[0])

    def _taken(self, days: Slice, kept: KeptResult) -> SliceResult:
        self._kept[days] = kept
        return slice_result(kept.values, kept.tables)

    def _what_the_day_decides(self, days: Slice) -> list[object]:
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


def _named(table: str, files: Mapping[str, list[Path]]) -> Iterator[tuple[str, Path]]:
    for period, parts in files.items():
        for part in parts:
            yield f"{table}-{period}-{part.name}", part
