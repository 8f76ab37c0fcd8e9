"""Every engine writes the same bytes, and the same rows where the tables are Parquet. Contract section 8."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import ON_SPARK
from tests.oracle.compare import differences
from tests.oracle.delivery import deliver
from tests.properties.reporting import read_again
from tests.properties.reporting import reported as again
from tests.properties.whole_contract import AS_OF, TABLES
from tests.simulation.inventing import invented

from dutystation.directives.load import load_directive
from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.runs.delivered import ledger
from dutystation.runs.options import EngineName, Form, Options
from dutystation.runs.report import write_report
from dutystation.terms.errors import UnusableInput
from dutystation.terms.evidence_class import EvidenceClass
from dutystation.terms.figure import FigureCode, FigureStatus, Variant
from dutystation.terms.ground import REASONS
from dutystation.terms.return_status import ReturnStatus

pytestmark = [*ON_SPARK, pytest.mark.usefixtures("spark_session")]

ROW_TABLES = {"return_status", "rejected", "excluded", "intervals", "evidence"}
ENGINES: tuple[EngineName, ...] = ("duckdb", "spark")
Folder = tuple[Path, date]


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A simulated department with the heavy faults of real systems, in several Parquet parts."""
    inputs = tmp_path_factory.mktemp("department") / "inputs"
    simulated = invented(inputs, people=60, form="parquet", faults="heavy")
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
    files = (file for file in out.iterdir() if file.is_file() and file.name != "provenance.json")
    return {file.name: file.read_bytes() for file in files}


def rows_of(out: Path) -> dict[str, pa.Table]:
    return {
        name: pa.concat_tables(pq.read_table(part) for part in sorted((out / name).iterdir()))
        for name in sorted(ROW_TABLES)
    }


def test_a_department_comes_out_the_same_on_every_engine(department: Folder, tmp_path: Path) -> None:
    on_duckdb, on_spark = (reported(department, tmp_path / name, name) for name in ("duckdb", "spark"))
    assert {f"{name}.csv" for name in ROW_TABLES} <= files_of(on_spark).keys()
    assert files_of(on_spark) == files_of(on_duckdb)


@pytest.fixture(scope="module")
def whole_contract(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder with every code of the contract, and what DuckDB makes of it."""
    folder = tmp_path_factory.mktemp("whole_contract")
    inputs = deliver(folder / "inputs", **TABLES)
    return inputs, reported((inputs, AS_OF), folder / "out", "duckdb")


def test_every_code_of_the_contract_comes_out_the_same_on_every_engine(
    whole_contract: tuple[Path, Path], tmp_path: Path
) -> None:
    inputs, on_duckdb = whole_contract
    on_spark = reported((inputs, AS_OF), tmp_path / "spark", "spark")
    assert files_of(on_spark) == files_of(on_duckdb)
    assert differences(on_spark, read_again(inputs, as_of=AS_OF)) == []


def codes_in(file: Path, column: str) -> set[str]:
    with file.open(newline="", encoding="utf-8") as stream:
        return {row[column] for row in csv.DictReader(stream)}


def test_the_folder_with_every_code_holds_every_code(whole_contract: tuple[Path, Path]) -> None:
    """Else the comparison above would pass over what it does not hold."""
    _, out = whole_contract
    assert codes_in(out / "rejected.csv", "reason") == set(Rejection)
    assert codes_in(out / "excluded.csv", "reason") == set(Exclusion)
    assert codes_in(out / "return_status.csv", "rule") == {"1", "2", "3", "4", "5"}
    assert codes_in(out / "return_status.csv", "status") == set(ReturnStatus)
    assert codes_in(out / "return_status.csv", "reason") == {"", *REASONS}
    assert codes_in(out / "evidence.csv", "class") == set(EvidenceClass)
    assert codes_in(out / "utilisation.csv", "measure") == {"gsa_weekdays", "statute_40h"}
    assert codes_in(out / "figures.csv", "code") == set(FigureCode)
    assert codes_in(out / "figures.csv", "variant") == set(Variant)
    assert codes_in(out / "figures.csv", "status") == set(FigureStatus)
    figures = json.loads((out / "figures.json").read_bytes())
    assert all(figures["badge_quality"].values())
    [whole] = [
        figure["minutes"]
        for figure in figures["figures"]
        if (figure["code"], figure["org_unit"], figure["period"], figure["variant"])
        == ("in_person_share", "DEPT", "all", "total")
    ]
    assert all(whole.values())


def test_another_order_and_badge_events_without_facilities_come_out_the_same(tmp_path: Path) -> None:
    tables = {name: text for name, text in TABLES.items() if name not in ("facilities", "decisions")}
    inputs = deliver(tmp_path / "inputs", **tables)
    on_duckdb, on_spark = (
        again(inputs, tmp_path / name, as_of=AS_OF, directive="example-hybrid", engine=name)
        for name in ENGINES
    )
    assert codes_in(on_duckdb / "rejected.csv", "reason") == set(Rejection)
    assert files_of(on_spark) == files_of(on_duckdb)


KNOWN_DIFFERENCES = {
    "half precision": (pa.array([8, 7.5], pa.float16()), "Spark's Parquet reader has no such type"),
}
"""What one engine cannot do: a column that shows it, and why. DuckDB measures it, Spark refuses it."""


@pytest.mark.parametrize("what", KNOWN_DIFFERENCES)
def test_a_known_difference_is_said_in_a_sentence_and_fails_here_when_it_heals(
    what: str, tmp_path: Path
) -> None:
    hours, _ = KNOWN_DIFFERENCES[what]
    inputs = deliver(tmp_path / "inputs")
    (inputs / "time_records.csv").unlink()
    texts = {"person": ["ada"] * 2, "work_date": ["2025-10-20", "2025-10-21"], "pay_code": ["REG"] * 2}
    rows = pa.table(texts | {"place_code": [""] * 2, "hours": hours})
    pq.write_table(rows, inputs / "time_records.parquet")
    on_duckdb = reported((inputs, AS_OF), tmp_path / "duckdb", "duckdb")
    assert codes_in(on_duckdb / "return_status.csv", "in_person_minutes") == {"930"}  # 8 hours and 7.5
    with pytest.raises(UnusableInput, match=what):
        reported((inputs, AS_OF), tmp_path / "spark", "spark")
    assert not (tmp_path / "spark").exists()


def test_slices_and_tables_that_are_read_again_change_nothing_and_parquet_has_the_same_rows_in_order(
    department: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reported(department, tmp_path / "whole", "duckdb", "parquet")
    monkeypatch.setattr("dutystation.runs.engines.spark_engine.SparkEngine.slice_rows", 2000)
    monkeypatch.setattr("dutystation.runs.engines.spark_engine.SparkEngine.sorted_rows", 500)
    monkeypatch.setattr(ledger, "KEPT_ROWS", 0)
    sliced = reported(department, tmp_path / "sliced", "spark", "parquet")
    assert files_of(sliced) == files_of(whole)
    on_spark, on_duckdb = rows_of(sliced), rows_of(whole)
    for name, rows in on_duckdb.items():
        assert rows.num_rows
        assert on_spark[name].cast(rows.schema).equals(rows), name
        assert on_spark[name].schema.types == rows.schema.types, name
