"""What the days of people are told from: time records by slice, presence by pay period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.intake.fates import ACCEPTED, time_record_fates
from dutystation.intake.reasons import Rejection
from dutystation.measures.person_days import RECORD_COLUMNS, told_presences, told_records
from dutystation.published.person_day_files import (
    HOURS,
    HOURS_SCHEMA,
    PRESENCE,
    PRESENCE_SCHEMA,
    SLICES,
    SLICES_SCHEMA,
    PartWriter,
    write_contents,
    write_parts,
)
from dutystation.runs.counted.badge_results import PRESENCES, STAYS
from dutystation.runs.days import day_number
from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.results import result_name
from dutystation.runs.kept.slices import WorkspaceSlices
from dutystation.runs.measurement import Measured, Measurement
from dutystation.tables.apart import SLICE_NO
from dutystation.terms.figure import Figure
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES

LAYOUT = 3
"""A part of the name of what is kept: another layout of the files is another number."""

PEOPLE_AT_ONCE = 300_000
"""People whose days of a pay period are sorted in one go: of more, some after others, to bound memory."""

Write = Callable[[Path], None]
"""Writes files and `contents.json` into an empty folder."""


@dataclass(frozen=True)
class ToldDays:
    """The days of one run, to be written into folders that are kept; each has a `contents.json` too."""

    measured: Measured
    measurement: Measurement
    kept: WorkspaceSlices

    def slice_names(self, period: PayPeriod) -> dict[int, str]:
        """By number the names under which the time records of the slices of a pay period are kept.

        There are none of a pay period outside those that are measured.
        """
        if period not in self.kept.periods:
            return {}
        numbers = self.kept.records.of(period.label).numbers
        return {
            number: result_name("person_hours", LAYOUT, self.kept.hours.name(period, number))
            for number in numbers
        }

    def write_hours(self, period: PayPeriod, folders: Mapping[int, Path]) -> None:
        """Writes the time records of some slices, each into its folder, with their minutes by place."""
        writers = {number: PartWriter(HOURS_SCHEMA, folder / HOURS) for number, folder in folders.items()}
        for rows in self._hours(period, list(folders)):
            for batch in self.engine.batches(rows):
                for number, of_slice in _apart(batch):
                    writers[number].add(of_slice)
        for number, folder in folders.items():
            parts = writers[number].end()
            minutes = _minutes_written([folder / HOURS / part.name for part in parts])
            write_contents({HOURS: [asdict(part) for part in parts], "minutes": minutes}, folder)

    def of_the_period(self, period: PayPeriod) -> Iterator[tuple[str, str, Write]]:
        """What is told of a pay period as a whole: its kind, the name of what is kept, how to write it."""
        if self.measured.presences is not None:
            yield PRESENCE, self._presence_name(period), partial(self._write_presence, period)
        if len(self.slice_names(period)) > 1:
            deliveries = self.kept.source.delivery_names(self.kept.records.rows.shape.name, period.label)
            name = result_name("person_slices", LAYOUT, self.kept.records.rows.shape.name, deliveries)
            yield SLICES, name, partial(self._write_slices, period)

    def _hours(self, period: PayPeriod, numbers: list[int]) -> Iterator[ir.Table]:
        """Records in the columns of `hours`, by slice and person, some people's after others'."""
        department, records = self.measured.department, self.kept.records
        as_of = day_number(self.measurement.as_of)
        judged = time_record_fates(records.sound(period.label, numbers), department.roster, as_of)
        rows = judged.select(SLICE_NO, *RECORD_COLUMNS)
        repeats = records.repeats(period.label, numbers)
        if repeats is not None:
            rows = ibis.union(rows, _repeated(repeats))
        evidence = self.kept.slice_files("evidence", period, numbers)
        classed = self.engine.parquet(evidence) if evidence else None
        for people in self._some_people():
            told = told_records(rows, department.codes, people, classed, accepted=ACCEPTED)
            told = told.order_by([SLICE_NO, "person_no", "day", "file", "line"])
            yield told.rename(work_date="day").select(SLICE_NO, *HOURS_SCHEMA.names)

    def _presence_name(self, period: PayPeriod) -> str:
        badges = self.kept.badges
        shown = badges.shown(period, badges.numbers(period), STAYS, PRESENCES)
        return result_name("person_presence", LAYOUT, period.label, badges.decided_whole, shown)

    def _write_presence(self, period: PayPeriod, folder: Path) -> None:
        batches = chain.from_iterable(self.engine.batches(rows) for rows in self._presence(period))
        parts = write_parts(batches, PRESENCE_SCHEMA, folder / PRESENCE)
        write_contents({PRESENCE: [asdict(part) for part in parts]}, folder)

    def _presence(self, period: PayPeriod) -> Iterator[ir.Table]:
        """Stays and presences in the columns of `presence`, likewise."""
        facilities = self.measured.department.facility_rows
        present, stays = (self.kept.badges.table(table, [period]) for table in (PRESENCES, STAYS))
        for people in self._some_people():
            told = told_presences(present, stays, people, facilities)
            told = told.order_by(["person_no", "day", "facility_no", "entered"])
            yield told.rename(local_date="day").select(*PRESENCE_SCHEMA.names)

    def _write_slices(self, period: PayPeriod, folder: Path) -> None:
        rows = self.kept.records.slices.slice_of_each(period.label).order_by("person").rename(slice=SLICE_NO)
        parts = write_parts(self.engine.batches(rows), SLICES_SCHEMA, folder / SLICES)
        write_contents({SLICES: [asdict(part) for part in parts]}, folder)

    def _some_people(self) -> Iterator[ir.Table]:
        people = self.measured.department.people
        for first in range(0, self._people, PEOPLE_AT_ONCE):
            yield people.filter(people.person_no.between(first, first + PEOPLE_AT_ONCE - 1))

    @cached_property
    def _people(self) -> int:
        """How many numbers people have; one where there is nobody, so that files are written all the same."""
        people = self.measured.department.people
        [last] = self.engine.rows(people.agg(person_no=people.person_no.max()))
        return (last["person_no"] or 0) + 1

    @cached_property
    def whole_department(self) -> tuple[Figure, ...]:
        """The figures of the department as a whole, few of all there are."""
        root = self.measured.department.tree.root
        return tuple(figure for figure in self.measured.figures if figure.org_unit == root)

    @property
    def engine(self) -> Engine:
        return self.measurement.engine


def _apart(batch: pa.RecordBatch) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The rows of a batch that is sorted by slice, those of each slice together."""
    numbers = batch.column(SLICE_NO).to_numpy()
    if not len(numbers):
        return
    firsts = [0, *(np.flatnonzero(np.diff(numbers)) + 1)]
    for first, end in zip(firsts, [*firsts[1:], len(numbers)], strict=True):
        yield int(numbers[first]), batch.slice(first, end - first)


def _repeated(repeats: ir.Table) -> ir.Table:
    """Records that repeat the id of another delivery's, as `told_records` reads them."""
    fate = ibis.literal(Rejection.DUPLICATE.value)
    return repeats.mutate(roster_no=ibis.null("int32"), fate=fate).select(SLICE_NO, *RECORD_COLUMNS)


def _minutes_written(parts: list[Path]) -> dict[str, int]:
    """The counted minutes of files by place, read back from them."""
    minutes = Counter[str]()
    for part in parts:
        rows = pq.read_table(part, columns=["place", "counted_minutes"])
        sums = rows.group_by("place").aggregate([("counted_minutes", "sum")])
        for row in sums.to_pylist():
            minutes[row["place"]] += row["counted_minutes_sum"]
    return {place: minutes[place] for place in ALL_PLACES}
