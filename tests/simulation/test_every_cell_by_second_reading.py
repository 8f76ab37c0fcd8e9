"""Rows that real systems would spoil: the report and the second reading agree on every cell of every table.

The truth counts rejected and excluded rows; here each of them has its own file, line, reason, column and id.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.oracle.compare import differences, stored_rows
from tests.properties.reporting import read_again, reported
from tests.simulation.inventing import invented

from dutystation.simulation.folder import Form


@pytest.mark.parametrize(("form", "tables"), [("csv", "parquet"), ("parquet", "csv")])
def test_every_spoiled_row_is_told_the_same(tmp_path: Path, form: Form, tables: Form) -> None:
    # Of the small departments this one has rows of every reason, contractors' hours after the as-of day too.
    as_of = invented(tmp_path / "in", people=120, seed=9, form=form, faults="heavy").as_of
    out = reported(tmp_path / "in", tmp_path / "out", as_of=as_of, tables=tables)
    assert differences(out, read_again(tmp_path / "in", as_of=as_of)) == []
    # It is not that there was nothing to tell.
    for name in ("rejected", "excluded"):
        assert len(stored_rows(out, name) or []) > 50
