"""Who has returned, who has not, and on which ground, as it may be shown to whoever asks.

Protected grounds are one reason for everybody. Whoever may not see the people behind it gets what
`results.reasons` shows: small counts hidden, and others hidden to shield them. Source: domain rule 10.20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutystation.reports.suppression import merged_grid
from dutystation.web.accounts.models import Unit
from dutystation.web.results.models import BridgeCount
from dutystation.web.results.reasons import Counts, shown_reasons


@dataclass(frozen=True)
class Reasons:
    """The people of a unit who have not returned, by reason; a count of None is hidden.

    `withheld` is true where no order says from which count on they may be shown, so that none is.
    """

    counts: Counts
    not_returned: int = 0
    withheld: bool = False

    @property
    def hides(self) -> bool:
        """Whether a count is hidden."""
        return any(count is None for count in self.counts.values())

    @property
    def hidden_together(self) -> int:
        """How many people the hidden counts come to, which follows from those that are shown."""
        return self.not_returned - sum(count or 0 for count in self.counts.values())


def lines_of(unit: Unit, bridge: Sequence[BridgeCount]) -> list[BridgeCount]:
    """The lines of a unit's page: the department's own and every component's by name, or one component's."""
    own = [line for line in bridge if line.org_unit_id == unit.pk]
    if unit.parent_id is not None:
        return own
    components = [line for line in bridge if line.org_unit_id != unit.pk]
    return own + sorted(components, key=lambda line: (line.org_unit.name, line.org_unit_id))


def reasons_of(
    unit: Unit, bridge: Sequence[BridgeCount], *, unhidden: bool, smallest_published_count: int | None
) -> Reasons:
    """Why people of the department or a component have not returned; reasons of nobody are left out.

    `unhidden` for whoever may see the people; `smallest_published_count` is the order's, None without one.
    """
    [own] = [line for line in bridge if line.org_unit_id == unit.pk]
    if unhidden:
        grid = merged_grid([line.line for line in bridge])
        return Reasons(_of_somebody(grid[unit.pk]), own.not_returned)
    if smallest_published_count is None:
        return Reasons({}, withheld=True)
    shown = shown_reasons(bridge, smallest_published_count)
    return Reasons(_of_somebody(shown.lines[unit.pk]), own.not_returned)


def _of_somebody(counts: Counts) -> dict[str, int | None]:
    return {reason: count for reason, count in counts.items() if count != 0}
