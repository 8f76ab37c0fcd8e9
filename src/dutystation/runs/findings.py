"""What components look at before they file, published beside the report of a run.

    WORKSPACE/results/findings-<hash>/         what one pay period's records, or its events, give
    WORKSPACE/runs/<run>/findings.parquet      all findings, see `published/findings.py`

What a pay period gives is kept, so that a correction costs its own pay period.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial, reduce
from itertools import chain, groupby
from operator import itemgetter, or_
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.directives.rules import Rules
from dutystation.lake.schemas import BY_PERIOD
from dutystation.measures.cross_checks import (
    ineligible_telework,
    questioned_days,
    situational_weekdays,
    unarranged_remote,
    unarranged_telework,
    with_components,
)
from dutystation.measures.return_statuses import ending_approvals
from dutystation.published.findings import FINDINGS_ORDER, write_findings
from dutystation.runs import finding_rows
from dutystation.runs.days import day_number
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine
from dutystation.runs.kept_results import result_name
from dutystation.runs.kept_slices import WorkspaceSlices
from dutystation.runs.ledger import PLACE, one_table
from dutystation.runs.measurement import Measured, Measurement
from dutystation.runs.missing_deliveries import missing_deliveries
from dutystation.runs.row_files import gathered
from dutystation.runs.slices import meet
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.finding import FindingKind

LAYOUT = 1
"""A part of the name of what is kept: other findings of the same rows are another number."""
FINDINGS = "findings"


def write_findings_of(measured: Measured, measurement: Measurement, path: Path) -> None:
    """Writes `findings.parquet` of a run that has been measured. Raises OSError, UnusableOutput."""
    with measurement.progress.step("Looking for what does not fit together"):
        rows = one_table(_Findings(measured, measurement).parts())
        batches = (measurement.engine.batches(turn) for turn in _turns(rows, measurement.engine))
        write_findings(chain.from_iterable(batches), path)


@dataclass(frozen=True)
class _Findings:
    """What one run gives rise to look at."""

    measured: Measured
    measurement: Measurement

    def parts(self) -> list[ir.Table]:
        """All findings: those of pay periods, which are kept, and the others."""
        files = [file for name, work in self._periods() for file in self._kept(name, work)]
        kept = self.engine.parquet(files).drop("part", "row")
        return [kept, *map(self.engine.kept, self._of_the_run()), self._missing()]

    def _periods(self) -> Iterator[tuple[str, Callable[[], ir.Table]]]:
        """For each pay period of records and of events the name of what is kept, and how it is found."""
        calendar, kept = self.rules.calendar, self.slices
        for days, result in zip(kept.slices(), self.measured.hours.slices, strict=True):
            label = calendar.period_of(days[0]).label
            yield kept.name(days), partial(self._of_records, result.tables, label)
        if BADGE_EVENTS.name not in kept.source.snapshots:
            return
        refused = kept.badges.parts("refused")
        for period in kept.badges.periods:
            if files := refused[period.label]:
                yield kept.badges.name(period), partial(self._of_events, files, period.label)

    def _kept(self, name: str, work: Callable[[], ir.Table]) -> list[Path]:
        """The files of what a pay period gives, which is worked out where it is not kept."""
        name = result_name(FINDINGS, LAYOUT, name)
        found = self.slices.results.found(name) or self.slices.results.keep(name, {}, {FINDINGS: work()})
        return found.tables.parts(FINDINGS)

    def _of_records(self, tables: Mapping[str, ir.Table], label: str) -> ir.Table:
        """The findings of the time records of one pay period, and of its claimed days."""
        days, roster = tables["off_site_days"], self.department.roster
        parts = [
            finding_rows.day_rows(unarranged_telework(days, roster), label),
            finding_rows.day_rows(ineligible_telework(days, roster), label, FindingKind.NOT_ELIGIBLE),
            finding_rows.day_rows(
                unarranged_remote(days, roster), label, FindingKind.REMOTE_WITHOUT_REMOTE_ARRANGEMENT
            ),
        ]
        if "evidence" in tables:
            parts.append(finding_rows.questioned_rows(questioned_days(tables["evidence"], roster), label))
        if "refused" in tables:
            parts.append(self._rejected(TIME_RECORDS, tables["refused"], label))
        return one_table(parts)

    def _of_events(self, refused: list[Path], label: str) -> ir.Table:
        """The findings of the badge events of one pay period: those that were rejected."""
        return self._rejected(BADGE_EVENTS, self.engine.parquet(refused).drop("part", "row"), label)

    def _of_the_run(self) -> Iterator[ir.Table]:
        """The findings of people, and the rejected rows of the tables that are delivered as a whole."""
        status_period = self.rules.calendar.last_ended_by(self.measurement.as_of)
        yield finding_rows.status_rows(self.measured.statuses, status_period.label)
        as_of_day = day_number(self.measurement.as_of)
        ending = ending_approvals(
            self.measured.statuses, self.department.decisions, as_of_day, self.rules.expiring_soon_days
        )
        yield finding_rows.ending_rows(ending, status_period.label, as_of_day)
        last, weeks = status_period.last, self.rules.situational_pattern_window_weeks
        window = (last - timedelta(weeks=weeks) + timedelta(days=1), last)
        days = [
            result.tables["off_site_days"]
            for span, result in zip(self.slices.slices(), self.measured.hours.slices, strict=True)
            if meet(span, window)
        ]
        patterns = situational_weekdays(one_table(days), self.department.roster, day_number(last), self.rules)
        yield finding_rows.pattern_rows(patterns, status_period.label)
        rejected = self.measured.ledger.rejected
        for shape in INPUT_TABLES:
            if shape.name not in BY_PERIOD and shape.name in self.slices.source.snapshots:
                yield self._rejected(shape, rejected.filter(rejected.table == shape.name), "")

    def _rejected(self, shape: Shape, refused: ir.Table, label: str) -> ir.Table:
        """The findings of rejected rows of a table, of one pay period where it has any."""
        told = self.slices.source.told(shape, refused, self.engine, period=label or None)
        rows = with_components(
            refused.inner_join(told, PLACE), self.department.roster, self._senders, self.department.tree.root
        )
        return finding_rows.rejected_row_findings(rows, label)

    def _missing(self) -> ir.Table:
        """The findings of what senders have not delivered."""
        tree = self.department.tree
        components = {name: unit.component for name, unit in tree.units.items()}
        found = [
            {
                "component": components.get(gap.sender, tree.root),
                "kind": FindingKind.MISSING_DELIVERY.value,
                "key": f"{gap.sender}/{gap.table}/{gap.period}",
                "period": gap.period,
                "table": gap.table,
                "sender": gap.sender,
                "details": json.dumps({"first_delivered": gap.first_delivered}),
            }
            for gap in missing_deliveries(
                self.slices.source,
                self.rules.calendar,
                self.rules.calendar.last_ended_by(self.measurement.as_of),
            )
        ]
        return finding_rows.at_hand(found, self.engine)

    @cached_property
    def _senders(self) -> ir.Table:
        """One row per unit, which may be a sender: `sender`, `sender_component`."""
        units = self.department.tree.units
        texts = [list(units), [unit.component for unit in units.values()]]
        columns = dict(
            zip(("sender", "sender_component"), (pa.array(text, pa.string()) for text in texts), strict=True)
        )
        return self.engine.table_of(pa.table(columns))

    @property
    def engine(self) -> Engine:
        return self.measurement.engine

    @property
    def rules(self) -> Rules:
        return self.measurement.rules

    @property
    def department(self) -> Department:
        return self.measured.department

    @property
    def slices(self) -> WorkspaceSlices:
        """The slices of the workspace: only a workspace has findings."""
        assert self.measurement.kept is not None
        return self.measurement.kept


def _turns(rows: ir.Table, engine: Engine) -> Iterator[ir.Table]:
    """The rows in order, some components and kinds after others, so that memory does not grow with them."""
    counts = rows.group_by(["component", "kind"]).agg(rows=rows.count())
    found = sorted(engine.rows(counts), key=lambda row: (row["component"].encode(), row["kind"]))
    for groups in gathered(found):
        kinds = {
            component: [group["kind"] for group in some]
            for component, some in groupby(groups, key=itemgetter("component"))
        }
        asked = [(rows.component == component) & rows.kind.isin(some) for component, some in kinds.items()]
        yield rows.filter(reduce(or_, asked)).order_by(list(FINDINGS_ORDER))
