"""The tables from badge events, always as counts per facility or unit: presence, space, corroboration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dutystation.reports.consolidated import Consolidated
from dutystation.reports.labels import BADGE_QUALITY_WORDS, MEASURE_WORDS, WEEKDAYS, percent, words
from dutystation.reports.table import Cell, Column, Kind, Table
from dutystation.terms.figure import FigureCode
from dutystation.terms.publication import BadgeResults, EvidenceCount, OccupancyDay, Utilisation

A_QUESTION = (
    "An uncorroborated day is a question, not a finding. A badge event shows that somebody entered, a "
    "missing one shows nothing: doors are held, cards are lost, readers fail, work is done elsewhere."
)


@dataclass(frozen=True)
class WeekdayMeans:
    """One facility: the mean of people present by weekday, Monday first, over the dates of a span.

    A date with nobody present counts 0. `seats` is None where the facility's seats are not known.
    """

    facility: str
    means: tuple[float, ...]
    seats: int | None
    busiest: int


def presence_span(occupancy: Iterable[OccupancyDay]) -> tuple[date, date] | None:
    """The first and last date on which anybody was present anywhere, or None without any."""
    dates = {day.local_date for day in occupancy}
    return (min(dates), max(dates)) if dates else None


def weekday_means(occupancy: Iterable[OccupancyDay]) -> tuple[WeekdayMeans, ...]:
    """Every facility, by UTF-8 bytes of its id."""
    days = tuple(occupancy)
    span = presence_span(days)
    if span is None:
        return ()
    dates_of = [0] * 7
    for offset in range((span[1] - span[0]).days + 1):
        dates_of[(span[0] + timedelta(days=offset)).weekday()] += 1
    by_facility: Mapping[str, list[OccupancyDay]] = _grouped(days)
    return tuple(
        WeekdayMeans(
            facility,
            means=tuple(
                people / dates if dates else 0.0
                for people, dates in zip(_people_by_weekday(here), dates_of, strict=True)
            ),
            seats=here[-1].seats,
            busiest=max(d.people for d in here),
        )
        for facility, here in sorted(by_facility.items(), key=lambda pair: pair[0].encode())
    )


def _people_by_weekday(days: Iterable[OccupancyDay]) -> list[int]:
    people = [0] * 7
    for day in days:
        people[day.local_date.weekday()] += day.people
    return people


def busiest_facilities(means: Iterable[WeekdayMeans], limit: int) -> frozenset[str]:
    """The `limit` facilities with most people present, to keep a page readable; ties by id."""
    ordered = sorted(means, key=lambda m: (-sum(m.means), m.facility.encode()))
    return frozenset(m.facility for m in ordered[:limit])


def weekday_occupancy(badge: BadgeResults, facilities: frozenset[str] | None = None) -> Table:
    """One row is one facility (of `facilities`, or any): mean people present by weekday."""
    rows = [
        (m.facility, m.seats, *m.means, m.busiest)
        for m in weekday_means(badge.occupancy)
        if facilities is None or m.facility in facilities
    ]
    return Table(
        title="People present by weekday",
        columns=(
            Column("Facility", Kind.CODE),
            Column("Seats", Kind.COUNT),
            *(Column(f"{weekday}, mean", Kind.DECIMAL) for weekday in WEEKDAYS),
            Column("Busiest date", Kind.COUNT),
        ),
        rows=rows,
        notes=(_span_note(badge.occupancy),),
    )


def occupancy(badge: BadgeResults) -> Table:
    """One row is one facility on one date with anybody present."""
    return Table(
        title="Occupancy",
        columns=(
            Column("facility", Kind.CODE),
            Column("local_date", Kind.DATE),
            Column("people", Kind.COUNT),
            Column("seats", Kind.COUNT),
            Column("usable_sqft (as delivered)", Kind.AS_DELIVERED),
        ),
        rows=((d.facility, d.local_date, d.people, d.seats, d.usable_sqft) for d in badge.occupancy),
        notes=("Distinct people present at the facility on the date, contractors included.",),
    )


def utilisation(lines: Iterable[Utilisation]) -> Table:
    """One row is one measure of one facility over one span."""
    return Table(
        title="Utilisation",
        columns=(
            Column("Facility", Kind.CODE),
            Column("Measure", Kind.CODE),
            Column("From", Kind.DATE),
            Column("To", Kind.DATE),
            Column("Occupancy (people)", Kind.DECIMAL),
            Column("Usable square feet", Kind.AS_DELIVERED),
            Column("Utilisation", Kind.SHARE),
        ),
        rows=[
            (u.facility, u.measure, u.first, u.last, u.occupancy, u.usable_sqft, u.utilisation) for u in lines
        ],
        notes=(
            *(f"{code}: {meaning}." for code, meaning in MEASURE_WORDS.items()),
            "The two measures count different people and are never mixed.",
        ),
    )


def latest_utilisation(badge: BadgeResults) -> tuple[Utilisation, ...]:
    """Of each facility and measure the line with the latest span, in published order."""
    return latest_lines(badge.utilisation)


def latest_lines(lines: Sequence[Utilisation]) -> tuple[Utilisation, ...]:
    """The same of any lines."""
    latest: dict[tuple[str, str], Utilisation] = {}
    for line in lines:
        known = latest.get((line.facility, line.measure))
        if known is None or line.last > known.last:
            latest[line.facility, line.measure] = line
    return tuple(line for line in lines if latest[line.facility, line.measure] == line)


def corroboration(report: Consolidated, badge: BadgeResults, period: str) -> Table:
    """One row is the department or one component: claimed in-person days by what badges say of them."""
    by_unit = {line.org_unit: line for line in badge.evidence_counts if line.period == period}
    rows = [
        _corroboration_row(report, by_unit[unit.org_unit])
        for unit in report.units
        if unit.org_unit in by_unit
    ]
    least = report.order.least_coverage
    notes = [
        A_QUESTION,
        "Figure code uncorroborated_rate = uncorroborated ÷ (claimed days − not assessable − explained). "
        "Coverage is the share of claimed days that could be assessed at all; read the rate only beside it.",
    ]
    if least is not None:
        notes.append(f"Where coverage is under {percent(least)}, no rate is shown.")
    return Table(
        title=f"Claimed in-person days and badge events, {report.period_words(period)}",
        columns=(
            Column("Unit", Kind.CODE),
            Column("Claimed days", Kind.COUNT),
            Column("Corroborated", Kind.COUNT),
            Column("Explained", Kind.COUNT),
            Column("Not assessable", Kind.COUNT),
            Column("Uncorroborated", Kind.COUNT),
            Column("Coverage", Kind.SHARE),
            Column("Rate", Kind.SHARE),
        ),
        rows=rows,
        notes=tuple(notes),
        emphasised=1,
    )


def evidence_counts(report: Consolidated, badge: BadgeResults) -> Table:
    """One row is one org unit in one period, or in all."""
    return Table(
        title="Evidence counts",
        columns=(
            Column("org_unit", Kind.CODE),
            Column("name"),
            Column("period", Kind.CODE),
            Column("corroborated (person-days)", Kind.COUNT),
            Column("explained (person-days)", Kind.COUNT),
            Column("not_assessable (person-days)", Kind.COUNT),
            Column("uncorroborated (person-days)", Kind.COUNT),
        ),
        rows=(
            (
                e.org_unit,
                report.names.get(e.org_unit, ""),
                e.period,
                e.corroborated,
                e.explained,
                e.not_assessable,
                e.uncorroborated,
            )
            for e in badge.evidence_counts
        ),
        notes=(A_QUESTION,),
    )


def badge_quality(badge: BadgeResults) -> Table:
    """One row is one kind of badge event that was set aside."""
    return Table(
        title="Badge events set aside",
        columns=(Column("Kind"), Column("Events", Kind.COUNT)),
        rows=[(words(kind, BADGE_QUALITY_WORDS), events) for kind, events in badge.quality.items()],
    )


def coverage_of(line: EvidenceCount) -> float | None:
    """The share of claimed days that a badge could have corroborated or that are explained."""
    claimed = line.corroborated + line.explained + line.not_assessable + line.uncorroborated
    return (claimed - line.not_assessable) / claimed if claimed else None


def _corroboration_row(report: Consolidated, line: EvidenceCount) -> tuple[Cell, ...]:
    claimed = line.corroborated + line.explained + line.not_assessable + line.uncorroborated
    figure = report.figure(line.org_unit, period=line.period, code=FigureCode.UNCORROBORATED_RATE)
    coverage = coverage_of(line)
    least = report.order.least_coverage
    shown = coverage is not None and (least is None or coverage >= least)
    return (
        line.org_unit,
        claimed,
        line.corroborated,
        line.explained,
        line.not_assessable,
        line.uncorroborated,
        coverage,
        figure.value if figure is not None and shown else None,
    )


def _grouped(days: Iterable[OccupancyDay]) -> dict[str, list[OccupancyDay]]:
    groups: defaultdict[str, list[OccupancyDay]] = defaultdict(list)
    for line in days:
        groups[line.facility].append(line)
    return groups


def _span_note(days: tuple[OccupancyDay, ...]) -> str:
    span = presence_span(days)
    if span is None:
        return "Nobody was present anywhere."
    return (
        f"Mean of distinct people present over the dates from {span[0].isoformat()} to {span[1].isoformat()} "
        "that fall on the weekday; a date with nobody counts 0, holidays are included, contractors too."
    )
