"""On rolls = returned + not returned + not in duty status + unknown. Source: contract section 6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutystation.terms.ground import REASONS
from dutystation.terms.publication import BridgeLine
from dutystation.terms.return_status import ReturnStatus


@dataclass(frozen=True)
class StatusCount:
    """People of one component with one return status and reason (empty unless not returned)."""

    component: str
    status: str
    reason: str
    people: int


def return_bridge(
    counts: Iterable[StatusCount], *, root: str, components: Sequence[str]
) -> tuple[BridgeLine, ...]:
    """One line for the root, which is the whole department, and one for each component.

    The root's own people stand in the root's line alone.
    """
    listed = list(counts)
    department = _line(root, listed)
    return department, *(
        _line(component, [count for count in listed if count.component == component])
        for component in components
    )


def _line(org_unit: str, counts: Sequence[StatusCount]) -> BridgeLine:
    by_status: Counter[str] = Counter()
    by_reason: Counter[str] = Counter()
    for count in counts:
        by_status[count.status] += count.people
        if count.status == ReturnStatus.NOT_RETURNED:
            by_reason[count.reason] += count.people
    return BridgeLine(
        org_unit=org_unit,
        on_rolls=by_status.total(),
        returned=by_status[ReturnStatus.RETURNED],
        not_returned=by_status[ReturnStatus.NOT_RETURNED],
        not_in_duty_status=by_status[ReturnStatus.NOT_IN_DUTY_STATUS],
        unknown=by_status[ReturnStatus.UNKNOWN],
        reasons={reason: by_reason[reason] for reason in REASONS if by_reason[reason]},
    )
