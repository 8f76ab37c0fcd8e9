"""What a filed report says, section by section. Source: domain section 7."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from dutystation.reports import filing_hours as hours
from dutystation.reports import filing_people as people
from dutystation.reports import filing_tables as tables
from dutystation.reports.contents import Block, Section
from dutystation.reports.filing import Filed
from dutystation.reports.labels import day
from dutystation.reports.quality import METHOD
from dutystation.reports.restricted import DOES_NOT_SAY, HANDLED_AS, MARKED_AS
from dutystation.reports.table import Column, Kind, Table

MOST_PEOPLE_PRINTED = 1_000
"""People in the printed annex; the workbook and the JSON have all of them."""


def sections(filed: Filed) -> tuple[Section, ...]:
    """Every section between the certification and the annex."""
    return tuple(
        Section(heading, tuple(blocks))
        for heading, blocks in (
            ("Method", _method(filed)),
            ("Everybody on the rolls", _bridge(filed)),
            ("Hours worked in person", _hours(filed)),
            ("Why people have not returned", _reasons(filed)),
            ("Accommodation", _accommodation(filed)),
            ("Space", _or(tables.space(filed), "Nobody is without a seat, as far as the application knows.")),
            (
                "Legal impediments",
                _or(tables.legal(filed), "No agreement, order or injunction keeps anybody from returning."),
            ),
            ("Remote beyond distance", _distance(filed)),
            ("Open disputes", _disputes(filed)),
            ("Known faults of the data", _or(tables.faults(filed), "No fault of the data is known.")),
            ("Missing deliveries", _or(tables.gaps(filed), "No delivery that was expected is missing.")),
            ("Changes since the version filed before", _changes(filed)),
            ("In the words of the component", _narrative(filed)),
            ("Where the figures come from", _origin(filed)),
        )
    )


def annex(filed: Filed) -> Section | None:
    """The people by name, as many as are printed; None in the edition without people."""
    if not filed.is_named:
        return None
    printed = [people.in_short(person) for person in islice(filed.people, MOST_PEOPLE_PRINTED)]
    number = filed.content.people
    blocks: list[Block] = [
        DOES_NOT_SAY,
        tuple(f"{what}: {sentence}" for what, sentence in (*MARKED_AS, *HANDLED_AS)),
    ]
    if number > len(printed):
        blocks.append(
            f"{number:,} people have not returned. The first {len(printed):,} by identifier are printed "
            "here; all of them are in the workbook and in the JSON file of the same package."
        )
    if printed:
        blocks.append(Table("", people.IN_SHORT, printed))
    else:
        blocks.append("Nobody has the status not returned. This is a report of zero, and a report.")
    return Section("Annex: people who have not returned", tuple(blocks))


def _method(filed: Filed) -> Iterator[Block]:
    yield (
        f"The figures and the list of people come from the run {filed.content.run}, which read what had been "
        "delivered, and cannot be typed. What is said of requests and decisions stood in the application "
        "when the version was prepared."
    )
    yield Table(
        title="",
        columns=(Column("Term"), Column("Meaning", Kind.LONG_TEXT)),
        rows=[(definition.term, definition.sentence) for definition in METHOD],
    )


def _bridge(filed: Filed) -> Iterator[Block]:
    yield (
        "On rolls = returned + not returned + not in duty status + unknown. Everyone on the rolls on "
        f"{day(filed.content.as_of)}, contractors excepted, has exactly one status, from the hours of pay "
        f"period {filed.content.status_period}."
    )
    yield replace(tables.bridge(filed), title="")


def _hours(filed: Filed) -> Iterator[Block]:
    if not filed.content.figures:
        yield "No hours worked were delivered; no share can be given."
        return
    yield hours.shares_by_period(filed)
    yield hours.hours_by_place(filed)
    yield hours.shares_by_population(filed)


def _reasons(filed: Filed) -> Iterator[Block]:
    if filed.content.bridge.not_returned:
        yield replace(tables.reasons(filed), title="")
    else:
        yield "Nobody has the status not returned."


def _accommodation(filed: Filed) -> Iterator[Block]:
    if filed.content.registers.accommodation.requests == 0:
        yield "No request on a protected ground was made."
    else:
        yield replace(tables.accommodation(filed), title="")


def _distance(filed: Filed) -> Iterator[Block]:
    if filed.content.registers.distance is None:
        yield "This version was prepared before distances were counted."
    else:
        yield from _or(tables.distance(filed), "Nobody is away on the ground of distance.")


def _disputes(filed: Filed) -> Iterator[Block]:
    if filed.content.registers.disputes.open:
        yield replace(tables.disputes(filed), title="")
    else:
        yield "No dispute is open."


def _changes(filed: Filed) -> Iterator[Block]:
    if filed.why:
        yield f"Why this version was made: {filed.why}"
    if filed.content.changes:
        yield replace(tables.changes(filed), title="")
    else:
        yield "There is nothing to tell: no version was filed before, or nothing has changed since."
    if not filed.is_named:
        yield (
            "Changes of single reasons are in the edition with people: two versions together could tell more."
        )


def _narrative(filed: Filed) -> Iterator[Block]:
    if filed.is_named:
        yield from filed.paragraphs or ("The component wrote nothing.",)
    else:
        yield "What the component wrote is in the edition with people: a text can name somebody."


def _origin(filed: Filed) -> Iterator[Block]:
    content = filed.content
    yield Table(
        title="",
        columns=(Column("What"), Column("Which", Kind.CODE)),
        rows=[
            ("Component", content.component),
            ("Order", content.order),
            ("SHA-256 of the order", content.order_sha256),
            ("Obligation", content.obligation),
            ("Version", str(content.version)),
            ("Run", content.run),
            ("SHA-256 of the order it measured under", content.run_order_sha256),
            ("As of", content.as_of.isoformat()),
        ],
    )
    yield replace(tables.deliveries(filed), title="Deliveries that were read")


def _or(table: Table, nothing: str) -> Iterator[Block]:
    """The table under the heading of its section, or a sentence where it would be empty."""
    yield replace(table, title="") if table.rows else nothing
