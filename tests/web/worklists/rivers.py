"""Findings about the Department of Rivers, as a run would publish them, brought onto the worklists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from tests.web.cast import NOON, act_of

from dutystation.published.findings import Finding
from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import SYSTEM
from dutystation.web.records.models import ReceivedRun
from dutystation.web.worklists.chosen import Chosen, Filter
from dutystation.web.worklists.models import Item
from dutystation.web.worklists.taking import Taken, take


def finding(**given: Any) -> Finding:
    """A finding of NORTH; what is not given is empty."""
    empty = {field.name: "" for field in fields(Finding)}
    return Finding(
        **{**empty, "component": "NORTH", "day": None, "line": 0, "minutes": 0, "details": {}} | given
    )


QUESTIONED = finding(
    kind=FindingKind.QUESTIONED_DAY,
    key="ada/2025-01-28",
    person="ada",
    period="2025-02",
    day=date(2025, 1, 28),
    minutes=480,
    reason="uncorroborated",
    details={"duty_station": "HQ"},
)
REJECTED = finding(
    kind=FindingKind.REJECTED_ROW,
    key="5f2c",
    person="pia",
    period="2025-02",
    table="time_records",
    sender="NORTH",
    file="time.csv",
    line=12,
    reason="not_a_date",
    as_delivered="person=pia; work_date=31.01.2025; hours=8; record_id=r8",
)
NAMELESS = finding(
    kind=FindingKind.REJECTED_ROW,
    key="77aa",
    table="badge_events",
    sender="SOUTH",
    file="badges.csv",
    line=3,
    reason="not_on_roster",
    as_delivered="=HYPERLINK(nobody),HQ,2025-01-27T08:02:00,in",
)
MISSING = finding(
    kind=FindingKind.MISSING_DELIVERY,
    key="NORTH badge_events 2025-02",
    period="2025-02",
    table="badge_events",
    sender="NORTH",
)
SOUTHERN = replace(QUESTIONED, component="SOUTH", key="eve/2025-01-28", person="eve")
OF_CHEN = replace(QUESTIONED, key="chen/2025-01-28", person="chen")
ALL = (MISSING, QUESTIONED, OF_CHEN, REJECTED, NAMELESS, SOUTHERN)


def found(run: ReceivedRun, *findings: Finding, at: datetime = NOON) -> Taken:
    """A run is taken that has found these."""
    return take(act_of(SYSTEM, at), run, [findings])


def item_of(finding: Finding) -> Item:
    return Item.objects.get(kind=finding.kind, key=finding.key)


def seen_by(person: str) -> Sight:
    return sight_of(Person.objects.get(pk=person), NOON.date())


def ticked(*findings: Finding) -> Chosen:
    """Findings of one kind, each ticked."""
    items = [item_of(finding) for finding in findings]
    return Chosen(items[0].kind_of_finding, Filter(), [item.pk for item in items])


def every(kind: FindingKind, **narrowed: str) -> Chosen:
    """All findings of a kind that a filter finds."""
    return Chosen(kind, Filter(**narrowed), None)


def numbers(items: Sequence[Item]) -> list[str]:
    return [item.key for item in items]
