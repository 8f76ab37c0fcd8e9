"""Badge events, measured slice by slice, so that what one comes to can be kept.

A row is accounted for in the pay period for which it was delivered. What it shows belongs to the pay period
of its instant, a presence to that of its local day, a stay to that of its local day of entry. These differ at
the borders, so that the events around a period are read with it: a stay and a time zone reach no further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.intake.fates import ACCEPTED, badge_event_fates, excluded_rows, fate_counts, refused
from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.measures.buildings import daily_people
from dutystation.measures.presence import (
    badge_quality,
    followed_events,
    located_events,
    presences,
    stays,
    timed_events,
)
from dutystation.measures.zone_days import DAY
from dutystation.published.layout import BADGE_QUALITY
from dutystation.runs.badges import SECONDS_PER_HOUR, FacilityDay, facility_day, zone_days_of
from dutystation.runs.days import Days, day_number
from dutystation.runs.department import Department
from dutystation.runs.engine import Engine, Row
from dutystation.runs.ledger import one_table
from dutystation.runs.rows_left_out import LEFT_OUT, REFUSED
from dutystation.tables.apart import SLICE_NO
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.terms.period import PayPeriod

STAYS, PRESENCES = "stays", "presences"


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
    """What events come to that were measured in one go: slices by number, and tables with `slice_no`.

    The tables are `stays` that begin on a day of the pay period, `presences` on its days, and in the shapes
    of `rejected.csv` and `excluded.csv` `refused` and `left_out`, where there are any; all are kept tables.
    """

    slices: Mapping[int, BadgeSlice]
    tables: Mapping[str, ir.Table]


def reach_days(rules: Rules) -> int:
    """How many days before and after a pay period events can lie that change what it shows.

    Two for time zones and for offsets as delivered, of which neither reaches a day; and the longest stay.
    """
    return 2 + -(-rules.longest_stay_hours * SECONDS_PER_HOUR // DAY)


def periods_around(period: PayPeriod, rules: Rules) -> list[PayPeriod]:
    """The pay periods beside one in which events can lie that change what it shows."""
    calendar = rules.calendar
    number = calendar.number_of(period.first)
    beside = -(-(reach_days(rules) + 1) // calendar.days)
    return [calendar.period_number(number + step) for step in range(-beside, beside + 1) if step]


@dataclass(frozen=True)
class BadgeMeasurement:
    """Measures sound badge events against one department under one set of rules."""

    engine: Engine
    department: Department
    rules: Rules
    as_of: date

    def measured(
        self, own: ir.Table, around: ir.Table | None, days: Days, numbers: Collection[int]
    ) -> MeasuredEvents:
        """`own` are the sound events delivered for a pay period, `around` those of the ones beside it.

        Both have `slice_no`, which is one of `numbers`.
        """
        first, last = map(day_number, days)
        engine, reach = self.engine, reach_days(self.rules)
        kept = [engine.kept(self._judged(own))]
        if around is not None:
            from_second, to_second = (first - reach) * DAY, (last + reach + 1) * DAY
            near = around.filter(around.wall_second.between(from_second, to_second))
            kept.append(engine.kept(self._judged(near)))
        judged = kept[0]
        events = one_table([rows.filter(rows.fate == ACCEPTED) for rows in kept])
        followed = engine.kept(followed_events(events))
        stayed = engine.kept(stays(followed, self.rules.longest_stay_hours * SECONDS_PER_HOUR))
        present = presences(followed, stayed)
        tables = {
            STAYS: engine.kept(stayed.filter(stayed.entry_day.between(first, last))),
            PRESENCES: engine.kept(present.filter(present.day.between(first, last))),
        }
        quality = badge_quality(
            events.filter(_within(events.instant, first, last)),
            followed.filter(_within(followed.instant, first, last)),
            stayed.filter(_within(stayed.entered, first, last)),
        )
        measured = self._slices(judged, quality, tables[PRESENCES], numbers)
        tables |= self._left_out(judged, {fate for found in measured.values() for fate in _fates(found)})
        for rows in (*kept, followed, stayed):
            engine.forget(rows)
        return MeasuredEvents(measured, tables)

    def _slices(
        self, judged: ir.Table, quality: ir.Table, present: ir.Table, numbers: Collection[int]
    ) -> dict[int, BadgeSlice]:
        fates = self._by_slice(fate_counts(judged))
        events = self._by_slice(quality)
        people = self._by_slice(daily_people(present))
        return {
            number: _slice(
                {row["fate"]: row["rows"] for row in fates.get(number, [])},
                events.get(number, []),
                [facility_day(row, self.department) for row in people.get(number, [])],
            )
            for number in numbers
        }

    def _by_slice(self, rows: ir.Table) -> dict[int, list[Row]]:
        found: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self.engine.rows(rows):
            found[row[SLICE_NO]].append(row)
        return found

    def _judged(self, sound: ir.Table) -> ir.Table:
        located = located_events(sound, self.department.facility_rows, self.department.people)
        timed = timed_events(located, zone_days_of(sound, self.department, self.engine))
        return badge_event_fates(timed, day_number(self.as_of))

    def _left_out(self, judged: ir.Table, fates: Collection[str]) -> dict[str, ir.Table]:
        found = [
            refused(judged, BADGE_EVENTS, reason, column)
            for reason, column in (
                (Rejection.UNKNOWN_FACILITY, "facility"),
                (Rejection.UNKNOWN_PERSON, "person"),
            )
            if reason in fates
        ]
        tables = {REFUSED: self.engine.kept(one_table(found))} if found else {}
        if any(reason in fates for reason in Exclusion):
            tables[LEFT_OUT] = self.engine.kept(excluded_rows(judged, BADGE_EVENTS))
        return tables


def _slice(counts: Mapping[str, int], quality: list[Row], present: list[FacilityDay]) -> BadgeSlice:
    [found] = quality or [dict.fromkeys(BADGE_QUALITY, 0)]
    return BadgeSlice(
        accepted=counts.get(ACCEPTED, 0),
        quality={name: int(found[name]) for name in BADGE_QUALITY},
        present=tuple(present),
        excluded={reason.value: counts[reason] for reason in Exclusion if reason in counts},
        rejected={reason.value: counts[reason] for reason in Rejection if reason in counts},
    )


def _fates(found: BadgeSlice) -> Collection[str]:
    return {*found.excluded, *found.rejected}


def _within(second: ir.IntegerValue, first: int, last: int) -> ir.BooleanValue:
    """Whether an instant falls on one of the days of UTC from `first` to `last`."""
    return second.between(first * DAY, (last + 1) * DAY - 1)
