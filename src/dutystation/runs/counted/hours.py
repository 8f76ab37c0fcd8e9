"""Time records, measured some pay periods at a time, so that memory stays bounded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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
from dutystation.measures.evidence import claimed_days, class_counts, classed_days
from dutystation.measures.hours import (
    hour_sums,
    on_roster,
    placed_hours,
    unclassified_pairs,
    without_mapped_codes,
)
from dutystation.measures.pay_periods import period_no
from dutystation.measures.return_statuses import period_hours
from dutystation.runs.counted.hour_results import HourResults, MeasuredRows, SliceResult
from dutystation.runs.days import Days, day_number, meet
from dutystation.runs.delivered.department import Department
from dutystation.runs.delivered.ledger import Ledger, SoundRows, one_table
from dutystation.runs.engines.engine import Engine, Row
from dutystation.runs.progress import Step
from dutystation.tables.apart import SLICE_NO, apart
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import UnclassifiedPair

DAY = timedelta(days=1)


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
    presences_on: Callable[[Days | None], ir.Table] | None

    def measure(self, records: SoundRows, step: Step) -> HourResults:
        """Every sound time record gets a fate; the accepted ones are measured."""
        turns = list(self._turns(records))
        results = []
        tables: defaultdict[str, list[ir.Table]] = defaultdict(list)
        for number, days in enumerate(turns):
            step.reached(number, len(turns))
            judged = self.judged(records.rows if days is None else records.between("work_date", *days))
            found = self.measured(judged, days)
            [result] = found.results.values()
            if "refused" in found.tables:
                self.ledger.reject(found.tables["refused"])
            if result.excluded:
                excluded = Counter(result.excluded)
                self.ledger.exclude(TIME_RECORDS.name, excluded, found.tables["left_out"])
            self.engine.forget(judged)
            results.append(result)
            for name, table in found.tables.items():
                tables[name].append(table)
        return HourResults(
            tuple(results),
            *(
                one_table(tables[name]) if name in tables else None
                for name in ("status_hours", "weeks", "evidence")
            ),
        )

    def judged(self, rows: ir.Table) -> ir.Table:
        """Sound time records with their fate and what is counted of them, as a kept table."""
        judged = slim(time_record_fates(rows, self.department.roster, day_number(self.as_of)))
        return self.engine.kept(without_mapped_codes(placed_hours(judged, self.department.codes)))

    def _turns(self, records: SoundRows) -> Iterator[Days | None]:
        """Runs of pay periods of about as many rows as the engine takes; None stands for every day.

        The first one begins and the last one ends with the calendar, so that no record is left out.
        """
        if records.raw.rows <= self.engine.slice_rows:
            yield None
            return
        rows, calendar = records.values_of("work_date"), self.rules.calendar
        counts = rows.group_by(period_no=period_no(rows.work_date, calendar)).agg(rows=rows.count())
        begins, held = date.min, 0
        for row in self.engine.rows(counts.filter(counts.period_no.notnull()).order_by("period_no")):
            period = calendar.period_number(row["period_no"])
            if held and held + row["rows"] > self.engine.slice_rows:
                yield begins, period.first - DAY
                begins, held = period.first, 0
            held += row["rows"]
        yield begins, date.max

    def measured(self, judged: ir.Table, days: Days | None, numbers: Collection[int] = (0,)) -> MeasuredRows:
        """What judged records of some days come to, by the slices `numbers` where they carry `slice_no`."""
        accepted = judged.filter(judged.fate == ACCEPTED)
        placed, calendar = on_roster(accepted, self.department.roster), self.rules.calendar
        counts = self._by_slice(fate_counts(judged))
        sums = self._by_slice(hour_sums(placed, calendar))
        pairs = self._by_slice(unclassified_pairs(placed))
        tables = self._kept_tables(placed, accepted, days)
        classes = self._by_slice(class_counts(tables["evidence"], calendar)) if "evidence" in tables else {}
        results = {
            number: self._result(
                {row["fate"]: row["rows"] for row in counts.get(number, [])},
                sums.get(number, []),
                pairs.get(number, []),
                classes.get(number, []),
            )
            for number in numbers
        }
        fates = {row["fate"] for rows in counts.values() for row in rows}
        if Rejection.NOT_ON_ROSTER in fates:
            tables["refused"] = refused_records(judged, self.department.people)
        if fates & set(Exclusion):
            tables["left_out"] = excluded_rows(judged, TIME_RECORDS)
        return MeasuredRows(results, tables)

    def _by_slice(self, rows: ir.Table) -> dict[int, list[Row]]:
        found: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self.engine.rows(rows):
            found[row.get(SLICE_NO, 0)].append(row)
        return found

    def _result(
        self, counts: Mapping[str, int], sums: list[Row], pairs: list[Row], classes: list[Row]
    ) -> SliceResult:
        calendar = self.rules.calendar
        periods = {number: calendar.period_number(number) for number in {row["period_no"] for row in sums}}
        return SliceResult(
            accepted=counts.get(ACCEPTED, 0),
            periods=tuple(sorted(period.first for period in periods.values())),
            cells=tuple(self._cell(row, periods[row["period_no"]]) for row in sums),
            pairs=tuple(
                UnclassifiedPair(row["pay_code"], row["place_code"], row["rows"], int(row["minutes"]))
                for row in pairs
            ),
            class_cells=tuple(
                ClassCell(
                    org_unit=self.department.unit_names[row["unit_no"]],
                    period=calendar.period_number(row["period_no"]).label,
                    evidence_class=row["evidence_class"],
                    days=row["days"],
                )
                for row in classes
            ),
            excluded={reason.value: counts[reason] for reason in Exclusion if reason in counts},
        )

    def _cell(self, row: Row, period: PayPeriod) -> HourCell:
        return HourCell(
            org_unit=self.department.unit_names[row["unit_no"]],
            period=period.label,
            place=ALL_PLACES[row["place_no"]],
            military=row["military"],
            remote=row["remote"],
            eligible=row["eligible"],
            regular=row["regular"],
            minutes=int(row["minutes"]),
        )

    def _kept_tables(self, placed: ir.Table, accepted: ir.Table, days: Days | None) -> dict[str, ir.Table]:
        """What later steps read of some days: hours of the status period, weeks, claimed days."""
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

    def _evidence(self, accepted: ir.Table, present: ir.Table, days: Days | None) -> ir.Table:
        claimed = on_roster(claimed_days(accepted), self.department.roster)
        classed = classed_days(claimed, present, self.department.facility_rows)
        # These are many rows, and read some persons at a time afterwards.
        return classed if days is None else classed.order_by(list(apart(classed, "roster_no", "day")))
