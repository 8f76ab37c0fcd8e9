"""The department out of what its components have filed: sums of minutes and people, never means of shares.

Whoever has not filed is named and never filled in. People of the department who are in no component come from
the department's own run, and are named as such. Source: domain rules 10.6 and 10.21.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from dutystation.published.entry import Entry
from dutystation.published.read import bridge_line, figure_of
from dutystation.reports.suppression import OWN_STAFF
from dutystation.terms.errors import UnusableInput
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.ground import published_reason
from dutystation.terms.period import ALL_PERIODS, PayCalendar, PayPeriod
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import BRIDGE_COUNTS, BridgeLine, Publication, TableProvenance, Utilisation
from dutystation.terms.share import NUMERATORS, share_figure
from dutystation.terms.telework import TeleworkLine

Hours = Mapping[tuple[str, Variant], Mapping[str, int]]
"""Whole minutes by place, of one unit, by period (or `all`) and variant."""


@dataclass(frozen=True)
class Part:
    """One row is what one component has filed: the version that counts, and as of when."""

    component: str
    name: str
    version: int
    kind: str
    sha256: str
    as_of: date
    status_period: str
    run: str
    filed_on: date
    days_late: int


@dataclass(frozen=True)
class Missing:
    """One row is a component of which nothing is counted. `state` says whether it never filed, was returned
    or has withdrawn."""

    component: str
    name: str
    state: str
    due_on: date


@dataclass(frozen=True)
class FiledReport:
    """One row is a filing that counts, with the minutes and the people it holds."""

    part: Part
    hours: Hours
    bridge: BridgeLine


@dataclass(frozen=True)
class OwnRun:
    """What the department's own run adds: people in no component, buildings, telework, faults of the data.

    `telework` covers everybody, so it is of use only where no component is missing.
    """

    run: str
    as_of: date
    status_period: str
    department: str
    name: str
    hours: Hours
    bridge: BridgeLine
    utilisation: tuple[Utilisation, ...]
    telework: tuple[TeleworkLine, ...]
    tables: Mapping[str, TableProvenance]


@dataclass(frozen=True)
class Consolidation:
    """The department's report on one obligation of an order. Nothing in it was typed."""

    order: str
    obligation: str
    provisional_limit: Fraction
    calendar: PayCalendar
    filed: tuple[FiledReport, ...]
    missing: tuple[Missing, ...]
    own: OwnRun

    @property
    def as_of(self) -> date:
        """The latest day that anything in it is as of."""
        return max((self.own.as_of, *(report.part.as_of for report in self.filed)))

    @property
    def is_of_one_day(self) -> bool:
        return {report.part.as_of for report in self.filed} <= {self.own.as_of}

    @property
    def status_period(self) -> str:
        """The latest of the periods by which people were counted as returned or not."""
        return max((self.own.status_period, *(report.part.status_period for report in self.filed)))

    @cached_property
    def periods(self) -> tuple[PayPeriod, ...]:
        """Every pay period that anything in it covers."""
        labels = {period for hours in self._hours.values() for period, _ in hours} - {ALL_PERIODS}
        found = (self.calendar.labelled(label) for label in labels)
        return tuple(sorted(period for period in found if period is not None))

    @cached_property
    def lacking(self) -> Mapping[str, tuple[str, ...]]:
        """Pay period → the components whose filing says nothing of it, since it is as of an earlier day."""
        found = {
            period.label: tuple(
                report.part.component
                for report in self.filed
                if (period.label, Variant.TOTAL) not in report.hours
            )
            for period in self.periods
        }
        return {label: components for label, components in found.items() if components}

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The shares of the department and of every component that has filed."""
        labels = [*(period.label for period in self.periods), ALL_PERIODS]
        units = {self.own.department: summed(self._hours.values())} | {
            report.part.component: report.hours for report in self.filed
        }
        return tuple(
            share_figure(code, unit, label, variant, minutes, provisional_limit=self.provisional_limit)
            for code in NUMERATORS
            for unit, hours in units.items()
            for label in labels
            for variant in Variant
            if (minutes := hours.get((label, variant))) is not None
        )

    @cached_property
    def bridge(self) -> tuple[BridgeLine, ...]:
        """The department's line first: its own staff and every component that has filed, added up."""
        lines = [report.bridge for report in self.filed]
        return (added(self.own.department, (self.own.bridge, *lines)), *lines)

    @property
    def _hours(self) -> Mapping[str, Hours]:
        return {OWN_STAFF: self.own.hours} | {report.part.component: report.hours for report in self.filed}


def filed_report(
    content: Mapping[str, object], *, sha256: str, filed_on: date, days_late: int
) -> FiledReport:
    """What a version of a filing says. Raises UnusableInput where it does not hang together."""
    whole = Entry(f"the filing of {content.get('component')}", "its content", content)
    part = Part(
        component=whole.text("component"),
        name=whole.text("component_name"),
        version=whole.whole("version"),
        kind=whole.text("kind"),
        sha256=sha256,
        as_of=whole.day("as_of"),
        status_period=whole.text("status_period"),
        run=whole.text("run"),
        filed_on=filed_on,
        days_late=days_late,
    )
    bridge = whole.entry("bridge")
    line = bridge_line(part.component, bridge, merged(bridge.counts("reasons")))
    return FiledReport(part, hours_of(map(figure_of, whole.entries("figures"))), line)


def own_run(publication: Publication, run: str, *, telework: Sequence[TeleworkLine] = ()) -> OwnRun:
    """What the department has beyond its components in a run of its own."""
    root = next(unit for unit in publication.org_units if not unit.parent)
    components = {unit.org_unit for unit in publication.org_units if unit.parent == root.org_unit}
    whole = hours_of(figure for figure in publication.figures if figure.org_unit == root.org_unit)
    parts = summed(
        hours_of(figure for figure in publication.figures if figure.org_unit == component)
        for component in components
    )
    lines = {line.org_unit: line for line in publication.return_bridge}
    below = added("", [lines[component] for component in sorted(components & lines.keys())])
    total = lines.get(root.org_unit) or added("", [])
    badge = publication.badge
    return OwnRun(
        run=run,
        as_of=publication.as_of,
        status_period=publication.status_period,
        department=root.org_unit,
        name=root.name,
        hours={
            key: {
                place: minutes[place] - parts[key][place] if key in parts else minutes[place]
                for place in minutes
            }
            for key, minutes in whole.items()
        },
        bridge=BridgeLine(
            org_unit=OWN_STAFF,
            **{count: getattr(total, count) - getattr(below, count) for count in BRIDGE_COUNTS},
            reasons=_rest(merged(total.reasons), below.reasons),
        ),
        utilisation=badge.utilisation if badge else (),
        telework=tuple(telework),
        tables={
            name: TableProvenance((), table.raw, table.accepted, table.rejected, table.excluded)
            for name, table in publication.provenance.tables.items()
        },
    )


def hours_of(figures: Iterable[Figure]) -> Hours:
    """The minutes behind the shares of one unit. Raises UnusableInput where a share is not made of them."""
    found: dict[tuple[str, Variant], Mapping[str, int]] = {}
    for figure in figures:
        if figure.minutes is None:
            continue
        made = share_figure(
            figure.code,
            figure.org_unit,
            figure.period,
            figure.variant,
            figure.minutes,
            provisional_limit=Fraction(1),
        )
        sums = (made.numerator, made.denominator, made.unclassified)
        known = found.setdefault((figure.period, figure.variant), figure.minutes)
        if sums != (figure.numerator, figure.denominator, figure.unclassified) or known != figure.minutes:
            raise UnusableInput(
                f"the figures of {figure.org_unit}",
                f"the minutes of {figure.period}, {figure.variant}, do not add up to the share that is filed",
                remedy="Return the filing, so that it is prepared anew",
            )
    return found


def summed(units: Iterable[Hours]) -> Hours:
    """The minutes of several units together, place by place."""
    sums: dict[tuple[str, Variant], dict[str, int]] = {}
    for hours in units:
        for key, minutes in hours.items():
            into = sums.setdefault(key, dict.fromkeys(ALL_PLACES, 0))
            for place, amount in minutes.items():
                into[place] += amount
    return sums


def added(org_unit: str, lines: Iterable[BridgeLine]) -> BridgeLine:
    """The people of several lines together."""
    counts = dict.fromkeys(BRIDGE_COUNTS, 0)
    reasons: dict[str, int] = {}
    for line in lines:
        for count in BRIDGE_COUNTS:
            counts[count] += getattr(line, count)
        for reason, people in merged(line.reasons).items():
            reasons[reason] = reasons.get(reason, 0) + people
    return BridgeLine(org_unit=org_unit, **counts, reasons=dict(sorted(reasons.items())))


def merged(reasons: Mapping[str, int]) -> dict[str, int]:
    """The same with disability, medical and religious grounds as one."""
    found: dict[str, int] = {}
    for reason, people in reasons.items():
        published = published_reason(reason)
        found[published] = found.get(published, 0) + people
    return dict(sorted(found.items()))


def _rest(total: Mapping[str, int], below: Mapping[str, int]) -> dict[str, int]:
    rest = {reason: people - below.get(reason, 0) for reason, people in total.items()}
    return {reason: people for reason, people in rest.items() if people}


@dataclass(frozen=True)
class PartMoved:
    """One row is a component whose part is another one now. A version of None is one that is not counted."""

    component: str
    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class ShareMoved:
    """One row is a period in which the department's in-person share of all hours has moved."""

    period: str
    before: Figure | None
    after: Figure | None


def parts_moved(before: Consolidation, after: Consolidation) -> tuple[PartMoved, ...]:
    """The components whose version is counted now and was not, or the other way round."""
    was = {report.part.component: report.part for report in before.filed}
    now = {report.part.component: report.part for report in after.filed}
    return tuple(
        PartMoved(
            component,
            (now.get(component) or was[component]).name,
            was[component].version if component in was else None,
            now[component].version if component in now else None,
        )
        for component in sorted(was.keys() | now.keys())
        if (was.get(component) or now[component]).sha256 != (now.get(component) or was[component]).sha256
        or (component in was) != (component in now)
    )


def shares_moved(before: Consolidation, after: Consolidation) -> tuple[ShareMoved, ...]:
    """The periods, and all of them, in which the department's share is made of other minutes now."""
    was, now = dict(_headlines(before)), dict(_headlines(after))
    return tuple(
        ShareMoved(period, was.get(period), now.get(period))
        for period in sorted(was.keys() | now.keys())
        if was.get(period) != now.get(period)
    )


def _headlines(found: Consolidation) -> Iterator[tuple[str, Figure]]:
    for figure in found.figures:
        named = (figure.code, figure.org_unit, figure.variant)
        if named == (FigureCode.IN_PERSON_SHARE, found.own.department, Variant.TOTAL):
            yield figure.period, figure
