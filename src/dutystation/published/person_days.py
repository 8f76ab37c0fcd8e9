"""Reads what a run publishes of people: one person's days, everyone on the rolls, the facilities.

It is the most personal data of the project. Whoever calls this decides who may see what comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dutystation.published.entry import REMEDY, Entry, read_json
from dutystation.published.person_day_files import (
    CONTENTS_JSON,
    FACILITIES_PARQUET,
    HOURS,
    PEOPLE_PARQUET,
    PERSON_DAYS,
    PRESENCE,
    ROWS_OF_A_GROUP,
    ROWS_OF_A_PART,
    SLICES,
)
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayPeriod
from dutystation.terms.time_zone import zone

Row = Mapping[str, Any]
Found = tuple[list[Row], int | None]
"""Rows, and the slice of a pay period in which they lie."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class TimeRecord:
    """One time record as delivered and what became of it.

    `hours` and `minutes` are the amounts as delivered, as text without needless zeros, empty where none was
    given. `counted_minutes` is what they count for, 0 unless `fate` is `accepted`; another fate is the reason
    of contract section 3. `place` is a place of section 4 or `unclassified`. `file` and `line` name the row.
    """

    record_id: str
    hours: str
    minutes: str
    pay_code: str
    place_code: str
    counted_minutes: int
    place: str
    hours_type: str
    fate: str
    file: str
    line: int


@dataclass(frozen=True)
class Presence:
    """One stay at a facility, or one presence there on a day on which no stay begins.

    `sighting` is a word of `terms.evidence_class.Sighting`. A stay has `entered_at` and `left_at`, in the
    time zone of the facility; the others have neither.
    """

    facility: str
    sighting: str
    entered_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True)
class PersonDay:
    """One day of one person with time records, or on which a badge was seen, or both.

    `evidence_class` is that of a claimed day, empty on other days and where there are no badge events.
    """

    day: date
    period: str
    records: tuple[TimeRecord, ...]
    presences: tuple[Presence, ...]
    evidence_class: str


@dataclass(frozen=True)
class PersonOnRolls:
    """One person on the roster on the as-of date, with the return status (contract section 6).

    A contractor has no status: then `status` and `reason` are empty, `rule` is 0, the minutes are 0. `reason`
    is also empty for whoever returned. Texts that the roster does not give are empty. Minutes are those of
    the status period.
    """

    person: str
    component: str
    org_unit: str
    arrangement: str
    population: str
    telework_eligible: bool
    duty_station: str
    supervisor: str
    bargaining_unit: str
    status: str
    rule: int
    reason: str
    in_person_minutes: int
    off_site_minutes: int
    unclassified_minutes: int


@dataclass(frozen=True)
class PersonRecord:
    """What a run holds of one person between two days.

    `on_rolls` is None for whoever is not on the roster on the as-of date. `periods` are the pay periods of
    the run, those with days of the person and those without; `days` are in order.
    """

    person: str
    on_rolls: PersonOnRolls | None
    periods: tuple[PayPeriod, ...]
    days: tuple[PersonDay, ...]


@dataclass(frozen=True)
class Facility:
    """One facility. `usable_sqft` is as delivered, empty where it is not given; so is `seats` None."""

    facility: str
    name: str
    seats: int | None
    usable_sqft: str
    readers: str
    timezone: str


def read_person(
    run_folder: Path, person: str, first: date | None = None, last: date | None = None
) -> PersonRecord:
    """One person's days from `first` to `last`, both included; without them all days of the run.

    A person of whom the run knows nothing has no days. Raises UnusableInput where the folder is no run, or
    a file of it is broken.
    """
    contents = _contents(run_folder)
    folder = run_folder / PERSON_DAYS
    first, last = first or date.min, last or date.max
    zones = {facility.facility: facility.timezone for facility in facilities_of(run_folder)}
    periods: list[PayPeriod] = []
    days: list[PersonDay] = []
    slice_: int | None = None
    for entry in contents.entries("periods"):
        period = PayPeriod(entry.day("from"), entry.day("to"), entry.text("period"))
        periods.append(period)
        if period.first <= last and first <= period.last:
            hours, slice_ = _hours(entry, folder, person, slice_)
            presence = _rows_in(entry, PRESENCE, folder, person)
            days += _days(period.label, hours, presence, zones)
    [*found] = map(_on_rolls, _rows_of(folder / PEOPLE_PARQUET, person))
    inside = tuple(day for day in days if first <= day.day <= last)
    return PersonRecord(person, found[0] if found else None, tuple(periods), inside)


def people_of(run_folder: Path) -> Iterator[tuple[PersonOnRolls, ...]]:
    """Everyone on the roster on the as-of date, sorted by person, some thousands at a time.

    Raises UnusableInput where the folder is no run, or a file of it is broken.
    """
    _contents(run_folder)
    path = run_folder / PERSON_DAYS / PEOPLE_PARQUET
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROWS_OF_A_GROUP):
                yield tuple(map(_on_rolls, batch.to_pylist()))
    except (OSError, pa.ArrowException) as problem:
        raise _unreadable(path, problem) from problem


def people_with_status(run_folder: Path, component: str, status: str) -> tuple[PersonOnRolls, ...]:
    """The people of one component with one return status, sorted by person; few others are made into values.

    Raises UnusableInput as `people_of` does.
    """
    _contents(run_folder)
    path = run_folder / PERSON_DAYS / PEOPLE_PARQUET
    found: list[PersonOnRolls] = []
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROWS_OF_A_PART):
                wanted = pc.and_(pc.equal(batch["component"], component), pc.equal(batch["status"], status))
                found += map(_on_rolls, batch.filter(wanted).to_pylist())
    except (OSError, pa.ArrowException) as problem:
        raise _unreadable(path, problem) from problem
    return tuple(found)


def facilities_of(run_folder: Path) -> tuple[Facility, ...]:
    """The facilities of a run, by UTF-8 bytes of their ids. Raises UnusableInput as `people_of` does."""
    if not (run_folder / PERSON_DAYS / CONTENTS_JSON).is_file():
        _contents(run_folder)
    rows = _rows_of(run_folder / PERSON_DAYS / FACILITIES_PARQUET)
    return tuple(Facility(**{**row, "usable_sqft": row["usable_sqft"] or ""}) for row in rows)


def _contents(run_folder: Path) -> Entry:
    path = run_folder / PERSON_DAYS / CONTENTS_JSON
    if not path.is_file():
        raise UnusableInput(
            str(run_folder),
            "this is no run with people's days",
            remedy="Give a folder that `dutystation runs` lists; where an earlier version made it, make it "
            "again with `dutystation run --anew`",
        )
    return read_json(path)


def _hours(entry: Entry, folder: Path, person: str, likely: int | None) -> Found:
    """The time records of a person in one pay period, and the slice in which they lie, all of them in one.

    Mostly it is that of the pay period before, `likely`: only where nothing is found there is it looked up.
    """
    if not any(entry.entries(SLICES)):
        return list(_rows_in(entry, HOURS, folder, person)), likely
    if likely is not None and (rows := list(_rows_in(entry, HOURS, folder, person, likely))):
        return rows, likely
    for told in _rows_in(entry, SLICES, folder, person):
        return list(_rows_in(entry, HOURS, folder, person, told["slice"])), told["slice"]
    return [], likely


def _rows_in(entry: Entry, kind: str, folder: Path, person: str, slice_: int | None = None) -> Iterator[Row]:
    """The rows of a person in the parts of one pay period, of one slice where one is given."""
    for part in entry.entries(kind):
        asked = slice_ is None or part.whole("slice") == slice_
        if asked and part.text("first") <= person <= part.text("last"):
            yield from _rows_of(folder / kind / entry.text("period") / part.text("name"), person)


def _rows_of(path: Path, person: str | None = None) -> Sequence[Mapping[str, Any]]:
    """The rows of a file, of one person where one is given; then few other row groups are read."""
    try:
        with pq.ParquetFile(path) as file:
            if person is None:
                return list(file.read(use_threads=False).to_pylist())
            groups = [number for number in range(file.num_row_groups) if _may_hold(file, number, person)]
            if not groups:
                return []
            rows = file.read_row_groups(groups, use_threads=False)
            return list(rows.filter(pc.equal(rows["person"], person)).to_pylist())
    except (OSError, pa.ArrowException) as problem:
        raise _unreadable(path, problem) from problem


def _may_hold(file: pq.ParquetFile, group: int, person: str) -> bool:
    """Whether the statistics of a row group leave room for a person. Very long ids have none."""
    told = file.metadata.row_group(group).column(0).statistics
    return told is None or not told.has_min_max or told.min <= person <= told.max


def _days(
    period: str,
    hours: Iterable[Row],
    presence: Iterable[Row],
    zones: Mapping[str, str],
) -> Iterator[PersonDay]:
    records: dict[date, list[Mapping[str, Any]]] = {}
    presences: dict[date, list[Presence]] = {}
    for row in hours:
        records.setdefault(row["work_date"], []).append(row)
    for row in presence:
        presences.setdefault(row["local_date"], []).append(_presence(row, zones[row["facility"]]))
    for day in sorted(records.keys() | presences.keys()):
        rows = records.get(day, [])
        yield PersonDay(
            day,
            period,
            tuple(map(_time_record, rows)),
            tuple(presences.get(day, [])),
            next(chain((row["evidence_class"] for row in rows if row["evidence_class"]), [""])),
        )


def _time_record(row: Mapping[str, Any]) -> TimeRecord:
    return TimeRecord(
        record_id=row["record_id"] or "",
        hours=_digits(row["hours"]),
        minutes="" if row["minutes"] is None else str(row["minutes"]),
        pay_code=row["pay_code"],
        place_code=row["place_code"],
        counted_minutes=row["counted_minutes"],
        place=row["place"],
        hours_type=row["hours_type"],
        fate=row["fate"],
        file=row["file"],
        line=row["line"],
    )


def _digits(amount: Decimal | None) -> str:
    """`7.5` for 7.500000, `10` for 10.000000."""
    if amount is None:
        return ""
    return f"{amount:f}".rstrip("0").rstrip(".")


def _presence(row: Mapping[str, Any], timezone: str) -> Presence:
    return Presence(
        row["facility"],
        row["sighting"],
        *(None if row[name] is None else _moment(row[name], timezone) for name in ("entered", "left")),
    )


def _moment(second: int, timezone: str) -> datetime:
    """The instant in the time zone of the facility; in UTC where that would leave the calendar."""
    moment = _EPOCH + timedelta(seconds=second)
    try:
        return moment.astimezone(zone(timezone))
    except OverflowError:
        return moment


def _on_rolls(row: Mapping[str, Any]) -> PersonOnRolls:
    """Nothing for null: an empty text, or 0."""
    numbers = ("rule", "in_person_minutes", "off_site_minutes", "unclassified_minutes")
    values: dict[str, Any] = {
        name: (0 if name in numbers else "") if value is None else value for name, value in row.items()
    }
    return PersonOnRolls(**values)


def _unreadable(path: Path, problem: Exception) -> UnusableInput:
    said = str(problem).partition("\n")[0].rstrip(".")
    return UnusableInput(str(path), f"the file cannot be read ({said})", remedy=REMEDY)
