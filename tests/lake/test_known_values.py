"""Reading each value once gives the same rows, reasons and messages as reading every row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from dutystation.intake.check import faulty_rows, sound_rows
from dutystation.runs.delivered.delivery import RawTable
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.engines.engine import Row
from dutystation.runs.loading.known_values import with_known_values
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS

DATES = [
    "2025-01-27",
    "0001-01-01",
    "9999-12-31",
    "2025-02-29",
    "0000-01-01",
    "27.01.2025",
    " 2025-01-27",
    None,
]
HOURS = ["8", "7.50", "+.5", "24", "24.000001", "-1", "-0", "1e3", "007", "x", None]
MINUTES = ["450", "1440", "1441", "4.5", "+60", None]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(tmp_path)) as opened:
        yield opened


def raw(columns: dict[str, list[str | None]], shape: Shape, engine: DuckDBEngine) -> RawTable:
    """Delivered rows as text, with file and line."""
    [rows] = {len(cells) for cells in columns.values()}
    texts = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    place = {"file": pa.array(["f"] * rows, pa.string()), "line": pa.array(range(2, rows + 2), pa.int64())}
    return RawTable(shape, "time_records", rows, (engine.table_of(pa.table(texts | place)),))


def judged(given: RawTable, engine: DuckDBEngine) -> tuple[list[Row], list[Row]]:
    """The sound and the faulty rows by line."""
    sound = [row for text in given.texts for row in engine.rows(sound_rows(text, given.shape))]
    faulty = [row for text in given.texts for row in engine.rows(faulty_rows(text, given.shape))]
    return sorted(sound, key=lambda row: row["line"]), sorted(faulty, key=lambda row: row["line"])


def time_records() -> dict[str, list[str | None]]:
    """Every date with every hours and every minutes, now and then without a person."""
    cells = [(day, hours, minutes) for day in DATES for hours in HOURS for minutes in MINUTES]
    return {
        "person": [None if at % 7 == 0 else f"P{at}" for at in range(len(cells))],
        "work_date": [day for day, _, _ in cells],
        "hours": [hours for _, hours, _ in cells],
        "minutes": [minutes for _, _, minutes in cells],
        "pay_code": ["01"] * len(cells),
        "place_code": [None] * len(cells),
    }


def test_every_kind_of_cell_is_judged_as_in_its_row(engine: DuckDBEngine) -> None:
    given = raw(time_records(), TIME_RECORDS, engine)
    looked_up = with_known_values(given, TIME_RECORDS, engine, from_rows=0)
    assert len(looked_up.texts) == 2
    typed = looked_up.texts[0].schema()
    assert (str(typed["work_date"]), str(typed["hours"]), str(typed["minutes"])) == (
        "date",
        "decimal(18, 6)",
        "int64",
    )
    sound, faulty = judged(given, engine)
    assert len(sound) + len(faulty) == given.rows
    assert 0 < len(sound) < len(faulty)
    assert judged(looked_up, engine) == (sound, faulty)


def test_dates_out_of_order_are_quoted_as_they_came(engine: DuckDBEngine) -> None:
    columns: dict[str, list[str | None]] = {
        "person": ["P1", "P2", "P3"],
        "org_unit": ["U", "U", "U"],
        "effective_from": ["2025-02-01", "2025-02-01", "2025-02-01"],
        "effective_to": ["2025-01-31", "2025-02-01", None],
    }
    given = raw(columns, ROSTER, engine)
    looked_up = with_known_values(given, ROSTER, engine, from_rows=0)
    assert len(looked_up.texts) == 1
    sound, faulty = judged(looked_up, engine)
    assert [row["person"] for row in sound] == ["P2", "P3"]
    assert [(row["reason"], row["message"]) for row in faulty] == [
        (
            "out_of_range",
            "effective_from lies after the end date: correct one of the two dates (delivered: 2025-02-01)",
        )
    ]
    assert judged(given, engine) == (sound, faulty)


def test_a_column_with_too_many_values_is_read_row_by_row(engine: DuckDBEngine) -> None:
    given = raw(time_records(), TIME_RECORDS, engine)
    looked_up = with_known_values(given, TIME_RECORDS, engine, from_rows=0, most_values=len(DATES) - 2)
    typed = looked_up.texts[0].schema()
    assert [str(typed[name]) for name in ("work_date", "hours", "minutes")] == ["string", "string", "int64"]
    assert judged(looked_up, engine) == judged(given, engine)


def test_few_rows_are_left_as_they_are(engine: DuckDBEngine) -> None:
    given = raw(time_records(), TIME_RECORDS, engine)
    assert with_known_values(given, TIME_RECORDS, engine, from_rows=given.rows + 1) is given
    assert with_known_values(given, TIME_RECORDS, engine, from_rows=given.rows) is not given
