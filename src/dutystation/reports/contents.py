"""What the printed report says, section by section, before it is set in type.

Sections hold paragraphs, tables and pictures, in the order of reading. All counts of reasons come through
`suppression`; no person appears.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dutystation.reports import buildings, hours, people, pictures, quality
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.front_page import shares_on_front
from dutystation.reports.labels import day
from dutystation.reports.pictures import Picture
from dutystation.reports.table import Column, Kind, Table
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.publication import BadgeResults

Block = str | tuple[str, ...] | Table | Picture
"""A paragraph, a list of sentences, a table or a picture."""
MOST_FACILITIES = 16
"""Facilities of which weekdays and utilisation are printed; the workbook has all of them."""
MOST_PAIRS = 20
MOST_FILES = 40


@dataclass(frozen=True)
class Section:
    """One section: its heading, and paragraphs, tables and pictures in their order."""

    heading: str
    blocks: tuple[Block, ...]


def sections(report: Consolidated) -> tuple[Section, ...]:
    """Every section after the front page."""
    return tuple(
        Section(heading, tuple(blocks))
        for heading, blocks in (
            ("The order", _order(report)),
            ("Hours worked in person", _hours(report)),
            ("Trend by pay period", _trend(report)),
            ("Who has returned", _bridge(report)),
            ("Why people have not returned", _reasons(report)),
            ("Buildings", _buildings(report)),
            ("Badge events beside the hours", _corroboration(report)),
            ("Data quality", _quality(report)),
            ("Definitions", _definitions(report)),
            ("Where the figures come from", _provenance(report)),
        )
    )


def obligations(report: Consolidated) -> Table:
    """One row is one thing that somebody owes by a date under the order."""
    return Table(
        title="What is owed under the order",
        columns=(Column("What", Kind.LONG_TEXT), Column("Due on", Kind.DATE), Column("Clause")),
        rows=[(owed.title, owed.due_on, owed.clause) for owed in report.order.obligations],
    )


def _order(report: Consolidated) -> Iterator[Block]:
    order = report.order
    yield f"“{order.title}”, issued on {day(order.issued_on)} by {order.authority}."
    yield order.paragraph
    if order.cited_figures:
        yield "Figures that the order cites or that were published with it, none of them measured here:"
        yield order.cited_figures
    if order.obligations:
        yield obligations(report)


def _hours(report: Consolidated) -> Iterator[Block]:
    on_front = report.reading_periods[0] if shares_on_front(report) else None
    for period in report.reading_periods:
        picture = pictures.share_by_unit(report, period)
        if picture is not None and period == on_front:
            yield "The picture of the first table is on page 1."
        elif picture is None:
            yield f"No hours worked were delivered for {report.period_words(period)}; no share can be given."
        else:
            yield picture
        yield hours.share_by_component(report, period)
    yield hours.share_by_variant(report, report.reading_periods[0])


def _trend(report: Consolidated) -> Iterator[Block]:
    if not report.publication.periods:
        yield "No pay period has accepted time records."
        return
    for picture in (pictures.trend(report), pictures.trends_by_unit(report)):
        if picture is not None:
            yield picture
    yield hours.share_by_period(report)


def _bridge(report: Consolidated) -> Iterator[Block]:
    yield (
        "On rolls = returned + not returned + not in duty status + unknown. Everyone on the rolls on "
        f"{day(report.publication.as_of)}, contractors excepted, has exactly one status, from the hours of "
        f"pay period {report.publication.status_period}."
    )
    picture = pictures.bridge(report)
    yield picture if picture is not None else "Nobody is on the rolls."
    yield people.return_bridge(report)


def _reasons(report: Consolidated) -> Iterator[Block]:
    picture = pictures.reasons(report)
    yield picture if picture is not None else "Nobody has the status not returned."
    yield people.reasons(report)


def _buildings(report: Consolidated) -> Iterator[Block]:
    badge = report.publication.badge
    if badge is None:
        yield "No badge events were delivered. Nothing is said about presence in buildings or about space."
        return
    means = buildings.weekday_means(badge.occupancy)
    busiest = buildings.busiest_facilities(means, MOST_FACILITIES)
    if len(means) > len(busiest):
        yield (
            f"Of {len(means):,} facilities with anybody present, the {len(busiest)} with most people are "
            "shown; the workbook has all."
        )
    picture = pictures.weekdays(badge, busiest)
    if picture is not None:
        yield picture
    yield buildings.weekday_occupancy(badge, busiest)
    lines = tuple(u for u in buildings.latest_utilisation(badge) if u.facility in busiest)
    if not lines:
        yield "No facility shown here has usable square feet on record; no utilisation can be given."
        return
    picture = pictures.utilisation(report, lines)
    if picture is not None:
        yield picture
    yield buildings.utilisation(lines)


def _corroboration(report: Consolidated) -> Iterator[Block]:
    badge = report.publication.badge
    if badge is None:
        yield "No badge events were delivered. Claimed in-person days stand as they were reported."
        return
    yield buildings.A_QUESTION
    yield from _evidence(report, badge)
    yield buildings.badge_quality(badge)


def _evidence(report: Consolidated, badge: BadgeResults) -> Iterator[Block]:
    # The paragraph before says it once for the page; the note stays, because tables are copied alone.
    picture = pictures.evidence(report, badge, ALL_PERIODS)
    if picture is None:
        yield "No in-person day was claimed."
        return
    yield picture
    for period in report.reading_periods:
        yield buildings.corroboration(report, badge, period)


def _quality(report: Consolidated) -> Iterator[Block]:
    yield quality.intake(report)
    set_aside = quality.set_aside(report)
    yield set_aside if set_aside.rows else "No row was rejected or excluded."
    if report.publication.unclassified_pairs:
        yield quality.unclassified_codes(report, MOST_PAIRS)
    else:
        yield "Every pair of pay code and place code is mapped."


def _definitions(report: Consolidated) -> Iterator[Block]:
    # The heading of the section is the title of its only table.
    yield replace(quality.definitions(report.order, badge=report.publication.badge is not None), title="")


def _provenance(report: Consolidated) -> Iterator[Block]:
    yield Table(
        title="Made with",
        columns=(Column("What"), Column("Which", Kind.CODE)),
        rows=quality.made_with(report),
        notes=("The times of the run are in provenance.json.",),
    )
    yield quality.files(report, MOST_FILES)
