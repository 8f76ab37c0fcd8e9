"""Domain rule 10.20: whoever has the files of a release alone works no small protected count out of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.reports.attacker import bounds
from tests.reports.invented import ORDER, publication

from dutystation.publication.release import release_of
from dutystation.publication.write import write_data
from dutystation.reports.suppression import merged_grid
from dutystation.terms.ground import PROTECTED


@pytest.mark.parametrize("seed", range(1, 7))
def test_nobody_works_a_small_count_out_of_the_files_of_a_release(seed: int, tmp_path: Path) -> None:
    """The attacker has the release alone; the report it was made from is looked at afterwards."""
    report = publication(number_of_periods=1, badge=False, seed=seed)
    write_data(release_of(report, ORDER, released_on=date(2025, 3, 1)), tmp_path)
    lines = json.loads((tmp_path / "release.json").read_text(encoding="utf-8"))["reasons"]
    shown = {line["org_unit"]: line["counts"] for line in lines}
    found = bounds(shown, {line["org_unit"]: line["not_returned"] for line in lines}, "DEPT")
    grid = merged_grid(report.return_bridge)
    small = [line for line, counts in grid.items() if 0 < counts[PROTECTED] < 10]
    assert small, "the invented department has small protected counts"
    for line in small:
        low, high = found[line, PROTECTED]
        assert low <= 1
        assert high >= min(9, sum(grid[line].values()))
