"""The tables of a filed report that count people or say what the data lacks."""

from __future__ import annotations

import re

from dutystation.reports.filing import Age, Distance, Filed, ReasonLine
from dutystation.reports.filing_hours import period_words
from dutystation.reports.labels import (
    FIGURE_WORDS,
    HIDDEN,
    NOTHING,
    REASON_WORDS,
    VARIANT_WORDS,
    percent,
    plural,
    spoken,
    words,
)
from dutystation.reports.table import Cell, Column, Kind, Table
from dutystation.terms.distance import DistanceTest
from dutystation.terms.figure import exact_ratio

NOT_SHOWN = (
    f"“{HIDDEN}” is a count that is not shown: a small one on protected grounds, or one that would give such "
    "a count away by subtraction."
)
_MINUTES = re.compile(r"(?P<numerator>\d+)/(?P<denominator>\d+), \d+")


def bridge(filed: Filed) -> Table:
    """One row is the component, with its people by return status."""
    line = filed.content.bridge
    off = line.on_rolls - line.returned - line.not_returned - line.not_in_duty_status - line.unknown
    return Table(
        title="Everybody on the rolls",
        columns=(
            Column("On rolls", Kind.COUNT),
            Column("Returned", Kind.COUNT),
            Column("Not returned", Kind.COUNT),
            Column("Not in duty status", Kind.COUNT),
            Column("Unknown", Kind.COUNT),
            Column("Sum check"),
        ),
        rows=[
            (
                line.on_rolls,
                line.returned,
                line.not_returned,
                line.not_in_duty_status,
                line.unknown,
                "adds up" if off == 0 else f"{abs(off):,} too {'few' if off > 0 else 'many'}",
            )
        ],
        notes=(
            "Contractors are in no count. Unknown are people without an accepted time record in the status "
            "period, or with unclassified hours only. Nothing is concluded about them.",
        ),
    )


def reasons(filed: Filed) -> Table:
    """One row is one reason that somebody has for not having returned, with what was decided about them."""
    notes = [
        "Each person who has not returned has exactly one reason. Disability, medical and religious grounds "
        "are one line, protected accommodation. The columns after the hours say where a person's own request "
        "stands in the application; a decision that was delivered from elsewhere is not among them.",
    ]
    if not filed.is_named:
        notes.append(NOT_SHOWN)
    return Table(
        title="Not returned, by reason",
        columns=(
            Column("Reason"),
            Column("People", Kind.COUNT),
            Column("Hours off site", Kind.COUNT),
            Column("Approved", Kind.COUNT),
            Column("Pending", Kind.COUNT),
            Column("Denied", Kind.COUNT),
            Column("No request", Kind.COUNT),
            Column("Newest document", Kind.DATE),
            Column("Ending soon", Kind.COUNT),
        ),
        rows=[_reason(line) for line in filed.content.registers.exceptions],
        notes=tuple(notes),
    )


def accommodation(filed: Filed) -> Table:
    """One row is one count of the requests on protected grounds."""
    line = filed.content.registers.accommodation
    notes = ["Nothing here says on which ground, or about whom."]
    if not filed.is_named:
        notes.append(NOT_SHOWN)
    if line.median_business_days is not None:
        median = f"{line.median_business_days:g} business days"
        notes.append(f"From the first asking to the decision it took {median}, the median of those decided.")
    return Table(
        title="Requests on protected grounds",
        columns=(Column("What"), Column("Number", Kind.COUNT)),
        rows=[
            ("Requests", _count(line.requests)),
            ("Granted as asked", _count(line.granted)),
            ("An alternative granted", _count(line.alternative)),
            ("Denied", _count(line.denied)),
            ("Granted once, ended since", _count(line.ended)),
            ("Undecided", _count(line.undecided)),
            ("Undecided, with something that holds until then", _count(line.interim)),
            ("Undecided, past the target", _count(line.over_target)),
            ("Undecided, past the limit", _count(line.over_limit)),
        ],
        notes=tuple(notes),
    )


def space(filed: Filed) -> Table:
    """One row is one building in which people have no seat."""
    return Table(
        title="Seats",
        columns=(
            Column("Facility", Kind.CODE),
            Column("Name"),
            Column("Usable sq ft", Kind.AS_DELIVERED),
            Column("Seats", Kind.COUNT),
            Column("Assigned", Kind.COUNT),
            Column("Short by", Kind.COUNT),
            Column("Seats checked on", Kind.DATE),
        ),
        rows=[
            (s.facility, s.name, s.usable_sqft, s.seats, s.assigned, s.short_by, s.seat_checked_on)
            for s in filed.content.registers.space
        ],
    )


def legal(filed: Filed) -> Table:
    """One row is one legal impediment of one unit; the instrument is in somebody's words."""
    named = (Column("Instrument"),) if filed.is_named else ()
    return Table(
        title="Instruments",
        columns=(
            *named,
            Column("Unit", Kind.CODE),
            Column("People", Kind.COUNT),
            Column("From", Kind.DATE),
            Column("Until", Kind.DATE),
        ),
        rows=[
            (
                *([line.instrument] if named else []),
                line.org_unit,
                _count(line.people),
                line.first_day,
                line.last_day,
            )
            for line in filed.content.registers.legal
        ],
    )


def distance(filed: Filed) -> Table:
    """One row is one test of distance and one office; the office is in somebody's words."""
    named = (Column("Candidate office"),) if filed.is_named else ()
    return Table(
        title="Remote beyond distance",
        columns=(
            Column("Test"),
            *named,
            Column("People", Kind.COUNT),
            Column("Relocation", Kind.COUNT),
            Column("No relocation", Kind.COUNT),
        ),
        rows=[
            (
                _test(line),
                *([line.office] if named else []),
                _count(line.people),
                _count(line.relocation),
                _count(line.no_relocation),
            )
            for line in filed.content.registers.distance or ()
        ],
        notes=(
            "The candidate office is the one that is proposed as duty station, else the nearest by the test. "
            "Whether it would be a relocation is known only where one is proposed. What a move would cost is "
            "not worked out.",
        ),
    )


def _test(line: Distance) -> str:
    """The name of a test, from where to where."""
    if line.start is None or line.reference is None:
        return "not known to the application"
    return DistanceTest(line.start, line.reference).words.capitalize()


def disputes(filed: Filed) -> Table:
    """One row is one span of age, with the disputes nobody has answered."""
    register = filed.content.registers.disputes
    return Table(
        title="Open disputes by age",
        columns=(Column("Opened"), Column("Open", Kind.COUNT)),
        rows=[*((_span(age), age.count) for age in register.by_age), ("At any time", register.open)],
        notes=(
            "A dispute is somebody's word that a day of theirs was counted wrongly, which nobody has "
            f"answered for good. They are about {plural(register.days, 'day', 'days')} of the calendar.",
        ),
    )


def faults(filed: Filed) -> Table:
    """One row is one kind of fault of the data and how often it was found."""
    return Table(
        title="Faults found",
        columns=(Column("What"), Column("Reason"), Column("Found", Kind.COUNT)),
        rows=[(spoken(f.kind), spoken(f.reason), _count(f.count)) for f in filed.content.faults],
        notes=(NOT_SHOWN,) if any(f.count is None for f in filed.content.faults) else (),
    )


def gaps(filed: Filed) -> Table:
    """One row is one delivery that was expected and is missing."""
    explained = (Column("Explanation", Kind.LONG_TEXT),) if filed.is_named else ()
    return Table(
        title="Missing deliveries",
        columns=(Column("Sender", Kind.CODE), Column("Table"), Column("Period", Kind.CODE), *explained),
        rows=[
            (gap.sender, spoken(gap.table), gap.period, *([gap.explanation] if explained else []))
            for gap in filed.content.gaps
        ],
        notes=("A low share where hours are missing does not mean that people stayed away.",),
    )


def deliveries(filed: Filed) -> Table:
    """One row is one table that the run read, of the whole department."""
    return Table(
        title="Deliveries that were read",
        columns=(
            Column("Table"),
            Column("Rows", Kind.COUNT),
            Column("Accepted", Kind.COUNT),
            Column("Rejected", Kind.COUNT),
            Column("Excluded", Kind.COUNT),
        ),
        rows=[
            (spoken(d.table), d.rows, d.accepted, d.rejected, d.excluded) for d in filed.content.deliveries
        ],
        notes=("Of the whole department: a delivery belongs to its sender and not to a component.",),
    )


def changes(filed: Filed) -> Table:
    """One row is one thing that is not as in the version filed before."""
    return Table(
        title="What has changed",
        columns=(Column("What"), Column("Before"), Column("Now")),
        rows=[
            (changed(change.what), _value(change.before), _value(change.after))
            for change in filed.content.changes
        ],
        notes=("A share is followed by the minutes it comes from: in person, all known, and unclassified.",),
    )


def changed(what: str) -> str:
    """The name of a change in words."""
    subject, _, rest = what.partition(".")
    if subject == "reasons":
        return f"Not returned: {words(rest, REASON_WORDS)}"
    if subject == "figures" and rest.count(".") == 2:
        code, period, variant = rest.split(".")
        return f"{words(code, FIGURE_WORDS)}, {period_words(period)}, {words(variant, VARIANT_WORDS)}"
    return spoken(rest or subject).capitalize()


def _value(text: str) -> str:
    """A value before or after a change; the minutes of a share with the share itself in front."""
    found = _MINUTES.fullmatch(text)
    if found is None:
        return text or NOTHING
    numerator, denominator = int(found["numerator"]), int(found["denominator"])
    return f"{percent(exact_ratio(numerator, denominator))} ({text})"


def _reason(line: ReasonLine) -> tuple[Cell, ...]:
    minutes = line.off_site_minutes
    return (
        words(line.reason, REASON_WORDS),
        _count(line.people),
        _count(None if minutes is None else (minutes + 30) // 60),
        _count(line.approved),
        _count(line.pending),
        _count(line.denied),
        _count(line.none),
        line.newest_document_on,
        _count(line.expiring),
    )


def _span(age: Age) -> str:
    """A span of ages in words."""
    if age.to_days is None:
        return f"{age.from_days} days ago or earlier"
    return f"{age.from_days} to {age.to_days} days ago"


def _count(number: int | None) -> Cell:
    """A count, or the mark of one that is not shown."""
    return HIDDEN if number is None else number
