"""The tables about people, always as counts: the return bridge and the reasons. No person appears."""

from __future__ import annotations

from dutystation.reports.consolidated import Consolidated
from dutystation.reports.labels import HIDDEN, REASON_WORDS, words
from dutystation.reports.shielding import published_reasons
from dutystation.reports.suppression import OWN_STAFF, PUBLISHED_REASONS, ReasonsLine
from dutystation.reports.table import Cell, Column, Kind, Table
from dutystation.terms.publication import BRIDGE_COUNTS, BridgeLine

OWN_STAFF_WORDS = "Staff of the department in no component"


def return_bridge(report: Consolidated) -> Table:
    """One row is the department, its own staff if any, or one component, with its people by status."""
    lines = report.publication.return_bridge
    rows = [_bridge_row(report, line) for line in lines[:1]]
    own = own_staff(lines)
    if own is not None:
        rows.append(_bridge_row(report, own))
    rows += [_bridge_row(report, line) for line in lines[1:]]
    return Table(
        title="Return bridge",
        columns=(
            Column("Unit", Kind.CODE),
            Column("Name"),
            Column("On rolls", Kind.COUNT),
            Column("Returned", Kind.COUNT),
            Column("Not returned", Kind.COUNT),
            Column("Not in duty status", Kind.COUNT),
            Column("Unknown", Kind.COUNT),
            Column("Sum check"),
        ),
        rows=rows,
        notes=(
            "People on the rolls on the as-of date, contractors excepted. On rolls = returned + not returned "
            "+ not in duty status + unknown; the sum check repeats the addition in every line.",
            "Unknown are people without an accepted time record in the status period, or with unclassified "
            "hours only. Nothing is concluded about them.",
        ),
        emphasised=1,
    )


def own_staff(lines: tuple[BridgeLine, ...]) -> BridgeLine | None:
    """What the department's line has beyond its components, or None where that is nobody."""
    if len(lines) < 2:
        return None
    department, *components = lines

    def rest(field: str) -> int:
        return int(getattr(department, field)) - sum(int(getattr(line, field)) for line in components)

    own = BridgeLine(
        OWN_STAFF,
        **{count: rest(count) for count in BRIDGE_COUNTS},
        reasons={},
    )
    return own if own.on_rolls else None


def reasons(report: Consolidated) -> Table:
    """One row is the department, its own staff if any, or one component; one column a reason somebody has."""
    lines = published_lines(report)
    shown = used_reasons(lines)
    smallest = report.order.smallest_published_count
    notes = [
        "People who have not returned, each with exactly one reason. Disability, medical and religious "
        "grounds are one line, protected accommodation.",
        f"“{HIDDEN}” is a count that is not shown: one of 1 to {smallest - 1} people on protected grounds, "
        "or one that would give such a count away by subtraction. Lines and columns add up with the hidden "
        "counts.",
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
        rows=[_reasons_row(line, shown) for line in lines],
        notes=tuple(notes),
        emphasised=1,
    )


def published_lines(report: Consolidated) -> tuple[ReasonsLine, ...]:
    """The reasons with small protected counts hidden: the only form in which they leave this package."""
    return published_reasons(
        report.publication.return_bridge,
        smallest_published_count=report.order.smallest_published_count,
    )


def used_reasons(lines: tuple[ReasonsLine, ...]) -> tuple[str, ...]:
    """The reasons with a count other than a shown zero in any line."""
    return tuple(r for r in PUBLISHED_REASONS if any(line.counts[r] != 0 for line in lines))


def unit_words(org_unit: str) -> str:
    return "own staff" if org_unit == OWN_STAFF else org_unit


def _bridge_row(report: Consolidated, line: BridgeLine) -> tuple[Cell, ...]:
    added = line.returned + line.not_returned + line.not_in_duty_status + line.unknown
    off = line.on_rolls - added
    return (
        unit_words(line.org_unit),
        OWN_STAFF_WORDS if line.org_unit == OWN_STAFF else report.names.get(line.org_unit, ""),
        line.on_rolls,
        line.returned,
        line.not_returned,
        line.not_in_duty_status,
        line.unknown,
        "adds up" if off == 0 else f"{abs(off):,} too {'few' if off > 0 else 'many'}",
    )


def _reasons_row(line: ReasonsLine, shown: tuple[str, ...]) -> tuple[Cell, ...]:
    counts = (line.counts[reason] for reason in shown)
    return (
        unit_words(line.org_unit),
        line.not_returned,
        *(HIDDEN if people is None else people for people in counts),
    )
