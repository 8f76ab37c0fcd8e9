"""What slices of time records read of badge events.

    WORKSPACE/results/met-<hash>/    whose slices meet in a pay period, and where their people are stationed

The class of a claimed day asks two things: where the person was present, and whether anybody was seen at the
station, whose readers may have been out of order. So a slice of time records reads the presence of its own
people, and on which days the facilities were in use at which they are stationed. Other badge events may come
to the same: then nothing that reads them is worked out anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import dutystation
from dutystation.runs.counted.badge_results import PRESENCES
from dutystation.runs.kept.badges import KeptBadges
from dutystation.runs.kept.period_slices import SlicesOfPeriods
from dutystation.runs.kept.results import KeptResult, result_name
from dutystation.tables.apart import SLICE_NO
from dutystation.tables.roster import ROSTER
from dutystation.terms.period import PayPeriod

MET, STATIONS = "met", "stations"
LAYOUT = 1
"""A part of the name of what is kept: other values are another number."""


@dataclass(frozen=True)
class SlicePresence:
    """What the slices of `records` read of `badges`, which have been measured."""

    records: SlicesOfPeriods
    badges: KeptBadges
    _days: dict[PayPeriod, dict[str, list[int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _kept: dict[PayPeriod, KeptResult] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, period: PayPeriod, number: int) -> list[object]:
        """What decides the presence that a slice reads, which JSON can hold."""
        met, stations = self._met(period, number)
        in_use = self._in_use(period)
        asked = sorted(in_use) if stations is None else [name for name in stations if name in in_use]
        return [
            self.badges.shown(period, met, PRESENCES),
            [[name, in_use[name]] for name in asked],
        ]

    def _met(self, period: PayPeriod, number: int) -> tuple[Collection[int], Iterable[str] | None]:
        """The slices of badge events with people of a slice, and where these are stationed.

        Where one sender delivered all records, all slices are met and None stands for every station.
        """
        if len(self.records.of(period.label).numbers) < 2:
            return self.badges.numbers(period), None
        kept = self._meeting(period)
        found = {
            name: [other for one, other in kept.values[name] if one == number] for name in (MET, STATIONS)
        }
        several = len(self.badges.numbers(period)) > 1
        return found[MET] if several else self.badges.numbers(period), found[STATIONS]

    def _in_use(self, period: PayPeriod) -> dict[str, list[int]]:
        """The days of a pay period on which anybody was seen at a facility."""
        if period not in self._days:
            found: defaultdict[str, set[int]] = defaultdict(set)
            for row in self.badges.present(period):
                if row.badged:
                    found[row.facility].add(row.day)
            self._days[period] = {facility: sorted(days) for facility, days in found.items()}
        return self._days[period]

    def _meeting(self, period: PayPeriod) -> KeptResult:
        if period not in self._kept:
            source, events = self.records.source, self.badges.rows.slices
            name = result_name(
                MET,
                LAYOUT,
                dutystation.__version__,
                [found.deliveries(period.label) for found in (self.records, events)],
                source.delivery_names(ROSTER.name),
            )
            self._kept[period] = self.records.results.found(name) or self._search(name, period)
        return self._kept[period]

    def _search(self, name: str, period: PayPeriod) -> KeptResult:
        results, source = self.records.results, self.records.source
        people = self.records.slice_of_each(period.label)
        roster = source.sent(ROSTER, "", source.senders(ROSTER.name, ""), results.engine)
        asked = {STATIONS: people.inner_join(roster.select("person", other="duty_station"), "person")}
        if len(self.badges.numbers(period)) > 1:
            others = self.badges.rows.slices.slice_of_each(period.label)
            asked[MET] = people.inner_join(others.rename(other=SLICE_NO), "person")
        found: dict[str, list[list[object]]] = {MET: []}
        for what, pairs in asked.items():
            rows = pairs.filter(pairs.other.notnull()).select(SLICE_NO, "other").distinct()
            found[what] = sorted([row[SLICE_NO], row["other"]] for row in results.engine.rows(rows))
        return results.keep(name, found, {})
