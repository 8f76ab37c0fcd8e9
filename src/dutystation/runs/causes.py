"""Which figures rows can move that two runs read differently: by what a figure reads, and whose they are.

A sender is no component: it may deliver rows of people of several. So what counts is where the people of the
changed rows are, in either run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import SECONDS_PER_DAY
from dutystation.runs.engine import Engine
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.codes import CODES
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.figure import FigureCode
from dutystation.terms.publication import OrgUnit

PERSON, STATION = "person", "duty_station"

_OF_HOURS = frozenset(shape.name for shape in (TIME_RECORDS, ROSTER, CODES, ORG_UNITS))
READS: Mapping[FigureCode, frozenset[str]] = {
    FigureCode.IN_PERSON_SHARE: _OF_HOURS,
    FigureCode.OFFICE_SHARE: _OF_HOURS,
    FigureCode.UNCORROBORATED_RATE: _OF_HOURS | {BADGE_EVENTS.name, FACILITIES.name},
}
"""By figure the tables that it depends on. Badges never become hours, so no badge moves a share."""


@dataclass(frozen=True)
class Places:
    """Where the people of two runs are.

    `people` has one row per person, unit and duty station of either roster, None where there is none.
    `above` maps each unit to itself and to all units above it, in either run.
    """

    people: ir.Table | None
    above: Mapping[str, frozenset[str]]
    engine: Engine

    def units(
        self, shape: Shape, changed: ir.Table, before: ir.Table, after: ir.Table
    ) -> frozenset[str] | None:
        """The units whose figures rows of a table can move; None where it can be any.

        `changed` has a row per person of changed rows, `before` and `after` are the rows that two runs read.
        """
        if PERSON not in shape.names or self.people is None:
            return None
        concerned = self.people.semi_join(changed, PERSON)
        if shape.name == BADGE_EVENTS.name:
            # On a day on which nobody was seen at a facility, badges say nothing of anybody stationed there.
            used = _used_on_other_days(before, after)
            at_them = self.people.semi_join(used, self.people[STATION] == used.facility)
            concerned = concerned.union(at_them.select(*concerned.columns))
        units = self.engine.rows(concerned.select("org_unit").distinct())
        return frozenset().union(*(self.above.get(row["org_unit"], ()) for row in units))


def units_above(*trees: Iterable[OrgUnit]) -> dict[str, frozenset[str]]:
    """Each unit with itself and all above it in any of the trees."""
    found: dict[str, frozenset[str]] = {}
    for tree in trees:
        parents = {unit.org_unit: unit.parent for unit in tree}
        for unit in parents:
            chain, at = {unit}, parents[unit]
            while at in parents and at not in chain:
                chain.add(at)
                at = parents[at]
            found[unit] = found.get(unit, frozenset()) | chain
    return found


def _used_on_other_days(before: ir.Table, after: ir.Table) -> ir.Table:
    """The facilities at which a slice has events on other days than before."""
    sides = [
        rows.select(
            "facility",
            "outcome",
            "utc_offset",
            day=rows.wall_second // SECONDS_PER_DAY,
            side=ibis.literal(side),
        ).distinct()
        for side, rows in ((1, before), (2, after))
    ]
    both = ibis.union(*sides)
    seen = both.group_by("facility", "outcome", "utc_offset", "day").agg(sides=both.side.sum())
    return seen.filter(seen.sides != 3).select("facility").distinct()
