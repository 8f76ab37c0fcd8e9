"""Filings of the Department of Rivers, put into the database as if they had been prepared and certified."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from tests.publication.filed_reports import content, minutes
from tests.web.cast import NOON, act_of
from tests.web.issued_orders import issue_order

from dutystation.published.canonical import sha256_of
from dutystation.web.audit.act import SYSTEM
from dutystation.web.filings.actions import open_filings
from dutystation.web.filings.models import Certification, Filing, Version
from dutystation.web.filings.rules import State
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.records.models import ReceivedRun

HEADS = {"NORTH": ("chen", "hanna"), "SOUTH": ("eric", "gale")}
"""Who prepares and who certifies."""


def opened(at: datetime = NOON) -> dict[str, Filing]:
    """What NORTH and SOUTH owe, by component, under an order that is issued if none was."""
    if not IssuedDirective.objects.exists():
        issue_order(at=at)
    open_filings(act_of(SYSTEM, at))
    return {filing.component_id: filing for filing in Filing.objects.all()}


def in_person(office: int, routine: int, *, unclassified: int = 0) -> dict[str, int]:
    """Minutes of the pay period by which people are counted."""
    return minutes(office=office, routine=routine, unclassified=unclassified)


def report(
    component: str,
    by_period: Mapping[str, Mapping[str, int]],
    *,
    at: datetime = NOON,
    run: ReceivedRun | None = None,
    **given: Any,
) -> Version:
    """A component files a version: its next one, with these minutes."""
    filing = opened(at)[component]
    number = filing.versions.count() + 1
    made = content(component, by_period, version=number, **given)
    run = run or ReceivedRun.objects.first() or a_run()
    preparer, certifier = HEADS[component]
    day = localdate(at)
    version = Version.objects.create(
        filing=filing,
        number=number,
        kind="report",
        replaces=filing.versions.first(),
        run=run,
        as_of=date.fromisoformat(made["as_of"]),
        content=made,
        sha256=sha256_of(made),
        prepared_by_id=preparer,
        prepared_at=at,
    )
    Certification.objects.create(
        version=version,
        person_id=certifier,
        role="component_head",
        as_delegate=False,
        statement="invented",
        sha256=version.sha256,
        days_late=max((day - filing.due_on).days, 0),
        at=at,
    )
    filing.state, filing.holding = State.FILED, version
    filing.first_filed_on = filing.first_filed_on or day
    filing.save()
    return version


def a_run() -> ReceivedRun:
    """A run without a folder, for filings alone."""
    return ReceivedRun.objects.create(
        name="2025-02-19-invented",
        as_of=date(2025, 2, 19),
        ended_at=NOON,
        directive_name="dhs-2025",
        directive_sha256="",
        received_at=NOON,
    )
