"""An invented filed report, for the tests of its PDF, its workbook and its package.

Expected values are worked out by hand from what stands here. By hand: in pay period 2025-02 of 60,000 minutes
known 48,000 were in person, 80.0%; 1,200 are unclassified, so low is 48,000 ÷ 61,200 = 78.4% and high
49,200 ÷ 61,200 = 80.4%, and 1,200 ÷ 61,200 = 2.0% unclassified.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from dutystation.reports.filing import Certified, Edition, Filed, PersonNotReturned, content_from

STATEMENT = "I certify that this report is complete and holds no medical information."
AT = datetime(2025, 2, 18, 14, 5, tzinfo=UTC)
SHA256 = "5e" * 32
PEOPLE_SHA256 = "d1" * 32
NARRATIVE = "Two floors of the North Tower are being painted.\n\nSeats follow in March; Ada asked first."
EXPLANATION = "The sender's system was replaced; Ada sends the rest."
PROTECTED_SMALL = 7
"""People on protected grounds: under 10, so hidden where people may not be seen."""


def figure(
    period: str, variant: str = "total", code: str = "in_person_share", numerator: int = 48_000
) -> dict[str, Any]:
    """One share of 60,000 known and 1,200 unclassified minutes."""
    known, unclassified = 60_000, 1_200
    return {
        "code": code,
        "org_unit": "NORTH",
        "period": period,
        "variant": variant,
        "numerator": numerator,
        "denominator": known,
        "unclassified": unclassified,
        "value": numerator / known,
        "low": numerator / (known + unclassified),
        "high": (numerator + unclassified) / (known + unclassified),
        "status": "final",
        "minutes": {
            "office": 42_000,
            "other_facility": 3_000,
            "field": 3_000,
            "routine": 6_000,
            "situational": 4_500,
            "remote": 1_500,
            "nonwork": 9_000,
            "unclassified": unclassified,
        },
    }


def reason(code: str, people: int, **parts: Any) -> dict[str, Any]:
    """The register's line of one reason."""
    standing = {"approved": 0, "pending": 0, "denied": 0, "none": 0, **parts}
    return {
        "reason": code,
        "people": people,
        "off_site_minutes": 600 * people,
        "newest_document_on": None,
        "expiring": 0,
        **standing,
    }


ACCOMMODATION = {
    "requests": 19,
    "granted": 11,
    "alternative": 2,
    "denied": 1,
    "ended": 0,
    "undecided": 5,
    "interim": 3,
    "over_target": 2,
    "over_limit": 1,
    "median_business_days": 12.5,
}
LACKS: dict[str, Any] = {
    "faults": [{"kind": "rejected_row", "reason": "not_a_date", "count": 13}],
    "gaps": [
        {
            "key": "missing:CBP:badge_events:2025-03",
            "sender": "CBP",
            "table": "badge_events",
            "period": "2025-03",
            "explanation": EXPLANATION,
        }
    ],
    "deliveries": [
        {
            "table": "time_records",
            "rows": 5_013,
            "accepted": 5_000,
            "rejected": 13,
            "excluded": 0,
        }
    ],
}
"""Faults, gaps and deliveries."""


def registers(protected: int, no_reason: int) -> dict[str, Any]:
    """The registers beside the figures."""
    return {
        "exceptions": [
            reason("space", 25, approved=21, pending=4, newest_document_on="2025-02-11", expiring=3),
            reason("protected_accommodation", protected, approved=protected - 2, pending=2),
            reason("none", no_reason, none=no_reason),
        ],
        "accommodation": dict(ACCOMMODATION),
        "space": [
            {
                "facility": "TOWER",
                "name": "North Tower",
                "usable_sqft": "30000",
                "seats": 120,
                "assigned": 145,
                "short_by": 25,
                "seat_checked_on": "2025-02-10",
            }
        ],
        "legal": [
            {
                "instrument": "Agreement of the harbour workers, article 12",
                "org_unit": "NORTH-1",
                "people": 0,
                "from": "2024-01-01",
                "until": None,
            }
        ],
        "distance": [
            {
                "start": "duty_station",
                "reference": "department_facility",
                "office": office,
                "people": people,
                "relocation": moves,
                "no_relocation": 0,
            }
            for office, people, moves in (("Hilltown 00002", 3, 1), ("Rivertown 00001", 2, 0))
        ],
        "disputes": {
            "open": 6,
            "by_age": [
                {"from_days": 0, "to_days": 10, "count": 4},
                {"from_days": 11, "to_days": 30, "count": 2},
                {"from_days": 31, "to_days": None, "count": 0},
            ],
            "days": 5,
        },
    }


def changes(protected: int) -> list[dict[str, str]]:
    """What is not as in the version before."""
    return [
        {"what": "bridge.returned", "before": "940", "after": "950"},
        {"what": "reasons.protected_accommodation", "before": "6", "after": str(protected)},
        {
            "what": "figures.in_person_share.2025-02.total",
            "before": "30000/60000, 1200",
            "after": "48000/60000, 1200",
        },
    ]


def content(*, protected: int = PROTECTED_SMALL, no_reason: int = 40, **changed: Any) -> dict[str, Any]:
    """What a version holds. 25 without a seat, `protected` people, `no_reason` without an approved reason."""
    not_returned = 25 + protected + no_reason
    made: dict[str, Any] = {
        "format": 1,
        "component": "NORTH",
        "component_name": "Northern Division",
        "order": "harbours-2025",
        "order_title": "Return to duty station",
        "order_sha256": "0a" * 32,
        "obligation": "component_report",
        "obligation_title": "Component report on people not returned",
        "due_on": "2025-02-19",
        "as_of": "2025-02-14",
        "status_period": "2025-02",
        "run": "2025-02-14-1",
        "run_order_sha256": "0b" * 32,
        "version": 2,
        "kind": "report",
        "prepared_by": "chen",
        "prepared_on": "2025-02-17",
        "figures": [
            figure(period, variant, code, numerator)
            for period in ("2025-02", "2025-03", "all")
            for variant in ("total", "civilian")
            for code, numerator in (("in_person_share", 48_000), ("office_share", 42_000))
        ],
        "bridge": {
            "on_rolls": 1_000 + not_returned,
            "returned": 950,
            "not_returned": not_returned,
            "not_in_duty_status": 30,
            "unknown": 20,
            "reasons": {"space": 25, "protected_accommodation": protected, "none": no_reason},
        },
        "registers": registers(protected, no_reason),
        **LACKS,
        "narrative": NARRATIVE,
        "people": not_returned,
        "people_sha256": PEOPLE_SHA256,
        "changes": changes(protected),
    }
    return {**made, **changed}


def person(number: int, *, code: str = "space") -> PersonNotReturned:
    """An invented person with everything that can be said."""
    return PersonNotReturned(
        person=f"invented-{number:05d}",
        org_unit="NORTH-1",
        arrangement="routine",
        duty_station="TOWER",
        reason=code,
        authority="Paragraph 4(c), lack of space",
        decided_on=date(2025, 2, 3),
        decided_by="finn (facilities specialist), hanna (component head)",
        evidence=f"request:{number}, 2 documents",
        attestation="What the order asks for was found sufficient before the decision of the component head "
        "of NORTH.",
        starts_on=date(2025, 2, 3),
        ends_on=date(2025, 5, 30),
        review_on=None,
        off_site_minutes=4_800,
        open_disputes=1,
    )


def certified(sha256: str = SHA256) -> Certified:
    return Certified(
        STATEMENT, "hanna", "component head", as_delegate=True, at=AT, days_late=0, sha256=sha256
    )


def filed(of: Mapping[str, Any] | None = None, *, people: int = 3) -> Filed:
    """The named edition, with so many people by name."""
    return Filed(
        Edition.NAMED,
        content_from(of or content()),
        certified(),
        tuple(person(number) for number in range(1, people + 1)),
    )
