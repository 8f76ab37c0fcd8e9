"""Time records, measured slice by slice so that memory stays bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from dutystation.measures.return_statuses import period_hours
from dutystation.runs.days import day_number
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine
from dutystation.runs.ledger import Ledger, SoundRows
from dutystation.runs.progress import Step
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import UnclassifiedPair

SLICE_ROWS = 8_000_000
"""Rows measured at a time: a slice with all its intermediate tables stays well below the memory limit."""

DAY = timedelta(days=1)
Slice = tuple[date, date]
"""The first and the last day of a slice."""


@dataclass
class HourResults:
    """What the time records of a run come to, filled slice by slice.

    `status_hours` has one row per person with hours in the status period, `weeks` one row per person and
    week of the statute's window, `evidence` one row per claimed day with its class; all are kept tables.
    """

    accepted: int = 0
    cells: list[HourCell] = field(default_factory=list)
    pair_rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    pair_minutes: Counter[tuple[str, str]] = field(default_factory=Counter)
    class_cells: list[ClassCell] = field(default_factory=list)
    periods: set[PayPeriod] = field(default_factory=set)
    status_hours: ir.Table | None = None
    weeks: ir.Table | None = None
    evidence: ir.Table | None = None

    @property
    def pairs(self) -> tuple[UnclassifiedPair, ...]:
        return tuple(
            UnclassifiedPair(*pair, rows, self.pair_minutes[pair]) for pair, rows in self.pair_rows.items()
        )


@dataclass(frozen=True)
class HourMeasurement:
    """Measures sound time records against one department under one set of rules.

    `presences` is None where there are no badge events; then no claimed day is classed.
    """

    engine: Engine
    ledger: Ledger
    department: Department
    rules: Rules
    as_of: date
    presences: ir.Table | None

    def measure(self, records: SoundRows, step: Step) -> HourResults:
        """Every sound time record gets a fate; the accepted ones are measured."""
        results = HourResults()
        slices = list(self._slices(records))
        for number, days in enumerate(slices):
            step.reached(number, len(slices))
            rows = records.rows if days is None else records.between("work_date", *days)
            self._measure_slice(rows, days, results)
        return results

    def _slices(self, records: SoundRows) -> Iterator[Slice | None]:
        """Runs of pay periods with about `SLICE_ROWS` delivered rows each; None stands for every day.

        The first slice begins and the last one ends with the calendar, so that no record is left out.
        """
        if records.raw.rows <= SLICE_ROWS:
            yield None
            return
        rows = records.values_of("work_date")
        counts = rows.group_by(period_no=self._period_no(rows.work_date)).agg(rows=rows.count())
        begins, held = date.min, 0
        for row in self.engine.rows(counts.filter(counts.period_no.notnull()).order_by("period_no")):
            period = self.rules.calendar.period_number(row["period_no"])
            if held and held + row["rows"] > SLICE_ROWS:
                yield begins, period.first - DAY
                begins, held = period.first, 0
            held += row["rows"]
        yield begins, date.max

    def _measure_slice(self, sound: ir.Table, days: Slice | None, results: HourResults) -> None:
        engine = self.engine
        roster = self.department.roster
        judged = slim(time_record_fates(sound, roster, day_number(self.as_of)))
        judged = engine.kept(without_mapped_codes(placed_hours(judged, self.department.codes)))
        self._account(judged, results)
        accepted = judged.filter(judged.fate == ACCEPTED)
        placed = on_roster(accepted, roster)
        self._add_hours(placed, results)
        self._add_status_hours(placed, days, results)
        if self.presences is not None:
            self._add_weeks(placed, days, results)
            self._add_evidence(accepted, days, results)
        engine.forget(judged)

    def _account(self, judged: ir.Table, results: HourResults) -> None:
        """Counts every fate; what is not accepted is rejected or excluded."""
        counts = {row["fate"]: row["rows"] for row in self.engine.rows(fate_counts(judged))}
        results.accepted += counts.get(ACCEPTED, 0)
        if Rejection.NOT_ON_ROSTER in counts:
            self.ledger.reject(refused_records(judged, self.department.people))
        excluded = Counter({reason.value: counts[reason] for reason in Exclusion if reason in counts})
        if excluded:
            self.ledger.exclude(TIME_RECORDS.name, excluded, excluded_rows(judged, TIME_RECORDS))

    def _add_hours(self, placed: ir.Table, results: HourResults) -> None:
        units = self.department.unit_names
        sums = hour_sums(placed, day_number(self.rules.pay_period_anchor), self.rules.pay_period_days)
        for row in self.engine.rows(sums):
            period = self.rules.calendar.period_number(row["period_no"])
            results.periods.add(period)
            results.cells.append(
                HourCell(
                    org_unit=units[row["unit_no"]],
                    period=period.label,
                    place=ALL_PLACES[row["place_no"]],
                    military=row["military"],
                    remote=row["remote"],
                    eligible=row["eligible"],
                    regular=row["regular"],
                    minutes=int(row["minutes"]),
                )
            )
        for row in self.engine.rows(unclassified_pairs(placed)):
            pair = row["pay_code"], row["place_code"]
            results.pair_rows[pair] += row["rows"]
            results.pair_minutes[pair] += int(row["minutes"])

    def _add_status_hours(self, placed: ir.Table, days: Slice | None, results: HourResults) -> None:
        status_period = self.rules.calendar.last_ended_by(self.as_of)
        if _meet(days, (status_period.first, status_period.last)):
            first, last = day_number(status_period.first), day_number(status_period.last)
            results.status_hours = self.engine.kept(period_hours(placed, first, last))

    def _add_weeks(self, placed: ir.Table, days: Slice | None, results: HourResults) -> None:
        span = full_weeks_span(statute_window_start(self.as_of, self.rules), self.as_of)
        if _meet(days, span):
            weeks = week_minutes(placed, *map(day_number, span))
            results.weeks = self.engine.appended(results.weeks, weeks)

    def _add_evidence(self, accepted: ir.Table, days: Slice | None, results: HourResults) -> None:
        assert self.presences is not None
        present = self.presences
        if days is not None:
            present = present.filter(present.day.between(*map(day_number, days)))
        claimed = on_roster(claimed_days(accepted), self.department.roster)
        classed = self.engine.kept(classed_days(claimed, present, self.department.facility_rows))
        anchor, length = day_number(self.rules.pay_period_anchor), self.rules.pay_period_days
        for row in self.engine.rows(class_counts(classed, anchor, length)):
            results.class_cells.append(
                ClassCell(
                    org_unit=self.department.unit_names[row["unit_no"]],
                    period=self.rules.calendar.period_number(row["period_no"]).label,
                    evidence_class=row["evidence_class"],
                    days=row["days"],
                )
            )
        if days is None:
            results.evidence = classed
        else:
            results.evidence = self.engine.appended(results.evidence, classed)
            self.engine.forget(classed)

    def _period_no(self, day: ir.IntegerValue) -> ir.IntegerValue:
        return (day - day_number(self.rules.pay_period_anchor)) // self.rules.pay_period_days


def _meet(days: Slice | None, span: Slice) -> bool:
    """Whether a slice holds a day of `span`; None stands for every day."""
    return days is None or (days[0] <= span[1] and span[0] <= days[1])
