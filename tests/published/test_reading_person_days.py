"""One person is read out of many by touching little: the named pay periods, one part, few row groups."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dutystation.published.person_day_files import (
    CONTENTS_JSON,
    FACILITIES_PARQUET,
    FACILITIES_SCHEMA,
    HOURS,
    HOURS_SCHEMA,
    PEOPLE_PARQUET,
    PEOPLE_SCHEMA,
    PERSON_DAYS,
    PRESENCE,
    PRESENCE_SCHEMA,
    ROWS_OF_A_GROUP,
    ROWS_OF_A_PART,
    SLICES,
    SLICES_SCHEMA,
    full_tables,
    write_contents,
    write_file,
    write_parts,
)
from dutystation.published.person_days import facilities_of, people_of, read_person
from dutystation.terms.errors import UnusableInput

JANUARY, FEBRUARY = date(2025, 1, 12), date(2025, 1, 26)
RECORDS_OF_EACH = 10
PEOPLE = 7_000
"""70,000 records in a pay period: one part of 65,536 and one of the rest."""


def batches(rows: list[dict[str, Any]], schema: pa.Schema) -> list[pa.RecordBatch]:
    return list(pa.Table.from_pylist(rows, schema).to_batches())


def hours(people: list[str], first: date) -> list[dict[str, Any]]:
    record = {
        "hours": Decimal("7.5"),
        "counted_minutes": 450,
        "pay_code": "01",
        "place_code": "TS",
        "place": "situational",
        "hours_type": "regular",
        "fate": "accepted",
        "file": "a.csv",
    }
    return [
        {**record, "person": person, "work_date": first + timedelta(days=at), "line": at + 2}
        for person in people
        for at in range(RECORDS_OF_EACH)
    ]


STAY = {
    "local_date": date(2025, 1, 27),
    "facility": "HQ",
    "sighting": "stay",
    "entered": 1_737_982_800,
    "left": 1_738_013_400,
}


def publish(folder: Path, people: list[str], stays: list[dict[str, Any]]) -> Path:
    """A run folder in which everyone has ten records in each of two pay periods."""
    days = folder / PERSON_DAYS
    (days / HOURS).mkdir(parents=True)
    (days / PRESENCE).mkdir()
    listed = []
    for label, first in (("2025-01", JANUARY), ("2025-02", FEBRUARY)):
        found = {
            HOURS: write_parts(
                batches(hours(people, first), HOURS_SCHEMA), HOURS_SCHEMA, days / HOURS / label
            ),
            PRESENCE: write_parts(
                batches(stays if first == FEBRUARY else [], PRESENCE_SCHEMA),
                PRESENCE_SCHEMA,
                days / PRESENCE / label,
            ),
        }
        parts = {kind: [asdict(part) for part in written] for kind, written in found.items()}
        parts = {
            HOURS: [{**part, "slice": 1} for part in parts[HOURS]],
            PRESENCE: parts[PRESENCE],
            SLICES: [],
        }
        last = first + timedelta(days=13)
        listed.append({"period": label, "from": first.isoformat(), "to": last.isoformat(), **parts})
    rolls = [{"person": person, "status": "returned", "rule": 4} for person in people]
    write_file([pa.Table.from_pylist(rolls, PEOPLE_SCHEMA)], PEOPLE_SCHEMA, days / PEOPLE_PARQUET)
    office = {
        "facility": "HQ",
        "name": "Head office",
        "readers": "entry_exit",
        "timezone": "America/New_York",
    }
    write_file(
        [pa.Table.from_pylist([office], FACILITIES_SCHEMA)], FACILITIES_SCHEMA, days / FACILITIES_PARQUET
    )
    write_contents({"periods": listed}, days)
    return folder


def person(number: int) -> str:
    return f"P{number:05}"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    people = [person(number) for number in range(PEOPLE)]
    return publish(tmp_path_factory.mktemp("many"), people, [{**STAY, "person": person(4321)}])


Touched = list[tuple[str, list[int]]]


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Touched]:
    """Period and part of each file of which row groups are read, and their numbers."""
    found: Touched = []
    opened: dict[int, Path] = {}
    begin, read = pq.ParquetFile.__init__, pq.ParquetFile.read_row_groups

    def noted_begin(file: Any, source: Path, *args: Any, **kwargs: Any) -> None:
        opened[id(file)] = source
        begin(file, source, *args, **kwargs)

    def noted_read(file: Any, groups: list[int], *args: Any, **kwargs: Any) -> Any:
        path = opened[id(file)]
        found.append((f"{path.parent.name}/{path.name}", groups))
        return read(file, groups, *args, **kwargs)

    monkeypatch.setattr(pq.ParquetFile, "__init__", noted_begin)
    monkeypatch.setattr(pq.ParquetFile, "read_row_groups", noted_read)
    yield found


def test_one_person_costs_one_row_group_of_one_part_in_each_pay_period(many: Path, touched: Touched) -> None:
    record = read_person(many, person(100))
    assert [len(day.records) for day in record.days] == [1] * 20
    # Records 1,000 to 1,009 of 70,000; person 100 of 7,000.
    assert touched == [
        ("2025-01/part-0000.parquet", [0]),
        ("2025-02/part-0000.parquet", [0]),
        (f"{PERSON_DAYS}/{PEOPLE_PARQUET}", [0]),
    ]


def test_of_several_slices_only_the_one_that_holds_the_person_is_opened(
    tmp_path: Path, touched: Touched
) -> None:
    """Two senders, whose people stand between one another in the order of their ids."""
    folder = publish(tmp_path, [person(number) for number in range(10)], [])
    days = folder / PERSON_DAYS
    contents = json.loads((days / CONTENTS_JSON).read_text())
    [period, later] = contents["periods"]
    shutil.rmtree(days / HOURS / "2025-01")
    period[HOURS] = []
    for at in (1, 2):
        people = [person(number) for number in range(10) if number % 2 == at - 1]
        [part] = write_parts(batches(hours(people, JANUARY), HOURS_SCHEMA), HOURS_SCHEMA, tmp_path / str(at))
        name = f"{at:05}-part-0000.parquet"
        (days / HOURS / "2025-01").mkdir(exist_ok=True)
        (tmp_path / str(at) / part.name).rename(days / HOURS / "2025-01" / name)
        period[HOURS].append({**asdict(part), "name": name, "slice": at})
    told = pa.table({"person": [person(n) for n in range(10)], "slice": [n % 2 + 1 for n in range(10)]})
    (days / SLICES).mkdir()
    written = write_parts(told.cast(SLICES_SCHEMA).to_batches(), SLICES_SCHEMA, days / SLICES / "2025-01")
    period[SLICES] = [asdict(part) for part in written]
    (days / CONTENTS_JSON).unlink()
    write_contents({"periods": [period, later]}, days)

    record = read_person(folder, person(4), date(2025, 1, 12), date(2025, 1, 25))
    assert [len(day.records) for day in record.days] == [1] * 10
    assert [name for name, _ in touched] == [
        "2025-01/part-0000.parquet",  # which slice
        "2025-01/00001-part-0000.parquet",
        f"{PERSON_DAYS}/{PEOPLE_PARQUET}",
    ]
    assert len(read_person(folder, person(7), date(2025, 1, 12), date(2025, 1, 25)).days) == 10
    assert read_person(folder, "Q").days == ()


def test_a_pay_period_that_is_not_asked_for_is_not_opened(many: Path, touched: Touched) -> None:
    # Records 43,210 to 43,219, in row group 43,210 // 2,048 = 21; the one stay is theirs.
    record = read_person(many, person(4321), date(2025, 1, 27), date(2025, 1, 29))
    assert [(day.day.day, len(day.records), len(day.presences)) for day in record.days] == [
        *((27, 1, 1), (28, 1, 0), (29, 1, 0)),
    ]
    assert touched[:2] == [("2025-02/part-0000.parquet", [21]), ("2025-02/part-0000.parquet", [0])]
    assert [period.label for period in record.periods] == ["2025-01", "2025-02"]


def test_records_that_two_parts_share_are_read_from_both(many: Path, touched: Touched) -> None:
    # Records 65,530 to 65,539: the first part ends after 65,536.
    assert ROWS_OF_A_PART == 65_536
    assert len(read_person(many, person(6553)).days) == 20
    assert touched[:2] == [("2025-01/part-0000.parquet", [31]), ("2025-01/part-0001.parquet", [0])]


def test_records_that_two_row_groups_share_are_read_from_both(many: Path, touched: Touched) -> None:
    # Records 2,040 to 2,049 around the border at 2,048.
    assert ROWS_OF_A_GROUP == 2_048
    assert len(read_person(many, person(204)).days) == 20
    assert touched[0] == ("2025-01/part-0000.parquet", [0, 1])


def test_of_somebody_without_rows_no_row_group_is_read(many: Path, touched: Touched) -> None:
    assert read_person(many, "Q").days == ()
    assert touched == []


def test_an_id_too_long_for_statistics_is_found_all_the_same(tmp_path: Path) -> None:
    long = "L" * 5_000
    folder = publish(tmp_path, ["K", long, long + "1"], [])
    assert [len(read_person(folder, name).days) for name in ("K", long, long + "1")] == [20, 20, 20]


def test_ids_are_in_the_order_of_their_bytes(tmp_path: Path) -> None:
    # By bytes: Z, a, é (two bytes), 中 (three), and a sign beyond the first plane (four).
    people = ["Z", "a", "é", "中", "\U0001f3e2"]
    folder = publish(tmp_path, people, [])
    assert [len(read_person(folder, name).days) for name in people] == [20] * 5


def test_amounts_are_shown_as_delivered_and_stays_in_the_time_of_the_facility(many: Path) -> None:
    [day] = read_person(many, person(4321), date(2025, 1, 27), date(2025, 1, 27)).days
    [record], [stay] = day.records, day.presences
    assert (record.hours, record.minutes, record.counted_minutes, record.record_id) == ("7.5", "", 450, "")
    assert str(stay.entered_at) == "2025-01-27 08:00:00-05:00"
    assert stay.left_at == datetime(2025, 1, 27, 21, 30, tzinfo=UTC)


def test_everyone_on_the_rolls_comes_in_order_some_thousands_at_a_time(many: Path) -> None:
    some = list(people_of(many))
    assert max(map(len, some)) <= ROWS_OF_A_GROUP
    assert [found.person for batch in some for found in batch] == [person(number) for number in range(PEOPLE)]
    [office] = facilities_of(many)
    assert (office.name, office.seats, office.usable_sqft) == ("Head office", None, "")


def test_rows_give_the_same_bytes_however_they_are_cut_into_batches(tmp_path: Path) -> None:
    table = pa.Table.from_pylist(hours([person(n) for n in range(PEOPLE)], JANUARY), HOURS_SCHEMA)
    for name, size in (("large", 100_000), ("odd", 777)):
        write_parts(table.to_batches(max_chunksize=size), HOURS_SCHEMA, tmp_path / name)
    large, odd = (
        [file.read_bytes() for file in sorted((tmp_path / name).iterdir())] for name in ("large", "odd")
    )
    assert len(large) == 2
    assert large == odd


def test_no_rows_make_no_table_and_no_part(tmp_path: Path) -> None:
    assert list(full_tables([], HOURS_SCHEMA)) == []
    assert write_parts([], HOURS_SCHEMA, tmp_path / "none") == ()


def test_a_folder_that_is_no_run_is_named_with_what_to_give(tmp_path: Path) -> None:
    for read in (
        lambda: read_person(tmp_path, "P"),
        lambda: list(people_of(tmp_path)),
        lambda: facilities_of(tmp_path),
    ):
        with pytest.raises(
            UnusableInput, match=r"no run with people's days\. Give a folder that `dutystation runs`"
        ):
            read()


def test_a_file_that_is_broken_or_gone_is_named(tmp_path: Path) -> None:
    folder = publish(tmp_path, ["P"], [])
    part = folder / PERSON_DAYS / HOURS / "2025-01" / "part-0000.parquet"
    part.write_bytes(b"PAR1 no more")
    with pytest.raises(UnusableInput, match=r"part-0000\.parquet: the file cannot be read"):
        read_person(folder, "P")
    part.unlink()
    with pytest.raises(UnusableInput, match=r"part-0000\.parquet: the file cannot be read"):
        read_person(folder, "P")
    (folder / PERSON_DAYS / "contents.json").write_text("[]")
    with pytest.raises(UnusableInput, match="the file holds no JSON object"):
        read_person(folder, "P")
