"""What must not change a figure: the order of the rows, the form of the files, a second run."""

from __future__ import annotations

import os
import random
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from tests.oracle import Unusable
from tests.oracle.report import Report
from tests.oracle.rows import COLUMNS
from tests.properties.folders import CsvStyle, Delivery, ParquetStyle, deliveries
from tests.properties.reporting import read_again, reported

FACTOR = int(os.environ.get("MORE_EXAMPLES", "1"))  # a search at length: MORE_EXAMPLES=20
CHEAP = settings(max_examples=20 * FACTOR, deadline=None, suppress_health_check=list(HealthCheck))
DEAR = settings(CHEAP, max_examples=3 * FACTOR)
PLACES = ("figures.json", "figures.csv", "return_status.csv")
BADGE_PLACES = ("intervals.csv", "occupancy.csv", "utilisation.csv", "evidence.csv")


def with_own_ids(delivery: Delivery) -> Delivery:
    """The same folder without duplicates and overlaps, where alone it matters which row comes first."""
    number = count()
    tables = {name: [dict(row) for row in rows] for name, rows in delivery.tables.items()}
    for table, column in (("time_records", "record_id"), ("badge_events", "event_id")):
        for row in tables.get(table, []):
            row[column] = f"id {next(number)}"
    for table, keys in (
        ("org_units", ("org_unit",)),
        ("facilities", ("facility",)),
        ("codes", ("pay_code", "place_code")),
        ("roster", ("person",)),
    ):
        if table in tables:
            by_key = {tuple(row[key].strip(" \t") for key in keys): row for row in tables[table]}
            tables[table] = list(by_key.values())
    return replace(delivery, tables=tables)


def shuffled(delivery: Delivery, seed: int) -> Delivery:
    order = random.Random(seed)
    tables = {name: order.sample(rows, len(rows)) for name, rows in delivery.tables.items()}
    return replace(delivery, tables=tables)


def in_one_form(delivery: Delivery, *, parquet: bool) -> Delivery:
    """Every table with all its columns, as plain CSV or as Parquet of several parts."""
    styles: dict[str, CsvStyle | ParquetStyle] = {
        table: ParquetStyle(COLUMNS[table], part_rows=7) if parquet else CsvStyle(COLUMNS[table])
        for table in delivery.tables
    }
    return replace(delivery, styles=styles)


def figures_again(delivery: Delivery) -> Report:
    """The second reading without what names lines and files."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            report = read_again(delivery.write(Path(scratch) / "inputs"), as_of=delivery.world.as_of)
        except Unusable:
            reject()
    counts: list[dict[str, Any]] = [
        {name: table[name] for name in ("table", "raw", "accepted", "rejected", "excluded")}
        for table in report.pop("provenance")
    ]
    for table in ("rejected", "excluded"):
        report[table] = sorted(
            ({name: row[name] for name in ("table", "reason", "id")} for row in report[table]), key=repr
        )
    return report | {"counts": counts}


def files_of(delivery: Delivery, scratch: Path) -> dict[str, bytes]:
    """The published files, provenance aside, which names the time."""
    scratch.mkdir()
    out = reported(delivery.write(scratch / "inputs"), scratch / "out", as_of=delivery.world.as_of)
    return {file.name: file.read_bytes() for file in sorted(out.iterdir()) if file.name != "provenance.json"}


def only_figures(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: files[name] for name in (*PLACES, *BADGE_PLACES) if name in files}


@CHEAP
@given(delivery=deliveries(), seed=st.integers(0, 99))
def test_by_the_second_reading_the_order_of_rows_changes_nothing(delivery: Delivery, seed: int) -> None:
    own = with_own_ids(delivery)
    assert figures_again(shuffled(own, seed)) == figures_again(own)


@CHEAP
@given(delivery=deliveries())
def test_by_the_second_reading_the_form_of_the_files_changes_nothing(delivery: Delivery) -> None:
    own = with_own_ids(delivery)  # rows of several parts come in the order of their names
    of_csv, of_parquet = (figures_again(in_one_form(own, parquet=parquet)) for parquet in (False, True))
    assert of_parquet == of_csv


@DEAR
@given(delivery=deliveries(), seed=st.integers(0, 99))
def test_order_of_rows_and_form_of_files_change_no_figure_and_a_second_run_changes_no_byte(
    delivery: Delivery, seed: int
) -> None:
    own = in_one_form(with_own_ids(delivery), parquet=False)
    figures_again(own)  # a folder that cannot be used has no figures
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        first, second = (files_of(own, scratch / name) for name in ("first", "second"))
        assert second == first
        otherwise = in_one_form(shuffled(own, seed), parquet=True)
        assert only_figures(files_of(otherwise, scratch / "third")) == only_figures(first)
        assert set(PLACES) <= first.keys()
