"""The tables of a filed report, the same in the PDF and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.reports.consolidated import unclassified_share
from dutystation.reports.filing import Exceptions, Filed, FiledPerson
from dutystation.reports.hours import SHARE_COLUMNS, share_cells
from dutystation.reports.labels import HIDDEN, REASON_WORDS, VARIANT_WORDS, words
from dutystation.reports.suppression import PUBLISHED_REASONS
from dutystation.reports.table import Cell, Column, Kind, Table
from dutystation.terms.figure import FigureCode, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES

NOBODY = Exceptions(0, 0, 0, 0, None, 0)


def shares_by_period(filed: Filed) -> Table:
    """One row is the component in one pay period or in all of them, variant `total`."""
    rows: list[tuple[Cell, ...]] = []
    for period in filed.periods:
        figure = filed.figure(period)
        office = filed.figure(period, FigureCode.OFFICE_SHARE)
        if figure is not None:
            rows.append((_period(period), *share_cells(figure), office.value if office else None))
    return Table(
        title="Share of hours worked in person, by pay period",
        columns=(Column("Period", Kind.CODE), *SHARE_COLUMNS, Column("Office only", Kind.SHARE)),
        rows=rows,
        notes=(
            "Hours known are hours in person and off site, in whole hours; unclassified hours are in neither. "
            "Low counts every unclassified hour as off site, high counts it as in person.",
        ),
    )


def shares_by_population(filed: Filed) -> Table:
    """One row is one population of the component in one period."""
    rows: list[tuple[Cell, ...]] = []
    for period in dict.fromkeys((filed.content.status_period, ALL_PERIODS)):
        for variant in Variant:
            figure = filed.figure(period, variant=variant)
            if figure is not None:
                rows.append((_period(period), words(variant, VARIANT_WORDS), *share_cells(figure)))
    return Table(
        title="The same hours by population",
        columns=(Column("Period", Kind.CODE), Column("Whose hours"), *SHARE_COLUMNS),
        rows=rows,
        notes=("Populations answer different questions and are never blended.",),
    )


def hours_by_place(filed: Filed) -> Table:
    """One row is one pay period or all of them, with its hours by place, all hours of all people."""
    rows: list[tuple[Cell, ...]] = []
    for period in filed.periods:
        figure = filed.figure(period)
        if figure is not None and figure.minutes is not None:
            minutes = figure.minutes
            rows.append((_period(period), *((minutes[place] + 30) // 60 for place in ALL_PLACES)))
    return Table(
        title="Hours by place",
        columns=(
            Column("Period", Kind.CODE),
            *(Column(place.replace("_", " ").capitalize(), Kind.COUNT) for place in ALL_PLACES),
        ),
        rows=rows,
        notes=("Whole hours, each rounded by itself. Non-work hours are in no share.",),
    )


def every_figure(filed: Filed) -> Table:
    """One row is one figure of the version; minutes are whole, shares unrounded."""
    return Table(
        title="Every figure",
        columns=(
            Column("code", Kind.CODE),
            Column("period", Kind.CODE),
            Column("variant", Kind.CODE),
            Column("numerator (minutes)", Kind.COUNT),
            Column("denominator (minutes)", Kind.COUNT),
            Column("unclassified (minutes)", Kind.COUNT),
            Column("value", Kind.SHARE),
            Column("low", Kind.SHARE),
            Column("high", Kind.SHARE),
            Column("unclassified", Kind.SHARE),
            Column("status", Kind.CODE),
        ),
        rows=[
            (
                f.code.value,
                f.period,
                f.variant.value,
                f.numerator,
                f.denominator,
                f.unclassified,
                f.value,
                f.low,
                f.high,
                unclassified_share(f),
                f.status.value,
            )
            for f in filed.content.figures
        ],
    )


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
    counts, register = filed.content.bridge.reasons, filed.content.exceptions
    shown = [r for r in PUBLISHED_REASONS if counts.get(r, 0) != 0 or register.get(r, NOBODY) != NOBODY]
    notes = [
        "Each person who has not returned has exactly one reason. Disability, medical and religious grounds "
        "are one line, protected accommodation.",
    ]
    if not filed.is_named:
        notes.append(
            f"“{HIDDEN}” is a count that is not shown: a small one on protected grounds, or one that would "
            "give such a count away by subtraction."
        )
    return Table(
        title="Not returned, by reason",
        columns=(
            Column("Reason"),
            Column("People", Kind.COUNT),
            Column("Approved", Kind.COUNT),
            Column("Pending", Kind.COUNT),
            Column("Denied", Kind.COUNT),
            Column("No request", Kind.COUNT),
            Column("Newest document", Kind.DATE),
            Column("Ending soon", Kind.COUNT),
        ),
        rows=[_reason(r, counts.get(r, 0), register.get(r, NOBODY)) for r in shown],
        notes=tuple(notes),
    )


def accommodation(filed: Filed) -> Table:
    """One row is one count of the requests on protected grounds."""
    line = filed.content.accommodation
    median = line.median_business_days
    hidden = not filed.is_named and line.granted is None
    return Table(
        title="Requests on protected grounds",
        columns=(Column("What"), Column("Number", Kind.COUNT)),
        rows=[
            ("Requests", _count(line.requests)),
            ("Granted as asked", _count(line.granted)),
            ("An alternative granted", _count(line.alternative)),
            ("Denied", _count(line.denied)),
            ("Undecided, something holds until then", _count(line.interim)),
            ("Undecided, past the target", _count(line.over_target)),
            ("Undecided, past the limit", _count(line.over_limit)),
            ("Business days to the decision, median", HIDDEN if hidden else median),
        ],
        notes=("Nothing here says on which ground, or about whom.",),
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
            for s in filed.content.space
        ],
    )


def legal(filed: Filed) -> Table:
    """One row is one legal impediment of one unit."""
    return Table(
        title="Instruments",
        columns=(
            Column("Instrument"),
            Column("Unit", Kind.CODE),
            Column("People", Kind.COUNT),
            Column("From", Kind.DATE),
            Column("Until", Kind.DATE),
        ),
        rows=[
            (line.instrument, line.org_unit, _count(line.people), line.from_day, line.until_day)
            for line in filed.content.legal
        ],
    )


def disputes(filed: Filed) -> Table:
    """One row is one span of age, with the disputes nobody has answered."""
    register = filed.content.disputes
    return Table(
        title="Open disputes by age",
        columns=(Column("Age"), Column("Open", Kind.COUNT)),
        rows=[*register.by_age.items(), ("All", register.open)],
        notes=("A dispute is somebody's word that a day of theirs was counted wrongly.",),
    )


def faults(filed: Filed) -> Table:
    """One row is one kind of fault of the data and how often it was found."""
    return Table(
        title="Faults found",
        columns=(Column("What"), Column("Reason"), Column("Found", Kind.COUNT)),
        rows=[(_spoken(f.kind), _spoken(f.reason), f.count) for f in filed.content.faults],
    )


def gaps(filed: Filed) -> Table:
    """One row is one delivery that was expected and is missing."""
    explained = (Column("Explanation", Kind.LONG_TEXT),) if filed.is_named else ()
    return Table(
        title="Missing deliveries",
        columns=(Column("Sender", Kind.CODE), Column("Table"), Column("Period", Kind.CODE), *explained),
        rows=[
            (gap.sender, _spoken(gap.table), gap.period, *([gap.explanation] if explained else []))
            for gap in filed.content.gaps
        ],
        notes=("A low share where hours are missing does not mean that people stayed away.",),
    )


def changes(filed: Filed) -> Table:
    """One row is one thing that is not as in the version filed before."""
    return Table(
        title="What has changed",
        columns=(Column("What"), Column("Before"), Column("Now")),
        rows=[(change.what, change.before, change.after) for change in filed.content.changes],
    )


def people(filed: Filed) -> Table:
    """One row is one person who has not returned. Rows are made as they are asked for."""
    return Table(
        title="People who have not returned",
        columns=(
            Column("Person", Kind.CODE),
            Column("Unit", Kind.CODE),
            Column("Arrangement"),
            Column("Duty station", Kind.CODE),
            Column("Reason"),
            Column("Authority"),
            Column("Decided on", Kind.DATE),
            Column("Decided by"),
            Column("Evidence", Kind.CODE),
            Column("Attestation"),
            Column("From", Kind.DATE),
            Column("Until", Kind.DATE),
            Column("Review on", Kind.DATE),
            Column("Off-site minutes", Kind.COUNT),
            Column("Open disputes", Kind.COUNT),
        ),
        rows=_people(filed),
    )


def _people(filed: Filed) -> Iterator[tuple[Cell, ...]]:
    for p in filed.people:
        yield (
            p.person,
            p.org_unit,
            _spoken(p.arrangement),
            p.duty_station,
            words(p.reason, REASON_WORDS),
            p.authority,
            p.decided_on,
            p.decided_by,
            p.evidence,
            p.attestation,
            p.starts_on,
            p.ends_on,
            p.review_on,
            p.off_site_minutes,
            p.open_disputes,
        )


def in_short(person: FiledPerson) -> tuple[Cell, ...]:
    """A person as the printed annex has them, in the columns of `IN_SHORT`."""
    decided = " ".join(filter(None, (str(person.decided_on or ""), person.decided_by)))
    return (
        person.person,
        person.org_unit,
        person.duty_station,
        _spoken(person.arrangement),
        words(person.reason, REASON_WORDS),
        person.authority,
        decided,
        person.evidence,
        person.attestation,
        str(person.ends_on or person.review_on or ""),
        person.off_site_minutes // 60,
    )


IN_SHORT = (
    Column("Person", Kind.CODE),
    Column("Unit", Kind.CODE),
    Column("Duty station", Kind.CODE),
    Column("Arrangement"),
    Column("Reason"),
    Column("Authority"),
    Column("Decided"),
    Column("Evidence", Kind.CODE),
    Column("Attestation"),
    Column("Until or review"),
    Column("Hours off site", Kind.COUNT),
)


def _reason(reason: str, count: int | None, line: Exceptions) -> tuple[Cell, ...]:
    return (
        words(reason, REASON_WORDS),
        _count(count),
        _count(line.approved),
        _count(line.pending),
        _count(line.denied),
        _count(line.none),
        line.newest_document_on,
        _count(line.expiring),
    )


def _count(number: int | None) -> Cell:
    """A count, or the mark of one that is not shown."""
    return HIDDEN if number is None else number


def _period(label: str) -> str:
    return "all periods" if label == ALL_PERIODS else label


def _spoken(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")
