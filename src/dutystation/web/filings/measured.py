"""What a received run says of one component: figures, bridge, people, stations, deliveries.

Everything a filing counts comes through here, and none of it can be typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.db.models import Sum

from dutystation.published.person_days import PersonOnRolls, people_with_status
from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant
from dutystation.terms.publication import BridgeLine
from dutystation.terms.return_status import ReturnStatus
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import folder_of
from dutystation.web.results.models import BridgeCount, RunFault, RunPeriod, StationedPeople, UnitFigure
from dutystation.web.results.rules import FaultKind

SHARES = (FigureCode.IN_PERSON_SHARE, FigureCode.OFFICE_SHARE)
"""What a filing holds. Badge detail is never in a department roll-up (domain rule 10.29)."""


@dataclass
class Delivered:
    """The rows of one table of the whole department, by what became of them."""

    table: str
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    excluded: int = 0


@dataclass(frozen=True)
class Measured:
    """What a run says of one component. `bridge` is None where it knows nobody there."""

    status_period: str
    figures: tuple[Figure, ...]
    bridge: BridgeLine | None
    deliveries: tuple[Delivered, ...] = field(default=())
    """Of the whole department, since a delivery belongs to its sender and not to a component."""


def measured(run: ReceivedRun, component: str) -> Measured:
    """Figures, bridge and deliveries, in an order that does not depend on the database."""
    shares = UnitFigure.objects.filter(run=run, org_unit=component, code__in=SHARES)
    figures = sorted(map(_figure, shares), key=lambda one: (one.code, one.period, one.variant))
    period = RunPeriod.objects.filter(run=run, is_status_period=True).first()
    return Measured(
        period.period if period else "", tuple(figures), bridge_of(run, component), _deliveries(run)
    )


def bridge_of(run: ReceivedRun, component: str) -> BridgeLine | None:
    """The people of a component by return status; None where the run knows nobody there."""
    line = BridgeCount.objects.filter(run=run, org_unit=component).first()
    return None if line is None else line.line


def not_returned(run: ReceivedRun, component: str) -> tuple[PersonOnRolls, ...]:
    """Who has not returned, by id. Raises UnusableInput where the run's folder is gone or broken.

    A run never changes once it is finished, so that what was read is kept for a while; one that was made anew
    under its name ended at another time.
    """
    return _not_returned(run.name, run.ended_at, component)


def assigned(run: ReceivedRun) -> Mapping[str, int]:
    """How many people, of all components, have each facility as their duty station."""
    rows = StationedPeople.objects.filter(run=run).order_by().values("facility")
    return {row["facility"]: row["number"] for row in rows.annotate(number=Sum("people"))}


@lru_cache(maxsize=64)
def _not_returned(run: str, ended_at: datetime, component: str) -> tuple[PersonOnRolls, ...]:
    return people_with_status(folder_of(run), component, ReturnStatus.NOT_RETURNED)


def _figure(row: UnitFigure) -> Figure:
    return Figure(
        code=FigureCode(row.code),
        org_unit=row.org_unit_id,
        period=row.period,
        variant=Variant(row.variant),
        numerator=row.numerator,
        denominator=row.denominator,
        unclassified=row.unclassified,
        value=row.value,
        low=row.low,
        high=row.high,
        status=FigureStatus(row.status),
        minutes=row.minutes,
    )


COUNTED = {
    FaultKind.DELIVERED: "rows",
    FaultKind.ACCEPTED: "accepted",
    FaultKind.REJECTED: "rejected",
    FaultKind.EXCLUDED: "excluded",
}


def _deliveries(run: ReceivedRun) -> tuple[Delivered, ...]:
    tables: dict[str, Delivered] = {}
    for fault in RunFault.objects.filter(run=run, kind__in=list(COUNTED)):
        line = tables.setdefault(fault.table, Delivered(fault.table))
        column = COUNTED[FaultKind(fault.kind)]
        setattr(line, column, getattr(line, column) + fault.rows)
    return tuple(tables[table] for table in sorted(tables))
