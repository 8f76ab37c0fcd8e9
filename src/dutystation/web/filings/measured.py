"""What a received run says of one component: figures, bridge, people, deliveries, what the data lacks.

Everything a filing counts comes through here, and none of it can be typed. A run never changes once it is
finished, so that what was read of it is kept for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from dutystation.published.person_days import Facility, PersonOnRolls, facilities_of, people_with_status
from dutystation.published.read import read_publication
from dutystation.terms.figure import Figure, FigureCode
from dutystation.terms.publication import BridgeLine, TableProvenance
from dutystation.terms.return_status import ReturnStatus
from dutystation.web.records.actions import REPORT
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import folder_of

SHARES = (FigureCode.IN_PERSON_SHARE, FigureCode.OFFICE_SHARE)
"""What a filing holds. Badge detail is never in a department roll-up (domain rule 10.29)."""


@dataclass(frozen=True)
class Measured:
    """What a run says of one component. `bridge` is None where it knows nobody there."""

    status_period: str
    figures: tuple[Figure, ...]
    bridge: BridgeLine | None
    tables: Mapping[str, TableProvenance]
    """Of the whole department, since a delivery belongs to its sender and not to a component."""


def measured(run: ReceivedRun, component: str) -> Measured:
    """Figures, bridge and tables. Raises UnusableInput where the run's folder is gone or broken."""
    read = _read(run.name, run.ended_at)
    return Measured(
        read.status_period, read.figures.get(component, ()), read.bridges.get(component), read.tables
    )


def not_returned(run: ReceivedRun, component: str) -> tuple[PersonOnRolls, ...]:
    """Who has not returned, by id. Raises as `measured`."""
    return _not_returned(run.name, run.ended_at, component)


def facilities(run: ReceivedRun) -> Mapping[str, Facility]:
    """The facilities that the run knows, by id. Raises as `measured`."""
    return {facility.facility: facility for facility in facilities_of(folder_of(run.name))}


@dataclass(frozen=True)
class _Read:
    status_period: str
    figures: Mapping[str, tuple[Figure, ...]]
    bridges: Mapping[str, BridgeLine]
    tables: Mapping[str, TableProvenance]


@lru_cache(maxsize=4)
def _read(run: str, ended_at: datetime) -> _Read:
    """The lines of every component; a run that was made anew under its name ended at another time."""
    publication = read_publication(folder_of(run) / REPORT)
    bridges = {line.org_unit: line for line in publication.return_bridge}
    figures: dict[str, list[Figure]] = {}
    for figure in publication.figures:
        if figure.org_unit in bridges and figure.code in SHARES:
            figures.setdefault(figure.org_unit, []).append(figure)
    ordered = {
        unit: tuple(sorted(found, key=lambda figure: (figure.code, figure.period, figure.variant)))
        for unit, found in figures.items()
    }
    return _Read(publication.status_period, ordered, bridges, publication.provenance.tables)


@lru_cache(maxsize=64)
def _not_returned(run: str, ended_at: datetime, component: str) -> tuple[PersonOnRolls, ...]:
    return people_with_status(folder_of(run), component, ReturnStatus.NOT_RETURNED)
