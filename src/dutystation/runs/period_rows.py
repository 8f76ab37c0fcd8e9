"""The rows of a large table of a workspace, by the pay period for which they were delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import ibis.expr.types as ir

from dutystation.intake.reasons import Rejection
from dutystation.intake.rejected import rejected_rows
from dutystation.lake.listed import REJECTED
from dutystation.lake.records import Slice
from dutystation.runs.kept_ids import KeptIds
from dutystation.runs.kept_results import KeptResults
from dutystation.runs.ledger import EXCLUDED_COLUMNS, PLACE, REJECTED_COLUMNS, SoundRows, one_table
from dutystation.runs.workspace_source import WorkspaceSource
from dutystation.tables.shape import Shape

REFUSED, LEFT_OUT = "refused", "left_out"
"""The tables of a slice with its rows that do not count, by the names under which they are kept."""


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
            places = self._repeats.select("sender", "period", *PLACE).order_by(PLACE)
            for row in self.results.engine.rows(places):
                found[row["sender"], row["period"]].append((row["file"], row["line"]))
        return found

    def decided_by(self, period: str) -> list[object]:
        """What says which sound rows a pay period has: its deliveries, and its rows that repeat an id."""
        repeated = [places for (_, label), places in sorted(self.repeated.items()) if label == period]
        return [period, self.source.delivery_names(self.shape.name, period), repeated]

    def sound(self, period: str) -> SoundRows:
        """The rows of a pay period that reasons 1 to 6 do not concern."""
        raw = self.source.of_period(self.shape, period, self.results.engine)
        return SoundRows(raw, self.shape, repeats=self.repeats(period))

    def repeats(self, period: str) -> ir.Table | None:
        """The rows of a pay period that repeat an earlier id, typed; None where none does."""
        if self._repeats is None or not any(label == period for _, label in self.repeated):
            return None
        return self._repeats.filter(self._repeats.period == period)

    def accounted(
        self, period: str, tables: Mapping[str, ir.Table]
    ) -> tuple[dict[str, ir.Table], dict[str, int], dict[str, int]]:
        """The tables of a slice with all its rows that are rejected and excluded; how many, by reason.

        `refused` and `left_out` of `tables` are joined by the rows that were it at delivery or repeat an id,
        and put in order.
        """
        found = dict(tables)
        counts: dict[str, dict[str, int]] = {REFUSED: {}, LEFT_OUT: {}}
        before = {REFUSED: self._refused(period), LEFT_OUT: self._left_out(period)}
        for name, parts in before.items():
            parts += [tables[name]] if name in tables else []
            if not parts:
                continue
            rows = one_table(parts)
            reasons = rows.group_by("reason").agg(rows=rows.count())
            counts[name] = {row["reason"]: row["rows"] for row in self.results.engine.rows(reasons)}
            if counts[name]:
                found[name] = rows.order_by(PLACE)
        return found, counts[REFUSED], counts[LEFT_OUT]

    def _refused(self, period: str) -> list[ir.Table]:
        """The rows of a pay period that reasons 1 to 6 concern, in the shape of `rejected.csv`."""
        found = [listed.filter(listed.fate == REJECTED) for listed in self._listed(period)]
        tables = [rows.select(*REJECTED_COLUMNS) for rows in found]
        again = self.repeats(period)
        if again is not None:
            tables.append(rejected_rows(again, self.shape, Rejection.DUPLICATE, self.shape.unique[0]))
        return tables

    def _left_out(self, period: str) -> list[ir.Table]:
        """The rows of a pay period that a profile left out, in the shape of `excluded.csv`."""
        found = [listed.filter(listed.fate != REJECTED) for listed in self._listed(period)]
        return [rows.select(*EXCLUDED_COLUMNS) for rows in found]

    def _listed(self, period: str) -> list[ir.Table]:
        if not any(label == period for _, _, label in self.source.listed(self.shape.name)):
            return []
        listed = self.source.of_period(self.shape, period, self.results.engine).listed
        return [] if listed is None else [listed]
