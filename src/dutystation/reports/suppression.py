"""The reasons of people who have not returned as they may be published: merged, and what a line hides.

Source: domain rules 10.15 and 10.20, contract section 6.

Disability, medical and religious grounds are merged into one line, `protected_accommodation`. A count of 1 to
9 people in it (under the directive's smallest published count) is *protected* and hidden, whether it is that
of a component, of the department's own staff, or of the department. Everything else is not protected, but
some of it has to be hidden too, because every line adds up to its `not_returned`, which is published.

`hidden_in_a_line` says what a line hides that stands alone; in a table every reason adds up to the
department's count besides, and `shielding` says what is hidden in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutystation.terms.ground import PROTECTED, REASONS, published_reason
from dutystation.terms.publication import BridgeLine

PUBLISHED_REASONS = tuple(dict.fromkeys(map(published_reason, REASONS)))
"""Every reason a published table can have, in its order."""

OWN_STAFF = ""
"""Stands for the people who belong to the department but to no component."""

Grid = Mapping[str, Mapping[str, int]]
Cell = tuple[str, str]


@dataclass(frozen=True)
class ReasonsLine:
    """The people not returned of the department, its own staff or one component, by published reason.

    A count of None is hidden. `org_unit` is `OWN_STAFF` for the department's own staff.
    """

    org_unit: str
    not_returned: int
    counts: Mapping[str, int | None]


def hidden_in_a_line(counts: Mapping[str, int], *, smallest_published_count: int) -> frozenset[str]:
    """The reasons that must not be shown of a line that is published alone, with its sum.

    With a protected count others are hidden, from the last reason of the list on, until they hold as many
    people as the smallest published count; then each protected count under it is possible. The order is
    fixed, so that the next version of the same line hides the same reasons and does not open this one.
    """
    if not 0 < counts.get(PROTECTED, 0) < smallest_published_count:
        return frozenset()
    hidden, people = {PROTECTED}, 0
    for reason in reversed(PUBLISHED_REASONS):
        if people >= smallest_published_count:
            break
        if reason != PROTECTED:
            hidden.add(reason)
            people += counts.get(reason, 0)
    return frozenset(hidden)


def merged_grid(bridge: Sequence[BridgeLine]) -> dict[str, dict[str, int]]:
    """Line → reason → people, with the own staff as a line of its own: it follows by subtraction anyway."""
    department, *components = (_merged(line.reasons) for line in bridge)
    own = {
        reason: count - sum(component[reason] for component in components)
        for reason, count in department.items()
    }
    grid = {bridge[0].org_unit: department}
    if any(own.values()):
        grid[OWN_STAFF] = own
    return grid | {line.org_unit: component for line, component in zip(bridge[1:], components, strict=True)}


def _merged(reasons: Mapping[str, int]) -> dict[str, int]:
    counts = dict.fromkeys(PUBLISHED_REASONS, 0)
    for reason, count in reasons.items():
        counts[published_reason(reason)] += count
    return counts
