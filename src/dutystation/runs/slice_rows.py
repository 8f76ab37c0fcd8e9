"""The time records of a workspace by slice: see `runs/period_slices.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from dutystation.intake.reasons import Rejection
from dutystation.intake.rejected import rejected_rows
from dutystation.lake.listed import REJECTED
from dutystation.runs.engine import Engine
from dutystation.runs.ledger import EXCLUDED_COLUMNS, PLACE, REJECTED_COLUMNS, one_table
from dutystation.runs.period_rows import LEFT_OUT, REFUSED, PeriodRows
from dutystation.runs.period_slices import SEVERAL, PeriodSlices, SlicesOfPeriods
from dutystation.tables.apart import SLICE_NO


@dataclass(frozen=True)
class RowsLeftOut:
    """The rows of some slices that do not count, in one shape: a kept table, and how many, by reason."""

    rows: ir.Table
    counts: Mapping[int, Mapping[str, int]]


@dataclass(frozen=True)
class SliceRows:
    """The sound time records of a workspace and those that do not count, by pay period and slice."""

    rows: PeriodRows
    slices: SlicesOfPeriods

    def of(self, period: str) -> PeriodSlices:
        """The slices of a pay period."""
        return self.slices.of(period)

    def decided_by(self, period: str, number: int) -> list[object]:
        """What says which rows a slice has: deliveries, repeated ids, people of whom others deliver too."""
        slices = self.of(period)
        source, shape = self.rows.source, self.rows.shape
        return [
            [period, number == SEVERAL],
            *(
                [
                    source.delivery_names(shape.name, period, sender),
                    self.rows.repeated.get((sender, period), []),
                    slices.shared.get(sender),
                ]
                for sender in slices.senders_of(number)
            ),
        ]

    def sound(self, period: str, numbers: Collection[int]) -> ir.Table:
        """The sound time records of some slices, with `slice_no`."""
        slices = self.of(period)
        sent = self.rows.source.sent(self.rows.shape, period, slices.read_for(numbers), self.engine)
        again = self.rows.repeats(period)
        sound = sent if again is None else sent.anti_join(again, PLACE)
        return slices.by_person(sound, numbers, self.engine).drop("sender")

    def repeats(self, period: str, numbers: Collection[int]) -> ir.Table | None:
        """Those that repeat an earlier id, typed, likewise; None where the pay period has none."""
        again = self.rows.repeats(period)
        return None if again is None else self.of(period).by_person(again, numbers, self.engine)

    def left_out(
        self, period: str, numbers: Collection[int], judged: Mapping[str, ir.Table]
    ) -> dict[str, RowsLeftOut]:
        """The rows of some slices that are rejected (`refused`) and excluded (`left_out`), if there are any.

        Those of `judged` are joined by what was rejected and left out at delivery, and by repeats of ids,
        which belong to their sender whomever they are about.
        """
        found = {}
        parts = {REFUSED: self._refused(period, numbers), LEFT_OUT: self._excluded(period, numbers)}
        for name, tables in parts.items():
            tables += [judged[name]] if name in judged else []
            columns = REJECTED_COLUMNS if name == REFUSED else EXCLUDED_COLUMNS
            if not tables:
                continue
            rows = self.engine.kept(one_table([table.select(SLICE_NO, *columns) for table in tables]))
            counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
            for row in self.engine.rows(rows.group_by([SLICE_NO, "reason"]).agg(rows=rows.count())):
                counts[row[SLICE_NO]][row["reason"]] = row["rows"]
            found[name] = RowsLeftOut(rows, counts)
        return found

    def _refused(self, period: str, numbers: Collection[int]) -> list[ir.Table]:
        """The rows that reasons 1 to 6 concern, in the shape of `rejected.csv`."""
        tables = [rows.filter(rows.fate == REJECTED) for rows in self._listed(period, numbers)]
        again = self.rows.repeats(period)
        if again is not None:
            shape = self.rows.shape
            by_sender = self.of(period).by_sender(again, numbers, self.engine)
            tables.append(rejected_rows(by_sender, shape, Rejection.DUPLICATE, shape.unique[0]))
        return tables

    def _excluded(self, period: str, numbers: Collection[int]) -> list[ir.Table]:
        """The rows that a profile left out, in the shape of `excluded.csv`."""
        return [rows.filter(rows.fate != REJECTED) for rows in self._listed(period, numbers)]

    def _listed(self, period: str, numbers: Collection[int]) -> list[ir.Table]:
        slices = self.of(period)
        senders = [sender for at, sender in enumerate(slices.senders, start=1) if at in numbers]
        listed = self.rows.source.sent_and_listed(self.rows.shape, period, senders, self.engine)
        return [] if listed is None else [slices.by_sender(listed, numbers, self.engine)]

    @property
    def engine(self) -> Engine:
        return self.rows.results.engine
