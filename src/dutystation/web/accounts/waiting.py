"""What waits for somebody, as the home page lists it. Each subject says its own by a function `waiting`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """One row is one thing that waits for one person: what it is, where it is done, and by when."""

    title: str
    address: str
    due_on: date | None = None
