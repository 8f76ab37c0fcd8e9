"""How long it takes to read one person's year among millions of published person-days.

    python -m bench.person_days                      260,000 people, 26 pay periods: 68 million rows of hours
    python -m bench.person_days --people 20000       fewer

The rows are invented and written straight into the layout that a run publishes, and read from warm cache.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa

from dutystation.published.person_day_files import (
    FACILITIES_PARQUET,
    FACILITIES_SCHEMA,
    HOURS,
    HOURS_SCHEMA,
    KINDS,
    PEOPLE_PARQUET,
    PEOPLE_SCHEMA,
    PERSON_DAYS,
    PRESENCE,
    PRESENCE_SCHEMA,
    SLICES,
    SLICES_SCHEMA,
    PartWriter,
    full_tables,
    write_contents,
    write_file,
    write_parts,
)
from dutystation.published.person_days import read_person
from dutystation.terms.period import PayCalendar

CALENDAR = PayCalendar(date(2025, 1, 12), 14)
WORK_DAYS = np.array([1, 2, 3, 4, 5, 8, 9, 10, 11, 12])
"""The ten weekdays of a pay period: one record for each."""
STAYED_DAYS = 7
"""Of these days, on how many a person stays at a facility."""
FACILITIES = 400
SENDERS = 14
"""Each delivers the records of every fourteenth person."""
PEOPLE_AT_ONCE = 13_000
EPOCH = date(1970, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.person_days", description=__doc__)
    parser.add_argument("--people", type=int, default=260_000)
    parser.add_argument("--periods", type=int, default=26)
    parser.add_argument("--reads", type=int, default=200, help="how many people are read, each once")
    parser.add_argument("--data", type=Path, help="where the rows are written; removed afterwards")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.data) as scratch:
        folder = Path(scratch)
        began = perf_counter()
        _make(folder / PERSON_DAYS, asked.people, asked.periods)
        made = perf_counter() - began
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        sys.stdout.write(
            f"{asked.people * asked.periods * len(WORK_DAYS):,} rows of hours, "
            f"{asked.people * asked.periods * STAYED_DAYS:,} stays, {size / 1e6:,.0f} MB, "
            f"written in {made:.0f} s\n"
        )
        for what, first in (
            ("a year", None),
            ("one pay period", CALENDAR.period_number(asked.periods - 1).first),
        ):
            clock, processor = _read(folder, asked.people, asked.reads, first)
            sys.stdout.write(f"{what}, clock: {_told(clock)}\n{what}, processor: {_told(processor)}\n")
        shutil.rmtree(folder / PERSON_DAYS)


def _read(folder: Path, people: int, reads: int, first: date | None) -> tuple[list[float], list[float]]:
    """The milliseconds of each reading, by the clock and of the processor.

    One reading before them loads what Python and the libraries load once.
    """
    chosen = random.Random(1)
    read_person(folder, _person(0), first)
    clock, processor = [], []
    for _ in range(reads):
        person = _person(chosen.randrange(people))
        began, worked = perf_counter(), process_time()
        record = read_person(folder, person, first)
        clock.append((perf_counter() - began) * 1000)
        processor.append((process_time() - worked) * 1000)
        assert record.on_rolls is not None
        periods = {day.period for day in record.days}
        assert len(record.days) == len(periods) * len(WORK_DAYS), person
    return clock, processor


def _told(milliseconds: list[float]) -> str:
    twentieths = quantiles(milliseconds, n=20)
    return (
        f"median {median(milliseconds):.1f} ms, 95 of 100 within {twentieths[-1]:.1f} ms, "
        f"most {max(milliseconds):.1f} ms"
    )


def _make(folder: Path, people: int, periods: int) -> None:
    for kind in KINDS:
        (folder / kind).mkdir(parents=True)
    listed = []
    for number in range(periods):
        period = CALENDAR.period_number(number)
        sys.stderr.write(f"\rWriting pay period {period.label}")
        into = {kind: folder / kind / period.label for kind in KINDS}
        stays = write_parts(_stays(people, number), PRESENCE_SCHEMA, into[PRESENCE])
        slices = write_parts(_slices(people), SLICES_SCHEMA, into[SLICES])
        listed.append(
            {
                "period": period.label,
                "from": period.first.isoformat(),
                "to": period.last.isoformat(),
                HOURS: _written_hours(people, number, into[HOURS]),
                PRESENCE: [asdict(part) for part in stays],
                SLICES: [asdict(part) for part in slices],
            }
        )
    sys.stderr.write("\n")
    write_file(full_tables(_people(people), PEOPLE_SCHEMA), PEOPLE_SCHEMA, folder / PEOPLE_PARQUET)
    write_file([_facilities()], FACILITIES_SCHEMA, folder / FACILITIES_PARQUET)
    write_contents({"as_of": "2026-01-10", "periods": listed}, folder)


def _written_hours(people: int, period: int, folder: Path) -> list[dict[str, object]]:
    """Writes a pay period's records, those of each sender by themselves, and says what was written."""
    writers = [PartWriter(HOURS_SCHEMA, folder.with_name(f"{sender:05}")) for sender in range(SENDERS)]
    for batch in _hours(people, period):
        senders = (np.arange(batch.num_rows) // len(WORK_DAYS)) % SENDERS
        for sender, writer in enumerate(writers):
            writer.add(batch.filter(pa.array(senders == sender)))
    folder.mkdir()
    listed: list[dict[str, object]] = []
    for sender, writer in enumerate(writers):
        for part in writer.end():
            name = f"{sender:05}-{part.name}"
            (folder.with_name(f"{sender:05}") / part.name).rename(folder / name)
            listed.append({**asdict(part), "name": name, "slice": sender})
        folder.with_name(f"{sender:05}").rmdir()
    return listed


def _slices(people: int) -> Iterator[pa.RecordBatch]:
    """Which sender delivers each person: neighbours by their ids have different ones."""
    for some in _some_people(people):
        told = np.arange(len(some), dtype=np.int32) % SENDERS
        yield _batch(
            SLICES_SCHEMA, person=pa.array([_person(number) for number in some]), slice=pa.array(told)
        )


def _person(number: int) -> str:
    return f"E{number:08}"


def _some_people(people: int) -> Iterator[range]:
    for first in range(0, people, PEOPLE_AT_ONCE):
        yield range(first, min(first + PEOPLE_AT_ONCE, people))


def _hours(people: int, period: int) -> Iterator[pa.RecordBatch]:
    """Ten records of each person: days in the office, some at home, all with ids of their own."""
    chosen = np.random.default_rng(period)
    first_day = (CALENDAR.period_number(period).first - EPOCH).days
    for some in _some_people(people):
        rows = len(some) * len(WORK_DAYS)
        home = chosen.random(rows) < 0.2
        amount = chosen.choice(np.array([4.0, 7.5, 8.0, 9.0]), rows)
        numbers = (np.arange(rows) + some.start * len(WORK_DAYS)) * 26 + period
        yield _batch(
            HOURS_SCHEMA,
            person=_repeated([_person(number) for number in some], len(WORK_DAYS)),
            work_date=_days(first_day, WORK_DAYS, len(some)),
            hours=pa.array(amount).cast(pa.decimal128(18, 6)),
            minutes=pa.nulls(rows, pa.int32()),
            counted_minutes=pa.array((amount * 60).astype(np.int32)),
            pay_code=_same("01", rows),
            place_code=_picked(home, "TS", ""),
            place=_picked(home, "situational", "office"),
            hours_type=_same("regular", rows),
            fate=_same("accepted", rows),
            record_id=pa.array(numbers).cast(pa.string()),
            file=_same(f"CBP/{period}/20250219T101010-0a1b2c3d/time-{period}.csv", rows),
            line=pa.array(chosen.permutation(rows) + some.start * len(WORK_DAYS) + 2),
            evidence_class=_picked(home, None, "corroborated"),
        )


def _stays(people: int, period: int) -> Iterator[pa.RecordBatch]:
    chosen = np.random.default_rng(period)
    first_day = (CALENDAR.period_number(period).first - EPOCH).days
    places = pa.array([f"F{number:04}" for number in range(FACILITIES)])
    for some in _some_people(people):
        rows = len(some) * STAYED_DAYS
        days = _days(first_day, WORK_DAYS[:STAYED_DAYS], len(some))
        entered = days.cast(pa.int32()).to_numpy().astype(np.int64) * 86_400 + chosen.integers(
            40_000, 60_000, rows
        )
        yield _batch(
            PRESENCE_SCHEMA,
            person=_repeated([_person(number) for number in some], STAYED_DAYS),
            local_date=days,
            facility=places.take(pa.array(chosen.integers(0, FACILITIES, rows))),
            entered=pa.array(entered),
            left=pa.array(entered + chosen.integers(10_000, 40_000, rows)),
            sighting=_same("stay", rows),
        )


def _people(people: int) -> Iterator[pa.RecordBatch]:
    for some in _some_people(people):
        named = [_person(number) for number in some]
        told = {field.name: _same(0, len(named)) for field in PEOPLE_SCHEMA if field.type == pa.int64()}
        texts = {
            field.name: _same("told", len(named)) for field in PEOPLE_SCHEMA if field.type == pa.string()
        }
        eligible = _same(True, len(named))  # noqa: FBT003 (a value of a column)
        yield _batch(
            PEOPLE_SCHEMA, **{**told, **texts, "person": pa.array(named), "telework_eligible": eligible}
        )


def _facilities() -> pa.Table:
    one = {"name": "Office", "seats": 100, "usable_sqft": "15000", "readers": "entry_exit"}
    rows = [
        {"facility": f"F{number:04}", **one, "timezone": "America/New_York"} for number in range(FACILITIES)
    ]
    return pa.Table.from_pylist(rows, FACILITIES_SCHEMA)


def _batch(schema: pa.Schema, **columns: pa.Array) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(
        [columns[name].cast(schema.field(name).type) for name in schema.names], schema=schema
    )


def _repeated(values: list[str], times: int) -> pa.Array:
    return pa.array(values).take(pa.array(np.repeat(np.arange(len(values)), times)))


def _days(first: int, offsets: np.ndarray, people: int) -> pa.Array:
    return pa.array(np.tile(first + offsets, people).astype(np.int32)).cast(pa.date32())


def _same(value: object, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), rows)


def _picked(where: np.ndarray, one: str | None, other: str) -> pa.Array:
    return pa.array([one, other], pa.string()).take(pa.array(np.where(where, 0, 1)))


if __name__ == "__main__":
    main()
