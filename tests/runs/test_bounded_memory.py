"""What bounds memory changes no byte: slices, tables read anew, digests sorted in parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dutystation.directives.load import load_directive
from dutystation.runs import row_files
from dutystation.runs.delivered import ledger
from dutystation.runs.engines import duckdb_engine
from dutystation.runs.options import Form, Options
from dutystation.runs.report import write_report
from dutystation.simulation.simulate import simulate

AS_OF = date(2025, 2, 19)


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("department") / "inputs"
    order = load_directive("dhs-2025")
    rules = order.rules_on(AS_OF)
    simulate(
        folder,
        people=150,
        periods=4,
        seed=7,
        form="parquet",
        anchor=rules.pay_period_anchor,
        period_days=rules.pay_period_days,
        issued_on=order.issued_on,
        as_of=None,
        faults="heavy",
    )
    return folder


def report(department: Path, out: Path, tables: Form = "csv") -> dict[str, bytes]:
    write_report(
        department,
        out,
        directive=load_directive("dhs-2025"),
        as_of=AS_OF,
        options=Options(tables=tables, list_excluded=True, documents=False),
    )
    files = (file for file in sorted(out.iterdir()) if file.is_file() and file.name != "provenance.json")
    return {file.name: file.read_bytes() for file in files}


def test_a_department_measured_in_many_slices_comes_out_the_same(
    department: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report(department, tmp_path / "whole")
    monkeypatch.setattr(duckdb_engine.DuckDBEngine, "slice_rows", 500)
    monkeypatch.setattr(ledger, "KEPT_ROWS", 0)
    monkeypatch.setattr(duckdb_engine, "DIGESTS_AT_ONCE", 1000)
    monkeypatch.setattr(row_files, "SORTED_ROWS", 300)
    sliced = report(department, tmp_path / "sliced")
    assert {"evidence.csv", "excluded.csv", "intervals.csv", "rejected.csv"} <= whole.keys()
    assert whole == sliced


def test_parquet_parts_that_are_written_in_turns_hold_the_same_rows_in_the_same_order(
    department: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(department, tmp_path / "whole", "parquet")
    monkeypatch.setattr(row_files, "SORTED_ROWS", 300)
    report(department, tmp_path / "turns", "parquet")
    for table in ("evidence", "excluded", "intervals", "rejected"):
        whole, turns = (sorted((tmp_path / name / table).iterdir()) for name in ("whole", "turns"))
        assert (len(whole), len(turns) > 3) == (1, True)
        rows = pa.concat_tables(pq.read_table(part) for part in turns)
        assert rows.equals(pq.read_table(whole[0])), table
