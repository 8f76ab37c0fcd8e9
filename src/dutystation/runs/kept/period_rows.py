"""The rows of a large table of a workspace, by the pay period for which they were delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import ibis.expr.types as ir

from dutystation.lake.records import Slice
from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.runs.kept.ids import KeptIds
from dutystation.runs.kept.results import KeptResults
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Shape


@dataclass(frozen=True)
class PeriodRows:
    """One large table at the snapshot of a run. Its ids are searched for repeats when first asked."""

    source: WorkspaceSource
    results: KeptResults
    shape: Shape

    @cached_property
    def periods(self) -> list[str]:
        """The labels of the pay periods for which anything was delivered."""
        return sorted({label for _, label in self.source.deliveries(self.shape.name)})

    @cached_property
    def _repeats(self) -> ir.Table | None:
        return KeptIds(self.source, self.results, self.shape).repeats()

    @cached_property
    def repeated(self) -> Mapping[Slice, list[tuple[str, int]]]:
        """The places of the rows that repeat an earlier id, by sender and pay period.

        The earlier one may lie in another pay period, and be another sender's.
        """
        found: defaultdict[Slice, list[tuple[str, int]]] = defaultdict(list)
        if self._repeats is not None:
            places = self._repeats.select("sender", "period", *PLACE_OF_ROW).order_by(PLACE_OF_ROW)
            for row in self.results.engine.rows(places):
                found[row["sender"], row["period"]].append((row["file"], row["line"]))
        return found

    def repeats(self, period: str) -> ir.Table | None:
        """The rows of a pay period that repeat an earlier id, typed; None where none does."""
        if self._repeats is None or not any(label == period for _, label in self.repeated):
            return None
        return self._repeats.filter(self._repeats.period == period)
