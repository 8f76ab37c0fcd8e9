"""A day as it was counted, in a form that is kept with a dispute and compared with a later run."""

from __future__ import annotations

from typing import Any

from dutystation.published.person_days import PersonDay

Counted = dict[str, Any]
"""`records`: what each record came to, in their order; `evidence_class`; `seen_at`: facilities."""


def counted(day: PersonDay | None) -> Counted:
    """The day without what changes from delivery to delivery and means nothing: files, lines, ids.

    A day of which the run knows nothing has no records.
    """
    if day is None:
        return {"records": [], "evidence_class": "", "seen_at": []}
    records = [
        {
            "hours": record.hours,
            "minutes": record.minutes,
            "pay_code": record.pay_code,
            "place_code": record.place_code,
            "counted_minutes": record.counted_minutes,
            "place": record.place,
            "fate": record.fate,
        }
        for record in day.records
    ]
    return {
        "records": sorted(records, key=lambda record: [str(value) for value in record.values()]),
        "evidence_class": day.evidence_class,
        "seen_at": sorted({presence.facility for presence in day.presences}),
    }
