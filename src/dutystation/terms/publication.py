"""Everything one report holds, as values: what `published` writes and reads and `reports` sets in type.

No person appears in it. The row-level tables (`return_status`, `rejected`, `excluded`, `intervals`,
`evidence`) stay in their files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dutystation.terms.figure import Figure
from dutystation.terms.period import PayPeriod
from dutystation.terms.return_status import ReturnStatus

CONTRACT_VERSION = 1


@dataclass(frozen=True)
class OrgUnit:
    """One unit of the department. `component` is itself for a component, the root for the root."""

    org_unit: str
    name: str
    parent: str
    component: str


@dataclass(frozen=True)
class BridgeLine:
    """The people on the rolls of the department or one component, by return status.

    `on_rolls` is the four statuses added up; `not_returned` is `reasons` added up.
    """

    org_unit: str
    on_rolls: int
    returned: int
    not_returned: int
    not_in_duty_status: int
    unknown: int
    reasons: Mapping[str, int]


BRIDGE_COUNTS = ("on_rolls", *(status.value for status in ReturnStatus))
"""What a line of the bridge counts, in the order of tables."""


@dataclass(frozen=True)
class UnclassifiedPair:
    """One pair of codes nobody has mapped, with the accepted rows and whole minutes under it."""

    pay_code: str
    place_code: str
    rows: int
    minutes: int


@dataclass(frozen=True)
class EvidenceCount:
    """Claimed in-person person-days of one org unit in one period (or `all`), by evidence class."""

    org_unit: str
    period: str
    corroborated: int
    explained: int
    not_assessable: int
    uncorroborated: int


@dataclass(frozen=True)
class OccupancyDay:
    """One facility on one date with anybody present. `usable_sqft` is the text as delivered."""

    facility: str
    local_date: date
    people: int
    seats: int | None
    usable_sqft: str


@dataclass(frozen=True)
class Utilisation:
    """One measure of one facility over one span; `utilisation` is a share, 1.0 meaning full."""

    facility: str
    measure: str
    first: date
    last: date
    occupancy: float
    usable_sqft: str
    utilisation: float


@dataclass(frozen=True)
class BadgeResults:
    """What badge events add to a publication."""

    quality: Mapping[str, int]
    evidence_counts: tuple[EvidenceCount, ...]
    occupancy: tuple[OccupancyDay, ...]
    utilisation: tuple[Utilisation, ...]


@dataclass(frozen=True)
class TableProvenance:
    """What became of one input table. `files` are (name, sha256, bytes); counts are rows."""

    files: tuple[tuple[str, str, int], ...]
    raw: int
    accepted: int
    rejected: Mapping[str, int]
    excluded: Mapping[str, int]


@dataclass(frozen=True)
class Provenance:
    """Where a publication comes from. Times are UTC in ISO 8601 and stand in no other file."""

    tables: Mapping[str, TableProvenance]
    directive_name: str
    directive_sha256: str
    package_version: str
    engine_name: str
    engine_version: str
    started_at: str
    ended_at: str


@dataclass(frozen=True)
class Publication:
    """One report: figures, bridge and counts of one set of inputs under one directive on one day."""

    directive: str
    as_of: date
    periods: tuple[PayPeriod, ...]
    status_period: str
    org_units: tuple[OrgUnit, ...]
    figures: tuple[Figure, ...]
    return_bridge: tuple[BridgeLine, ...]
    unclassified_pairs: tuple[UnclassifiedPair, ...]
    badge: BadgeResults | None
    provenance: Provenance

    def units_below(self, org_unit: str) -> frozenset[str]:
        """The units below one, at any depth."""
        children: dict[str, list[str]] = {}
        for unit in self.org_units:
            children.setdefault(unit.parent, []).append(unit.org_unit)
        below, todo = set[str](), [org_unit]
        while todo:
            new = [unit for unit in children.get(todo.pop(), ()) if unit not in below]
            below.update(new)
            todo.extend(new)
        return frozenset(below)
