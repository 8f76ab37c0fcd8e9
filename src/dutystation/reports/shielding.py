"""Which counts of reasons are hidden in a table, so that no small protected count can be worked out again.

Source: domain rules 10.15 and 10.20, contract section 6.

The rule. A count of 1 to N - 1 people in the merged line of protected grounds is *protected*, in a component,
the department's own staff or the department alike; N is the order's smallest published count. It is hidden,
and with it as many other counts as it takes so that certain readers still find **both 1 and N - 1 people
possible**. Where fewer than N - 1 people stand in a line's counts that a reader does not know, everything
from nobody to all of them must be possible. A zero is about nobody and is shown, as long as another count can
take its place.

The readers, each of whom knows the sum of every line and of every reason, since both are published:

- Whoever has the table and nothing else.
- An official who decides requests. They see those on open grounds by name and can count them, so that these
  counts shield nothing from them. What they cannot count in another place are `SHIELDS`: people without a
  reason, and, since requests on protected grounds are pending too, those pending. The first are hidden before
  the second, as in a line that stands alone (`suppression.hidden_in_a_line`).
- Of the lines that are shielded `alone`, whoever comes to know all the others: the department sees by name
  whom a component has filed, and the last component, or the own staff that nobody files, would follow from
  the department's sum. So counts of the department are hidden in the place of other components'.

How. Every line adds up to its `not_returned`, and every reason adds up over the lines to the department's
count. Let people be moved between hidden counts without changing any such sum: that is a flow through a
network whose nodes are lines and reasons and whose edges are the hidden counts. A count can become N - 1
exactly when so much can flow back from its reason to its line on other edges, and 1 exactly when so much can
flow the other way. Where too little can flow, more counts are hidden: those on the cheapest path, where a
count costs the people in it and a zero costs more than everybody. The department's line is a line like the
others, with its sign turned. Nothing flows through what a reader knows.

Earlier releases. A count that was hidden stays hidden. A count that was shown, and is the same now, is known
to whoever kept that release. Where that leaves too little room for the first reader the protected count is
*exposed*, and the release has to do without the table.

Hidden is hidden: nothing tells a protected count from one that shields it. A count that only shields can have
two values at least. What this does not do: two tables of nearly the same people a day apart can be subtracted
from each other, where the second was not made with the first in hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from dutystation.reports.suppression import OWN_STAFF, Cell, Grid, ReasonsLine, merged_grid
from dutystation.terms.ground import NO_DECISION_YET, NO_GROUND, PROTECTED
from dutystation.terms.publication import BridgeLine

Node = tuple[str, str]
"""A line or a reason of the table: its kind and its name."""

_LINE, _REASON = "line", "reason"

SHIELDS: tuple[frozenset[str], ...] = (
    frozenset({PROTECTED, NO_GROUND}),
    frozenset({PROTECTED, NO_GROUND, NO_DECISION_YET}),
)
"""The reasons that nobody counts in another place: those that are hidden first, and all of them."""


@dataclass(frozen=True)
class Shielding:
    """The cells (line, reason) that are hidden.

    `exposed` are protected cells that a reader of earlier releases could narrow down all the same, if nothing
    but what is seen to have moved has moved. They are hidden, but hiding them is not enough.
    """

    hidden: frozenset[Cell]
    exposed: tuple[Cell, ...]

    def lines(self, grid: Grid) -> tuple[ReasonsLine, ...]:
        """The table as it may be shown: a count of None is hidden."""
        return tuple(
            ReasonsLine(
                line,
                sum(counts.values()),
                {
                    reason: None if (line, reason) in self.hidden else count
                    for reason, count in counts.items()
                },
            )
            for line, counts in grid.items()
        )


def published_reasons(
    bridge: Sequence[BridgeLine], *, smallest_published_count: int
) -> tuple[ReasonsLine, ...]:
    """The reasons table as it may be published: the department first, its own staff if any, the components.

    `bridge` has the department's line first, as `return_bridge` has it.
    """
    if not bridge:
        return ()
    grid = merged_grid(bridge)
    found = shielded(grid, total=bridge[0].org_unit, smallest_published_count=smallest_published_count)
    return found.lines(grid)


def shielded(
    grid: Grid,
    *,
    total: str,
    smallest_published_count: int,
    hidden_before: Iterable[Cell] = (),
    known: Iterable[Cell] = (),
    alone: Collection[str] = (OWN_STAFF,),
) -> Shielding:
    """What a table of `grid` hides. `total` names the line that the others add up to.

    `hidden_before` are cells that an earlier release hides, `known` those it shows with the same count. The
    lines of `alone` are shielded from whoever knows all the others.
    """
    before = {cell for cell in hidden_before if cell[0] in grid and cell[1] in grid[cell[0]]}
    protected = [
        (line, PROTECTED) for line, counts in grid.items() if 0 < counts[PROTECTED] < smallest_published_count
    ]
    shown_before = frozenset(known) - before
    hidden = {*before, *protected}
    exposed = []
    for cell in protected:
        line = cell[0]
        for unknown in _unknown_to_officials(grid, total, line, alone):
            table = _Table(grid, total, _cells(grid) - unknown | shown_before)
            people = sum(grid[line][reason] for each, reason in unknown if each == line)
            table.shield(cell, smallest_published_count, hidden, people=people)
        people = sum(grid[line].values())
        table = _Table(grid, total, shown_before)
        if not table.shield(cell, smallest_published_count, hidden, people=people):
            exposed.append(cell)
    for cell in exposed:  # whoever reads this release alone is still not to find them
        people = sum(grid[cell[0]].values())
        _Table(grid, total, frozenset()).shield(cell, smallest_published_count, hidden, people=people)
    return Shielding(frozenset(hidden), tuple(exposed))


def _unknown_to_officials(
    grid: Grid, total: str, line: str, alone: Collection[str]
) -> Iterator[frozenset[Cell]]:
    """What officials cannot count for themselves, fewest cells first; of a line `alone` in few lines."""
    for reasons in SHIELDS:
        lines = (line, total) if line in alone else tuple(grid)
        yield frozenset((each, reason) for each in lines for reason in reasons if reason in grid[each])


def _cells(grid: Grid) -> frozenset[Cell]:
    return frozenset((line, reason) for line, counts in grid.items() for reason in counts)


@dataclass(frozen=True)
class _Table:
    """A table of counts and what moving people in it takes. Nobody is moved through cells in `known`."""

    grid: Grid
    total: str
    known: frozenset[Cell]

    def shield(self, cell: Cell, smallest_published_count: int, hidden: set[Cell], *, people: int) -> bool:
        """Adds to `hidden` what lets a protected count be 1 and N - 1, or anything of fewer `people`.

        Whether it now can.
        """
        line, reason = cell
        count, most = self.grid[line][reason], smallest_published_count - 1
        highest = min(most, people)
        lowest = 1 if highest == most > 1 else 0
        lower = self._make_room(cell, count - lowest, hidden, higher=False)
        return self._make_room(cell, highest - count, hidden, higher=True) and lower

    def _make_room(self, cell: Cell, people: int, hidden: set[Cell], *, higher: bool) -> bool:
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
