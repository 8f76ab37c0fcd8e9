"""What an order makes somebody do, and by when. Source: domain rule 10.12."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator
from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT
from dutystation.directives.values import Identifier, NearDay, Sentence, YesNo, refuse, whole


@dataclass(frozen=True, config=STRICT)
class Obligation:
    """One thing that is owed. Exactly one of the two clocks is given.

    `component_report`: this is the one that the components' reports answer.
    `within_calendar_days` counts from the day of issue, which is day 0, over weekends and holidays;
    `due` is a day that the order or the authority above it names.
    """

    title: Sentence
    says: Sentence
    owed_by: Sentence
    owed_to: Sentence
    clause: Sentence
    source: Identifier
    within_calendar_days: Annotated[int, whole(0, 3660)] | None = None
    due: NearDay | None = None
    component_report: YesNo = False

    def due_on(self, issued_on: date) -> date:
        """The last day on which the obligation is met in time, for an order issued on `issued_on`."""
        if self.due is not None:
            return self.due
        return issued_on + timedelta(days=self.within_calendar_days or 0)

    def days_late(self, *, issued_on: date, filed_on: date) -> int:
        """Calendar days after the due day; 0 where it was met in time."""
        return max((filed_on - self.due_on(issued_on)).days, 0)


def _one_clock(obligation: Obligation) -> Obligation:
    if (obligation.within_calendar_days is None) == (obligation.due is None):
        refuse(
            "needs exactly one clock",
            "Give either within_calendar_days (counted from the day of issue) or due (a day)",
        )
    return obligation


def _one_report(obligations: Mapping[str, Obligation]) -> Mapping[str, Obligation]:
    reports = [name for name, obligation in obligations.items() if obligation.component_report]
    if len(reports) != 1:
        refuse(
            f"exactly one obligation is met by the components' reports, found {len(reports)}",
            "Write 'component_report: yes' in that one",
        )
    return obligations


Obligations = Annotated[
    Mapping[Identifier, Annotated[Obligation, AfterValidator(_one_clock)]], AfterValidator(_one_report)
]
