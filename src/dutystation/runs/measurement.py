"""From delivered tables to figures: the way of the data, in one place (see `docs/way-of-the-data.md`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.figures.corroboration import evidence_counts, uncorroborated_rates
from dutystation.figures.return_bridge import StatusCount, return_bridge
from dutystation.figures.shares import share_figures
from dutystation.figures.utilisation import FullWeekPeople, gsa_weekdays, statute_40h
from dutystation.intake.people import on_day
from dutystation.measures.buildings import full_week_people
from dutystation.measures.return_statuses import reasons_in_force, return_statuses, status_counts
from dutystation.runs.counted.badge_results import BadgeMeasures
from dutystation.runs.counted.badges import BadgeMeasurement
from dutystation.runs.counted.hour_results import HourResults
from dutystation.runs.counted.hours import HourMeasurement
from dutystation.runs.days import day_number, day_of
from dutystation.runs.delivered.delivery import RawTable
from dutystation.runs.delivered.department import Department, judged_department
from dutystation.runs.delivered.ledger import Ledger
from dutystation.runs.engines.engine import Engine
from dutystation.runs.progress import Progress
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.figure import Figure
from dutystation.terms.period import PayPeriod
from dutystation.terms.publication import BadgeResults, BridgeLine, UnclassifiedPair, Utilisation

if TYPE_CHECKING:  # it brings Iceberg, which only a workspace needs
    from dutystation.runs.kept.slices import WorkspaceSlices


@dataclass(frozen=True)
class Measured:
    """Everything a run found, before anything is written. Tables are kept ones of the engine."""

    department: Department
    ledger: Ledger
    accepted: dict[str, int]
    periods: tuple[PayPeriod, ...]
    figures: tuple[Figure, ...]
    bridge: tuple[BridgeLine, ...]
    pairs: tuple[UnclassifiedPair, ...]
    badge: BadgeResults | None
    statuses: ir.Table
    stays: ir.Table | None
    presences: ir.Table | None
    evidence: ir.Table | None
    hours: HourResults


@dataclass(frozen=True)
class Measurement:
    """One set of rules on one day, to be laid on delivered tables."""

    rules: Rules
    as_of: date
    engine: Engine
    progress: Progress
    list_excluded: bool
    kept: WorkspaceSlices | None = None

    def measured(self, raw: Mapping[str, RawTable]) -> Measured:
        """Judges every row and works out every figure. Raises UnusableInput, UnusableOutput."""
        ledger = Ledger(self.engine, list_excluded=self.list_excluded)
        with self.progress.step("Judging units, facilities, codes, roster and decisions"):
            department = judged_department(raw, self.engine, ledger)
        badges = self._badges(raw, department, ledger)
        hours = self._hours(raw, department, ledger, badges)
        with self.progress.step("Working out return status and figures"):
            return self._results(department, ledger, badges, hours)

    def _badges(
        self, raw: Mapping[str, RawTable], department: Department, ledger: Ledger
    ) -> BadgeMeasures | None:
        if BADGE_EVENTS.name not in raw:
            return None
        with self.progress.step("Reading badge events"):
            if self.kept is not None:
                ledger.raw[BADGE_EVENTS.name] = raw[BADGE_EVENTS.name].rows
                return self.kept.badges.measured(department, ledger)
            sound = ledger.sound(raw[BADGE_EVENTS.name], BADGE_EVENTS)
            return BadgeMeasurement(self.engine, department, self.rules, self.as_of).measure(sound, ledger)

    def _hours(
        self,
        raw: Mapping[str, RawTable],
        department: Department,
        ledger: Ledger,
        badges: BadgeMeasures | None,
    ) -> HourResults:
        measurement = HourMeasurement(
            engine=self.engine,
            ledger=ledger,
            department=department,
            rules=self.rules,
            as_of=self.as_of,
            presences_on=badges.presences_on if badges and _has_badge_tables(ledger) else None,
        )
        if self.kept is not None:
            ledger.raw[TIME_RECORDS.name] = raw[TIME_RECORDS.name].rows
            # It brings Iceberg, which takes a second to load and which only a workspace needs.
            from dutystation.runs.kept.hours import KeptHours

            with self.progress.step("Measuring time records") as step:
                return KeptHours(measurement, self.kept).measured(step)
        with self.progress.step("Judging time records"):
            sound = ledger.sound(raw[TIME_RECORDS.name], TIME_RECORDS)
        with self.progress.step("Measuring time records") as step:
            return measurement.measure(sound, step)

    def _results(
        self, department: Department, ledger: Ledger, badges: BadgeMeasures | None, hours: HourResults
    ) -> Measured:
        statuses = self._statuses(department, hours)
        periods = hours.periods(self.rules.calendar)
        labels = [period.label for period in periods]
        units = self._units_with_people(department)
        figures = list(
            share_figures(
                hours.cells, chains=department.chains, org_units=units, periods=labels, rules=self.rules
            )
        )
        badge = None
        if badges is not None and _has_badge_tables(ledger):
            badge = self._badge_results(department, badges, hours, units, labels)
            figures += uncorroborated_rates(badge.evidence_counts)
        accepted = {TIME_RECORDS.name: hours.accepted}
        if badges is not None:
            accepted[BADGE_EVENTS.name] = badges.accepted
        return Measured(
            department=department,
            ledger=ledger,
            accepted=accepted,
            periods=periods,
            figures=tuple(figures),
            bridge=self._bridge(department, statuses),
            pairs=hours.pairs,
            badge=badge,
            statuses=statuses,
            stays=badges.stays if badge and badges else None,
            presences=badges.presences if badge and badges else None,
            evidence=hours.evidence if badge else None,
            hours=hours,
        )

    def _statuses(self, department: Department, hours: HourResults) -> ir.Table:
        assert hours.status_hours is not None  # one of the slices holds the status period
        today = day_number(self.as_of)
        on_rolls = on_day(department.roster, today)
        reasons = reasons_in_force(department.decisions, today)
        return self.engine.kept(return_statuses(on_rolls, hours.status_hours, reasons))

    def _units_with_people(self, department: Department) -> list[str]:
        """The root, the components, and every unit with an accepted roster row, itself or below it."""
        tree = department.tree
        with_people = {
            above
            for row in self.engine.rows(department.roster.select("org_unit").distinct())
            for above in tree.chain(row["org_unit"])
        }
        components = {unit.component for unit in tree.units.values()}
        return sorted(with_people | components | {tree.root}, key=str.encode)

    def _bridge(self, department: Department, statuses: ir.Table) -> tuple[BridgeLine, ...]:
        tree = department.tree
        components = sorted({unit.component for unit in tree.units.values()} - {tree.root}, key=str.encode)
        counts = (StatusCount(**row) for row in self.engine.rows(status_counts(statuses)))
        return return_bridge(counts, root=tree.root, components=components)

    def _badge_results(
        self,
        department: Department,
        badges: BadgeMeasures,
        hours: HourResults,
        units: Sequence[str],
        labels: Sequence[str],
    ) -> BadgeResults:
        counts = evidence_counts(hours.class_cells, chains=department.chains, org_units=units, periods=labels)
        return BadgeResults(
            quality=badges.quality,
            evidence_counts=counts,
            occupancy=badges.occupancy,
            utilisation=self._utilisation(department, badges, hours),
        )

    def _utilisation(
        self, department: Department, badges: BadgeMeasures, hours: HourResults
    ) -> tuple[Utilisation, ...]:
        assert hours.weeks is not None  # one of the slices holds the as-of date
        full = full_week_people(hours.weeks, department.roster, self.rules.statute_week_minutes)
        weeks = [
            FullWeekPeople(
                department.facilities[row["station_no"]].facility, day_of(row["saturday"]), row["people"]
            )
            for row in self.engine.rows(full)
        ]
        space = {
            facility.facility: facility.usable_sqft
            for facility in department.facilities
            if facility.usable_sqft
        }
        return (
            *gsa_weekdays(badges.occupancy, as_of=self.as_of, rules=self.rules),
            *statute_40h(weeks, space=space, as_of=self.as_of, rules=self.rules),
        )


def _has_badge_tables(ledger: Ledger) -> bool:
    """Contract section 7: only with both tables does a report speak of badges and buildings."""
    return {BADGE_EVENTS.name, FACILITIES.name} <= ledger.raw.keys()
