"""Clocks that never disappear, and reminders on the days that the order names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dutystation.web.department.rules import Clock, Intervals, ReminderKind, clock, may_approve, reminder_due

DUE = date(2025, 2, 19)
EVERY = Intervals(first=14, last=3, late=7)


def test_an_open_obligation_has_days_left_and_then_days_late() -> None:
    assert clock(DUE, None, date(2025, 2, 9)) == Clock(met=False, days_left=10, days_late=0)
    assert clock(DUE, None, DUE) == Clock(met=False, days_left=0, days_late=0)
    assert clock(DUE, None, date(2025, 2, 22)) == Clock(met=False, days_left=0, days_late=3)


def test_what_was_filed_three_days_late_stays_three_days_late() -> None:
    for today in (date(2025, 2, 22), date(2026, 1, 1)):
        assert clock(DUE, date(2025, 2, 22), today) == Clock(met=True, days_left=0, days_late=3)
    assert clock(DUE, date(2025, 2, 10), date(2025, 2, 22)).days_late == 0


@pytest.mark.parametrize(
    ("today", "kind", "planned"),
    [
        ("2025-02-05", ReminderKind.FIRST, "2025-02-05"),
        ("2025-02-15", ReminderKind.FIRST, "2025-02-05"),
        ("2025-02-16", ReminderKind.LAST, "2025-02-16"),
        ("2025-02-25", ReminderKind.LAST, "2025-02-16"),
        ("2025-02-26", ReminderKind.LATE, "2025-02-26"),
        ("2025-03-04", ReminderKind.LATE, "2025-02-26"),
        ("2025-03-05", ReminderKind.LATE, "2025-03-05"),
    ],
)
def test_the_newest_planned_reminder_counts(today: str, kind: ReminderKind, planned: str) -> None:
    found = reminder_due(DUE, date.fromisoformat(today), EVERY)
    assert found == (kind, date.fromisoformat(planned))


def test_nobody_is_reminded_before_the_first_day() -> None:
    assert reminder_due(DUE, DUE - timedelta(days=15), EVERY) is None


def test_nobody_approves_what_they_proposed() -> None:
    assert may_approve("gale", "dana")
    assert not may_approve("dana", "dana")
