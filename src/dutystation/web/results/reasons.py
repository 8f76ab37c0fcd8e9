"""Why people have not returned, as a page may show it to whoever may not see the people themselves.

The one place for that. How many people of a line have a reason is told by more than the table of reasons: a
finding is counted for each person without one, and a what-if question for each person on a ground. Every page
that shows such a number asks here, so that no page gives away what another one hides.

Each line is shielded alone, by the department's counts and not by other components': the department sees by
name whom a component has filed, and so comes to know every line but those that have not filed yet. Source:
domain rule 10.20; `reports.shielding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dutystation.reports.shielding import shielded
from dutystation.reports.suppression import merged_grid
from dutystation.web.notices.queries import directive_of, issued_on
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import BridgeCount
from dutystation.web.results.queries import bridge_of

Counts = Mapping[str, int | None]
"""Reason → people, with protected grounds as one; a count of None is hidden."""


@dataclass(frozen=True)
class ShownReasons:
    """The reasons of a run by line: the department, its own staff (`OWN_STAFF`) and the components."""

    lines: Mapping[str, Counts]

    def hides(self, line: str, reason: str) -> bool:
        """Whether nothing may be shown that tells how many people of a line have a reason."""
        return self.lines.get(line, {}).get(reason) is None


def shown_reasons(bridge: Sequence[BridgeCount], smallest_published_count: int | None) -> ShownReasons:
    """The reasons of a run whose `bridge` begins with the department's line.

    None is shown where no order says from which count on they may be.
    """
    if not bridge or smallest_published_count is None:
        return ShownReasons({})
    grid = merged_grid([line.line for line in bridge])
    total = bridge[0].org_unit_id
    found = shielded(
        grid,
        total=total,
        smallest_published_count=smallest_published_count,
        alone=grid.keys() - {total},
    )
    return ShownReasons({line.org_unit: line.counts for line in found.lines(grid)})


def reasons_shown_of(run: ReceivedRun, day: date) -> ShownReasons:
    """The same of a run under the order that is in force on a day."""
    issued = issued_on(day)
    rules = directive_of(issued).rules_on(run.as_of) if issued else None
    return shown_reasons(bridge_of(run), rules.smallest_published_count if rules else None)
