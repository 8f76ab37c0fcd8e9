"""What components look at before they file, published beside the report of a run.

    WORKSPACE/results/findings-<hash>/         what the badge events of one pay period give
    WORKSPACE/runs/<run>/findings.parquet      all findings, see `published/findings.py`

What time records give is kept with what they come to, slice by slice (`runs/kept_hours.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial, reduce
from itertools import chain, groupby
from operator import itemgetter, or_
from pathlib import Path

import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.lake.schemas import BY_PERIOD
from dutystation.measures.cross_checks import situational_weekdays
from dutystation.measures.return_statuses import ending_approvals
from dutystation.published.findings import FINDINGS_ORDER, write_findings
from dutystation.runs import finding_rows
from dutystation.runs.days import day_number
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine
from dutystation.runs.kept_results import result_name
from dutystation.runs.kept_slices import WorkspaceSlices
from dutystation.runs.ledger import one_table
from dutystation.runs.measurement import Measured, Measurement
from dutystation.runs.missing_deliveries import missing_deliveries
from dutystation.runs.record_findings import RecordFindings
from dutystation.runs.row_files import gathered
from dutystation.runs.slices import meet
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.inputs import INPUT_TABLES
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
        """All findings: those that are kept, and the others."""
        files = [file for parts in self.slices.files(FINDINGS).values() for file in parts]
        files += [file for name, work in self._of_events() for file in self._kept(name, work)]
        kept = self.engine.parquet(files).drop("part", "row")
        return [kept, *map(self.engine.kept, self._of_the_run()), self._missing()]

    def _of_events(self) -> Iterator[tuple[str, Callable[[], ir.Table]]]:
        """For each pay period with rejected badge events the name of what is kept, and how it is found."""
        kept = self.slices
        if BADGE_EVENTS.name not in kept.source.snapshots:
            return
        refused = kept.badges.parts("refused")
        for period in kept.badges.periods:
            if files := refused[period.label]:
                yield kept.badges.name(period), partial(self._of_rejected_events, files, period.label)

    def _kept(self, name: str, work: Callable[[], ir.Table]) -> list[Path]:
        """The files of what a pay period gives, which is worked out where it is not kept."""
        name = result_name(FINDINGS, LAYOUT, name)
        found = self.slices.results.found(name) or self.slices.results.keep(name, {}, {FINDINGS: work()})
        return found.tables.parts(FINDINGS)

    def _of_rejected_events(self, refused: list[Path], label: str) -> ir.Table:
        rows = self.engine.parquet(refused).drop("part", "row")
        return self._rows.of_rejected(BADGE_EVENTS, rows, label)

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
        near = [period for period in self.slices.periods if meet((period.first, period.last), window)]
        days = self.slices.table("off_site_days", near)
        assert days is not None  # there is a slice for the status period, whatever was delivered
        patterns = situational_weekdays(days, self.department.roster, day_number(last), self.rules)
        yield finding_rows.pattern_rows(patterns, status_period.label)
        rejected, counts = self.measured.ledger.rejected, self.measured.ledger.rejected_counts()
        for shape in INPUT_TABLES:
            if shape.name not in BY_PERIOD and counts.get(shape.name):
                yield self._rows.of_rejected(shape, rejected.filter(rejected.table == shape.name), "")

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
    def _rows(self) -> RecordFindings:
        return RecordFindings(self.slices.source, self.department, self.engine)

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
