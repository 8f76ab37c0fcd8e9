"""What a run has found in the data of a component: faults by kind, and deliveries that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dutystation.web.records.models import ReceivedRun


@dataclass(frozen=True)
class Fault:
    """One row is a kind of fault in the data of a component, with how often it was found."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True)
class Gap:
    """One row is a delivery that was expected and is missing. `key` is the same from run to run."""

    key: str
    sender: str
    table: str
    period: str

    @staticmethod
    def read(kept: Mapping[str, str]) -> Gap:
        """The gap that a version holds."""
        return Gap(kept["key"], kept["sender"], kept["table"], kept["period"])

    def __str__(self) -> str:
        return f"{self.table} of {self.sender} for {self.period}"


@dataclass(frozen=True)
class Found:
    """What was found for one component."""

    faults: tuple[Fault, ...]
    gaps: tuple[Gap, ...]


def found(run: ReceivedRun, component: str) -> Found:
    """What the run has found for a component."""
    return Found((), ())
