"""Every engine writes the same bytes, and the same rows where the tables are Parquet. Contract section 8."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import ON_SPARK
from tests.oracle.delivery import deliver
from tests.properties.test_boundaries import AS_OF as BOUNDARIES_AS_OF
from tests.properties.test_boundaries import TABLES as BOUNDARIES
from tests.simulation.inventing import invented

from dutystation.directives.load import load_directive
from dutystation.runs import ledger
from dutystation.runs.options import EngineName, Form, Options
from dutystation.runs.report import write_report

pytestmark = [*ON_SPARK, pytest.mark.usefixtures("spark_session")]

ROW_TABLES = {"return_status", "rejected", "excluded", "intervals", "evidence"}
Folder = tuple[Path, date]


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A simulated department with the heavy faults of real systems, in several Parquet parts."""
    inputs = tmp_path_factory.mktemp("department") / "inputs"
    simulated = invented(inputs, people=120, form="parquet", faults="heavy")
    for table in ("time_records", "badge_events"):
        in_parts(inputs / f"{table}.parquet")
    return inputs, simulated.as_of


def in_parts(file: Path) -> None:
    """The same rows in parts whose names a careless reader would take for patterns, addresses or escapes."""
    whole = pq.read_table(file)
    if file.is_dir():
        shutil.rmtree(file)
    else:
        file.unlink()
    file.mkdir()
    names = ("part-10.parquet", "part 9%20é+.parquet", "[a]*{b}?.parquet", "week=2/a#b&c.parquet")
    size = -(-whole.num_rows // len(names))
    for number, name in enumerate(names):
        (file / name).parent.mkdir(exist_ok=True)
        pq.write_table(whole.slice(number * size, size), file / name)


def reported(folder: Folder, out: Path, engine: EngineName, tables: Form = "csv") -> Path:
    inputs, as_of = folder
    options = Options(engine=engine, tables=tables, list_excluded=True, documents=False)
    write_report(inputs, out, directive=load_directive("dhs-2025"), as_of=as_of, options=options)
    return out


def files_of(out: Path) -> dict[str, bytes]:
    """Every file but the provenance, which names the engine and the time."""
    return {file.name: file.read_bytes() for file in out.iterdir() if file.name != "provenance.json"}


def rows_of(out: Path) -> dict[str, pa.Table]:
    return {
        name: pa.concat_tables(pq.read_table(part) for part in sorted((out / name).iterdir()))
        for name in sorted(ROW_TABLES)
    }


def test_a_department_comes_out_the_same_on_every_engine(department: Folder, tmp_path: Path) -> None:
    on_duckdb, on_spark = (reported(department, tmp_path / name, name) for name in ("duckdb", "spark"))
    assert {f"{name}.csv" for name in ROW_TABLES} <= files_of(on_spark).keys()
    assert files_of(on_spark) == files_of(on_duckdb)


def test_tables_as_parquet_have_the_same_columns_and_rows_in_the_same_order(
    department: Folder, tmp_path: Path
) -> None:
    on_duckdb, on_spark = (
        rows_of(reported(department, tmp_path / name, name, "parquet")) for name in ("duckdb", "spark")
    )
    for name, rows in on_duckdb.items():
        assert rows.num_rows
        assert on_spark[name].cast(rows.schema).equals(rows), name
        assert on_spark[name].schema.types == rows.schema.types, name


def test_a_folder_full_of_boundaries_comes_out_the_same_on_every_engine(tmp_path: Path) -> None:
    folder = deliver(tmp_path / "inputs", **BOUNDARIES), BOUNDARIES_AS_OF
    on_duckdb, on_spark = (reported(folder, tmp_path / name, name) for name in ("duckdb", "spark"))
    assert files_of(on_spark) == files_of(on_duckdb)


def test_slices_and_tables_that_are_read_again_change_nothing(
    department: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reported(department, tmp_path / "whole", "duckdb")
    monkeypatch.setattr("dutystation.runs.spark_engine.SparkEngine.slice_rows", 4000)
    monkeypatch.setattr("dutystation.runs.spark_engine.SparkEngine.sorted_rows", 1000)
    monkeypatch.setattr(ledger, "KEPT_ROWS", 0)
    assert files_of(reported(department, tmp_path / "sliced", "spark")) == files_of(whole)
