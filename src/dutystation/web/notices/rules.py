"""Who is within an order that is issued, by when they acknowledge it, and when they may be reminded.

Plain Python: values in, answers out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dutystation.directives.directive import Directive
from dutystation.terms.person import Population

REACHABLE = (Population.CIVILIAN, Population.MILITARY)
"""Contractors are never asked: they are not on the rolls, and their employer directs them."""


class Dispatched(StrEnum):
    """What people are told of a version."""

    NOTICES = "notices"
    """What it asks of them."""
    ENDS = "ends"
    """That it asks nothing of them any more, since it rescinds or no longer reaches them."""
    REMINDERS = "reminders"
    """That they have not acknowledged it."""


@dataclass(frozen=True)
class Reach:
    """Whom an order is issued to: people on the rolls of `units` and everything below, of `populations`."""

    units: tuple[str, ...]
    populations: tuple[str, ...]

    @staticmethod
    def read(stored: dict[str, Any]) -> Reach:
        """The reach that an issued version holds."""
        return Reach(tuple(stored["units"]), tuple(stored["populations"]))

    def stored(self) -> dict[str, list[str]]:
        return {"units": list(self.units), "populations": list(self.populations)}


def due_on(order: Directive, told_on: date) -> date:
    """The day by which somebody told of the order acknowledges it; the day of the notice is day 0."""
    return told_on + timedelta(days=order.rules_on(told_on).acknowledge_notice_days)


def why_not_from(from_day: date, today: date, replaced: date | None, issued_on: date) -> str:
    """Why a version cannot hold from a day, as a key of complaints; empty where it can.

    The first version may hold from a past day, since the order was there before the application; a later one
    may not, since what was done under the version before it would change its ground.
    """
    if from_day < issued_on:
        return "before_the_order"
    if replaced is not None and from_day < today:
        return "in_the_past"
    if replaced is not None and from_day < replaced:
        return "before_the_replaced"
    return ""


def may_chase(today: date, chased: Iterable[date]) -> bool:
    """Whether reminders may be written: at most once on a day."""
    return today not in set(chased)
