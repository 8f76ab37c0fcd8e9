"""The time records of a workspace, of which only those slices are measured that are not kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from dutystation.intake.fates import ACCEPTED
from dutystation.measures.cross_checks import off_site_days
from dutystation.measures.hours import on_roster, pair_sums
from dutystation.measures.telework import telework_days
from dutystation.published.findings import FINDINGS_ORDER, FINDINGS_SCHEMA
from dutystation.published.layout import EVIDENCE_COLUMNS
from dutystation.runs.counted.hour_results import HourResults
from dutystation.runs.counted.hours import HourMeasurement
from dutystation.runs.counted.person_rows import EVIDENCE_ORDER, evidence_rows
from dutystation.runs.counted.record_findings import RecordFindings
from dutystation.runs.delivered.rows_left_out import COLUMNS, REFUSED, RowsLeftOut
from dutystation.runs.kept.results import TableApart
from dutystation.runs.kept.slices import WorkspaceSlices
from dutystation.runs.progress import Step
from dutystation.tables.apart import SLICE_NO
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.period import PayPeriod


@dataclass(frozen=True)
class KeptHours:
    """Measures the slices of a workspace with `measurement`, as far as they are not among `kept`."""

    measurement: HourMeasurement
    kept: WorkspaceSlices

    def measured(self, step: Step) -> HourResults:
        """What all time records come to; missing slices of one pay period are measured in one go."""
        for number, period in enumerate(self.kept.periods):
            step.reached(number, len(self.kept.periods))
            missing = self.kept.missing(period)
            if missing:
                self._measure(period, missing)
        slices = self.kept.slice_results()
        for result in slices:
            self.measurement.ledger.account(TIME_RECORDS.name, result.rejected, result.excluded)
        return HourResults(tuple(slices), self.kept.table("status_hours"), self.kept.table("weeks"))

    def _measure(self, period: PayPeriod, missing: Collection[int]) -> None:
        """Measures slices and keeps what they come to, claimed days also as the report lists them."""
        engine = self.measurement.engine
        judged = self.measurement.judged(self.kept.records.sound(period.label, missing))
        found = self.measurement.measured(judged, (period.first, period.last), missing)
        left_out = self.kept.records.left_out(period.label, missing, found.tables)
        tables = {name: table for name, table in found.tables.items() if name not in COLUMNS}
        tables["off_site_days"] = engine.kept(off_site_days(judged.filter(judged.fate == ACCEPTED)))
        apart = {name: _all_of(table) for name, table in tables.items()}
        apart |= {name: _all_of(table) for name, table in self._looked_at(judged).items()}
        if "evidence" in tables:
            apart["evidence_rows"] = self._evidence_rows(tables["evidence"])
        for name, rows in left_out.items():
            apart[name] = TableApart(rows.rows, COLUMNS[name], PLACE_OF_ROW, rows.counts)
        apart["findings"] = self._findings(tables, left_out, period, missing)
        self.kept.hours.keep(period, found.results, apart, left_out)
        for kept in (*tables.values(), *(rows.rows for rows in left_out.values()), judged):
            engine.forget(kept)

    def _looked_at(self, judged: ir.Table) -> dict[str, ir.Table]:
        """What what-if questions and telework counts are answered from; a single report has neither."""
        department = self.measurement.department
        placed = on_roster(judged.filter(judged.fate == ACCEPTED), department.roster)
        return {
            "pair_sums": pair_sums(placed, department.codes, department.roster),
            "telework": telework_days(placed, department.people),
        }

    def _evidence_rows(self, classed: ir.Table) -> TableApart:
        measurement = self.measurement
        rows = evidence_rows(classed, measurement.department.roster, measurement.rules, measurement.engine)
        return TableApart(rows, EVIDENCE_COLUMNS, EVIDENCE_ORDER)

    def _findings(
        self,
        tables: Mapping[str, ir.Table],
        left_out: Mapping[str, RowsLeftOut],
        period: PayPeriod,
        missing: Collection[int],
    ) -> TableApart:
        measurement = self.measurement
        found = RecordFindings(self.kept.source, measurement.department, measurement.engine)
        looked_at = {**tables, **({REFUSED: left_out[REFUSED].rows} if REFUSED in left_out else {})}
        senders = self.kept.records.of(period.label).read_for(missing)
        rows = found.of_records(looked_at, period.label, senders)
        return TableApart(rows, tuple(FINDINGS_SCHEMA.names), FINDINGS_ORDER)


def _all_of(table: ir.Table) -> TableApart:
    return TableApart(table, tuple(column for column in table.columns if column != SLICE_NO))
