"""What the pages of a release say: paragraphs, tables and pictures, in the order of reading.

Tables and pictures about hours are those of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from dutystation.publication.blocks import NOT_LISTED, Block, Files, Heading
from dutystation.publication.earlier import Restatement
from dutystation.publication.layout import (
    BRIDGE_CSV,
    FIGURES_CSV,
    FIGURES_JSON,
    FIGURES_SCHEMA,
    REASONS_CSV,
    RELEASE_JSON,
    RELEASE_SCHEMA,
    RESTATEMENTS_CSV,
    UTILISATION_CSV,
)
from dutystation.publication.people_page import people
from dutystation.publication.release import Release
from dutystation.published.telework_bins import TELEWORK_BINS_CSV
from dutystation.reports import buildings, hours, pictures, quality, series
from dutystation.reports.labels import (
    FIGURE_STATUS_WORDS,
    NOTHING,
    day,
    percent,
    plural,
    span,
    words,
)
from dutystation.reports.table import Column, Kind, Table
from dutystation.terms.telework import TeleworkBin

MOST_RESTATEMENTS = 500
"""Lines of the register on its page; its file has all of them."""
TELEWORK_WORDS = {
    TeleworkBin.FREQUENT: "Frequent",
    TeleworkBin.REGULAR: "Regular",
    TeleworkBin.MONTHLY: "Once a month",
    TeleworkBin.OCCASIONAL: "Occasional",
    TeleworkBin.NEVER: "Never",
    TeleworkBin.NO_RECORDS: "No usable records",
}


@dataclass(frozen=True)
class Page:
    """One page: its file, its heading, and its blocks in their order."""

    file: str
    heading: str
    blocks: tuple[Block, ...]


def pages(release: Release) -> tuple[Page, ...]:
    """Every page, the first one to open first."""
    found = (
        ("index.html", "At a glance", _glance(release)),
        ("hours.html", "Hours worked in person", _hours(release)),
        ("people.html", "Who has returned, and why not", people(release)),
        ("buildings.html", "Buildings", _buildings(release)),
        ("faults.html", "Known faults", _faults(release)),
        ("restatements.html", "Restatements", _restatements(release)),
        ("definitions.html", "Definitions", _definitions(release)),
    )
    return tuple(Page(file, heading, tuple(blocks)) for file, heading, blocks in found)


def _glance(release: Release) -> Iterator[Block]:
    report = release.report
    order, department = report.order, report.department
    yield f"“{order.title}”, issued on {day(order.issued_on)} by {order.authority}."
    for period in report.reading_periods:
        figure = report.figure(department.org_unit, period=period)
        if figure is None or figure.low is None:
            yield f"{department.name}, {report.period_words(period)}: no hours worked were delivered."
            continue
        yield (
            f"{department.name}, {report.period_words(period)}: {percent(figure.value)} of the hours worked "
            f"were worked in person, between {percent(figure.low)} and {percent(figure.high)} with the hours "
            f"that nobody has classified ({words(figure.status, FIGURE_STATUS_WORDS)})."
        )
    if report.publication.return_bridge:
        line = report.publication.return_bridge[0]
        yield (
            f"Of {plural(line.on_rolls, 'person', 'people')} on the rolls on {day(release.as_of)}, "
            f"{line.returned:,} had returned, {line.not_returned:,} had not, {line.not_in_duty_status:,} "
            f"were not in duty status, and of {line.unknown:,} it is not known."
        )
    components, facilities = release.withheld
    if components or facilities:
        yield (
            f"Not named in this release: {plural(components, 'component', 'components')} and "
            f"{plural(facilities, 'facility', 'facilities')}. They are counted in the department."
        )
    yield from _made_of(release)
    yield Heading("Data")
    yield Files(tuple(_files(release)))


def _made_of(release: Release) -> Iterator[Block]:
    """What each component has filed, and who has not."""
    if not (release.filed or release.missing):
        return
    yield Heading("What this release is made of")
    for each in release.missing:
        yield (
            f"{each.name} ({each.component}) is missing: nothing it has filed counts, and its report was due "
            f"on {day(each.due_on)}. It is in no number of this release."
        )
    yield Table(
        title="Reports of the components",
        columns=(
            Column("Component", Kind.CODE),
            Column("Name"),
            Column("Version", Kind.COUNT),
            Column("As of"),
            Column("Filed on"),
            Column("Days late", Kind.COUNT),
        ),
        rows=[
            (part.component, part.name, part.version, day(part.as_of), day(part.filed_on), part.days_late)
            for part in release.filed
        ],
        notes=(
            "The department is these reports and its people in no component, added up; no mean of shares.",
        ),
    )


def _files(release: Release) -> Iterator[tuple[str, str]]:
    yield FIGURES_CSV, "every share of the department and its components, in minutes and as a ratio"
    yield BRIDGE_CSV, "people on the rolls by return status"
    if release.reasons is not None:
        yield REASONS_CSV, "people not returned by reason; an empty cell is a count that is not shown"
    if release.utilisation:
        yield UTILISATION_CSV, "people against space in buildings"
    if release.telework:
        yield TELEWORK_BINS_CSV, "how often people telework, in the bins of 5 U.S.C. 6506"
    yield RESTATEMENTS_CSV, "every published number that a later release has moved"
    yield FIGURES_JSON, "the same shares as one document"
    yield RELEASE_JSON, "everything else as one document"
    yield FIGURES_SCHEMA, f"the JSON Schema of {FIGURES_JSON}"
    yield RELEASE_SCHEMA, f"the JSON Schema of {RELEASE_JSON}"


def _hours(release: Release) -> Iterator[Block]:
    report = release.report
    for period in report.reading_periods:
        picture = pictures.share_by_unit(report, period)
        yield picture or f"No hours worked were delivered for {report.period_words(period)}."
        yield hours.share_by_component(report, period)
    yield Heading("Regular hours, and other ways to count")
    yield (
        "The Office of Management and Budget counts regular hours and leaves remote workers out. These "
        "figures stand beside the order's own and are never blended with them."
    )
    yield hours.share_by_variant(report, report.reading_periods[0])
    if report.publication.periods:
        yield Heading("By pay period")
        for drawn in (pictures.trend(report), pictures.trends_by_unit(report)):
            if drawn is not None:
                yield drawn
        yield hours.share_by_period(report)
    yield from _telework(release)


def _telework(release: Release) -> Iterator[Block]:
    if not release.telework:
        return
    yield Heading("How often people telework")
    yield Table(
        title=f"People on the rolls on {day(release.as_of)} by mean telework days in a pay period",
        columns=(
            Column("Unit", Kind.CODE),
            Column("People", Kind.COUNT),
            Column("Eligible", Kind.COUNT),
            *(Column(label, Kind.COUNT) for label in TELEWORK_WORDS.values()),
            Column("Telework days", Kind.COUNT),
        ),
        rows=[
            (
                line.org_unit,
                line.people,
                line.eligible,
                *(getattr(line, each) for each in TELEWORK_WORDS),
                line.days,
            )
            for line in release.telework
        ],
        notes=(
            "The bins of 5 U.S.C. 6506; where each begins is a rule of the order, see Definitions.",
            "A telework day is a day with hours of routine or situational telework, however few. The mean is "
            "over the pay periods of which a person has usable records.",
            *series.note(release.report.series_breaks(), series.TELEWORK_DAYS),
        ),
        emphasised=1,
    )


def _buildings(release: Release) -> Iterator[Block]:
    if not release.utilisation:
        yield "Nothing about the use of buildings is published in this release."
        return
    latest = buildings.latest_lines(release.utilisation)
    picture = pictures.utilisation(release.report, latest)
    if picture is not None:
        yield picture
    yield buildings.utilisation(latest)


def _faults(release: Release) -> Iterator[Block]:
    report = release.report
    provisional = [
        (figure.org_unit, figure.period, span(figure.low, figure.high))
        for figure in report.publication.figures
        if figure.status == "provisional" and (figure.code, figure.variant) == ("in_person_share", "total")
    ]
    yield (
        "What is known to be wrong or missing in the data behind this release. Rows that could not be used "
        "were given back to whoever sent them; nothing was repaired or guessed."
    )
    yield quality.intake(report)
    set_aside = quality.set_aside(report)
    yield set_aside if set_aside.rows else "No row was rejected or excluded."
    if provisional:
        yield Table(
            title="Provisional shares",
            columns=(Column("Unit", Kind.CODE), Column("Period", Kind.CODE), Column("Low to high")),
            rows=provisional,
            notes=(
                f"More than {percent(report.order.provisional_limit)} of the hours have codes that nobody "
                "has classified.",
            ),
        )
    else:
        yield "No share is provisional."


def _restatements(release: Release) -> Iterator[Block]:
    if not release.register:
        yield "No published number has been moved by a later release."
        return
    yield (
        "Numbers that were published and that a later release has moved. The earlier releases stay as they "
        "were. Shares stand with the minutes they are made of."
    )
    cut = len(release.register) - MOST_RESTATEMENTS
    if cut > 0:
        yield f"The newest {MOST_RESTATEMENTS}; {cut:,} more are in {RESTATEMENTS_CSV}."
    groups = groupby(
        sorted(release.register[:MOST_RESTATEMENTS], key=_newest_first_by_reason),
        key=lambda entry: (entry.release, entry.instead_of, entry.released_on, entry.why),
    )
    for (name, before, on, why), entries in groups:
        yield Heading(f"Release {name} instead of {before}, {day(on)}")
        yield why
        yield Table(
            title=f"What release {name} has moved for this reason",
            columns=tuple(map(Column, ("Number", "Unit", "Period", "Variant", "Before", "After"))),
            rows=[
                (
                    entry.what,
                    entry.org_unit or NOT_LISTED,
                    entry.period or NOTHING,
                    entry.variant or NOTHING,
                    _readable(entry.before),
                    _readable(entry.after),
                )
                for entry in entries
            ],
        )


def _newest_first_by_reason(entry: Restatement) -> tuple[int, str, str]:
    return -entry.released_on.toordinal(), entry.release, entry.why


def _readable(published: str) -> str:
    """A share in percent, with its minutes; the file of the register has every digit."""
    share, space, made_of = published.partition(" ")
    if not space or not share.startswith(("0.", "1.")):
        return published or "not there"
    return f"{float(share):.2%} {made_of}"


def _definitions(release: Release) -> Iterator[Block]:
    yield quality.definitions(release.report.order, badge=bool(release.utilisation))
