"""What senders delivered before and not again: a low share must not be taken for people who stay away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.tables.inputs import BY_PERIOD
from dutystation.terms.period import PayCalendar, PayPeriod


@dataclass(frozen=True)
class NotDelivered:
    """A sender who delivered a table for an earlier pay period, and not for `period`."""

    sender: str
    table: str
    period: str
    first_delivered: str


def missing_deliveries(
    source: WorkspaceSource, calendar: PayCalendar, status_period: PayPeriod
) -> Iterator[NotDelivered]:
    """Every sender, table and pay period after its first delivery up to the status period without one."""
    for table in sorted(BY_PERIOD):
        delivered: dict[str, set[PayPeriod]] = {}
        for sender, label in source.deliveries(table):
            if period := calendar.labelled(label):
                delivered.setdefault(sender, set()).add(period)
        for sender, periods in sorted(delivered.items()):
            first = min(periods)
            period = first
            while (period := calendar.after(period)) <= status_period:
                if period not in periods:
                    yield NotDelivered(sender, table, period.label, first.label)
