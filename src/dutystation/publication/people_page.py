"""Who has returned, and why not: counts of people as a release may show them, see `shielding`."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.publication.blocks import NOT_LISTED, Block, Heading
from dutystation.publication.release import Release
from dutystation.reports import charts
from dutystation.reports.charts import Segment
from dutystation.reports.labels import HIDDEN, REASON_WORDS, RETURN_STATUS_WORDS, day, words
from dutystation.reports.people import used_reasons
from dutystation.reports.pictures import MOST_LINES, Picture
from dutystation.reports.suppression import OWN_STAFF, PUBLISHED_REASONS
from dutystation.reports.table import Column, Kind, Table
from dutystation.terms.publication import BRIDGE_COUNTS


def people(release: Release) -> Iterator[Block]:
    """The blocks of the page about who has returned, and why not."""
    bridge = _bridge(release)
    drawn = _bridge_picture(bridge)
    if drawn is not None:
        yield drawn
    yield bridge
    yield Heading("Why people have not returned")
    if release.missing:
        yield "The reasons are published once every component has filed."
        return
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
    rows = [
        (line.org_unit, names.get(line.org_unit, ""), *(getattr(line, count) for count in BRIDGE_COUNTS))
        for line in publication.return_bridge
    ]
    places = range(2, 2 + len(BRIDGE_COUNTS))
    rest = [rows[0][place] - sum(row[place] for row in rows[1:]) for place in places] if rows else []
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
