"""A component's filed report as values: what its PDF, its workbook and its JSON are made from.

`Content` is the shape of what a version of a filing holds. The JSON Schema of `filing.json` follows from it, so
shape, check and description are one thing. Reports print it and work nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass as plain_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, NonNegativeInt, TypeAdapter
from pydantic.dataclasses import dataclass
from pydantic_core import to_jsonable_python

from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.period import ALL_PERIODS

CLOSED = ConfigDict(extra="forbid", use_attribute_docstrings=True)
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
class Exceptions:
    """The people not returned for one reason, by what was decided about them."""

    approved: Shown
    pending: Shown
    denied: Shown
    none: Shown
    """People with the reason and without any request that the application knows."""
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
    interim: Shown
    """Undecided, with something that holds until the decision."""
    over_target: Shown
    over_limit: Shown
    median_business_days: float | None
    """From the first asking to the decision; null where nothing was decided."""


@dataclass(frozen=True, config=CLOSED)
class Space:
    """One building in which people have no seat."""

    facility: str
    name: str
    usable_sqft: str
    seats: NonNegativeInt | None
    assigned: NonNegativeInt | None
    short_by: NonNegativeInt | None
    seat_checked_on: date | None


@dataclass(frozen=True, config=CLOSED)
class Legal:
    """One agreement, order or injunction that keeps people of a unit from returning."""

    instrument: str
    org_unit: str
    people: Shown
    from_day: date | None
    until_day: date | None


@dataclass(frozen=True, config=CLOSED)
class Disputes:
    """Days that somebody says were counted wrongly and that nobody has answered."""

    open: NonNegativeInt
    days: NonNegativeInt
    by_age: Mapping[str, NonNegativeInt]


@dataclass(frozen=True, config=CLOSED)
class Fault:
    """What is known to be wrong with the data: one kind and reason, and how often."""

    kind: str
    reason: str
    count: NonNegativeInt


@dataclass(frozen=True, config=CLOSED)
class Gap:
    """One delivery that was expected and is missing."""

    key: str
    sender: str
    table: str
    period: str
    explanation: str


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
    obligation: str
    obligation_title: str
    due_on: date
    as_of: date
    status_period: str
    run: str
    version: int
    kind: Literal["report", "zero"]
    prepared_by: str
    prepared_on: date
    figures: tuple[Figure, ...]
    bridge: Bridge
    exceptions: Mapping[str, Exceptions]
    accommodation: Accommodation
    space: tuple[Space, ...]
    legal: tuple[Legal, ...]
    disputes: Disputes
    faults: tuple[Fault, ...]
    gaps: tuple[Gap, ...]
    deliveries: tuple[Mapping[str, Any], ...]
    narrative: str
    changes: tuple[Change, ...]
    people: NonNegativeInt
    people_sha256: str | None
    """The hash of the list of people; null in the edition without people."""


@dataclass(frozen=True, config=CLOSED)
class FiledPerson:
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
    review_on: date | None
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


class Edition(StrEnum):
    """Who a package is for."""

    NAMED = "named"
    """With the annex that names people, for those with an official duty."""
    WITHOUT_PEOPLE = "without_people"
    """Without people, free texts and small counts on protected grounds, for wider circulation."""


@dataclass(frozen=True, config=CLOSED)
class FilingDocument:
    """A filed report as one document."""

    format: Literal[1]
    edition: Edition
    certification: Certified
    content: Content
    people: tuple[FiledPerson, ...]
    """By their identifiers; none in the edition without people."""


@plain_dataclass(frozen=True)
class Filed:
    """A filed version in one edition, ready to be printed. `people` can be gone through more than once."""

    edition: Edition
    content: Content
    certification: Certified
    people: Iterable[FiledPerson]

    @property
    def is_named(self) -> bool:
        """Whether it names people and carries the mark."""
        return self.edition is Edition.NAMED

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
_DOCUMENT = TypeAdapter(FilingDocument)


def content_from(document: Mapping[str, Any]) -> Content:
    """The content of a version as values. Raises pydantic.ValidationError where it has another shape."""
    return _CONTENT.validate_python(document)


def as_json(value: Content | Certified | FiledPerson) -> dict[str, Any]:
    """A value as JSON has it."""
    found: dict[str, Any] = to_jsonable_python(value)
    return found


def filing_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `filing.json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_DOCUMENT.json_schema()}
