"""How many faults are planted, and which ones a delivery can hold.

Each kind of fault has a share of the rows at the level `light`; `heavy` multiplies it. Kinds that need
text (a date that is none) are left out where the column has a natural type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dutystation.simulation.fates import Fate
from dutystation.simulation.streams import IntArray

Level = Literal["none", "light", "heavy"]
TIMES: dict[Level, float] = {"none": 0.0, "light": 1.0, "heavy": 5.0}

Cell = str | int | None
Cells = dict[str, dict[int, Cell]]
"""Column → row → what stands there instead."""


@dataclass(frozen=True)
class Spoiling:
    """One way to spoil a row: one of `cells` in `column`, and in `also` the same for a second column."""

    column: str
    cells: tuple[Cell, ...]
    fate: Fate
    share: float
    needs_text: bool = False
    also: str = ""


def kinds_of_rows(size: int, shares: list[float], level: Level, rng: np.random.Generator) -> IntArray:
    """For each row the number of the kind of fault it gets, or -1. No row gets two."""
    limits = np.cumsum(np.array(shares) * TIMES[level])
    kind = np.searchsorted(limits, rng.random(size), side="right")
    return np.where(kind == len(shares), -1, kind)


def spoil(cells: Cells, spoiling: Spoiling, rows: IntArray, as_text: bool) -> None:  # noqa: FBT001
    """Notes what stands in the rows, one of the spoiling's cells after the other."""
    for number, row in enumerate(rows.tolist()):
        cell = spoiling.cells[number % len(spoiling.cells)]
        cells.setdefault(spoiling.column, {})[row] = cell if as_text or cell != "" else None
        if spoiling.also:
            cells.setdefault(spoiling.also, {})[row] = None
