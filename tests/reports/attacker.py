"""Somebody who knows everything that is published and works out how large each hidden count can be.

Solves two linear programs for each hidden cell with HiGHS. Knows nothing of how cells were chosen: only that
lines add up to what is published, that reasons add up over the lines, that no count is negative. Shares no
code with the program. (Such tables are networks: the bounds of the programs are whole numbers.)
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

optimize = pytest.importorskip("scipy.optimize", reason="the attacker needs scipy: pip install scipy")

Shown = Mapping[str, Mapping[str, int | None]]
Cell = tuple[str, str]


def bounds(
    shown: Shown, sums: Mapping[str, int], total: str, *, assumed: Mapping[Cell, int] | None = None
) -> dict[Cell, tuple[int, int]]:
    """The lowest and the highest count of each hidden cell.

    `assumed` are hidden cells that the attacker believes to hold what an earlier release shows.
    """
    cells = [(line, reason) for line in shown for reason in shown[line] if shown[line][reason] is None]
    if not cells:
        return {}
    place = {cell: number for number, cell in enumerate(cells)}
    rows: list[list[int]] = []
    right: list[int] = []

    def equal(signs: Mapping[Cell, int], value: int) -> None:
        row = [0] * len(cells)
        for (line, reason), sign in signs.items():
            count = shown[line][reason]
            if count is None:
                row[place[line, reason]] = sign
            else:
                value -= sign * count
        rows.append(row)
        right.append(value)

    for line, counts in shown.items():
        equal({(line, reason): 1 for reason in counts}, sums[line])
    for reason in shown[total]:
        equal({(line, reason): -1 if line == total else 1 for line in shown}, 0)
    for cell, count in (assumed or {}).items():
        equal({cell: 1}, count)

    found = {}
    for cell in cells:
        ends = []
        for sign in (1, -1):
            aim = [0] * len(cells)
            aim[place[cell]] = sign
            solved = optimize.linprog(aim, A_eq=rows, b_eq=right, bounds=(0, None), method="highs")
            assert solved.status == 0, solved.message
            ends.append(round(sign * solved.fun))
        found[cell] = (ends[0], ends[1])
    return found
