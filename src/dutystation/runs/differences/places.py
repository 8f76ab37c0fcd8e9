"""Where the people and the badges of changed rows are.

A sender is no component: it may deliver rows of people of several. So what counts is where the people of the
changed rows are, in either run, and at which facilities its badges were seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import SECONDS_PER_DAY
from dutystation.runs.engines.engine import Engine
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.shape import Shape
from dutystation.terms.publication import OrgUnit

PERSON, STATION, FACILITY, DAY = "person", "duty_station", "facility", "day"


@dataclass(frozen=True)
class Reached:
    """Whom and what changed rows concern; None stands for any.

    `units` are those with people of the rows, and all above them; `stations` are the facilities where these
    people are stationed. `seen` are the facilities that the rows themselves are of, each with the days of its
    badge events (since 1970-01-01), or with no days, which stands for all of them.
    """

    units: frozenset[str] | None = None
    stations: frozenset[str] | None = None
    seen: Mapping[str, frozenset[int]] | None = None


@dataclass(frozen=True)
class Places:
    """Where the people of two runs are.

    `people` has one row per person, unit and duty station of either roster, None where there is none.
    `above` maps each unit to itself and to all units above it, in either run.
    """

    people: ir.Table | None
    above: Mapping[str, frozenset[str]]
    engine: Engine

    def reached(self, shape: Shape, changed: ir.Table, before: ir.Table, after: ir.Table) -> Reached:
        """What changed rows of a table concern.

        `changed` has a row per person, facility and day of changed rows, as far as the table has them;
        `before` and `after` are the rows that two runs read.
        """
        seen = self._seen(changed) if FACILITY in changed.columns else None
        if PERSON not in shape.names or self.people is None:
            return Reached(seen=seen)
        concerned = self.people.semi_join(changed, PERSON)
        if shape.name == BADGE_EVENTS.name:
            # On a day on which nobody was seen at a facility, badges say nothing of anybody stationed there.
            used = _used_on_other_days(before, after)
            at_them = self.people.semi_join(used, self.people[STATION] == used.facility)
            concerned = concerned.union(at_them.select(*concerned.columns))
        rows = self.engine.rows(concerned.select("org_unit", STATION).distinct())
        units = (self.above.get(row["org_unit"], frozenset()) for row in rows)
        return Reached(frozenset().union(*units), frozenset(row[STATION] for row in rows), seen)

    def _seen(self, changed: ir.Table) -> Mapping[str, frozenset[int]]:
        columns = [name for name in (FACILITY, DAY) if name in changed.columns]
        found: dict[str, frozenset[int]] = {}
        for row in self.engine.rows(changed.select(*columns).distinct()):
            days = frozenset((row[DAY],)) if DAY in row else frozenset()
            found[row[FACILITY]] = found.get(row[FACILITY], frozenset()) | days
        return found


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
            FACILITY,
            "outcome",
            "utc_offset",
            day=rows.wall_second // SECONDS_PER_DAY,
            side=ibis.literal(side),
        ).distinct()
        for side, rows in ((1, before), (2, after))
    ]
    both = ibis.union(*sides)
    seen = both.group_by(FACILITY, "outcome", "utc_offset", DAY).agg(sides=both.side.sum())
    return seen.filter(seen.sides != 3).select(FACILITY).distinct()
