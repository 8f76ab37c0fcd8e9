"""What the pages of a release say: paragraphs, tables and pictures, in the order of reading.

Tables and pictures about hours are those of the report. Everything about people is made here, from counts
that have gone through `shielding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

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
from dutystation.publication.release import Release
from dutystation.reports import buildings, charts, hours, pictures, quality
from dutystation.reports.charts import Segment
from dutystation.reports.labels import (
    FIGURE_STATUS_WORDS,
    HIDDEN,
    NOTHING,
    REASON_WORDS,
    RETURN_STATUS_WORDS,
    day,
    percent,
    plural,
    span,
    words,
)
from dutystation.reports.people import used_reasons
from dutystation.reports.pictures import MOST_LINES, Picture
from dutystation.reports.suppression import OWN_STAFF, PUBLISHED_REASONS
from dutystation.reports.table import Column, Kind, Table

MOST_RESTATEMENTS = 500
"""Lines of the register on its page; its file has all of them."""
NOT_LISTED = "in no listed component"


@dataclass(frozen=True)
class Heading:
    """A heading within a page."""

    text: str


@dataclass(frozen=True)
class Files:
    """Files of the release with what they hold."""

    files: tuple[tuple[str, str], ...]


Block = str | Heading | Files | Table | Picture


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
        ("people.html", "Who has returned, and why not", _people(release)),
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
    yield Heading("Data")
    yield Files(tuple(_files(release)))


def _files(release: Release) -> Iterator[tuple[str, str]]:
    yield FIGURES_CSV, "every share of the department and its components, in minutes and as a ratio"
    yield BRIDGE_CSV, "people on the rolls by return status"
    if release.reasons is not None:
        yield REASONS_CSV, "people not returned by reason; an empty cell is a count that is not shown"
    if release.utilisation:
        yield UTILISATION_CSV, "people against space in buildings"
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


def _people(release: Release) -> Iterator[Block]:
    bridge = _bridge(release)
    drawn = _bridge_picture(bridge)
    if drawn is not None:
        yield drawn
    yield bridge
    yield Heading("Why people have not returned")
    if release.reasons is None:
        yield (
            "The reasons are not part of this release: with what was published before, they would let a "
            "small number of people on protected grounds be worked out."
        )
        return
    drawn = _reasons_picture(release)
    if drawn is not None:
        yield drawn
    yield _reasons(release)


def _bridge(release: Release) -> Table:
    """One row is the department, everybody in no listed component, or one component, by return status."""
    publication, names = release.report.publication, release.report.names
    statuses = ("on_rolls", *RETURN_STATUS_WORDS)
    rows = [
        (line.org_unit, names.get(line.org_unit, ""), *(getattr(line, status) for status in statuses))
        for line in publication.return_bridge
    ]
    rest = (
        [rows[0][2 + n] - sum(row[2 + n] for row in rows[1:]) for n in range(len(statuses))] if rows else []
    )
    if len(rows) > 1 and rest[0]:
        rows.insert(1, (NOT_LISTED, "", *rest))
    return Table(
        title=f"Return bridge on {day(release.as_of)}",
        columns=(
            Column("Unit", Kind.CODE),
            Column("Name"),
            Column("On rolls", Kind.COUNT),
            *(Column(label.capitalize(), Kind.COUNT) for label in RETURN_STATUS_WORDS.values()),
        ),
        rows=rows,
        notes=(
            "On rolls = returned + not returned + not in duty status + unknown, contractors excepted. Of "
            "those unknown nothing is concluded: no time record of theirs could be used, or unclassified "
            "hours only.",
        ),
        emphasised=1,
    )


def _bridge_picture(bridge: Table) -> Picture | None:
    segments = tuple(Segment(key, label) for key, label in RETURN_STATUS_WORDS.items())
    rows = [
        {"unit": row[0], **dict(zip(RETURN_STATUS_WORDS, row[3:], strict=True))}
        for row in bridge.rows
        if row[2]
    ][:MOST_LINES]
    if not rows:
        return None
    return Picture(
        charts.stacked_shares(rows, segments, title="Share of the people on the rolls"),
        "People on the rolls by return status, as shares of each unit's rolls.",
        f"One bar for each of {len(rows)} units with its people by return status. All values stand in the "
        "table below.",
    )


def _reasons_picture(release: Release) -> Picture | None:
    lines = release.reasons
    if not lines or not lines[0].not_returned:
        return None
    rows = [
        {
            "reason": words(reason, REASON_WORDS),
            "people": people,
            "written": HIDDEN if people is None else f"{people:,}",
        }
        for reason, people in ((reason, lines[0].counts[reason]) for reason in used_reasons(lines))
    ]
    return Picture(
        charts.reasons(rows),
        f"People of the department not returned, by reason. “{HIDDEN}” is a count that is not shown.",
        "One bar per reason: " + "; ".join(f"{row['reason']} {row['written']}" for row in rows) + ".",
    )


def _reasons(release: Release) -> Table:
    """One row is the department, everybody in no listed component, or one component, by reason."""
    lines = release.reasons or ()
    shown = used_reasons(lines)
    smallest = release.report.order.smallest_published_count
    notes = [
        f"Disability, medical and religious grounds are one line. “{HIDDEN}” is a count that is not shown: "
        f"one of 1 to {smallest - 1} people on protected grounds, or one that such a count could be worked "
        "out from.",
    ]
    left_out = [words(reason, REASON_WORDS).lower() for reason in PUBLISHED_REASONS if reason not in shown]
    if left_out and lines:
        notes.append(f"Reasons nobody has are left out: {', '.join(left_out)}.")
    return Table(
        title="Not returned, by reason",
        columns=(
            Column("Unit", Kind.CODE),
            Column("Not returned", Kind.COUNT),
            *(Column(words(reason, REASON_WORDS), Kind.COUNT) for reason in shown),
        ),
        rows=[
            (
                NOT_LISTED if line.org_unit == OWN_STAFF else line.org_unit,
                line.not_returned,
                *(HIDDEN if line.counts[reason] is None else line.counts[reason] for reason in shown),
            )
            for line in lines
        ],
        notes=tuple(notes),
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
