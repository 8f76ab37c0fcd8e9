"""The slices of a workspace: one for each pay period, kept from one run to another.

What a slice comes to depends on the deliveries of its pay period, on the small tables that say who and what
is meant, on all badge events, and on the order. All of that is in the name of what is kept; a run finds it
again by the name or works it out. A correction therefore costs its own pay period, and what reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import dutystation
from dutystation.directives.directive import Directive
from dutystation.figures.utilisation import full_weeks_span, statute_window_start
from dutystation.runs.days import day_number
from dutystation.runs.hour_results import SliceResult, slice_result
from dutystation.runs.hours import Slice, meet
from dutystation.runs.kept_results import KeptResults, result_name
from dutystation.runs.ledger import SoundRows
from dutystation.runs.workspace_source import WorkspaceSource
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.codes import CODES
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.roster import ROSTER
from dutystation.tables.time_records import TIME_RECORDS

READ_WHOLE = (ORG_UNITS, ROSTER, CODES, FACILITIES, BADGE_EVENTS)
"""The tables any row of which may change what a slice comes to."""


@dataclass(frozen=True)
class WorkspaceSlices:
    """The pay periods of a workspace at the snapshots of one run."""

    source: WorkspaceSource
    results: KeptResults
    directive: Directive
    as_of: date

    def slices(self) -> Sequence[Slice]:
        """Every pay period of which records were delivered, and those that the as-of date asks for."""
        calendar = self.directive.rules_on(self.as_of).calendar
        labels = {period for _, _, period in self.source.planned(TIME_RECORDS.name)}
        periods = {period for label in labels if (period := calendar.labelled(label))}
        periods |= {calendar.last_ended_by(self.as_of), calendar.period_of(self.as_of)}
        return sorted((period.first, period.last) for period in periods)

    def found(self, days: Slice, records: SoundRows) -> SliceResult | None:
        """The kept result of a slice, None where it was never worked out from the same things."""
        kept = self.results.found(self.name(days, records))
        return None if kept is None else slice_result(kept.values, kept.tables)

    def keep(self, days: Slice, records: SoundRows, result: SliceResult) -> SliceResult:
        """Keeps a result, and gives it back as it is kept."""
        kept = self.results.keep(self.name(days, records), result.values(), result.tables)
        return slice_result(kept.values, kept.tables)

    def name(self, days: Slice, records: SoundRows) -> str:
        """The name of what is kept of a slice, with the hash of everything that decides it."""
        period = self.directive.rules_on(self.as_of).calendar.period_of(days[0])
        return result_name(
            "hours",
            dutystation.__version__,
            self.directive.sha256,
            [(shape.name, self._deliveries(shape.name)) for shape in READ_WHOLE],
            self._deliveries(TIME_RECORDS.name, period.label),
            self._repeats(days, records),
            self._what_the_day_decides(days),
        )

    def _deliveries(self, table: str, period: str | None = None) -> list[str]:
        """By name, in the order in which they count; files have other names after a compaction."""
        chains = sorted(self.source.deliveries(table).items())
        return [found.id for (_, label), chain in chains if period in (None, label) for found in chain]

    def _repeats(self, days: Slice, records: SoundRows) -> list[tuple[str, int]]:
        """The rows of the slice that repeat an id of an earlier one, which may be in another slice."""
        if records.repeats is None:
            return []
        first, last = map(day_number, days)
        within = records.repeats.filter(records.repeats.work_date.between(first, last))
        rows = self.results.engine.rows(within.select("file", "line").order_by(["file", "line"]))
        return [(row["file"], row["line"]) for row in rows]

    def _what_the_day_decides(self, days: Slice) -> list[object]:
        """What the as-of date decides of a slice: rows after it, the status period, the statute's weeks."""
        rules = self.directive.rules_on(self.as_of)
        first, last = days
        # A stay may end on a later day, so that a badge event after the date counts for days before it.
        reach = last + timedelta(hours=rules.longest_stay_hours) + timedelta(days=2)
        status = rules.calendar.last_ended_by(self.as_of)
        start, end = full_weeks_span(statute_window_start(self.as_of, rules), self.as_of)
        weeks = (max(first, start), min(last, end)) if meet(days, (start, end)) else None
        return [
            self.as_of if self.as_of < reach else None,
            meet(days, (status.first, status.last)),
            weeks,
        ]
