"""Which counts of reasons are published, and which are hidden so that nobody can be singled out.

Source: domain rules 10.15 and 10.20, contract section 6.

The rule. Disability, medical and religious grounds are merged into one line, `protected_accommodation`.
A count of 1 to 9 people in it (under the directive's smallest published count) is *protected*: it is
hidden in every line of the table, whether a component, the department's own staff, or the department. A
zero is shown: it is about nobody. Everything else in the table is not protected, but some of it has to be
hidden too, because every line adds up to its `not_returned`, which is published, and every reason adds up
to the department's count.

So each protected count gets a *rectangle*: a second line and a second reason whose four corners are all
hidden (the hypercube method for tables with totals). People can be moved around the corners of the
rectangle, one up, the next down, without changing any sum that is published, so each of the four could as
well hold another count. How far they can be moved is known from the corners. Of all rectangles that one
is taken which leaves most doubt, up to the smallest published count; then the one that hides fewest
people not yet hidden; then the first in the order of the table. The line of the department is a line like
the others. Where there are people, a rectangle with it always leaves at least two possible counts.

Hidden is hidden: nothing published tells a protected count from one that was hidden to shield it.

A line that stands alone has no second line to make a rectangle with, see `hidden_in_a_line`.

What this does not do: compare with earlier reports. Two reports on the same people a day apart can be
subtracted from each other; that stays with whoever publishes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

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


def published_reasons(
    bridge: Sequence[BridgeLine], *, smallest_published_count: int
) -> tuple[ReasonsLine, ...]:
    """The reasons table as it may be published: the department first, its own staff if any, the components.

    `bridge` has the department's line first, as `return_bridge` has it.
    """
    if not bridge:
        return ()
    grid = merged_grid(bridge)
    hidden = hidden_cells(grid, total=bridge[0].org_unit, smallest_published_count=smallest_published_count)
    return tuple(
        ReasonsLine(
            line,
            sum(counts.values()),
            {reason: None if (line, reason) in hidden else count for reason, count in counts.items()},
        )
        for line, counts in grid.items()
    )


def hidden_cells(grid: Grid, *, total: str, smallest_published_count: int) -> frozenset[Cell]:
    """The (line, reason) cells that must not be shown. `total` names the line that the others add up to."""
    hidden: set[Cell] = set()
    for line, counts in grid.items():
        if 0 < counts[PROTECTED] < smallest_published_count:
            hidden.add((line, PROTECTED))
    for line, _ in sorted(hidden, key=lambda cell: list(grid).index(cell[0])):
        hidden |= _rectangle(grid, total, line, hidden, smallest_published_count)
    return frozenset(hidden)


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


def _rectangle(grid: Grid, total: str, line: str, hidden: set[Cell], enough: int) -> set[Cell]:
    """The best rectangle with the protected cell of `line` as a corner."""
    others = [other for other in grid if other != line]
    reasons = [reason for reason in grid[line] if reason != PROTECTED]

    def by_doubt_then_loss(corner: Cell) -> tuple[int, int]:
        cells = set(product((line, corner[0]), (PROTECTED, corner[1])))
        loss = sum(grid[other][reason] for other, reason in cells - hidden)
        return -min(_doubt(grid, total, line, *corner), enough), loss

    other, reason = min(product(others, reasons), key=by_doubt_then_loss)
    return set(product((line, other), (PROTECTED, reason)))


def _doubt(grid: Grid, total: str, line: str, other: str, reason: str) -> int:
    """By how many people the protected count of `line` can be moved, up and down taken together.

    Between two ordinary lines, one more in a corner is one less in its two neighbours. Between a line and the
    total, the total moves along with the line, so only the line's own two counts limit it.
    """
    if total in (line, other):
        part = grid[other if line == total else line]
        return part[PROTECTED] + part[reason]
    here, there = grid[line], grid[other]
    return min(here[reason], there[PROTECTED]) + min(here[PROTECTED], there[reason])
