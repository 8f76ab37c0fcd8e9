"""What every test of the application can ask for: the cast, what each sees, browsers, two runs."""

from __future__ import annotations

from tests.web.cast import CAST, DAY, NOON, act_of, browse, cast, sight
from tests.web.two_runs import received, two_runs

__all__ = [
    "CAST",
    "DAY",
    "NOON",
    "act_of",
    "browse",
    "cast",
    "received",
    "sight",
    "two_runs",
]
