"""The people whom a version names: who they are is from the run, what stands behind each from the cases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count

from dutystation.published.canonical import canonical
from dutystation.published.person_days import PersonOnRolls
from dutystation.reports.suppression import PUBLISHED_REASONS
from dutystation.terms.ground import NO_DECISION_YET, NO_GROUND, published_reason
from dutystation.terms.publication import BridgeLine
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.scope import within
from dutystation.web.filings.grounds import Ground, behind
from dutystation.web.filings.models import FiledPerson
from dutystation.web.records.models import Dispute
from dutystation.web.records.rules import UNANSWERED

COLUMNS = (
    "person",
    "org_unit",
    "arrangement",
    "duty_station",
    "reason",
    "authority",
    "decided_on",
    "decided_by",
    "evidence",
    "attestation",
    "starts_on",
    "ends_on",
    "review_on",
    "off_site_minutes",
    "open_disputes",
)
"""What is said of each, in the order of files."""
DELIVERED = "The decision was delivered with the tables of the run; no request stands here"


def merged(line: BridgeLine | None) -> BridgeLine | None:
    """A bridge with protected grounds as one reason, and its reasons in the order of the list."""
    if line is None:
        return None
    counts: dict[str, int] = {}
    for reason, people in line.reasons.items():
        counts[published_reason(reason)] = counts.get(published_reason(reason), 0) + people
    return replace(line, reasons={reason: counts[reason] for reason in PUBLISHED_REASONS if reason in counts})


def named(
    people: Iterable[PersonOnRolls],
    grounds: Mapping[str, list[Ground]],
    disputes: Mapping[str, int],
    day: date,
) -> list[FiledPerson]:
    """The rows of a version that is being prepared on `day`, in the order of people; not saved."""
    return [
        _named(person, behind(published_reason(person.reason), grounds.get(person.person, ()), day), disputes)
        for person in people
    ]


def _named(person: PersonOnRolls, ground: Ground | None, disputes: Mapping[str, int]) -> FiledPerson:
    row = FiledPerson(
        person=person.person,
        org_unit=person.org_unit,
        arrangement=person.arrangement,
        duty_station=person.duty_station,
        reason=published_reason(person.reason),
        off_site_minutes=person.off_site_minutes,
        open_disputes=disputes.get(person.person, 0),
    )
    if ground is None:
        row.evidence = "" if row.reason in (NO_GROUND, NO_DECISION_YET) else DELIVERED
        return row
    row.evidence = ground.evidence
    held, newest = ground.approval, ground.newest
    if held is not None and newest is not None:
        row.authority, row.attestation = ground.authority, ground.attestation
        row.decided_on, row.decided_by = held.decided_on, ground.decided_by
        row.starts_on = held.valid_from
        if ground.request.protected:
            row.review_on = newest.known_until or ground.last_day
        else:
            row.ends_on, row.review_on = ground.last_day, newest.review_on
    return row


def open_disputes(component: Unit) -> Mapping[str, int]:
    """How many days each person of a component disputes that nobody has answered for good."""
    rows = Dispute.objects.filter(within(component, "person"), state__in=UNANSWERED)
    return {
        row["person"]: row["number"] for row in rows.order_by().values("person").annotate(number=Count("pk"))
    }


def entry(row: FiledPerson) -> dict[str, Any]:
    """One person as files and the hash have them: days as YYYY-MM-DD, null where there is none."""
    values = {column: getattr(row, column) for column in COLUMNS}
    return {
        column: value.isoformat() if isinstance(value, date) else value for column, value in values.items()
    }


def people_sha256(rows: Iterable[FiledPerson]) -> str:
    """The hash over all people of a version, by id: one line of canonical JSON for each."""
    hashed = hashlib.sha256()
    for row in sorted(rows, key=lambda row: row.person):
        hashed.update(canonical(entry(row)) + b"\n")
    return hashed.hexdigest()
