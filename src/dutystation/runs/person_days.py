"""Each person's days, published beside the report of a run, for who may show them to that person.

    WORKSPACE/results/person_days-<hash>/    the files of one pay period, kept from one run to another
    WORKSPACE/runs/<run>/person_days/        see `published/person_day_files.py`; the same files once more

The minutes of the days are added up again and must be those of the figures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.directives.rules import Rules
from dutystation.intake.fates import ACCEPTED, time_record_fates
from dutystation.intake.people import on_day
from dutystation.intake.reasons import Rejection
from dutystation.measures.person_days import RECORD_COLUMNS, told_people, told_presences, told_records
from dutystation.published.person_day_files import (
    CONTENTS_JSON,
    FACILITIES_PARQUET,
    FACILITIES_SCHEMA,
    HOURS,
    HOURS_SCHEMA,
    KINDS,
    OWNER_ONLY_FOLDER,
    PEOPLE_PARQUET,
    PEOPLE_SCHEMA,
    PRESENCE,
    PRESENCE_SCHEMA,
    full_tables,
    write_contents,
    write_file,
    write_parts,
)
from dutystation.runs.days import day_number
from dutystation.runs.department import Facility
from dutystation.runs.engine import Engine
from dutystation.runs.kept_folders import kept_folder, linked
from dutystation.runs.kept_results import result_name
from dutystation.runs.kept_slices import WorkspaceSlices
from dutystation.runs.measurement import Measured, Measurement
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES

LAYOUT = 1
"""A part of the name of what is kept: another layout of the files is another number."""

PEOPLE_AT_ONCE = 300_000
"""People whose days of a pay period are sorted in one go: of more, some after others, to bound memory."""

MARK = "CUI//PRVCY"
"""The marking of `restricted.xlsx` too; which one holds is the department's to decide."""


@dataclass(frozen=True)
class PersonDays:
    """Publishes the days of one run into `folder`; what its pay periods come to is kept in `results`."""

    results: Path
    folder: Path
    read: bool

    def publish(self, measured: Measured, measurement: Measurement) -> None:
        """Writes the folder. Raises AssertionError where its minutes are not those of the figures."""
        engine, rules = measurement.engine, measurement.rules
        with measurement.progress.step("Writing people's days") as step:
            self.folder.mkdir(mode=OWNER_ONLY_FOLDER)
            for kind in KINDS:
                (self.folder / kind).mkdir(mode=OWNER_ONLY_FOLDER)
            slices = _slice_tables(measured, measurement)
            people = list(_some_people(measured, engine))
            periods = sorted(slices.keys() | _periods_with_presence(measured, rules, engine))
            listed = []
            for number, period in enumerate(periods):
                step.reached(number, len(periods))
                told = _Period(measured, measurement, period, slices.get(period, {}), people)
                kept = kept_folder(self.results / told.name, told.write, read=self.read)
                listed.append(self._published(period, kept, measured.figures, measured))
            write_file(_people(measured, measurement), PEOPLE_SCHEMA, self.folder / PEOPLE_PARQUET)
            write_file(_facilities(measured), FACILITIES_SCHEMA, self.folder / FACILITIES_PARQUET)
            contents = {"marking": MARK, "as_of": measurement.as_of.isoformat(), "periods": listed}
            write_contents(contents, self.folder)

    def _published(
        self, period: PayPeriod, kept: Path, figures: tuple[Figure, ...], measured: Measured
    ) -> dict[str, Any]:
        """Puts the files of a period into the folder, and says what is in them."""
        contents: dict[str, Any] = json.loads((kept / CONTENTS_JSON).read_text(encoding="utf-8"))
        refuse_other_minutes(contents["minutes"], period, measured.department.tree.root, figures)
        for kind in KINDS:
            if contents[kind]:
                into = self.folder / kind / period.label
                into.mkdir(mode=OWNER_ONLY_FOLDER)
                linked([kept / kind / part["name"] for part in contents[kind]], into)
        return {
            "period": period.label,
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            **{kind: contents[kind] for kind in KINDS},
        }


@dataclass(frozen=True)
class _Period:
    """What the days of one pay period are told from.

    `tables` are those of its slice, as in `SliceResult`; `people` the first and last numbers of those who
    are told of in one go.
    """

    measured: Measured
    measurement: Measurement
    period: PayPeriod
    tables: Mapping[str, ir.Table]
    people: Sequence[tuple[int, int]]

    @property
    def days(self) -> tuple[date, date]:
        return self.period.first, self.period.last

    @property
    def name(self) -> str:
        """The name under which the files are kept: a slice and these are told from the same things."""
        return result_name("person_days", LAYOUT, self.kept.name(self.days))

    @property
    def kept(self) -> WorkspaceSlices:
        """The slices of the workspace: only a workspace has people's days."""
        assert self.measurement.kept is not None
        return self.measurement.kept

    def write(self, folder: Path) -> None:
        """Writes the files and `contents.json` into an empty folder."""
        engine = self.measurement.engine
        hours = chain.from_iterable(engine.batches(rows) for rows in self._hours())
        present = chain.from_iterable(engine.batches(rows) for rows in self._presence())
        parts = {
            HOURS: write_parts(hours, HOURS_SCHEMA, folder / HOURS),
            PRESENCE: write_parts(present, PRESENCE_SCHEMA, folder / PRESENCE),
        }
        minutes = _minutes_written([folder / HOURS / part.name for part in parts[HOURS]])
        contents = {kind: [asdict(part) for part in parts[kind]] for kind in KINDS}
        write_contents({**contents, "minutes": minutes}, folder)

    def _hours(self) -> Iterator[ir.Table]:
        """The records of the period in the columns of `hours`, in order, some people's after others'."""
        department, as_of = self.measured.department, day_number(self.measurement.as_of)
        judged = time_record_fates(self.kept.rows(self.days), department.roster, as_of)
        rows = judged.select(*RECORD_COLUMNS)
        repeats = self.kept.records.repeats(self.period.label)
        if repeats is not None:
            rows = ibis.union(rows, _repeated(repeats))
        classed = self.tables.get("evidence")
        for people in self._some_people():
            told = told_records(rows, department.codes, people, classed, accepted=ACCEPTED)
            told = told.order_by(["person_no", "day", "file", "line"])
            yield told.rename(work_date="day").select(*HOURS_SCHEMA.names)

    def _presence(self) -> Iterator[ir.Table]:
        """Stays and presences in the columns of `presence`, likewise; nothing where there are no badges."""
        measured = self.measured
        if measured.presences is None or measured.stays is None:
            return
        facilities = measured.department.facility_rows
        first, last = map(day_number, self.days)
        for people in self._some_people():
            told = told_presences(measured.presences, measured.stays, people, facilities, first, last)
            told = told.order_by(["person_no", "day", "facility_no", "entered"])
            yield told.rename(local_date="day").select(*PRESENCE_SCHEMA.names)

    def _some_people(self) -> Iterator[ir.Table]:
        people = self.measured.department.people
        for first, last in self.people:
            yield people.filter(people.person_no.between(first, last))


def refuse_other_minutes(
    minutes: Mapping[str, int], period: PayPeriod, root: str, figures: tuple[Figure, ...]
) -> None:
    """Raises AssertionError where the minutes of people's days, by place, are not those of the figures."""
    wanted = (FigureCode.IN_PERSON_SHARE, root, period.label, Variant.TOTAL)
    found = [f.minutes for f in figures if (f.code, f.org_unit, f.period, f.variant) == wanted]
    stated = found[0] if found and found[0] is not None else {}
    for place in ALL_PLACES:
        if minutes.get(place, 0) != stated.get(place, 0):
            raise AssertionError(
                f"{period.label}, {place}: people's days hold {minutes.get(place, 0)} minutes, "
                f"the figures {stated.get(place, 0)}"
            )


def _minutes_written(parts: list[Path]) -> dict[str, int]:
    """The counted minutes of files by place, read back from them."""
    minutes = Counter[str]()
    for part in parts:
        rows = pq.read_table(part, columns=["place", "counted_minutes"])
        sums = rows.group_by("place").aggregate([("counted_minutes", "sum")])
        for row in sums.to_pylist():
            minutes[row["place"]] += row["counted_minutes_sum"]
    return {place: minutes[place] for place in ALL_PLACES}


def _slice_tables(measured: Measured, measurement: Measurement) -> dict[PayPeriod, Mapping[str, ir.Table]]:
    """The tables of each pay period that was measured; one is read only where it is asked for."""
    assert measurement.kept is not None
    calendar = measurement.rules.calendar
    slices = zip(measurement.kept.slices(), measured.hours.slices, strict=True)
    return {calendar.period_of(days[0]): result.tables for days, result in slices}


def _some_people(measured: Measured, engine: Engine) -> Iterator[tuple[int, int]]:
    """First and last numbers that together hold everyone, each pair as many as are sorted in one go."""
    people = measured.department.people
    [last] = engine.rows(people.agg(person_no=people.person_no.max()))
    for first in range(0, (last["person_no"] or 0) + 1, PEOPLE_AT_ONCE):
        yield first, first + PEOPLE_AT_ONCE - 1


def _periods_with_presence(measured: Measured, rules: Rules, engine: Engine) -> set[PayPeriod]:
    """The pay periods in which anybody was present anywhere, also those without time records."""
    if measured.presences is None:
        return set()
    number = (measured.presences.day - day_number(rules.pay_period_anchor)) // rules.pay_period_days
    numbers = measured.presences.select(number=number).distinct()
    return {rules.calendar.period_number(row["number"]) for row in engine.rows(numbers)}


def _repeated(repeats: ir.Table) -> ir.Table:
    """Records that repeat the id of another delivery's, as `told_records` reads them."""
    fate = ibis.literal(Rejection.DUPLICATE.value)
    return repeats.mutate(roster_no=ibis.null("int32"), fate=fate).select(*RECORD_COLUMNS)


def _people(measured: Measured, measurement: Measurement) -> Any:
    on_rolls = on_day(measured.department.roster, day_number(measurement.as_of))
    rows = told_people(on_rolls, measured.statuses).order_by("person_no").select(*PEOPLE_SCHEMA.names)
    return full_tables(measurement.engine.batches(rows), PEOPLE_SCHEMA)


def _facilities(measured: Measured) -> list[pa.Table]:
    def told(facility: Facility) -> dict[str, object]:
        return {name: getattr(facility, name) for name in FACILITIES_SCHEMA.names}

    return [pa.Table.from_pylist(list(map(told, measured.department.facilities)), FACILITIES_SCHEMA)]
