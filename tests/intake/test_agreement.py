"""Every cell of every table means to the engine what the plain second reading of the contract says."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.intake.judged import expected, judged
from tests.oracle.cells import DEFAULTS
from tests.oracle.rows import COLUMNS
from tests.properties import cells, rows

from dutystation.runs.engines.engine import Engine

EPOCH = date(1970, 1, 1)
FACTOR = int(os.environ.get("MORE_EXAMPLES", "1"))  # a search at length: MORE_EXAMPLES=50


def all_drawn(values: SearchStrategy[Any], number: int) -> list[Any]:
    """So many examples of values, for one question: a question costs much more than a value in it."""
    found: list[Any] = []

    @settings(max_examples=number * FACTOR, deadline=None, suppress_health_check=list(HealthCheck))
    @given(values)
    def draw(value: Any) -> None:
        found.append(value)

    draw()
    return found


def assert_agreement(engine: Engine, table: str, columns: dict[str, pa.Array]) -> None:
    refused, sound = judged(engine, table, columns)
    refused_too, sound_too = expected(table, {name: cell.to_pylist() for name, cell in columns.items()})
    assert refused == refused_too
    assert {line: meant(table, row) for line, row in sound.items()} == {
        line: meant_too(table, row) for line, row in sound_too.items()
    }


def meant(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The engine's values of a sound row, in plain Python."""
    values = {name: value for name, value in row.items() if name not in {"file", "wall_second", "utc_offset"}}
    for name in values.keys() & {"hours", "seats"}:
        values[name] = None if values[name] is None else Fraction(Decimal(values[name]))
    if table == "badge_events":
        values["occurred_at"] = row["wall_second"], row["utc_offset"]
    return values


def meant_too(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The oracle's values of the same row in the form `intake.cells` describes."""
    values = {column: row[column] for column in COLUMNS[table]}
    for column, value in values.items():
        if isinstance(value, date):
            values[column] = (value - EPOCH).days
        elif value == "" and column not in DEFAULTS and column not in {"place_code", "parent"}:
            values[column] = None
    if table == "badge_events":
        clock, offset = row["occurred_at"]
        wall = (clock - datetime(1970, 1, 1)) // timedelta(seconds=1)  # noqa: DTZ001
        values["occurred_at"] = wall, None if offset is None else offset // timedelta(seconds=1)
    if table == "facilities":
        values["usable_sqft"] = row["cells"]["usable_sqft"] or None
    return values


@pytest.mark.parametrize("table", sorted(rows.TABLES.keys() - {"org_units"}))
def test_text_cells_mean_what_the_contract_says(engine: Engine, table: str) -> None:
    """Each row is judged alone, so that rows of many departments are one question to the engine."""
    drawn: list[dict[str, str]] = []
    for seed in all_drawn(st.integers(0, 2**32 - 1), 8):
        random = Random(seed)
        drawn += rows.TABLES[table](random, rows.world(random)) or [{}]
    columns = {column: pa.array([row.get(column) for row in drawn], pa.string()) for column in COLUMNS[table]}
    assert_agreement(engine, table, columns)


@pytest.mark.parametrize(
    ("table", "column", "wrong"),
    [
        ("time_records", "hours", (*cells.ODD_HOURS, *cells.NO_NUMBERS, *cells.HOURS_OUT_OF_RANGE)),
        ("time_records", "minutes", (*cells.MINUTES, *cells.NO_WHOLES, *cells.MINUTES_OUT_OF_RANGE)),
        ("time_records", "work_date", (*cells.NO_DATES, *cells.ODD_DATES)),
        (
            "facilities",
            "usable_sqft",
            (*cells.SQUARE_FEET, *cells.NO_NUMBERS, *cells.SQUARE_FEET_OUT_OF_RANGE),
        ),
        ("facilities", "seats", (*cells.SEATS, *cells.NO_WHOLES, *cells.SEATS_OUT_OF_RANGE)),
        ("facilities", "timezone", (*cells.ZONES, *cells.NO_ZONES)),
        (
            "badge_events",
            "occurred_at",
            tuple(day + clock for day in ("2024-02-29", "1969-12-31") for clock in cells.NO_CLOCKS)
            + tuple(f"1969-12-31T{clock}{offset}" for clock in cells.CLOCKS for offset in cells.OFFSETS),
        ),
    ],
)
def test_every_listed_cell_means_what_the_contract_says(
    engine: Engine, table: str, column: str, wrong: tuple[str, ...]
) -> None:
    sound = {
        "time_records": {"person": "p", "work_date": "2025-02-03", "hours": "8", "pay_code": "REG"},
        "facilities": {"facility": "f", "name": "F"},
        "badge_events": {"person": "p", "facility": "f", "occurred_at": "2025-02-03T08:00"},
    }[table]
    columns = {name: pa.array([sound.get(name)] * len(wrong), pa.string()) for name in COLUMNS[table]}
    assert_agreement(engine, table, columns | {column: pa.array(wrong, pa.string())})


DATES = st.dates() | st.none()
TIMES = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)) | st.none()  # noqa: DTZ001
MIDNIGHTS = st.dates().map(lambda day: datetime(day.year, day.month, day.day))  # noqa: DTZ001
WHOLE = st.integers(-3, 1450) | st.integers(-(2**63), 2**63 - 1) | st.none()
DECIMALS = st.decimals(-2, 26, places=8) | st.integers(-2, 26).map(Decimal) | st.none()
DOUBLES = (
    st.sampled_from([7.6, 0.1, -0.0, 24.0, 24.5, -1.0, 1e300, 480.0, 1440.0, float("nan"), float("inf")])
    | st.integers(0, 24_000_000).map(lambda millionths: millionths / 1_000_000)
    | st.none()
)
NUMBERS = ("hours", "minutes", "usable_sqft", "seats")
DAYS = ("work_date", "effective_to", "occurred_at")
NATURAL: dict[str, tuple[pa.DataType, SearchStrategy[Any], tuple[str, ...]]] = {
    "date32": (pa.date32(), DATES, (*DAYS, "hours")),
    "date64": (pa.date64(), DATES, DAYS),
    "timestamp[us]": (pa.timestamp("us"), TIMES | MIDNIGHTS, DAYS),
    "timestamp[ms]": (pa.timestamp("ms"), TIMES | MIDNIGHTS, DAYS),
    "timestamp[us, UTC]": (pa.timestamp("us", tz="UTC"), TIMES, DAYS),
    "int64": (pa.int64(), WHOLE, (*NUMBERS, "work_date", "telework_eligible")),
    "int8": (pa.int8(), st.integers(-128, 127) | st.none(), NUMBERS),
    "uint64": (pa.uint64(), st.integers(0, 2**64 - 1) | st.integers(0, 30), NUMBERS),
    # Shown as delivered are usable_sqft, and values of these two types have more than one text.
    "decimal(18, 8)": (pa.decimal128(18, 8), DECIMALS, ("hours", "minutes", "seats")),
    "double": (pa.float64(), DOUBLES, ("hours", "minutes", "seats")),
    "decimal(38, 2)": (pa.decimal128(38, 2), st.decimals(-1, 1500, places=2) | st.none(), NUMBERS),
    "decimal(38, 0)": (pa.decimal128(38, 0), st.integers(-3, 10**37).map(Decimal) | st.none(), NUMBERS),
    "boolean": (pa.bool_(), st.booleans() | st.none(), ("telework_eligible", "hours")),
    "null": (pa.null(), st.none(), ("hours", "minutes", "effective_to", "seats", "occurred_at")),
}
SOUND = {
    "roster": {"person": "p", "org_unit": "u", "effective_from": "2025-02-03"},
    "time_records": {"person": "p", "work_date": "2025-02-03", "pay_code": "REG", "place_code": "TW"},
    "facilities": {"facility": "f", "name": "F"},
    "badge_events": {"person": "p", "facility": "f", "occurred_at": "2025-02-03T08:00"},
}


@pytest.mark.parametrize("kind", sorted(NATURAL))
def test_natural_types_mean_what_their_text_would(engine: Engine, kind: str) -> None:
    arrow, values, concerned = NATURAL[kind]
    drawn = all_drawn(values, 120)
    for table, columns in asked_together(concerned):
        number = len(drawn) * len(columns)
        given = {name: pa.array([cell] * number) for name, cell in SOUND[table].items()}
        for at, column in enumerate(columns):
            others = [None] * len(drawn)
            cells = [*others * at, *drawn, *others * (len(columns) - at - 1)]
            given[column] = pa.array(cells, arrow)
        assert_agreement(engine, table, given)


def asked_together(concerned: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Columns by table; those that may be empty are one question, with rows for each of them in turn."""
    together: dict[tuple[str, str], tuple[str, ...]] = {}
    for column in concerned:
        table = next(table for table in SOUND if column in COLUMNS[table])
        key = table, column if column in SOUND[table] else ""
        together[key] = (*together.get(key, ()), column)
    return [(table, columns) for (table, _), columns in together.items()]


@pytest.mark.parametrize("zone", [None, "UTC"])
def test_nanoseconds_are_cut_and_never_rounded_into_the_next_second(engine: Engine, zone: str | None) -> None:
    nanoseconds = pa.array([0, -1, 59_999_999_999, 60_000_000_000], pa.timestamp("ns", tz=zone))
    columns = {name: pa.array([cell] * 4) for name, cell in SOUND["badge_events"].items()}
    refused, sound = judged(engine, "badge_events", columns | {"occurred_at": nanoseconds})
    assert refused == []
    assert [sound[line]["wall_second"] for line in (1, 2, 3, 4)] == [0, -1, 59, 60]
    assert {row["utc_offset"] for row in sound.values()} == {0 if zone else None}


def test_doubles_are_shown_alike_on_every_engine(engine: Engine) -> None:
    shown = {0.5: "0.5", 1000.0: "1000.0", 12345678.5: "12345678.5", 1e7: "10000000.0", 0.0001: "0.0001"}
    columns = {name: pa.array([cell] * len(shown)) for name, cell in SOUND["facilities"].items()}
    _, sound = judged(engine, "facilities", columns | {"usable_sqft": pa.array(list(shown), pa.float64())})
    assert [sound[line]["usable_sqft"] for line in range(1, len(shown) + 1)] == list(shown.values())
