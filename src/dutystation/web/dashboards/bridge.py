"""Who has returned, who has not, and on which ground, as it may be shown to whoever asks.

Protected grounds are one reason for everybody. Whoever may not see the people behind it gets the counts of a
published report: small ones hidden, and others hidden to shield them. Source: domain rule 10.20.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutystation.reports.suppression import merged_grid, published_reasons
from dutystation.web.accounts.models import Unit
from dutystation.web.results.models import BridgeCount


@dataclass(frozen=True)
class Reasons:
    """The people of a unit who have not returned, by reason; a count of None is hidden.

    `withheld` is true where no order says from which count on they may be shown, so that none is.
    """

    counts: Mapping[str, int | None]
    withheld: bool = False

    @property
    def hides(self) -> bool:
        """Whether a count is hidden."""
        return any(count is None for count in self.counts.values())


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
    lines = [line.line for line in bridge]
    if unhidden:
        return Reasons(_of_somebody(merged_grid(lines)[unit.pk]))
    if smallest_published_count is None:
        return Reasons({}, withheld=True)
    table = published_reasons(lines, smallest_published_count=smallest_published_count)
    return Reasons(_of_somebody(next(line for line in table if line.org_unit == unit.pk).counts))


def _of_somebody(counts: Mapping[str, int | None]) -> dict[str, int | None]:
    return {reason: count for reason, count in counts.items() if count != 0}
