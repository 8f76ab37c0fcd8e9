"""Badge events, measured pay period by pay period, so that what one comes to can be kept.

A row is accounted for in the pay period for which it was delivered. What it shows belongs to the pay period
of its instant, a stay to that of its entry, a presence to that of its local day. These differ at the
borders, so that the events around a period are read with it: a stay and a time zone reach no further.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.intake.fates import ACCEPTED, badge_event_fates, excluded_rows, fate_counts, refused
from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.measures.presence import (
    badge_quality,
    followed_events,
    located_events,
    presences,
    stays,
    timed_events,
)
from dutystation.measures.zone_days import DAY
from dutystation.runs.badges import SECONDS_PER_HOUR, occupancy_of, zone_days_of
from dutystation.runs.days import day_number
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine
from dutystation.runs.ledger import one_table
from dutystation.runs.person_rows import INTERVAL_COLUMNS, INTERVAL_ORDER, interval_rows
from dutystation.runs.slices import Slice
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.terms.publication import OccupancyDay


@dataclass(frozen=True)
class BadgeSlice:
    """What the badge events of one pay period come to.

    `accepted`, and `excluded` and `rejected` by reason, count the rows delivered for it. `tables` has `stays`
    that begin in it, once kept also as `intervals`, `presences` on its days, and in the shapes of
    `rejected.csv` and `excluded.csv` `refused` and `left_out`, where there are any.
    """

    accepted: int
    quality: Mapping[str, int]
    occupancy: tuple[OccupancyDay, ...]
    excluded: Mapping[str, int]
    rejected: Mapping[str, int]
    tables: Mapping[str, ir.Table] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Everything but the tables, as JSON can hold it."""
        days = [asdict(day) | {"local_date": day.local_date.isoformat()} for day in self.occupancy]
        return {
            "accepted": self.accepted,
            "quality": dict(self.quality),
            "occupancy": days,
            "excluded": dict(self.excluded),
            "rejected": dict(self.rejected),
        }


def badge_slice(values: Mapping[str, Any], tables: Mapping[str, ir.Table]) -> BadgeSlice:
    """The slice that `values` and `tables` were taken from."""
    days = (row | {"local_date": date.fromisoformat(row["local_date"])} for row in values["occupancy"])
    return BadgeSlice(
        accepted=values["accepted"],
        quality=values["quality"],
        occupancy=tuple(OccupancyDay(**row) for row in days),
        excluded=values["excluded"],
        rejected=values["rejected"],
        tables=tables,
    )


def reach_days(rules: Rules) -> int:
    """How many days before and after a pay period events can lie that change what it shows.

    Two for time zones and for offsets as delivered, of which neither reaches a day; and the longest stay.
    """
    return 2 + -(-rules.longest_stay_hours * SECONDS_PER_HOUR // DAY)


@dataclass(frozen=True)
class BadgeMeasurement:
    """Measures sound badge events against one department under one set of rules."""

    engine: Engine
    department: Department
    rules: Rules
    as_of: date

    def measured(self, own: ir.Table, around: ir.Table, days: Slice) -> BadgeSlice:
        """`own` are the sound events delivered for a pay period, `around` those of the ones beside it.

        `refused` and `left_out` are kept tables, as all others are.
        """
        first, last = map(day_number, days)
        engine, reach = self.engine, reach_days(self.rules)
        near = around.filter(
            around.wall_second.between((first - reach) * DAY, (last + reach + 1) * DAY),
        )
        judged, beside = engine.kept(self._judged(own)), engine.kept(self._judged(near))
        counts = {row["fate"]: row["rows"] for row in engine.rows(fate_counts(judged))}
        events = one_table([rows.filter(rows.fate == ACCEPTED) for rows in (judged, beside)])
        followed = engine.kept(followed_events(events))
        stayed = engine.kept(stays(followed, self.rules.longest_stay_hours * SECONDS_PER_HOUR))
        present = presences(followed, stayed)
        tables = {
            "stays": engine.kept(stayed.filter(_within(stayed.entered, first, last))),
            "presences": engine.kept(present.filter(present.day.between(first, last))),
        }
        [quality] = engine.rows(
            badge_quality(
                events.filter(_within(events.instant, first, last)),
                followed.filter(_within(followed.instant, first, last)),
                tables["stays"],
            )
        )
        tables |= self._left_out(judged, counts)
        for kept in (judged, beside, followed, stayed):
            engine.forget(kept)
        return BadgeSlice(
            accepted=counts.get(ACCEPTED, 0),
            quality={name: int(number) for name, number in quality.items()},
            occupancy=tuple(occupancy_of(tables["presences"], self.department, engine)),
            excluded={reason.value: counts[reason] for reason in Exclusion if reason in counts},
            rejected={reason.value: counts[reason] for reason in Rejection if reason in counts},
            tables=tables,
        )

    def intervals(self, stayed: ir.Table) -> ir.Table:
        """The rows of `intervals`, in order."""
        rows = interval_rows(stayed, self.department, self.rules, self.engine)
        return rows.order_by(list(INTERVAL_ORDER)).select(*INTERVAL_COLUMNS)

    def _judged(self, sound: ir.Table) -> ir.Table:
        located = located_events(sound, self.department.facility_rows, self.department.people)
        timed = timed_events(located, zone_days_of(sound, self.department, self.engine))
        return badge_event_fates(timed, day_number(self.as_of))

    def _left_out(self, judged: ir.Table, counts: Mapping[str, int]) -> dict[str, ir.Table]:
        found = [
            refused(judged, BADGE_EVENTS, reason, column)
            for reason, column in (
                (Rejection.UNKNOWN_FACILITY, "facility"),
                (Rejection.UNKNOWN_PERSON, "person"),
            )
            if reason in counts
        ]
        tables = {"refused": self.engine.kept(one_table(found))} if found else {}
        if any(reason in counts for reason in Exclusion):
            tables["left_out"] = self.engine.kept(excluded_rows(judged, BADGE_EVENTS))
        return tables


def _within(second: ir.IntegerValue, first: int, last: int) -> ir.BooleanValue:
    """Whether an instant falls on one of the days of UTC from `first` to `last`."""
    return second.between(first * DAY, (last + 1) * DAY - 1)
