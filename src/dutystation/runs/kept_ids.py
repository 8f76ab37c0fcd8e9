"""Ids that repeat across the deliveries of a workspace, found without reading the ids again.

Of each pay period the digests of its ids are kept. A run reads the digests; only in pay periods that have
one which occurs twice does it look at rows, and what it finds there is kept too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

import dutystation
from dutystation.intake.duplicates import key_digests, later_repeats
from dutystation.runs.kept_results import KeptResult, KeptResults, result_name
from dutystation.runs.ledger import one_table
from dutystation.runs.workspace_source import WorkspaceSource
from dutystation.tables.shape import Shape

DIGESTS, SUSPECTS = "digests", "suspects"


@dataclass(frozen=True)
class KeptIds:
    """The ids of one large table of a workspace, by pay period."""

    source: WorkspaceSource
    results: KeptResults
    shape: Shape

    def repeats(self) -> ir.Table | None:
        """One row per accepted row that repeats the id of an earlier one, with its `period`; None if none."""
        engine = self.results.engine
        periods = sorted({label for _, label in self.source.deliveries(self.shape.name)})
        kept = {label: self._digests(label) for label in periods}
        files = {str(file): label for label in periods for file in kept[label].tables.parts(DIGESTS)}
        rows = sum(result.values["rows"] for result in kept.values())
        if not rows:
            return None
        digests = engine.parquet([Path(file) for file in files])
        _, repeated = engine.repeated(digests.select("digest"), most_rows=rows)
        if repeated is None:
            return None
        twice = engine.rows(digests.semi_join(repeated, "digest").select("part", "digest").distinct())
        found: defaultdict[str, list[int]] = defaultdict(list)
        for row in twice:
            found[files[row["part"]]].append(row["digest"])
        suspects = [self._suspects(label, sorted(values)) for label, values in sorted(found.items())]
        return engine.kept(later_repeats(one_table(suspects), self.shape))

    def _digests(self, period: str) -> KeptResult:
        """The digests of the ids in one pay period, and how many there are."""
        name = self._name(DIGESTS, period)
        if found := self.results.found(name):
            return found
        rows = key_digests(self._rows(period), self.shape).select("digest")
        [given] = self.results.engine.rows(rows.agg(rows=rows.digest.count()))
        return self.results.keep(name, given, {DIGESTS: rows.filter(rows.digest.notnull())})

    def _suspects(self, period: str, digests: list[int]) -> ir.Table:
        """The rows of a pay period whose ids have one of some digests."""
        name = self._name(SUSPECTS, period, digests)
        found = self.results.found(name)
        if found is None:
            engine = self.results.engine
            asked = engine.table_of(pa.table({"digest": pa.array(digests, pa.int64())}))
            rows = key_digests(self._rows(period), self.shape).semi_join(asked, "digest").drop("digest")
            rows = rows.mutate(period=ibis.literal(period))
            found = self.results.keep(name, {}, {SUSPECTS: rows})
        return found.tables[SUSPECTS]

    def _rows(self, period: str) -> ir.Table:
        [rows] = self.source.of_period(self.shape, period, self.results.engine).texts
        return rows

    def _name(self, kind: str, period: str, *more: object) -> str:
        """Engines have digests of their own."""
        engine = self.results.engine
        deliveries = self.source.delivery_names(self.shape.name, period)
        return result_name(
            kind, dutystation.__version__, engine.name, engine.version, self.shape.name, deliveries, *more
        )
