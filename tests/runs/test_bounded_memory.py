"""What bounds memory changes no byte: slices, tables read anew, digests sorted in parts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dutystation.directives.load import load_directive
from dutystation.runs import duckdb_engine, ledger
from dutystation.runs.options import Options
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


def report(department: Path, out: Path) -> dict[str, bytes]:
    write_report(
        department,
        out,
        directive=load_directive("dhs-2025"),
        as_of=AS_OF,
        options=Options(list_excluded=True, documents=False),
    )
    return {file.name: file.read_bytes() for file in sorted(out.iterdir()) if file.name != "provenance.json"}


def test_a_department_measured_in_many_slices_comes_out_the_same(
    department: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report(department, tmp_path / "whole")
    monkeypatch.setattr(duckdb_engine.DuckDBEngine, "slice_rows", 500)
    monkeypatch.setattr(ledger, "KEPT_ROWS", 0)
    monkeypatch.setattr(duckdb_engine, "DIGESTS_AT_ONCE", 1000)
    sliced = report(department, tmp_path / "sliced")
    assert {"evidence.csv", "excluded.csv", "intervals.csv", "rejected.csv"} <= whole.keys()
    assert whole == sliced
