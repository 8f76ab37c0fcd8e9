"""The truth comes from the plan; the second reading of the contract comes from the tables. They agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.oracle.report import oracle
from tests.simulation.inventing import invented, truth
from tests.simulation.meeting import differences

from dutystation.simulation.folder import Form


@pytest.mark.parametrize(
    ("form", "as_of", "seed"),
    [
        ("csv", date(2025, 2, 19), 1),
        ("parquet", date(2025, 2, 19), 2),
        (
            "csv",
            date(2025, 11, 5),
            3,
        ),  # three days after the clocks went back, in the middle of P's successor
        ("csv", date(2025, 3, 19), 4),  # ten days after they went forward
    ],
)
def test_what_the_tables_say_is_what_was_planned(tmp_path: Path, form: Form, as_of: date, seed: int) -> None:
    invented(tmp_path / "in", people=250, seed=seed, form=form, as_of=as_of, faults="heavy")
    assert differences(truth(tmp_path / "in"), oracle(tmp_path / "in", as_of=as_of)) == []


def test_a_wrong_report_does_not_meet_the_truth(tmp_path: Path) -> None:
    invented(tmp_path / "in", people=60, faults="light")
    report = oracle(tmp_path / "in", as_of=date(2025, 2, 19))
    report["return_bridge"][0]["returned"] += 1
    report["occupancy"].pop()
    found = differences(truth(tmp_path / "in"), report)
    assert [line.split(" ")[0] for line in found] == ["return_bridge", "occupancy"]
