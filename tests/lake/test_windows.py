"""A delivery is taken for some pay periods back, counted from the day of receipt, and for none ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dutystation.directives.load import load_directive
from dutystation.lake.records import Delivery
from dutystation.lake.windows import refuse_untimely
from dutystation.terms.errors import UnusableInput

RULES = load_directive("dhs-2025").rules_on(date(2025, 2, 19))
PERIOD = RULES.calendar.period_of(date(2025, 1, 26))
"""2025-02, from 2025-01-26 to 2025-02-08."""


def before() -> Delivery:
    """A delivery that stands for the slice."""
    texts: dict[str, Any] = dict.fromkeys(
        ("table", "sender", "file", "sha256", "profile", "profile_sha256"), ""
    )
    numbers: dict[str, Any] = dict.fromkeys(("bytes", "rows", "accepted", "rejected", "left_out"), 0)
    return Delivery(id="D1", period="2025-02", received_at="", received_on="", **texts, **numbers)


def refusal(received_on: date, *, correction: bool, table: str = "time_records") -> str:
    """The sentence of a refused delivery for PERIOD, empty where it is taken."""
    try:
        refuse_untimely("x.csv", table, PERIOD, received_on, RULES, before() if correction else None)
    except UnusableInput as refused:
        return str(refused)
    return ""


def test_nothing_is_taken_for_a_period_that_has_not_begun() -> None:
    assert refusal(date(2025, 1, 25), correction=False) == (
        "x.csv: pay period 2025-02 begins on 2025-01-26, after 2025-01, the pay period of the day of receipt "
        "(2025-01-25); no pay periods ahead are taken (rule periods_ahead). Correct the dates, or deliver it "
        "when the period has begun."
    )
    assert refusal(date(2025, 1, 25), correction=True) == refusal(date(2025, 1, 25), correction=False)
    assert refusal(date(2025, 1, 26), correction=False) == ""


def test_a_late_original_is_taken_for_five_periods_back() -> None:
    """2025-02 began on 26 January; the fifth period after it ends 84 days later, on 19 April."""
    assert refusal(date(2025, 4, 19), correction=False) == ""
    assert refusal(date(2025, 4, 20), correction=False) == (
        "x.csv: pay period 2025-02 ended on 2025-02-08, 6 pay periods before that of the day of receipt "
        "(2025-04-20); a first delivery is taken for at most 5 pay periods back (rule "
        "late_original_periods_back). Give --received-on where it was received earlier; otherwise it can no "
        "longer be taken."
    )


def test_a_correction_is_taken_for_twenty_five_periods_back() -> None:
    """The twenty-fifth period after 2025-02 ends on 24 January 2026."""
    assert refusal(date(2025, 4, 20), correction=True) == ""
    assert refusal(date(2026, 1, 24), correction=True) == ""
    said = refusal(date(2026, 1, 25), correction=True)
    assert "26 pay periods before" in said
    assert (
        "a correction (of D1) is taken for at most 25 pay periods back (rule correction_periods_back)" in said
    )


def test_badge_events_may_come_late_but_not_early() -> None:
    assert refusal(date(2030, 1, 1), correction=False, table="badge_events") == ""
    assert "after 2025-01" in refusal(date(2025, 1, 25), correction=False, table="badge_events")


def test_the_numbers_are_those_of_the_order() -> None:
    rules = replace(RULES, late_original_periods_back=0, periods_ahead=1)
    refuse_untimely("x.csv", "time_records", PERIOD, date(2025, 1, 25), rules, None)
    with pytest.raises(UnusableInput, match="at most no pay periods back"):
        refuse_untimely("x.csv", "time_records", PERIOD, date(2025, 2, 9), rules, None)
