"""Which replacements may have moved a published number: by what it stands on, and whose rows changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dutystation.figures.utilisation import STATUTE_40H
from dutystation.runs.days import day_number
from dutystation.runs.differences.places import Reached
from dutystation.runs.differences.replacements import Replacement
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.codes import CODES
from dutystation.tables.decisions import DECISIONS
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.roster import ROSTER
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.figure import Figure, FigureCode
from dutystation.terms.period import ALL_PERIODS, PayPeriod
from dutystation.terms.publication import (
    BridgeLine,
    EvidenceCount,
    OccupancyDay,
    OrgUnit,
    UnclassifiedPair,
    Utilisation,
)

PEOPLE = frozenset(shape.name for shape in (ROSTER, ORG_UNITS))
"""Whose unit does not exist is not on the roster, and who is not has no rows."""
HOURS = PEOPLE | {TIME_RECORDS.name, CODES.name}
SEEN = PEOPLE | {BADGE_EVENTS.name, FACILITIES.name}
READS: Mapping[FigureCode, frozenset[str]] = {
    FigureCode.IN_PERSON_SHARE: HOURS,
    FigureCode.OFFICE_SHARE: HOURS,
    FigureCode.UNCORROBORATED_RATE: HOURS | SEEN,
}
"""By figure the tables that it depends on. Badges never become hours, so no badge moves a share."""
JUDGED_BY: Mapping[str, frozenset[str]] = {
    ORG_UNITS.name: frozenset(),
    FACILITIES.name: frozenset(),
    CODES.name: frozenset(),
    ROSTER.name: frozenset({ORG_UNITS.name}),
    DECISIONS.name: PEOPLE,
    TIME_RECORDS.name: PEOPLE,
    BADGE_EVENTS.name: PEOPLE | {FACILITIES.name},
}
"""By table the others that decide which of its rows are rejected or excluded (contract section 3)."""


@dataclass(frozen=True)
class Basis:
    """What a published number stands on; None stands for any.

    It depends on rows of `tables`, of people of `org_unit` or stationed at `station`, of badges at `facility`
    on `days` (since 1970-01-01, both included), delivered for one of `periods`. `listing` is the table whose
    rejected or excluded rows it counts: of it also a delivery matters that changed no accepted row.
    """

    tables: Collection[str]
    org_unit: str | None = None
    station: str | None = None
    facility: str | None = None
    days: tuple[int, int] | None = None
    periods: Collection[str] | None = None
    listing: str = ""


@dataclass(frozen=True)
class Bases:
    """What the numbers of two runs stand on.

    `periods` are the pay periods of either run, `status_periods` those of return status. An event can lie
    `reach_days` before or after a day and change who was present on it.
    """

    periods: frozenset[PayPeriod]
    status_periods: frozenset[str]
    reach_days: int

    def of(self, row: object) -> Basis:
        """The basis of a figure, or of a row of another table of a report."""
        match row:
            case Figure():
                return _of_unit(READS[row.code], row.org_unit, row.period)
            case EvidenceCount():
                return _of_unit(READS[FigureCode.UNCORROBORATED_RATE], row.org_unit, row.period)
            case BridgeLine():
                return self.of_status(row.org_unit)
            case OccupancyDay():
                return Basis(SEEN, facility=row.facility, days=self._around(row.local_date, row.local_date))
            case Utilisation() if row.measure == STATUTE_40H:
                meeting = {p.label for p in self.periods if p.first <= row.last and row.first <= p.last}
                tables = HOURS | {FACILITIES.name}
                return Basis(tables, station=row.facility, facility=row.facility, periods=meeting)
            case Utilisation():
                return Basis(SEEN, facility=row.facility, days=self._around(row.first, row.last))
            case OrgUnit():
                return Basis({ORG_UNITS.name})
            case PayPeriod():
                return Basis(PEOPLE | {TIME_RECORDS.name}, periods={row.label})
            case UnclassifiedPair():
                return Basis(HOURS)
            case _:  # the counts of badge events that count for nothing
                return Basis(SEEN)

    def of_rows(self, table: str, group: tuple[str, ...]) -> Basis:
        """The basis of the rows of a row-level table that are of one group (`moved_rows.GROUPS`)."""
        match table:
            case "return_status":
                return self.of_status(group[0])
            case "evidence":
                return _of_unit(READS[FigureCode.UNCORROBORATED_RATE], group[0], ALL_PERIODS)
            case "intervals":
                return Basis(SEEN, facility=group[0])
            case _:
                return Basis({group[0], *JUDGED_BY[group[0]]}, listing=group[0])

    def of_status(self, component: str) -> Basis:
        return Basis(HOURS | {DECISIONS.name}, org_unit=component, periods=self.status_periods)

    def _around(self, first: date, last: date) -> tuple[int, int]:
        return day_number(first) - self.reach_days, day_number(last) + self.reach_days


def may_have_moved(
    basis: Basis, replacements: tuple[Replacement, ...], *, otherwise_explained: bool
) -> tuple[Replacement, ...]:
    """The replacements that may have moved a number: of tables it reads, of its period, of its people.

    Where there is none, a setting may have moved it. Otherwise something reaches further, as where a row
    repeats the id of another: then what may have moved it is looked for in wider and wider circles.
    """
    read = tuple(r for r in replacements if r.table in basis.tables)
    changed = tuple(r for r in read if r.changed or r.table == basis.listing)
    then = tuple(r for r in changed if basis.periods is None or not r.period or r.period in basis.periods)
    own = tuple(r for r in then if _concerns(r.reached, basis))
    return own if own or otherwise_explained else then or changed or read


def _of_unit(tables: frozenset[str], org_unit: str, period: str) -> Basis:
    return Basis(tables, org_unit=org_unit, periods=None if period == ALL_PERIODS else {period})


def _concerns(reached: Reached, basis: Basis) -> bool:
    return (
        (basis.org_unit is None or reached.units is None or basis.org_unit in reached.units)
        and (basis.station is None or reached.stations is None or basis.station in reached.stations)
        and (basis.facility is None or reached.seen is None or _seen(reached.seen, basis))
    )


def _seen(seen: Mapping[str, frozenset[int]], basis: Basis) -> bool:
    days = seen.get(basis.facility or "")
    if not days or basis.days is None:
        return days is not None
    first, last = basis.days
    return any(first <= day <= last for day in days)
