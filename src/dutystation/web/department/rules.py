"""How an obligation stands on a day, and when somebody is reminded of it.

Plain Python: values in, answers out.

Source: domain rules 10.12 and 10.21; the numbers of days are rules of the order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ReminderKind(StrEnum):
    """Which of its reminders a component was written."""

    FIRST = "first"
    LAST = "last"
    LATE = "late"
    CHASED = "chased"
    """Somebody in the department wrote it."""


@dataclass(frozen=True)
class Clock:
    """How a due day stands: met some days late (0 in time), or open with days left, or late by some."""

    met: bool
    days_left: int
    days_late: int


def clock(due_on: date, met_on: date | None, today: date) -> Clock:
    """The clock of an obligation. Once it is met the days do not grow any more, and they never disappear."""
    until = met_on or today
    return Clock(met_on is not None, max((due_on - today).days, 0), max((until - due_on).days, 0))


@dataclass(frozen=True)
class Intervals:
    """When the order has components reminded, in calendar days: twice before, then every so often after."""

    first: int
    last: int
    late: int


def reminder_due(due_on: date, today: date, intervals: Intervals) -> tuple[ReminderKind, date] | None:
    """The newest reminder whose day has come, with its day; None before the first one.

    Only the newest: where the work of some days was not done, nobody gets a heap of them at once.
    """
    if today >= (late := due_on + timedelta(days=intervals.late)):
        rounds = (today - late).days // intervals.late
        return ReminderKind.LATE, late + timedelta(days=rounds * intervals.late)
    for kind, days in ((ReminderKind.LAST, intervals.last), (ReminderKind.FIRST, intervals.first)):
        if today >= (planned := due_on - timedelta(days=days)):
            return kind, planned
    return None


def may_approve(approver: str, proposer: str) -> bool:
    """Whether somebody may approve what was proposed: never the one who proposed it."""
    return approver != proposer
