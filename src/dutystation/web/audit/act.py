"""Who does something, and when: what every action is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

SYSTEM = "system"
"""The actor of what happens by itself, such as a decision that lapses."""


@dataclass(frozen=True)
class Act:
    """One request of one actor, or one turn of the daily work.

    `actor` is a person's id or `SYSTEM`; `at` an aware moment, frozen when the request came in; `request` an
    id shared by everything the request caused; `origin` the address it came from, empty for daily work.
    """

    actor: str
    at: datetime
    request: str = ""
    origin: str = ""

    @property
    def day(self) -> date:
        """The day in the department's time zone, which deadlines are counted in."""
        return localdate(self.at)
