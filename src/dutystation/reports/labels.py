"""The words a reader sees for the codes of the contract, and how a number is written out.

Rounding happens here and nowhere before: shares to a tenth of a percent, hours to whole hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dutystation.terms.ground import PROTECTED
from dutystation.terms.months import MONTHS

FIGURE_WORDS: Mapping[str, str] = {
    "in_person_share": "In-person share",
    "office_share": "Office share",
    "uncorroborated_rate": "Uncorroborated rate",
}

VARIANT_WORDS: Mapping[str, str] = {
    "total": "All hours worked, civilians and military",
    "civilian": "Civilians, all hours worked",
    "military": "Military, all hours worked",
    "regular_excl_remote": "Regular hours, without remote workers",
    "eligible_excl_remote": "Regular hours of the telework-eligible, without remote workers",
}

FIGURE_STATUS_WORDS: Mapping[str, str] = {
    "final": "final",
    "provisional": "provisional",
    "no_hours": "no hours worked",
    "no_days": "no days to assess",
}

RETURN_STATUS_WORDS: Mapping[str, str] = {
    "returned": "returned",
    "not_returned": "not returned",
    "not_in_duty_status": "not in duty status",
    "unknown": "unknown",
}

REASON_WORDS: Mapping[str, str] = {
    "space": "No office space",
    PROTECTED: "Protected accommodation",
    "legal_impediment": "Legal impediment",
    "military_spouse": "Military spouse",
    "foreign_service_spouse": "Foreign Service spouse",
    "other_compelling": "Other compelling reason",
    "distance": "Remote beyond distance",
    "hired_remote": "Hired as remote",
    "deployable": "Deployable, intermittent",
    "overseas": "Overseas telework",
    "equipment": "IT or equipment",
    "deferred_resignation": "Deferred resignation",
    "pending": "Decision pending",
    "none": "No approved reason",
}

MEASURE_WORDS: Mapping[str, str] = {
    "gsa_weekdays": "GSA: mean people present on the ten weekdays of a pay period",
    "statute_40h": "Statute: mean people with 40 in-person hours a week over two months",
}

EVIDENCE_WORDS: Mapping[str, str] = {
    "corroborated": "corroborated",
    "explained": "explained",
    "not_assessable": "not assessable",
    "uncorroborated": "uncorroborated",
}

BADGE_QUALITY_WORDS: Mapping[str, str] = {
    "denied": "denied events, ignored",
    "repeats": "exact repeats, counted once",
    "open_stays": "entries without an exit, given no length",
    "lone_exits": "exits without an entry, given no length",
}

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HIDDEN = "s"
"""What stands in the place of a count that is not shown."""
NOTHING = "–"
"""What stands where there is no number."""


def words(code: str, of: Mapping[str, str]) -> str:
    """The label of a code, or the code itself where a later contract has added one."""
    return of.get(code, code)


def spoken(code: str) -> str:
    """A code without a label of its own, as words."""
    return code.replace("_", " ")


def percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share * 100:.1f}%"


def span(low: float | None, high: float | None) -> str:
    """A low–high bound, `76.9–79.1%`."""
    return NOTHING if low is None or high is None else f"{low * 100:.1f}–{high * 100:.1f}%"


def count(number: int | None) -> str:
    return NOTHING if number is None else f"{number:,}"


def hours(minutes: int) -> str:
    """Whole minutes as whole hours, half up, without a detour through floats."""
    return f"{(minutes + 30) // 60:,}"


def day(on: date) -> str:
    """`19 February 2025`, whatever the machine's locale."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def plural(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
