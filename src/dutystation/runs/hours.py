"""Time records, measured slice by slice: memory stays bounded, and what is kept is found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.figures.corroboration import ClassCell
from dutystation.figures.hour_cells import HourCell
from dutystation.figures.utilisation import full_weeks_span, statute_window_start
from dutystation.intake.fates import (
    ACCEPTED,
    excluded_rows,
    fate_counts,
    refused_records,
    slim,
    time_record_fates,
)
from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.measures.buildings import week_minutes
from dutystation.measures.cross_checks import off_site_days
from dutystation.measures.evidence import claimed_days, class_counts, classed_days
from dutystation.measures.hours import (
    hour_sums,
    on_roster,
    pair_sums,
    placed_hours,
    unclassified_pairs,
    without_mapped_codes,
)
from dutystation.measures.return_statuses import period_hours
from dutystation.runs.days import day_number
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine
from dutystation.runs.hour_results import HourResults, SliceResult
from dutystation.runs.ledger import Ledger, SoundRows
from dutystation.runs.person_rows import EVIDENCE_COLUMNS, EVIDENCE_ORDER, evidence_rows
from dutystation.runs.progress import Step
from dutystation.runs.slices import Slice, meet
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import UnclassifiedPair

DAY = timedelta(days=1)


class KeptSlices(Protocol):
    """The slices of a workspace, whose results are kept from one run to another."""

    def slices(self) -> Sequence[Slice]:
        """Runs of days that together hold every record once, in their order."""

    def found(self, days: Slice) -> SliceResult | None:
        """The result of a slice if it has been worked out from the same things before."""

    def rows(self, days: Slice) -> ir.Table:
        """The sound time records of a slice."""

    def keep(self, days: Slice, result: SliceResult) -> SliceResult:
        """Keeps a result with all rows of the slice that do not count, and gives it back as it is kept."""


@dataclass(frozen=True)
class HourMeasurement:
    """Measures sound time records against one department under one set of rules.

    `presences_on` has the presences on some days, None standing for every day. It is itself None where there
    are no badge events; then no claimed day is classed.
    """

    engine: Engine
    ledger: Ledger
    department: Department
    rules: Rules
    as_of: date
    presences_on: Callable[[Slice | None], ir.Table] | None

    def measure(self, records: SoundRows, step: Step) -> HourResults:
        """Every sound time record gets a fate; the accepted ones are measured."""
        slices = list(self._slices(records))
        results = []
        for number, days in enumerate(slices):
            step.reached(number, len(slices))
            judged = self._judged(records.rows if days is None else records.between("work_date", *days))
            result = self._measured(judged, days)
            if "refused" in result.tables:
                self.ledger.reject(result.tables["refused"])
            if result.excluded:
                excluded = Counter(result.excluded)
                self.ledger.exclude(TIME_RECORDS.name, excluded, result.tables["left_out"])
            self.engine.forget(judged)
            results.append(result)
        return HourResults(tuple(results))

    def measure_kept(self, kept: KeptSlices, step: Step) -> HourResults:
        """The same of the slices of a workspace, of which only those are measured that are not kept."""
        slices = kept.slices()
        results = []
        for number, days in enumerate(slices):
            step.reached(number, len(slices))
            result = kept.found(days) or self._kept(kept, days)
            self.ledger.account(TIME_RECORDS.name, result.rejected, result.excluded)
            results.append(result)
        return HourResults(tuple(results))

    def _kept(self, kept: KeptSlices, days: Slice) -> SliceResult:
        """Measures a slice and keeps what it comes to, claimed days also as the report lists them."""
        judged = self._judged(kept.rows(days))
        measured = self._measured(judged, days)
        tables = {**measured.tables, **self._looked_at(judged.filter(judged.fate == ACCEPTED))}
        if "evidence" in tables:
            rows = evidence_rows(tables["evidence"], self.department.roster, self.rules, self.engine)
            tables["evidence_rows"] = rows.order_by(list(EVIDENCE_ORDER)).select(*EVIDENCE_COLUMNS)
        result = kept.keep(days, replace(measured, tables=tables))
        for name in ("status_hours", "weeks", "evidence"):
            if name in tables:
                self.engine.forget(tables[name])
        self.engine.forget(judged)
        return result

    def _looked_at(self, accepted: ir.Table) -> dict[str, ir.Table]:
        """What findings and what-if are worked out from; a single report has neither."""
        roster, codes = self.department.roster, self.department.codes
        return {
            "off_site_days": off_site_days(accepted),
            "pair_sums": pair_sums(on_roster(accepted, roster), codes, roster),
        }

    def _judged(self, rows: ir.Table) -> ir.Table:
        judged = slim(time_record_fates(rows, self.department.roster, day_number(self.as_of)))
        return self.engine.kept(without_mapped_codes(placed_hours(judged, self.department.codes)))

    def _slices(self, records: SoundRows) -> Iterator[Slice | None]:
        """Runs of pay periods of about as many rows as the engine takes; None stands for every day.

        The first slice begins and the last one ends with the calendar, so that no record is left out.
        """
        if records.raw.rows <= self.engine.slice_rows:
            yield None
            return
        rows = records.values_of("work_date")
        counts = rows.group_by(period_no=self._period_no(rows.work_date)).agg(rows=rows.count())
        begins, held = date.min, 0
        for row in self.engine.rows(counts.filter(counts.period_no.notnull()).order_by("period_no")):
            period = self.rules.calendar.period_number(row["period_no"])
            if held and held + row["rows"] > self.engine.slice_rows:
                yield begins, period.first - DAY
                begins, held = period.first, 0
            held += row["rows"]
        yield begins, date.max

    def _measured(self, judged: ir.Table, days: Slice | None) -> SliceResult:
        """The result of a slice; `refused` and `left_out` still stand on `judged`."""
        accepted = judged.filter(judged.fate == ACCEPTED)
        placed = on_roster(accepted, self.department.roster)
        counts = {row["fate"]: row["rows"] for row in self.engine.rows(fate_counts(judged))}
        excluded = {reason.value: counts[reason] for reason in Exclusion if reason in counts}
        periods, cells = self._cells(placed)
        tables = self._kept_tables(placed, accepted, days)
        if Rejection.NOT_ON_ROSTER in counts:
            tables["refused"] = refused_records(judged, self.department.people)
        if excluded:
            tables["left_out"] = excluded_rows(judged, TIME_RECORDS)
        return SliceResult(
            accepted=counts.get(ACCEPTED, 0),
            periods=periods,
            cells=cells,
            pairs=tuple(
                UnclassifiedPair(row["pay_code"], row["place_code"], row["rows"], int(row["minutes"]))
                for row in self.engine.rows(unclassified_pairs(placed))
            ),
            class_cells=self._class_cells(tables["evidence"]) if "evidence" in tables else (),
            excluded=excluded,
            tables=tables,
        )

    def _cells(self, placed: ir.Table) -> tuple[tuple[date, ...], tuple[HourCell, ...]]:
        """The first days of the pay periods there are, and the sums of minutes."""
        units, calendar = self.department.unit_names, self.rules.calendar
        sums = hour_sums(placed, day_number(self.rules.pay_period_anchor), self.rules.pay_period_days)
        rows = self.engine.rows(sums)
        periods = {number: calendar.period_number(number) for number in {row["period_no"] for row in rows}}
        cells = (
            HourCell(
                org_unit=units[row["unit_no"]],
                period=periods[row["period_no"]].label,
                place=ALL_PLACES[row["place_no"]],
                military=row["military"],
                remote=row["remote"],
                eligible=row["eligible"],
                regular=row["regular"],
                minutes=int(row["minutes"]),
            )
            for row in rows
        )
        return tuple(sorted(period.first for period in periods.values())), tuple(cells)

    def _kept_tables(self, placed: ir.Table, accepted: ir.Table, days: Slice | None) -> dict[str, ir.Table]:
        """What later steps read of a slice: hours of the status period, weeks, claimed days."""
        found = {}
        status_period = self.rules.calendar.last_ended_by(self.as_of)
        if meet(days, (status_period.first, status_period.last)):
            first, last = day_number(status_period.first), day_number(status_period.last)
            found["status_hours"] = self.engine.kept(period_hours(placed, first, last))
        if self.presences_on is None:
            return found
        span = full_weeks_span(statute_window_start(self.as_of, self.rules), self.as_of)
        if meet(days, span):
            found["weeks"] = self.engine.kept(week_minutes(placed, *map(day_number, span)))
        found["evidence"] = self.engine.kept(self._evidence(accepted, self.presences_on(days), days))
        return found

    def _evidence(self, accepted: ir.Table, present: ir.Table, days: Slice | None) -> ir.Table:
        claimed = on_roster(claimed_days(accepted), self.department.roster)
        classed = classed_days(claimed, present, self.department.facility_rows)
        # Slices are large, and read some persons at a time afterwards.
        return classed if days is None else classed.order_by(["roster_no", "day"])

    def _class_cells(self, classed: ir.Table) -> tuple[ClassCell, ...]:
        anchor, length = day_number(self.rules.pay_period_anchor), self.rules.pay_period_days
        return tuple(
            ClassCell(
                org_unit=self.department.unit_names[row["unit_no"]],
                period=self.rules.calendar.period_number(row["period_no"]).label,
                evidence_class=row["evidence_class"],
                days=row["days"],
            )
            for row in self.engine.rows(class_counts(classed, anchor, length))
        )

    def _period_no(self, day: ir.IntegerValue) -> ir.IntegerValue:
        return (day - day_number(self.rules.pay_period_anchor)) // self.rules.pay_period_days
