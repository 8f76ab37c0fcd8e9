"""What badge events come to: of one slice, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import ibis.expr.types as ir

from dutystation.published.layout import BADGE_QUALITY
from dutystation.runs.days import Days, day_of
from dutystation.runs.delivered.department import Department
from dutystation.runs.engines.engine import Row
from dutystation.terms.publication import OccupancyDay

STAYS, PRESENCES = "stays", "presences"


class FacilityDay(NamedTuple):
    """How many people were present at a facility on a day, and of how many a badge was seen.

    Days are counted since 1970-01-01.
    """

    facility: str
    day: int
    people: int
    badged: int


@dataclass(frozen=True)
class BadgeSlice:
    """What the badge events of a slice come to, as far as it is no table.

    `accepted`, and `excluded` and `rejected` by reason, count the rows delivered for its pay period.
    `present` has how many of its people were where on the days of it.
    """

    accepted: int
    quality: Mapping[str, int]
    present: tuple[FacilityDay, ...]
    excluded: Mapping[str, int]
    rejected: Mapping[str, int]

    def values(self) -> dict[str, Any]:
        """The slice as JSON can hold it."""
        return asdict(self)


def badge_slice(values: Mapping[str, Any]) -> BadgeSlice:
    """The slice that `values` were taken from."""
    return BadgeSlice(**{**values, "present": tuple(FacilityDay(*row) for row in values["present"])})


@dataclass(frozen=True)
class MeasuredEvents:
    """What events come to that were measured in one go.

    `slices` are those by number, one of number 0 where the events have no slices. `tables` carry `slice_no`
    where the events have it: `stays` that begin on a day of the pay period and `presences` on its days, kept
    ones both; `refused` and `left_out`, where there are any, which stand on `judged`, a kept table, in the
    shapes of `rejected.csv` and `excluded.csv`.
    """

    slices: Mapping[int, BadgeSlice]
    tables: Mapping[str, ir.Table]
    judged: ir.Table


@dataclass(frozen=True)
class BadgeMeasures:
    """What the badge events of a run come to. `stays` and `presences` are kept tables.

    `presences_on` has the presences on some days, None standing for every day.
    """

    accepted: int
    quality: Mapping[str, int]
    stays: ir.Table
    presences: ir.Table
    occupancy: tuple[OccupancyDay, ...]
    presences_on: Callable[[Days | None], ir.Table]


def badge_measures(
    slices: Iterable[BadgeSlice],
    stays: ir.Table,
    presences: ir.Table,
    presences_on: Callable[[Days | None], ir.Table],
    department: Department,
) -> BadgeMeasures:
    """Slices, added up, with all their stays and presences."""
    parts = tuple(slices)
    return BadgeMeasures(
        accepted=sum(part.accepted for part in parts),
        quality={name: sum(part.quality[name] for part in parts) for name in BADGE_QUALITY},
        stays=stays,
        presences=presences,
        occupancy=_occupancy((day for part in parts for day in part.present), department),
        presences_on=presences_on,
    )


def facility_day(row: Row, department: Department) -> FacilityDay:
    """The same of a row of `daily_people`."""
    facility = department.facilities[row["facility_no"]].facility
    return FacilityDay(facility, row["day"], row["people"], int(row["badged"]))


def _occupancy(present: Iterable[FacilityDay], department: Department) -> tuple[OccupancyDay, ...]:
    """One entry per facility and day with anybody present; people of one day are added up."""
    people = Counter[tuple[str, int]]()
    for found in present:
        people[found.facility, found.day] += found.people
    facilities = {facility.facility: facility for facility in department.facilities}
    return tuple(
        OccupancyDay(name, day_of(day), number, facilities[name].seats, facilities[name].usable_sqft)
        for (name, day), number in people.items()
    )
