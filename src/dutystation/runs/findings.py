"""What components look at before they file, published beside the report of a run.

    WORKSPACE/runs/<run>/findings/             all findings, see `published/findings.py`

What time records and badge events give is kept with what they come to, slice by slice (`runs/kept/hours.py`,
`runs/kept/badges.py`). The files that are kept are published by a second name: what nothing has touched is
neither sorted nor written again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.measures.cross_checks import situational_weekdays
from dutystation.measures.return_statuses import ending_approvals
from dutystation.published.findings import FINDINGS, FINDINGS_ORDER
from dutystation.runs.counted import finding_rows
from dutystation.runs.counted.record_findings import RecordFindings
from dutystation.runs.days import day_number, meet
from dutystation.runs.delivered.department import Department
from dutystation.runs.delivered.ledger import one_table
from dutystation.runs.delivered.missing_deliveries import missing_deliveries
from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.folders import linked
from dutystation.runs.kept.slices import WorkspaceSlices
from dutystation.runs.measurement import Measured, Measurement
from dutystation.tables.inputs import BY_PERIOD, INPUT_TABLES
from dutystation.terms.finding import FindingKind
from dutystation.terms.marking import OWNER_ONLY_FILE, OWNER_ONLY_FOLDER


def write_findings_of(measured: Measured, measurement: Measurement, folder: Path) -> None:
    """Writes the folder `findings` of a run that has been measured. Raises OSError, UnusableOutput."""
    with measurement.progress.step("Looking for what does not fit together"):
        found, engine = _Findings(measured, measurement), measurement.engine
        folder.mkdir(mode=OWNER_ONLY_FOLDER)
        linked(dict(found.slices.parts(FINDINGS)), folder)
        of_the_run = one_table([*map(engine.kept, found.of_the_run()), found.missing()])
        engine.write_parquet(of_the_run.order_by(list(FINDINGS_ORDER)), folder)
        for part in folder.iterdir():
            part.chmod(OWNER_ONLY_FILE)


@dataclass(frozen=True)
class _Findings:
    """What one run gives rise to look at."""

    measured: Measured
    measurement: Measurement

    def of_the_run(self) -> Iterator[ir.Table]:
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

    def missing(self) -> ir.Table:
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
