"""What a run has found in the data of a component: faults by kind, and deliveries that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from dutystation.published.finding_counts import FindingCounts, count_findings
from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Unit
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import folder_of

NO_FAULTS = (FindingKind.MISSING_DELIVERY, FindingKind.ENDING_APPROVAL)
"""Nothing is wrong with the data where an approval ends; the register of exceptions says when."""


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


def found(run: ReceivedRun, component: Unit) -> Found:
    """What the run has found for a component; `NO_FAULTS` are none, and missing deliveries are gaps.

    A delivery of the department itself is missing for every component. Raises UnusableInput where the
    run's findings are gone or broken.
    """
    counted = _counted(run.name, run.ended_at)
    return Found(
        tuple(
            Fault(kind, reason, count)
            for (unit, kind, reason), count in sorted(counted.counts.items())
            if unit == component.pk and kind not in NO_FAULTS
        ),
        tuple(
            Gap(one.key, one.sender, one.table, one.period)
            for one in sorted(counted.missing, key=lambda one: one.key)
            if one.component in (component.pk, component.parent_id)
        ),
    )


@lru_cache(maxsize=8)
def _counted(run: str, ended_at: datetime) -> FindingCounts:
    """A run never changes once it is finished; one that was made anew ended at another time."""
    return count_findings(folder_of(run))
