"""What time records come to: of some days or one slice, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import ibis.expr.types as ir

from dutystation.figures.corroboration import ClassCell
from dutystation.figures.hour_cells import HourCell
from dutystation.terms.period import PayCalendar, PayPeriod
from dutystation.terms.publication import UnclassifiedPair

Pair = tuple[str, str]
"""Pay code and place code."""


@dataclass(frozen=True)
class SliceResult:
    """What the sound time records of a slice come to, as far as it is no table.

    `periods` are the first days of the pay periods that have accepted records. `excluded` and, of a slice
    that is kept, `rejected` count rows by reason.
    """

    accepted: int
    periods: tuple[date, ...]
    cells: tuple[HourCell, ...]
    pairs: tuple[UnclassifiedPair, ...]
    class_cells: tuple[ClassCell, ...]
    excluded: Mapping[str, int]
    rejected: Mapping[str, int] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """The result as JSON can hold it, which has cells as lists."""
        return {
            "accepted": self.accepted,
            "periods": [day.isoformat() for day in self.periods],
            "cells": self.cells,
            "pairs": [asdict(pair) for pair in self.pairs],
            "class_cells": self.class_cells,
            "excluded": dict(self.excluded),
            "rejected": dict(self.rejected),
        }


def slice_result(values: Mapping[str, Any]) -> SliceResult:
    """The result that `values` were taken from."""
    return SliceResult(
        accepted=values["accepted"],
        periods=tuple(date.fromisoformat(day) for day in values["periods"]),
        cells=tuple(HourCell(*cell) for cell in values["cells"]),
        pairs=tuple(UnclassifiedPair(**pair) for pair in values["pairs"]),
        class_cells=tuple(ClassCell(*cell) for cell in values["class_cells"]),
        excluded=values["excluded"],
        rejected=values["rejected"],
    )


@dataclass(frozen=True)
class MeasuredRows:
    """What rows come to that were measured in one go.

    `results` are those of the slices by number, one of number 0 where the rows have no slices. `tables` are
    those that there are, with `slice_no` where the rows have it: `status_hours` one row per person with hours
    in the status period, `weeks` one row per person and week of the statute's window, `evidence` one row per
    claimed day with its class, kept ones all three; `refused` and `left_out`, which stand on the rows, in the
    shapes of `rejected.csv` and `excluded.csv`.
    """

    results: Mapping[int, SliceResult]
    tables: Mapping[str, ir.Table]


@dataclass(frozen=True)
class HourResults:
    """What the time records of a run come to: its slices, which together hold every record once.

    `status_hours` has one row per person, None where there is no status period among the records; `weeks` may
    have several per person and week; `evidence` has one row per claimed day, where it is not kept elsewhere.
    """

    slices: tuple[SliceResult, ...]
    status_hours: ir.Table | None = None
    weeks: ir.Table | None = None
    evidence: ir.Table | None = None

    @property
    def accepted(self) -> int:
        return sum(part.accepted for part in self.slices)

    def periods(self, calendar: PayCalendar) -> tuple[PayPeriod, ...]:
        """The pay periods that have accepted records, in order."""
        return tuple(
            calendar.period_of(first)
            for first in sorted({day for part in self.slices for day in part.periods})
        )

    @property
    def cells(self) -> list[HourCell]:
        return [cell for part in self.slices for cell in part.cells]

    @property
    def class_cells(self) -> list[ClassCell]:
        return [cell for part in self.slices for cell in part.class_cells]

    @property
    def pairs(self) -> tuple[UnclassifiedPair, ...]:
        """Those with most minutes first, then as they are published, whichever slice held them first."""
        rows, minutes = Counter[Pair](), Counter[Pair]()
        for pair in (pair for part in self.slices for pair in part.pairs):
            rows[pair.pay_code, pair.place_code] += pair.rows
            minutes[pair.pay_code, pair.place_code] += pair.minutes
        found = (UnclassifiedPair(*pair, rows[pair], minutes[pair]) for pair in rows)
        return tuple(sorted(found, key=lambda one: (-one.minutes, -one.rows, one.pay_code, one.place_code)))
