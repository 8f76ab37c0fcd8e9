"""The kept results of the slices of one large table, by pay period and number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from dutystation.runs.delivered.rows_left_out import LEFT_OUT, REFUSED, RowsLeftOut, counts_by_reason
from dutystation.runs.kept.results import KeptResult, KeptResults, TableApart
from dutystation.terms.period import PayPeriod

PeriodSlice = tuple[PayPeriod, int]
"""A pay period and the number of one of its slices."""


class WithValues(Protocol):
    """What a slice comes to, as far as it is no table."""

    def values(self) -> dict[str, Any]:
        """The same as JSON can hold it, with `rejected` and `excluded`, the counts of rows by reason."""


@dataclass(frozen=True)
class SliceResults:
    """What slices come to, each kept under the name that `named` gives it.

    They are there once they were found or kept.
    """

    results: KeptResults
    named: Callable[[PayPeriod, int], str]
    _kept: dict[PeriodSlice, KeptResult] = field(default_factory=dict, init=False, repr=False, compare=False)
    _names: dict[PeriodSlice, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def name(self, period: PayPeriod, number: int) -> str:
        """The name of what is kept of a slice, with the hash of everything that decides it."""
        if (period, number) not in self._names:
            self._names[period, number] = self.named(period, number)
        return self._names[period, number]

    def missing(self, period: PayPeriod, numbers: Collection[int]) -> tuple[int, ...]:
        """Those of some slices of a pay period that are not kept; the others are there now."""
        missing = []
        for number in numbers:
            kept = self.results.found(self.name(period, number))
            if kept is None:
                missing.append(number)
            else:
                self._kept[period, number] = kept
        return tuple(missing)

    def keep(
        self,
        period: PayPeriod,
        measured: Mapping[int, WithValues],
        tables: Mapping[str, TableApart],
        left_out: Mapping[str, RowsLeftOut],
    ) -> None:
        """Keeps slices of a pay period, with the counts of all rows that do not count; they are there now."""
        named = {}
        for number, one in measured.items():
            reasons = {
                "rejected": dict(counts_by_reason(left_out, REFUSED, number)),
                "excluded": dict(counts_by_reason(left_out, LEFT_OUT, number)),
            }
            named[number] = (self.name(period, number), one.values() | reasons)
        for number, kept in self.results.keep_apart(named, tables).items():
            self._kept[period, number] = kept

    def of(self, period: PayPeriod, number: int) -> KeptResult:
        """What a slice came to."""
        return self._kept[period, number]

    def in_order(self) -> Iterator[tuple[PeriodSlice, KeptResult]]:
        """All that are there, by pay period and number."""
        yield from sorted(self._kept.items(), key=itemgetter(0))

    def parts(self, table: str) -> Iterator[tuple[PeriodSlice, Path]]:
        """The files of a table, by pay period and number."""
        for slice_, kept in self.in_order():
            yield from ((slice_, part) for part in kept.tables.parts(table))
