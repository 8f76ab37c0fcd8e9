"""The slices of a pay period: what each sender delivered for it, and the people of whom several did.

    WORKSPACE/results/people-<hash>/     the people of whom one sender delivered anything for a pay period
    WORKSPACE/results/senders-<hash>/    which slice holds whom in a pay period of several senders

A correction replaces what one sender delivered for one pay period; so that is what results are kept by. A day
is a person's whole day, and who returned is one person: so people of whom several senders deliver are a slice
of their own, and every person's rows lie in one slice.

Badge events of the pay periods beside one can change what it shows. There only who is one sender's in all of
these lies in the slice of that sender.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

import dutystation
from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.results import KeptResult, KeptResults, TableApart, result_name
from dutystation.tables.apart import SLICE_NO
from dutystation.tables.shape import Shape

SEVERAL = 0
"""The number of the slice with people of whom several senders delivered; senders are counted from 1."""
PEOPLE, SENDERS = "people", "senders"
LAYOUT = 3
"""A part of the name of what is kept: other columns are another number."""


def no_other_periods(_: str) -> Sequence[str]:
    """What is read beside a pay period of rows that belong to their own days: nothing."""
    return ()


@dataclass(frozen=True)
class PeriodSlices:
    """The slices of one pay period, by number.

    `shared` has a hash for each sender of the people of whom others delivered too, `people` is a table of
    them all, one row per `person`; there is neither where nobody is shared.
    """

    senders: tuple[str, ...]
    shared: Mapping[str, str] = field(default_factory=dict)
    people: ir.Table | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of a pay period for which nothing was delivered too: nothing is a result as well."""
        several = (SEVERAL,) if self.people is not None or not self.senders else ()
        return (*several, *range(1, len(self.senders) + 1))

    def senders_of(self, number: int) -> tuple[str, ...]:
        """Who delivered what lies in a slice."""
        return tuple(sorted(self.shared)) if number == SEVERAL else (self.senders[number - 1],)

    def read_for(self, numbers: Collection[int]) -> tuple[str, ...]:
        """The senders whose rows have to be read for some slices."""
        return tuple(sorted({sender for number in numbers for sender in self.senders_of(number)}))

    def by_sender(self, rows: ir.Table, numbers: Collection[int], engine: Engine) -> ir.Table:
        """Rows with their `sender`, those of some slices only and with `slice_no`: the one of the sender."""
        told = [(sender, at) for at, sender in enumerate(self.senders, start=1) if at in numbers]
        return rows.inner_join(_numbered(told, engine), "sender")

    def by_person(self, rows: ir.Table, numbers: Collection[int], engine: Engine) -> ir.Table:
        """The same by person: those of whom several senders delivered are in a slice of their own."""
        senders = enumerate(self.senders, start=1)
        told = [(sender, at if at in numbers else None) for at, sender in senders]
        numbered = rows.inner_join(_numbered(told, engine), "sender")
        if self.people is not None:
            shared = self.people.select(shared_person="person")
            joined = numbered.left_join(shared, [("person", "shared_person")])
            several = ibis.literal(SEVERAL if SEVERAL in numbers else None, "int32")
            number = joined.shared_person.notnull().ifelse(several, joined[SLICE_NO])
            numbered = joined.mutate(**{SLICE_NO: number}).drop("shared_person")
        return numbered.filter(numbered[SLICE_NO].notnull())


def _numbered(told: Sequence[tuple[str, int | None]], engine: Engine) -> ir.Table:
    """One row per sender: `sender`, `slice_no`."""
    return engine.table_of(
        pa.table(
            {
                "sender": pa.array([sender for sender, _ in told], pa.string()),
                SLICE_NO: pa.array([number for _, number in told], pa.int32()),
            }
        )
    )


@dataclass(frozen=True)
class SlicesOfPeriods:
    """The slices of every pay period of one large table at the snapshot of a run.

    `beside` has the labels of the pay periods of which rows are read beside those of one.
    """

    source: WorkspaceSource
    results: KeptResults
    shape: Shape
    beside: Callable[[str], Sequence[str]] = no_other_periods
    _found: dict[str, PeriodSlices] = field(default_factory=dict, init=False, repr=False, compare=False)
    _people: dict[str, KeptResult] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, period: str) -> PeriodSlices:
        """The slices of a pay period, looked for once."""
        if period not in self._found:
            self._found[period] = self._slices(period)
        return self._found[period]

    def read_with(self, period: str) -> tuple[str, ...]:
        """A pay period, and those of which rows are read with it."""
        return (period, *self.beside(period))

    def slice_of_each(self, period: str) -> ir.Table:
        """One row per person of whom anything was delivered for a pay period of several senders.

        `person` and `slice_no`, by person.
        """
        return self._kept(period, self.of(period).senders).tables[PEOPLE]

    def deliveries(self, period: str) -> list[list[str]]:
        """The deliveries in force that say who is in which slice."""
        return [self.source.delivery_names(self.shape.name, label) for label in self.read_with(period)]

    def _slices(self, period: str) -> PeriodSlices:
        labels = self.read_with(period)
        found = {sender for label in labels for sender in self.source.senders(self.shape.name, label)}
        senders = tuple(sorted(found))
        if len(senders) < 2:
            return PeriodSlices(senders)
        kept = self._kept(period, senders)
        people = kept.tables[PEOPLE]
        shared = people.filter(people[SLICE_NO] == SEVERAL).select("person")
        return PeriodSlices(senders, kept.values["shared"], shared if kept.values["shared"] else None)

    def _kept(self, period: str, senders: tuple[str, ...]) -> KeptResult:
        """Who is in which slice; `shared` has a hash of the people of each sender of whom others deliver."""
        if period not in self._people:
            deliveries = self.deliveries(period)
            name = result_name(SENDERS, LAYOUT, dutystation.__version__, self.shape.name, deliveries)
            self._people[period] = self.results.found(name) or self._search(name, period, senders)
        return self._people[period]

    def _search(self, name: str, period: str, senders: tuple[str, ...]) -> KeptResult:
        engine = self.results.engine
        numbers = [
            (str(file), senders.index(sender) + 1)
            for label in self.read_with(period)
            for sender, kept in self._read_people(label).items()
            for file in kept.tables.parts(PEOPLE)
        ]
        told = engine.parquet([Path(file) for file, _ in numbers])
        numbered = told.inner_join(_numbered(numbers, engine), [("part", "sender")])
        found = numbered.group_by("person").agg(
            senders=numbered[SLICE_NO].nunique(), number=numbered[SLICE_NO].min()
        )
        alone = (found.senders == 1).ifelse(found.number, ibis.literal(SEVERAL, "int32"))
        people = engine.kept(found.select("person", **{SLICE_NO: alone}))
        shared = people.filter(people[SLICE_NO] == SEVERAL)
        hashes: defaultdict[str, Any] = defaultdict(hashlib.sha256)
        rows = numbered.semi_join(shared, "person").select(SLICE_NO, "person").distinct()
        for batch in engine.batches(rows.order_by([SLICE_NO, "person"])):
            for row in batch.to_pylist():
                hashes[senders[row[SLICE_NO] - 1]].update(row["person"].encode() + b"\n")
        values = {"shared": {sender: found.hexdigest() for sender, found in sorted(hashes.items())}}
        kept = self.results.keep(name, values, {PEOPLE: people.order_by("person")})
        engine.forget(people)
        return kept

    def _read_people(self, label: str) -> dict[str, KeptResult]:
        """The people of each sender of one pay period, read only where they are not kept."""
        senders = self.source.senders(self.shape.name, label)
        names = {
            sender: result_name(
                PEOPLE,
                dutystation.__version__,
                self.shape.name,
                self.source.delivery_names(self.shape.name, label, sender),
            )
            for sender in senders
        }
        kept = {sender: found for sender in senders if (found := self.results.found(names[sender]))}
        missing = [sender for sender in senders if sender not in kept]
        if missing:
            rows = self.source.sent(self.shape, label, missing, self.results.engine)
            slices = PeriodSlices(senders)
            numbers = {senders.index(sender) + 1: sender for sender in missing}
            people = (
                slices.by_sender(rows, numbers, self.results.engine).select(SLICE_NO, "person").distinct()
            )
            read = self.results.keep_apart(
                {number: (names[sender], {}) for number, sender in numbers.items()},
                {PEOPLE: TableApart(people, ("person",), ("person",))},
            )
            kept |= {numbers[number]: result for number, result in read.items()}
        return kept
