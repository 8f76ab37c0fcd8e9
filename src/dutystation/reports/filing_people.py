"""The tables of a filed report that name people: all that is said of each, and in short for printing."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.reports.filing import Filed, PersonNotReturned
from dutystation.reports.labels import REASON_WORDS, spoken, words
from dutystation.reports.table import Cell, Column, Kind, Table


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
            spoken(p.arrangement),
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


def in_short(person: PersonNotReturned) -> tuple[Cell, ...]:
    """A person as the printed annex has them, in the columns of `IN_SHORT`."""
    decided = " ".join(filter(None, (str(person.decided_on or ""), person.decided_by)))
    return (
        person.person,
        person.org_unit,
        person.duty_station,
        spoken(person.arrangement),
        words(person.reason, REASON_WORDS),
        person.authority,
        decided,
        ". ".join(filter(None, (person.evidence, person.attestation))),
        str(person.ends_on or person.review_on or ""),
        (person.off_site_minutes + 30) // 60,
    )


IN_SHORT = (
    Column("Person", Kind.CODE),
    Column("Unit", Kind.CODE),
    Column("Duty station", Kind.CODE),
    Column("Arrangement"),
    Column("Reason"),
    Column("Authority", Kind.LONG_TEXT),
    Column("Decided", Kind.LONG_TEXT),
    Column("Evidence and attestation", Kind.LONG_TEXT),
    Column("Until or review"),
    Column("Hours off site", Kind.COUNT),
)
