"""The tables about the data itself: what was rejected or left out, unmapped codes, where it came from."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.reports import series
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.table import Cell, Column, Kind, Table
from dutystation.terms.order import Definition, Order

METHOD: tuple[Definition, ...] = (
    Definition(
        "In-person share",
        "Hours worked at the office, at another facility or in the field, divided by those and the hours of "
        "routine telework, situational telework and remote work. Leave and holidays are in neither.",
        "Contract sections 4 and 5",
    ),
    Definition(
        "Office share",
        "Hours worked at the office alone, divided by the same hours.",
        "Contract section 5",
    ),
    Definition(
        "Low, high",
        "The share if every unclassified hour had been off site, and if every one had been in person.",
        "Contract section 5",
    ),
    Definition(
        "Unclassified",
        "Hours whose pair of pay code and place code nobody has mapped. They are never counted as office.",
        "Contract section 4",
    ),
    Definition(
        "Returned",
        "Has hours in person in the status period and no telework or remote arrangement that keeps the "
        "person away.",
        "Contract section 6, rule 4",
    ),
    Definition(
        "Not returned",
        "Has a routine telework or remote arrangement, or hours under one in the status period, or "
        "situational hours without such an arrangement, or hours off site and none in person.",
        "Contract section 6, rule 3",
    ),
    Definition(
        "Not in duty status",
        "Has time records in the status period, but no hours worked: long leave, deferred resignation.",
        "Contract section 6, rule 2",
    ),
    Definition(
        "Unknown",
        "Has no accepted time record in the status period, or unclassified hours only.",
        "Contract section 6, rules 1 and 5",
    ),
)
BADGE_METHOD: tuple[Definition, ...] = (
    Definition(
        "Uncorroborated rate",
        "Claimed in-person days on which no badge event was found, divided by the claimed days that could be "
        "assessed and are not explained. Badge events are never turned into hours.",
        "Contract section 7",
    ),
    Definition(
        "Utilisation",
        "Occupancy times the benchmark of square feet a person, divided by usable square feet.",
        "Contract section 7",
    ),
)


def intake(report: Consolidated) -> Table:
    """One row is one input table: rows delivered and what became of them."""
    rows: list[tuple[Cell, ...]] = []
    for name, table in report.publication.provenance.tables.items():
        rejected, excluded = sum(table.rejected.values()), sum(table.excluded.values())
        balanced = table.accepted + rejected + excluded == table.raw
        rows.append(
            (
                name,
                table.raw,
                table.accepted,
                rejected,
                excluded,
                "adds up" if balanced else "does not add up",
            )
        )
    return Table(
        title="Rows delivered",
        columns=(
            Column("Table", Kind.CODE),
            Column("Rows", Kind.COUNT),
            Column("Accepted", Kind.COUNT),
            Column("Rejected", Kind.COUNT),
            Column("Excluded", Kind.COUNT),
            Column("Sum check"),
        ),
        rows=rows,
        notes=(
            "A rejected row breaks a rule of the contract and is listed in rejected.csv with file, line and "
            "reason. An excluded row is in order but outside the question: after the as-of date, or hours of "
            "a contractor.",
        ),
    )


def set_aside(report: Consolidated) -> Table:
    """One row is one reason for which rows of one table were rejected or excluded."""
    rows: list[tuple[Cell, ...]] = []
    for name, table in report.publication.provenance.tables.items():
        for what, reasons in (("rejected", table.rejected), ("excluded", table.excluded)):
            rows += [(name, what, reason, number) for reason, number in sorted(reasons.items()) if number]
    return Table(
        title="Rejected and excluded rows by reason",
        columns=(
            Column("Table", Kind.CODE),
            Column("What"),
            Column("Reason", Kind.CODE),
            Column("Rows", Kind.COUNT),
        ),
        rows=rows,
    )


def unclassified_codes(report: Consolidated, limit: int | None = None) -> Table:
    """One row is one pair of codes nobody has mapped, by minutes."""
    pairs = report.publication.unclassified_pairs
    shown = pairs[:limit]
    notes = ["An empty place code is a value. Map a pair in the table “codes” and its hours become known."]
    if len(shown) < len(pairs):
        notes.append(f"The {len(shown)} pairs with most minutes of {len(pairs):,}; all are in the workbook.")
    return Table(
        title="Codes nobody has mapped",
        columns=(
            Column("Pay code", Kind.CODE),
            Column("Place code", Kind.CODE),
            Column("Rows", Kind.COUNT),
            Column("Minutes", Kind.COUNT),
        ),
        rows=[(pair.pay_code, pair.place_code, pair.rows, pair.minutes) for pair in shown],
        notes=tuple(notes),
    )


def definitions(order: Order, *, badge: bool) -> Table:
    """One row is one term of the order or of the method; where both have it, the order's words stand."""
    said = {_letters(d.term) for d in order.definitions}
    method = (*METHOD, *(BADGE_METHOD if badge else ()))
    terms = (
        *order.definitions,
        *map(series.definition, order.series_breaks),
        *(d for d in method if _letters(d.term) not in said),
    )
    return Table(
        title="Definitions",
        columns=(Column("Term"), Column("Means", Kind.LONG_TEXT), Column("Clause")),
        rows=[(d.term, d.sentence, d.clause) for d in terms],
    )


def files(report: Consolidated, limit: int | None = None) -> Table:
    """One row is one delivered file, or one that it was read with, such as a crosswalk."""
    rows = list(_file_rows(report))
    notes: tuple[str, ...] = ()
    if limit is not None and len(rows) > limit:
        notes = (
            f"The first {limit} of {len(rows):,} files; all are in the workbook and in provenance.json.",
        )
    return Table(
        title="Files",
        columns=(
            Column("Table", Kind.CODE),
            Column("File"),
            Column("Bytes", Kind.COUNT),
            Column("SHA-256", Kind.CODE),
        ),
        rows=rows[:limit],
        notes=notes,
    )


def made_with(report: Consolidated) -> tuple[tuple[str, str], ...]:
    """What made the report, as (what, which). The times of the run are in provenance.json alone."""
    p = report.publication.provenance
    return (
        ("Directive", p.directive_name),
        ("SHA-256 of the directive", p.directive_sha256),
        ("dutystation", p.package_version),
        ("Engine", f"{p.engine_name} {p.engine_version}"),
    )


def _letters(term: str) -> str:
    """A term without what `in_person_share` and “In-person share” differ in."""
    return "".join(letter for letter in term.casefold() if letter.isalnum())


def _file_rows(report: Consolidated) -> Iterator[tuple[Cell, ...]]:
    for name, table in report.publication.provenance.tables.items():
        for file, sha256, size in table.files:
            yield name, file, size, sha256
