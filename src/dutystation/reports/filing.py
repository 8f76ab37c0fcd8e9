"""A component's filed report as values: what its PDF, its workbook and its JSON are made from.

`Content` is the shape of what a version of a filing holds. Its JSON Schema follows from it: shape, check and
description are one thing. Reports print it and work nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass as plain_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, NonNegativeInt, TypeAdapter
from pydantic.dataclasses import dataclass
from pydantic_core import to_jsonable_python

from dutystation.reports.labels import day
from dutystation.terms.distance import DistanceFrom, ReferenceSet
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.series_break import SeriesBreak

CLOSED = ConfigDict(extra="forbid", use_attribute_docstrings=True, populate_by_name=True)
Shown = NonNegativeInt | None
"""A count; null is one that is not shown, which is only in the edition without people."""


@dataclass(frozen=True, config=CLOSED)
class Bridge:
    """The people on the rolls of the component by return status; the four add up to `on_rolls`."""

    on_rolls: NonNegativeInt
    returned: NonNegativeInt
    not_returned: NonNegativeInt
    not_in_duty_status: NonNegativeInt
    unknown: NonNegativeInt
    reasons: Mapping[str, Shown]
    """Reason to people who have not returned for it, protected grounds merged."""


@dataclass(frozen=True, config=CLOSED)
class ReasonLine:
    """The people not returned for one reason, by where their own request stands."""

    reason: str
    people: Shown
    off_site_minutes: Shown
    approved: Shown
    """Rests on an approval that the application knows."""
    pending: Shown
    """Has a request that nobody has decided."""
    denied: Shown
    none: Shown
    """Has no request."""
    newest_document_on: date | None
    expiring: Shown
    """Approvals that end soon."""


@dataclass(frozen=True, config=CLOSED)
class Accommodation:
    """Requests on protected grounds, all of them together."""

    requests: Shown
    granted: Shown
    alternative: Shown
    """Granted in another form than was asked for."""
    denied: Shown
    ended: Shown
    """Granted once and ended since."""
    undecided: Shown
    interim: Shown
    """Undecided, with something that holds until the decision."""
    over_target: Shown
    over_limit: Shown
    median_business_days: float | None
    """From the first day of the clock to the decision; null where nothing was decided."""


@dataclass(frozen=True, config=CLOSED)
class Space:
    """One facility at which somebody has not returned. Seats are assigned to people of all components."""

    facility: str
    name: str
    usable_sqft: str
    seats: NonNegativeInt | None
    assigned: NonNegativeInt
    short_by: NonNegativeInt | None
    """Seats that are missing; null where nobody has stated the seats."""
    seat_checked_on: date | None


@dataclass(frozen=True, config=CLOSED)
class Legal:
    """One agreement, order or injunction that keeps people of a unit from returning."""

    instrument: str
    org_unit: str
    people: Shown
    first_day: Annotated[date | None, Field(alias="from")]
    last_day: Annotated[date | None, Field(alias="until")]


@dataclass(frozen=True, config=CLOSED)
class Age:
    """Open disputes that were opened so many calendar days ago; the last span has no end."""

    from_days: NonNegativeInt
    to_days: NonNegativeInt | None
    count: NonNegativeInt


@dataclass(frozen=True, config=CLOSED)
class Disputes:
    """Days that somebody says were counted wrongly and that nobody has answered for good."""

    open: NonNegativeInt
    by_age: tuple[Age, ...]
    days: NonNegativeInt
    """Days of the calendar that are disputed."""


@dataclass(frozen=True, config=CLOSED)
class Distance:
    """One test of distance and one office, with the people who have not returned on that ground."""

    start: DistanceFrom | None
    """Where it begins; null, as `reference`, of people whose distance the application does not know."""
    reference: ReferenceSet | None
    office: str
    """Proposed as duty station, else the nearest one; empty in the edition without people."""
    people: Shown
    relocation: Shown
    """Of whom a proposed station would be a relocation."""
    no_relocation: Shown
    """Of whom it would be none; of the others none is proposed."""


@dataclass(frozen=True, config=CLOSED)
class Registers:
    """Counts and lists beside the figures."""

    exceptions: tuple[ReasonLine, ...]
    accommodation: Accommodation
    space: tuple[Space, ...]
    legal: tuple[Legal, ...]
    disputes: Disputes
    distance: tuple[Distance, ...] | None = None
    """Null of a version that was prepared before distances were counted."""


@dataclass(frozen=True, config=CLOSED)
class Fault:
    """What is known to be wrong with the data: one kind and reason, and how often."""

    kind: str
    reason: str
    count: Shown


@dataclass(frozen=True, config=CLOSED)
class Gap:
    """One delivery that was expected and is missing."""

    key: str
    sender: str
    table: str
    period: str
    explanation: str


@dataclass(frozen=True, config=CLOSED)
class Delivered:
    """What the run read of one table, of the whole department, in rows."""

    table: str
    rows: NonNegativeInt
    accepted: NonNegativeInt
    rejected: NonNegativeInt
    excluded: NonNegativeInt


@dataclass(frozen=True, config=CLOSED)
class Change:
    """One thing that is not as in the version filed before."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, config=CLOSED)
class Content:
    """Everything that one version of a filing holds but its people."""

    format: Literal[1]
    component: str
    component_name: str
    order: str
    order_title: str
    order_sha256: str
    obligation: str
    obligation_title: str
    due_on: date
    as_of: date
    status_period: str
    run: str
    run_order_sha256: str
    """The order under which the run measured, which a reissue may have replaced since."""
    version: int
    kind: Literal["report", "zero"]
    prepared_by: str
    prepared_on: date
    figures: tuple[Figure, ...]
    bridge: Bridge
    registers: Registers
    faults: tuple[Fault, ...]
    gaps: tuple[Gap, ...]
    deliveries: tuple[Delivered, ...]
    narrative: str
    changes: tuple[Change, ...]
    people: NonNegativeInt
    people_sha256: str | None
    """The hash of the list of people; null in the edition without people."""


@dataclass(frozen=True, config=CLOSED)
class PersonNotReturned:
    """One person who has not returned, as the version names them."""

    person: str
    org_unit: str
    arrangement: str
    duty_station: str
    reason: str
    authority: str
    decided_on: date | None
    decided_by: str
    evidence: str
    """References to documents, never anything they hold."""
    attestation: str
    """Who has seen the documents."""
    starts_on: date | None
    ends_on: date | None
    """Of protected accommodation always null."""
    review_on: date | None
    """By when it is looked at again; of protected accommodation, by when it ends or is looked at again."""
    off_site_minutes: NonNegativeInt
    open_disputes: NonNegativeInt


@dataclass(frozen=True, config=CLOSED)
class Certified:
    """That somebody certified the version and so filed it."""

    statement: str
    """The exact words that were shown and certified."""
    by: str
    role: str
    as_delegate: bool
    at: datetime
    days_late: NonNegativeInt
    sha256: str | None
    """The hash of the content as it was shown; null in the edition without people, where it would let anybody
    try out which hidden counts fit."""

    @property
    def who(self) -> str:
        """Who certified it, and in which role."""
        return f"{self.by} ({self.role}{', as a delegate' if self.as_delegate else ''})"

    @property
    def when(self) -> str:
        """The moment, by the clock of no place in particular."""
        at = self.at.astimezone(UTC)
        return f"{day(at.date())} at {at:%H:%M} UTC"


class Edition(StrEnum):
    """Who a package is for."""

    NAMED = "named"
    """With the annex that names people, for those with an official duty."""
    WITHOUT_PEOPLE = "without_people"
    """Without people, free texts and small counts on protected grounds, for wider circulation."""


@plain_dataclass(frozen=True)
class Filed:
    """A filed version in one edition, ready to be printed. `people` can be gone through more than once."""

    edition: Edition
    content: Content
    certification: Certified
    people: Iterable[PersonNotReturned]
    why: str = ""
    """What an amendment changes and why; not a part of what was certified."""
    series_breaks: tuple[SeriesBreak, ...] = ()
    """Those that its pay periods lie on both sides of; they stand in the order."""

    @property
    def is_named(self) -> bool:
        """Whether it names people and carries the mark."""
        return self.edition is Edition.NAMED

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What the component wrote; in the edition without people nothing."""
        parts = self.content.narrative.replace("\r\n", "\n").split("\n\n")
        return tuple(part.strip() for part in parts if part.strip())

    @property
    def headline(self) -> Figure | None:
        """The in-person share of the status period, or of all periods where that has no hours."""
        found = (self.figure(period) for period in (self.content.status_period, ALL_PERIODS))
        return next((figure for figure in found if figure is not None and figure.value is not None), None)

    def figure(
        self,
        period: str,
        code: FigureCode = FigureCode.IN_PERSON_SHARE,
        variant: Variant = Variant.TOTAL,
    ) -> Figure | None:
        """One share of the component."""
        sought = (code, period, variant)
        return next((f for f in self.content.figures if (f.code, f.period, f.variant) == sought), None)

    @property
    def periods(self) -> tuple[str, ...]:
        """The pay periods with figures, and `all` at the end."""
        labels = sorted({figure.period for figure in self.content.figures} - {ALL_PERIODS})
        return (*labels, ALL_PERIODS)


_CONTENT = TypeAdapter(Content)
SCHEMAS: Mapping[str, TypeAdapter[Any]] = {
    "certification": TypeAdapter(Certified),
    "content": _CONTENT,
    "person": TypeAdapter(PersonNotReturned),
}


def content_from(document: Mapping[str, Any]) -> Content:
    """The content of a version as values. Raises pydantic.ValidationError where it has another shape."""
    return _CONTENT.validate_python(document)


def as_json(value: Content | Certified | PersonNotReturned) -> dict[str, Any]:
    """A value as JSON has it."""
    found: dict[str, Any] = to_jsonable_python(value, by_alias=True)
    return found


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one of SCHEMAS: of what is in a package as JSON."""
    described = SCHEMAS[name].json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
