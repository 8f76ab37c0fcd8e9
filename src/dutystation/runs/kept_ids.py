"""Ids that repeat across the deliveries of a workspace, found without reading the ids again.

    WORKSPACE/results/digests-<hash>/          the digests of the ids of one sender and pay period
    WORKSPACE/results/repeats_<table>-<hash>/  the digests that occur more than once in all of them
    WORKSPACE/results/suspects-<hash>/         the rows of one sender and pay period that have some of these

What repeats after a correction did so before, or is among what the correction brought: a run that finds an
earlier search looks for nothing else. Only where a digest occurs twice does it look at rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

import dutystation
from dutystation.intake.duplicates import key_digests, later_repeats
from dutystation.lake.records import Slice
from dutystation.runs.kept_results import KeptResult, KeptResults, TableApart, result_name
from dutystation.runs.ledger import one_table
from dutystation.runs.period_slices import PeriodSlices
from dutystation.runs.workspace_source import WorkspaceSource
from dutystation.tables.apart import SLICE_NO
from dutystation.tables.shape import Shape

DIGESTS, REPEATS, SUSPECTS = "digests", "repeats", "suspects"
FEW = 4
"""What an earlier search does not know is looked for alone where it is no more than one part in so many."""
SEARCHES = 10
"""Earlier searches that are looked at, the latest ones: one of them knows most of what there is."""


@dataclass(frozen=True)
class KeptIds:
    """The ids of one large table of a workspace, by sender and pay period."""

    source: WorkspaceSource
    results: KeptResults
    shape: Shape

    def repeats(self) -> ir.Table | None:
        """One row per accepted row that repeats the id of an earlier one, with `period` and `sender`.

        None where none does.
        """
        engine = self.results.engine
        kept = self._digests()
        rows = sum(result.values["rows"] for result in kept.values())
        if not rows:
            return None
        files = {str(file): slice_ for slice_, found in kept.items() for file in found.tables.parts(DIGESTS)}
        repeated = self._repeated(kept, rows)
        if repeated is None:
            return None
        digests = engine.parquet([Path(file) for file in files])
        twice = engine.rows(digests.semi_join(repeated, "digest").select("part", "digest").distinct())
        found: defaultdict[Slice, list[int]] = defaultdict(list)
        for row in twice:
            found[files[row["part"]]].append(row["digest"])
        suspects = [self._suspects(slice_, sorted(values)) for slice_, values in sorted(found.items())]
        return engine.kept(later_repeats(one_table(suspects), self.shape)) if suspects else None

    def _repeated(self, kept: Mapping[Slice, KeptResult], rows: int) -> ir.Table | None:
        """The digests that occur more than once, None where none does: a table with `digest`."""
        names = sorted(self._name(DIGESTS, slice_) for slice_ in kept)
        name = result_name(self._search, names)
        found = self.results.found(name)
        if found is None:
            repeated = self._searched(kept, rows, names)
            values = {"slices": names, "any": repeated is not None}
            found = self.results.keep(name, values, {} if repeated is None else {REPEATS: repeated})
        return found.tables[REPEATS] if found.values["any"] else None

    def _searched(self, kept: Mapping[Slice, KeptResult], rows: int, names: list[str]) -> ir.Table | None:
        engine = self.results.engine
        digests = _read(kept.values(), self.results)
        before = self._searched_before(names)
        new = [found for slice_, found in kept.items() if self._name(DIGESTS, slice_) not in before[0]]
        if sum(found.values["rows"] for found in new) * FEW > rows:
            _, repeated = engine.repeated(digests.select("digest"), most_rows=rows)
            return repeated
        asked = [found.select("digest") for found in before[1]]
        asked += [_read(new, self.results).select("digest")] if new else []
        if not asked:
            return None
        candidates = engine.kept(one_table(asked).distinct())
        found = digests.semi_join(candidates, "digest")
        times = found.group_by("digest").agg(times=found.count())
        repeated = engine.kept(times.filter(times.times > 1).select("digest"))
        [counted] = engine.rows(repeated.agg(rows=repeated.count()))
        return repeated if counted["rows"] else None

    def _searched_before(self, names: list[str]) -> tuple[set[str], list[ir.Table]]:
        """Of an earlier search the slices that are still the same, and the digests that repeated in it."""
        searches = self.results.newest(self._search, at_most=SEARCHES)
        known = [(set(names) & set(found.values["slices"]), found) for found in searches]
        if not known:
            return set(), []
        same, found = max(known, key=lambda one: len(one[0]))
        return same, [found.tables[REPEATS]] if found.values["any"] else []

    @property
    def _search(self) -> str:
        return f"{REPEATS}_{self.shape.name}"

    def _digests(self) -> dict[Slice, KeptResult]:
        """The digests of the ids by sender and pay period, and how many there are."""
        deliveries = self.source.deliveries(self.shape.name)
        kept = {
            slice_: found
            for slice_ in deliveries
            if (found := self.results.found(self._name(DIGESTS, slice_))) is not None
        }
        missing: defaultdict[str, list[str]] = defaultdict(list)
        for sender, period in sorted(deliveries.keys() - kept.keys()):
            missing[period].append(sender)
        for period, senders in missing.items():
            kept |= self._worked_out(period, tuple(senders))
        return dict(sorted(kept.items()))

    def _worked_out(self, period: str, senders: tuple[str, ...]) -> dict[Slice, KeptResult]:
        """The digests of several senders, read in one go."""
        engine, slices = self.results.engine, PeriodSlices(senders)
        sent = self.source.sent(self.shape, period, senders, engine)
        rows = slices.by_sender(key_digests(sent, self.shape), range(1, len(senders) + 1), engine)
        rows = engine.kept(rows.filter(rows.digest.notnull()).select(SLICE_NO, "digest"))
        counted = {
            row[SLICE_NO]: row["rows"] for row in engine.rows(rows.group_by(SLICE_NO).agg(rows=rows.count()))
        }
        found = self.results.keep_apart(
            {
                number: (self._name(DIGESTS, (sender, period)), {"rows": counted.get(number, 0)})
                for number, sender in enumerate(senders, start=1)
            },
            {DIGESTS: TableApart(rows, ("digest",))},
        )
        engine.forget(rows)
        return {(sender, period): found[number] for number, sender in enumerate(senders, start=1)}

    def _suspects(self, slice_: Slice, digests: list[int]) -> ir.Table:
        """The rows of a sender and pay period whose ids have one of some digests."""
        name = self._name(SUSPECTS, slice_, digests)
        found = self.results.found(name)
        if found is None:
            engine = self.results.engine
            sender, period = slice_
            asked = engine.table_of(pa.table({"digest": pa.array(digests, pa.int64())}))
            sent = self.source.sent(self.shape, period, [sender], engine)
            rows = key_digests(sent, self.shape).semi_join(asked, "digest").drop("digest")
            found = self.results.keep(name, {}, {SUSPECTS: rows.mutate(period=ibis.literal(period))})
        return found.tables[SUSPECTS]

    def _name(self, kind: str, slice_: Slice, *more: object) -> str:
        """Engines have digests of their own."""
        engine = self.results.engine
        sender, period = slice_
        deliveries = self.source.delivery_names(self.shape.name, period, sender)
        return result_name(
            kind, dutystation.__version__, engine.name, engine.version, self.shape.name, deliveries, *more
        )


def _read(found: Iterable[KeptResult], results: KeptResults) -> ir.Table:
    """The digests of some senders and pay periods."""
    return results.engine.parquet([file for one in found for file in one.tables.parts(DIGESTS)])
