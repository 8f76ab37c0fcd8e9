"""What time records come to: of one slice of days, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from dutystation.figures.corroboration import ClassCell
from dutystation.figures.hour_cells import HourCell
from dutystation.terms.period import PayCalendar, PayPeriod
from dutystation.terms.publication import UnclassifiedPair

Pair = tuple[str, str]
"""Pay code and place code."""

TABLES = (
    *("status_hours", "weeks", "evidence", "evidence_rows"),
    *("off_site_days", "pair_sums", "refused", "left_out"),
)
"""The tables of a slice, by the names under which they are kept."""


@dataclass(frozen=True)
class SliceResult:
    """What the sound time records of some days come to.

    `periods` are the first days of the pay periods that have accepted records. `excluded` and, of a slice
    that is kept, `rejected` count rows by reason. `tables` has the tables that there are, by their names in
    `TABLES`: `status_hours` one row per person with hours in the status period, `weeks` one row per person
    and week of the statute's window, `evidence` one row per claimed day with its class, `evidence_rows` the
    same in the columns of `evidence.csv`; `off_site_days` one row per person-day with off-site minutes and
    `pair_sums` one per component, pair of codes and place, these three of a slice that is kept; `refused`
    and `left_out` in the shapes of `rejected.csv` and `excluded.csv`.
    """

    accepted: int
    periods: tuple[date, ...]
    cells: tuple[HourCell, ...]
    pairs: tuple[UnclassifiedPair, ...]
    class_cells: tuple[ClassCell, ...]
    excluded: Mapping[str, int]
    rejected: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, ir.Table] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Everything but the tables, as JSON can hold it."""
        return {
            "accepted": self.accepted,
            "periods": [day.isoformat() for day in self.periods],
            "cells": [asdict(cell) for cell in self.cells],
            "pairs": [asdict(pair) for pair in self.pairs],
            "class_cells": [asdict(cell) for cell in self.class_cells],
            "excluded": dict(self.excluded),
            "rejected": dict(self.rejected),
        }


def slice_result(values: Mapping[str, Any], tables: Mapping[str, ir.Table]) -> SliceResult:
    """The result that `values` and `tables` were taken from."""
    return SliceResult(
        accepted=values["accepted"],
        periods=tuple(date.fromisoformat(day) for day in values["periods"]),
        cells=tuple(HourCell(**cell) for cell in values["cells"]),
        pairs=tuple(UnclassifiedPair(**pair) for pair in values["pairs"]),
        class_cells=tuple(ClassCell(**cell) for cell in values["class_cells"]),
        excluded=values["excluded"],
        rejected=values["rejected"],
        tables=tables,
    )


@dataclass(frozen=True)
class HourResults:
    """What the time records of a run come to: its slices, which together hold every record once."""

    slices: tuple[SliceResult, ...]

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

    @property
    def status_hours(self) -> ir.Table | None:
        """One row per person: a pay period lies in one slice."""
        return _one([part.tables["status_hours"] for part in self.slices if "status_hours" in part.tables])

    @property
    def weeks(self) -> ir.Table | None:
        """One row per person, week and slice: a week that two slices share has a row in each."""
        return _one([part.tables["weeks"] for part in self.slices if "weeks" in part.tables])

    @property
    def evidence(self) -> ir.Table | None:
        """One row per claimed day."""
        return _one([part.tables["evidence"] for part in self.slices if "evidence" in part.tables])


def _one(tables: Iterable[ir.Table]) -> ir.Table | None:
    found = list(tables)
    return None if not found else found[0] if len(found) == 1 else ibis.union(*found)
