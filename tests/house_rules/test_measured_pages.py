"""What the pages say of speed and scale was measured, and the plan can be worked out from the page."""

from __future__ import annotations

import re

import pytest
from bench.page import PAGES, with_tables
from tests.house_rules.pages import page, table
from tests.house_rules.repository import ROOT

SCALE = page("docs/scale.md")
GROWTH = table(
    SCALE,
    "engine",
    "people",
    "pay periods",
    "time records",
    "badge events",
    "facilities",
    "processor seconds",
    "seconds",
    "peak memory, MB",
    "disk at most, MB",
    "report, MB",
    "programs waiting",
)
LOADED = {
    row[0].strip("`"): row[1:]
    for row in table(
        SCALE, "table", "rows a processor second", "bytes a row in the lake", "bytes a row as sent"
    )
}
PLAN = table(SCALE, "what", "how it is worked out", "comes to")


def _number(cell: str) -> float:
    return float(cell.split()[0].replace(",", ""))


def _plan(what: str) -> float:
    [found] = [comes_to for name, _, comes_to in PLAN if name == what]
    return _number(found)


def _least_and_most() -> tuple[list[float], list[float]]:
    """The department of the fewest people on DuckDB, over the fewest and over the most pay periods."""
    rows = [[_number(cell) for cell in row[1:]] for row in GROWTH if row[0] == "duckdb"]
    fewest = min(row[0] for row in rows)
    same = sorted(row for row in rows if row[0] == fewest)
    return same[0], same[-1]


@pytest.mark.parametrize("path", PAGES)
def test_the_tables_of_a_page_are_made_of_the_measurements_that_are_kept(path: str) -> None:
    assert with_tables(page(path), ROOT) == page(path)
    assert set(re.findall(r"<!-- table: (\w+) -->", page(path))) == set(PAGES[path])


def test_the_rows_of_the_plan_follow_from_the_table_of_measurements() -> None:
    _, most = _least_and_most()
    people, periods, records, events = most[0], most[1], most[2], most[3]
    of_a_period = round(2_200_000 * round(records / (people * periods), 2) / 1e6, 1)
    of_all = of_a_period * 5 * 26
    assert _plan("time records of one pay period") == pytest.approx(of_a_period, abs=0.51)
    assert _plan("pay periods") == 130
    assert _plan("time records of all") == pytest.approx(of_all, abs=0.51)
    assert _plan("badge events of all") == pytest.approx(round(of_all) * round(events / records, 2), abs=0.51)


def test_the_processor_seconds_of_the_plan_are_the_measured_slope_times_the_rows() -> None:
    least, most = _least_and_most()
    slope = round((most[5] - least[5]) / ((most[2] - least[2]) / 1e6), 2)
    records = _plan("time records of all")
    assert _plan("measuring all from nothing") == pytest.approx(records * slope / 3600, abs=0.51)
    assert _plan("the same on 16 cores at best") == pytest.approx(records * slope / 3600 / 16, abs=0.6)


def test_the_disk_of_the_plan_is_the_measured_slope_times_the_rows() -> None:
    least, most = _least_and_most()
    slope = round((most[8] - least[8]) / ((most[2] - least[2]) / 1e6), 2)
    assert _plan("disk of a run of all") == pytest.approx(
        _plan("time records of all") * slope / 1e3, abs=0.51
    )


def test_what_is_loaded_and_kept_is_the_measured_rate_times_the_rows() -> None:
    records = _plan("time records of all")
    speed, lake, sent = (_number(cell) for cell in LOADED["time_records"])
    assert _plan("loading all time records") == pytest.approx(records * 1e6 / speed / 3600, abs=0.51)
    assert _plan("time records in the lake") == pytest.approx(records * lake / 1e3, abs=0.51)
    assert _plan("time records as they were sent") == pytest.approx(records * sent / 1e3, abs=0.51)
