"""The rows of a large table of a workspace by slice: see `runs/kept/period_slices.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from dutystation.runs.delivered.rows_left_out import RowsLeftOut, rows_left_out
from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.period_rows import PeriodRows
from dutystation.runs.kept.period_slices import SEVERAL, PeriodSlices, SlicesOfPeriods
from dutystation.tables.rejected import PLACE_OF_ROW


@dataclass(frozen=True)
class SliceRows:
    """The sound rows of a large table of a workspace and those that do not count, by pay period and slice."""

    rows: PeriodRows
    slices: SlicesOfPeriods

    def of(self, period: str) -> PeriodSlices:
        """The slices of a pay period."""
        return self.slices.of(period)

    def decided_by(self, period: str, number: int) -> list[object]:
        """What says which rows a slice has: deliveries, repeated ids, people of whom others deliver too."""
        slices = self.of(period)
        source, shape = self.rows.source, self.rows.shape
        found: list[object] = [[period, number == SEVERAL]]
        for sender in slices.senders_of(number):
            deliveries = [
                [delivered, self.rows.repeated.get((sender, label), [])]
                for label in self.slices.read_with(period)
                if (delivered := source.delivery_names(shape.name, label, sender))
            ]
            found.append([deliveries, slices.shared.get(sender)])
        return found

    def sound(self, period: str, numbers: Collection[int]) -> ir.Table:
        """The sound rows of some slices, with `slice_no`."""
        return self._sound(period, numbers, period)

    def sound_beside(self, period: str, numbers: Collection[int]) -> list[ir.Table]:
        """Those of the pay periods beside one, by pay period, in the slices of that one."""
        return [self._sound(period, numbers, label) for label in self.slices.beside(period)]

    def _sound(self, period: str, numbers: Collection[int], label: str) -> ir.Table:
        """The rows that were delivered for the pay period `label`, by the slices of `period`."""
        slices = self.of(period)
        sent = self.rows.source.sent(self.rows.shape, label, slices.read_for(numbers), self.engine)
        again = self.rows.repeats(label)
        sound = sent if again is None else sent.anti_join(again, PLACE_OF_ROW)
        return slices.by_person(sound, numbers, self.engine).drop("sender")

    def repeats(self, period: str, numbers: Collection[int]) -> ir.Table | None:
        """Those that repeat an earlier id, typed, likewise; None where the pay period has none."""
        again = self.rows.repeats(period)
        return None if again is None else self.of(period).by_person(again, numbers, self.engine)

    def left_out(
        self, period: str, numbers: Collection[int], judged: Mapping[str, ir.Table]
    ) -> dict[str, RowsLeftOut]:
        """The rows of some slices that do not count; `judged` are those that a measurement found.

        What was rejected at delivery, and what repeats an id, is its sender's, whomever it is about.
        """
        slices, shape = self.of(period), self.rows.shape
        senders = [sender for at, sender in enumerate(slices.senders, start=1) if at in numbers]
        listed = self.rows.source.sent_and_listed(shape, period, senders, self.engine)
        listed, again = (
            None if rows is None else slices.by_sender(rows, numbers, self.engine)
            for rows in (listed, self.rows.repeats(period))
        )
        return rows_left_out(listed, again, judged, shape, self.engine)

    @property
    def engine(self) -> Engine:
        return self.rows.results.engine
