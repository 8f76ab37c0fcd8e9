"""What a run's data lacks: rows that could not be used, codes nobody has mapped, badge events set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.dashboards.asked import Asked
from dutystation.web.results.models import RunFault
from dutystation.web.results.rules import FaultKind


@dataclass
class TableRows:
    """One row is a table that was delivered: how many rows, and what became of them."""

    table: str
    delivered: int = 0
    accepted: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    excluded: dict[str, int] = field(default_factory=dict)

    @property
    def all_rejected(self) -> int:
        return sum(self.rejected.values())

    @property
    def all_excluded(self) -> int:
        return sum(self.excluded.values())


def quality_context(request: ActingRequest, asked: Asked) -> dict[str, Any]:
    """Everything the page shows. The pairs of codes, of which there can be many, come by the page."""
    pairs = RunFault.objects.filter(run=asked.run, kind=FaultKind.UNCLASSIFIED_PAIR)
    counts = RunFault.objects.filter(run=asked.run).exclude(kind=FaultKind.UNCLASSIFIED_PAIR)
    tables: dict[str, TableRows] = {}
    badges: dict[str, int] = {}
    for fault in counts.order_by("table", "-rows", "reason"):
        if fault.kind == FaultKind.BADGE_QUALITY:
            badges[fault.reason] = fault.rows
        else:
            _add(tables.setdefault(fault.table, TableRows(fault.table)), fault)
    return {
        "tables": list(tables.values()),
        "rejections": _by_reason(tables, "rejected"),
        "exclusions": _by_reason(tables, "excluded"),
        "badges": badges,
        "page": page_of_rows(pairs.order_by("-minutes", "-rows", "pay_code", "place_code"), request),
    }


def _add(table: TableRows, fault: RunFault) -> None:
    if fault.kind == FaultKind.DELIVERED:
        table.delivered = fault.rows
    elif fault.kind == FaultKind.ACCEPTED:
        table.accepted = fault.rows
    else:
        kept = table.rejected if fault.kind == FaultKind.REJECTED else table.excluded
        kept[fault.reason] = fault.rows


def _by_reason(tables: Mapping[str, TableRows], kind: str) -> list[tuple[str, str, int]]:
    return [
        (table.table, reason, rows)
        for table in tables.values()
        for reason, rows in getattr(table, kind).items()
    ]
