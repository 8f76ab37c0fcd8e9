"""Badge events, measured in one go or slice by slice, so that what a slice comes to can be kept.

A row is accounted for in the pay period for which it was delivered. What it shows belongs to the pay period
of its instant, a presence to that of its local day, a stay to that of its local day of entry. These differ at
the borders, so that the events around a period are read with it: a stay and a time zone reach no further.
Source: contract section 7.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.directives.rules import Rules
from dutystation.intake.fates import ACCEPTED, badge_event_fates, excluded_rows, fate_counts, refused
from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.measures.buildings import daily_people
from dutystation.measures.presence import (
    badge_quality,
    followed_events,
    located_events,
    presences,
    reading_days,
    stays,
    timed_events,
)
from dutystation.measures.zone_days import DAY, zone_days
from dutystation.published.layout import BADGE_QUALITY
from dutystation.runs.counted.badge_results import (
    PRESENCES,
    STAYS,
    BadgeMeasures,
    BadgeSlice,
    FacilityDay,
    MeasuredEvents,
    badge_measures,
    facility_day,
)
from dutystation.runs.days import Days, day_number
from dutystation.runs.delivered.department import Department
from dutystation.runs.delivered.ledger import Ledger, SoundRows, one_table
from dutystation.runs.delivered.rows_left_out import LEFT_OUT, REFUSED
from dutystation.runs.engines.engine import Engine, Row
from dutystation.tables.apart import SLICE_NO
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.terms.period import PayPeriod

SECONDS_PER_HOUR = 3600
UNKNOWN = {Rejection.UNKNOWN_FACILITY: "facility", Rejection.UNKNOWN_PERSON: "person"}
"""The reasons for which an event is rejected that was sound by itself, and the column at fault."""
_ZONE_DAYS = pa.schema(
    [
        ("timezone", pa.string()),
        ("local", pa.bool_()),
        ("day", pa.int64()),
        ("from_second", pa.int64()),
        ("to_second", pa.int64()),
        ("offset", pa.int64()),
        ("shift", pa.int64()),
    ]
)


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

    def measure(self, sound: SoundRows, ledger: Ledger) -> BadgeMeasures:
        """Every sound badge event gets a fate; the accepted ones are measured, all in one go."""
        found = self.measured(sound.rows, days=None, moments=sound.values_of("occurred_at"))
        [part] = found.slices.values()
        if REFUSED in found.tables:
            ledger.reject(found.tables[REFUSED])
        if LEFT_OUT in found.tables:
            ledger.exclude(BADGE_EVENTS.name, Counter(part.excluded), found.tables[LEFT_OUT])
        self.engine.forget(found.judged)
        present = found.tables[PRESENCES]

        def presences_on(days: Days | None) -> ir.Table:
            return present if days is None else present.filter(present.day.between(*map(day_number, days)))

        return badge_measures([part], found.tables[STAYS], present, presences_on, self.department)

    def measured(
        self,
        own: ir.Table,
        around: ir.Table | None = None,
        *,
        days: Days | None,
        numbers: Collection[int] = (0,),
        moments: ir.Table | None = None,
    ) -> MeasuredEvents:
        """`own` are the sound events delivered for a pay period, `around` those of the ones beside it.

        They are measured by the slices `numbers` where they carry `slice_no`. `days` are those of the pay
        period, None where events of all times are measured. `moments` has the moments of `own`, where they
        can be read without the other columns.
        """
        engine, reach = self.engine, reach_days(self.rules)
        judged = engine.kept(self._judged(own, own if moments is None else moments))
        kept = [judged]
        if around is not None and days is not None:
            first, last = map(day_number, days)
            from_second, to_second = (first - reach) * DAY, (last + reach + 1) * DAY
            near = around.filter(around.wall_second.between(from_second, to_second))
            kept.append(engine.kept(self._judged(near, near)))
        fates = {
            number: {row["fate"]: row["rows"] for row in rows}
            for number, rows in self._by_slice(fate_counts(judged)).items()
        }
        accepted = sum(counts.get(ACCEPTED, 0) for counts in fates.values())
        events = one_table([rows.filter(rows.fate == ACCEPTED) for rows in kept])
        followed = self._followed(events, accepted)
        stayed = engine.kept(stays(followed, self.rules.longest_stay_hours * SECONDS_PER_HOUR))
        quality = self._by_slice(_quality(events, followed, stayed, days))
        for rows in kept[1:]:
            engine.forget(rows)
        tables = self._shown(followed, stayed, days)
        engine.forget(followed)
        people = self._by_slice(daily_people(tables[PRESENCES]))
        slices = {
            number: _slice(
                fates.get(number, {}),
                quality.get(number, []),
                [facility_day(row, self.department) for row in people.get(number, [])],
            )
            for number in numbers
        }
        found = {fate for counts in fates.values() for fate in counts}
        return MeasuredEvents(slices, {**tables, **_left_out(judged, found)}, judged)

    def _judged(self, sound: ir.Table, moments: ir.Table) -> ir.Table:
        located = located_events(sound, self.department.facility_rows, self.department.people)
        timed = timed_events(located, self._zone_days(moments))
        return badge_event_fates(timed, day_number(self.as_of))

    def _zone_days(self, moments: ir.Table) -> ir.Table:
        """The stretches of every day that events fall on, in every zone that has a facility."""
        zones = {facility.timezone for facility in self.department.facilities}
        days = self.engine.rows(reading_days(moments))
        found = list(zone_days([(zone, row["local"], row["day"]) for row in days for zone in zones]))
        columns = {
            "timezone": [stretch.zone for stretch in found],
            **{
                name: [getattr(stretch, name) for stretch in found]
                for name in _ZONE_DAYS.names
                if name != "timezone"
            },
        }
        return self.engine.table_of(pa.table(columns, schema=_ZONE_DAYS))

    def _followed(self, events: ir.Table, accepted: int) -> ir.Table:
        """The followed events, some people's at a time: what is sorted in one go stays well in memory."""
        engine = self.engine
        if accepted <= engine.sorted_rows:
            return engine.kept(followed_events(events))
        [last] = engine.rows(events.agg(person_no=events.person_no.max()))
        people = last["person_no"] + 1
        width = -(-people * engine.sorted_rows // accepted)
        followed = None
        for first in range(0, people, width):
            some = events.filter(events.person_no.between(first, first + width - 1))
            followed = engine.appended(followed, followed_events(some))
        assert followed is not None
        return followed

    def _shown(self, followed: ir.Table, stayed: ir.Table, days: Days | None) -> dict[str, ir.Table]:
        """Stays that begin, and presences, on some days or on all; of `stayed` only these are left."""
        engine, present = self.engine, presences(followed, stayed)
        if days is None:
            return {STAYS: stayed, PRESENCES: engine.kept(present)}
        span = tuple(map(day_number, days))
        shown = {
            STAYS: engine.kept(stayed.filter(stayed.entry_day.between(*span))),
            PRESENCES: engine.kept(present.filter(present.day.between(*span))),
        }
        engine.forget(stayed)
        return shown

    def _by_slice(self, rows: ir.Table) -> dict[int, list[Row]]:
        found: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self.engine.rows(rows):
            found[row.get(SLICE_NO, 0)].append(row)
        return found


def _quality(events: ir.Table, followed: ir.Table, stayed: ir.Table, days: Days | None) -> ir.Table:
    """`badge_quality`, on the days of UTC of a pay period or on all."""
    if days is None:
        return badge_quality(events, followed, stayed)
    first, last = map(day_number, days)
    return badge_quality(
        events.filter(_within(events.instant, first, last)),
        followed.filter(_within(followed.instant, first, last)),
        stayed.filter(_within(stayed.entered, first, last)),
    )


def _within(second: ir.IntegerValue, first: int, last: int) -> ir.BooleanValue:
    """Whether an instant falls on one of the days of UTC from `first` to `last`."""
    return second.between(first * DAY, (last + 1) * DAY - 1)


def _left_out(judged: ir.Table, fates: Collection[str]) -> dict[str, ir.Table]:
    found = [
        refused(judged, BADGE_EVENTS, reason, column) for reason, column in UNKNOWN.items() if reason in fates
    ]
    tables = {REFUSED: one_table(found)} if found else {}
    if any(reason in fates for reason in Exclusion):
        tables[LEFT_OUT] = excluded_rows(judged, BADGE_EVENTS)
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
