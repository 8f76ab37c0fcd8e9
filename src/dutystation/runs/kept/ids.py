"""Ids that repeat across the deliveries of a workspace, found without reading the ids again.

    WORKSPACE/results/digests-<hash>/           the digests of the ids of one sender and pay period
    WORKSPACE/results/repeated_<table>-<hash>/  the digests that occur more than once, and where each does
    WORKSPACE/results/suspects-<hash>/          the rows of one sender and pay period that have some of these

A run starts from an earlier search. An id that repeats now did so then, or is among what was delivered since.
It is looked for elsewhere only where what that delivery has replaced did not have it: an id that was there,
and did not repeat, is nowhere else. Rows are read only where a digest occurs twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

import dutystation
from dutystation.intake.duplicates import key_digests, later_repeats
from dutystation.lake.records import Slice
from dutystation.runs.delivered.ledger import one_table
from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.runs.kept.period_slices import PeriodSlices
from dutystation.runs.kept.results import KeptResult, KeptResults, TableApart, result_name
from dutystation.tables.apart import SLICE_NO
from dutystation.tables.shape import Shape

DIGESTS, REPEATED, SUSPECTS = "digests", "repeated", "suspects"
FEW = 4
"""What an earlier search does not know is looked for alone where it is no more than one part in so many."""
SEARCHES = 10
"""Earlier searches that are looked at, the latest ones: one of them knows most of what there is."""


NOWHERE = pa.schema([("slice", pa.string()), ("digest", pa.int64()), ("times", pa.int64())]).empty_table()


@dataclass(frozen=True)
class _Search:
    """An earlier search: the names of the digests it has seen, and which of them `repeated`, if any."""

    slices: set[str]
    repeated: ir.Table | None


@dataclass(frozen=True)
class KeptIds:
    """The ids of one large table of a workspace, by sender and pay period."""

    source: WorkspaceSource
    results: KeptResults
    shape: Shape
    few: int = FEW

    def repeats(self) -> ir.Table | None:
        """One row per accepted row that repeats the id of an earlier one, with `period` and `sender`.

        None where none does.
        """
        engine = self.results.engine
        digests = self._digests()
        slices = {self._name(DIGESTS, slice_): slice_ for slice_ in digests}
        repeated = self._repeated({self._name(DIGESTS, slice_): kept for slice_, kept in digests.items()})
        if repeated is None:
            return None
        found: defaultdict[Slice, list[int]] = defaultdict(list)
        for row in engine.rows(repeated):
            found[slices[row["slice"]]].append(row["digest"])
        suspects = [self._suspects(slice_, sorted(values)) for slice_, values in sorted(found.items())]
        return engine.kept(later_repeats(one_table(suspects), self.shape))

    def _repeated(self, kept: Mapping[str, KeptResult]) -> ir.Table | None:
        """The digests that occur more than once, None where none does.

        One row per digest and slice: the name of its digests as `slice`, `digest`, and how many `times`.
        """
        if not any(found.values["rows"] for found in kept.values()):
            return None
        name = result_name(self._search, sorted(kept))
        found = self.results.found(name)
        if found is None:
            repeated = self._searched(kept)
            [counted] = self.results.engine.rows(repeated.agg(rows=repeated.count()))
            tables = {REPEATED: repeated} if counted["rows"] else {}
            found = self.results.keep(name, {"slices": sorted(kept), "any": bool(tables)}, tables)
        return found.tables[REPEATED] if found.values["any"] else None

    def _searched(self, kept: Mapping[str, KeptResult]) -> ir.Table:
        engine = self.results.engine
        before = self._searched_before(kept)
        new = {name: found for name, found in kept.items() if before is None or name not in before.slices}
        rows, more = (sum(found.values["rows"] for found in some.values()) for some in (kept, new))
        if before is None or more * self.few > rows:
            _, repeated = engine.repeated(_read(kept.values(), self.results).select("digest"), most_rows=rows)
            return self._where(kept, repeated) if repeated is not None else engine.table_of(NOWHERE)
        return self._searched_since(before, kept, new)

    def _searched_since(
        self, before: _Search, kept: Mapping[str, KeptResult], new: Mapping[str, KeptResult]
    ) -> ir.Table:
        """The same by an earlier search, and by what was delivered since."""
        engine = self.results.engine
        was = engine.table_of(NOWHERE) if before.repeated is None else before.repeated
        there = engine.kept(self._where(new)) if new else engine.table_of(NOWHERE)
        asked = there.anti_join(was, "digest").select("digest").distinct()
        replaced = [self.results.found(name) for name in before.slices - kept.keys()]
        if gone := [found for found in replaced if found is not None]:
            asked = asked.anti_join(_read(gone, self.results), "digest")
        asked = engine.kept(asked)
        still = engine.table_of(
            pa.table({"slice": pa.array(sorted(before.slices & kept.keys()), pa.string())})
        )
        parts = [there, was.semi_join(still, "slice")]
        [counted] = engine.rows(asked.agg(rows=asked.count()))
        others = {name: found for name, found in kept.items() if name not in new}
        if counted["rows"] and others:
            parts.append(self._where(others, asked))
        met = engine.kept(one_table(parts))
        sums = met.group_by("digest").agg(times=met.times.sum())
        return engine.kept(met.semi_join(sums.filter(sums.times > 1), "digest"))

    def _where(self, kept: Mapping[str, KeptResult], asked: ir.Table | None = None) -> ir.Table:
        """One row per digest and slice: `slice`, `digest`, `times`; of all digests or of those asked for."""
        files = [(str(file), name) for name, found in kept.items() for file in found.tables.parts(DIGESTS)]
        columns = zip(("file", "slice"), zip(*files, strict=True), strict=True)
        names = self.results.engine.table_of(
            pa.table({column: pa.array(texts, pa.string()) for column, texts in columns})
        )
        digests = _read(kept.values(), self.results)
        found = digests if asked is None else digests.semi_join(asked, "digest")
        sums = found.group_by(["part", "digest"]).agg(times=found.count())
        return sums.inner_join(names, [("part", "file")]).select("slice", "digest", "times")

    def _searched_before(self, kept: Mapping[str, KeptResult]) -> _Search | None:
        """An earlier search that knows most of what there is; None where there is none."""
        searches = [
            _Search(set(found.values["slices"]), found.tables[REPEATED] if found.values["any"] else None)
            for found in self.results.newest(self._search, at_most=SEARCHES)
        ]
        return max(searches, key=lambda one: len(one.slices & kept.keys()), default=None)

    @property
    def _search(self) -> str:
        return f"{REPEATED}_{self.shape.name}"

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
    """The digests of some senders and pay periods, with the file they stand in as `part`."""
    return results.engine.parquet([file for one in found for file in one.tables.parts(DIGESTS)])
