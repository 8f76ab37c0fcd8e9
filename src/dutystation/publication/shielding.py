"""Which counts of reasons a release hides, so that no small protected count can be worked out again.

Source: domain rule 10.20. A release is read by people who subtract, and it stays readable for ever; so it
hides more than the department's own report does (`reports.suppression`), and it looks at earlier releases.

The rule. A count of 1 to N - 1 people in the merged line of protected grounds is *protected*; N is the
order's smallest published count. Whoever knows every published number must find both 1 and N - 1 people
possible there. Where fewer than N - 1 people of the line have not returned, which is published, everything
from nobody to all of them must be possible.

How. Every line adds up to its `not_returned`, and every reason adds up over the lines to the department's
count; both are published. Let people be moved between hidden counts without changing any such sum: that is a
flow through a network whose nodes are lines and reasons and whose edges are the hidden counts. A count can
become N - 1 exactly when so much can flow back from its reason to its line on other edges, and 1 exactly when
so much can flow the other way. Where too little can flow, more counts are hidden: those on the cheapest path,
where a count costs the people in it and a zero costs more than everybody, so that zeros are shown as long as
anything else will do. The department's line is a line like the others, with its sign turned.

Earlier releases. A count that was hidden stays hidden. A count that was shown, and is the same now, is known
to whoever kept that release; it shields nothing, and people are not moved through it. Where that leaves too
little room the protected count is *exposed*, and the release has to do without the table.

Nothing published tells a protected count from one that shields it. A count that only shields can have two
values at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from dutystation.reports.suppression import Cell, Grid
from dutystation.terms.ground import PROTECTED

Node = tuple[str, str]
"""A line or a reason of the table: its kind and its name."""

_LINE, _REASON = "line", "reason"


@dataclass(frozen=True)
class Shielding:
    """The cells (line, reason) that a release hides.

    `exposed` are protected cells that a reader of earlier releases could narrow down all the same, if nothing
    but what is seen to have moved has moved. They are hidden, but hiding them is not enough.
    """

    hidden: frozenset[Cell]
    exposed: tuple[Cell, ...]


def shielded(
    grid: Grid,
    *,
    total: str,
    smallest_published_count: int,
    hidden_before: Iterable[Cell] = (),
    known: Iterable[Cell] = (),
) -> Shielding:
    """What a release of `grid` hides. `total` names the line that the others add up to.

    `hidden_before` are cells that an earlier release hides, `known` those it shows with the same count.
    """
    before = {cell for cell in hidden_before if cell[0] in grid and cell[1] in grid[cell[0]]}
    protected = [
        (line, PROTECTED) for line, counts in grid.items() if 0 < counts[PROTECTED] < smallest_published_count
    ]
    table = _Table(grid, total, frozenset(known) - before)
    hidden = {*before, *protected}
    exposed = []
    for cell in protected:
        down, up = room_needed(grid, cell, smallest_published_count)
        enough = [
            table.make_room(cell, people, hidden, higher=higher)
            for people, higher in ((down, False), (up, True))
        ]
        if not all(enough):
            exposed.append(cell)
    if exposed:  # whoever reads this release alone is still not to find them
        alone = _Table(grid, total, frozenset())
        for cell in exposed:
            down, up = room_needed(grid, cell, smallest_published_count)
            alone.make_room(cell, down, hidden, higher=False)
            alone.make_room(cell, up, hidden, higher=True)
    return Shielding(frozenset(hidden), tuple(exposed))


def room_needed(grid: Grid, cell: Cell, smallest_published_count: int) -> tuple[int, int]:
    """By how many people a protected count must be able to be lower, and higher."""
    line, reason = cell
    count, most = grid[line][reason], smallest_published_count - 1
    highest = min(most, sum(grid[line].values()))
    lowest = 1 if highest == most > 1 else 0
    return count - lowest, highest - count


@dataclass(frozen=True)
class _Table:
    """A table of counts and what moving people in it takes. Nobody is moved through cells in `known`."""

    grid: Grid
    total: str
    known: frozenset[Cell]

    def make_room(self, cell: Cell, people: int, hidden: set[Cell], *, higher: bool) -> bool:
        """Adds to `hidden` what lets the count of `cell` be `people` higher, or lower; whether it now can.

        Where it cannot, `hidden` stays as it was.
        """
        line, reason = cell
        to_reason = higher == (line != self.total)
        begin, end = (_REASON, reason), (_LINE, line)
        if not to_reason:
            begin, end = end, begin
        moved: dict[Cell, int] = {}
        used = set(hidden)
        while people > 0:
            path = self._cheapest_path(begin, end, cell, moved, used)
            if path is None:
                return False
            amount = min(people, *(self._room(each, moved, up=up) for each, up in path))
            for each, up in path:
                moved[each] = moved.get(each, 0) + (amount if up else -amount)
                used.add(each)
            people -= amount
        hidden |= used
        return True

    def _room(self, cell: Cell, moved: Mapping[Cell, int], *, up: bool) -> int:
        """How many people can still be moved along an edge; the total's count falls where others rise."""
        line, reason = cell
        count, by = self.grid[line][reason], moved.get(cell, 0)
        limited = up == (line == self.total)
        if not limited:
            return sum(self.grid[self.total].values()) + count
        return count - by if up else count + by

    def _cheapest_path(
        self, begin: Node, end: Node, without: Cell, moved: Mapping[Cell, int], hidden: set[Cell]
    ) -> list[tuple[Cell, bool]] | None:
        """The cells from `begin` to `end` and whether each is gone from its line to its reason."""
        cost: dict[Node, int] = {begin: 0}
        came: dict[Node, tuple[Node, Cell, bool]] = {}
        todo, done = [(0, begin)], set[Node]()
        while todo:
            spent, node = heappop(todo)
            if node in done:
                continue
            if node == end:
                break
            done.add(node)
            for other, cell, up in self._steps(node):
                if cell == without or cell in self.known or self._room(cell, moved, up=up) <= 0:
                    continue
                price = spent + (0 if cell in hidden else self._price(cell))
                if price < cost.get(other, price + 1):
                    cost[other], came[other] = price, (node, cell, up)
                    heappush(todo, (price, other))
        if end not in came:
            return None
        path, node = [], end
        while node != begin:
            node, cell, up = came[node]
            path.append((cell, up))
        return path

    def _steps(self, node: Node) -> list[tuple[Node, Cell, bool]]:
        kind, name = node
        if kind == _LINE:
            return [((_REASON, reason), (name, reason), True) for reason in self.grid[name]]
        return [((_LINE, line), (line, name), False) for line in self.grid]

    def _price(self, cell: Cell) -> int:
        count = self.grid[cell[0]][cell[1]]
        return count if count else 1 + 2 * sum(self.grid[self.total].values())
