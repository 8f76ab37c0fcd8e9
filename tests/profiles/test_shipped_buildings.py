"""The two registers of federal buildings as published: every row, not only a sample's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.profiles.reading import Read, read
from tests.profiles.samples import BUILDINGS, sample

from dutystation.runs.engines.duckdb_engine import DuckDBEngine

IOLP, REXUS = BUILDINGS / "iolp_buildings_2025-06-20.xlsx", BUILDINGS / "rexus.csv"

pytestmark = pytest.mark.skipif(
    not BUILDINGS.is_dir(),
    reason="the registers of buildings (../shared/data/gsa_buildings) are not beside the repository",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(tmp_path_factory.mktemp("engine"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def register(engine: DuckDBEngine, tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read(replace(sample("gsa-rexus"), export=REXUS), engine, tmp_path_factory.mktemp("rexus"))


@pytest.fixture(scope="module")
def inventory(engine: DuckDBEngine, tmp_path_factory: pytest.TempPathFactory) -> Read:
    files = replace(sample("gsa-iolp"), export=IOLP, companion=REXUS)
    return read(files, engine, tmp_path_factory.mktemp("iolp"))


def square_feet(got: Read) -> list[Decimal]:
    return [Decimal(row["usable_sqft"]) for row in got.rows if row["usable_sqft"]]


def test_every_row_of_the_register_is_a_facility_or_land(register: Read) -> None:
    # 9,129 rows, 119 of them land. 849 buildings and structures have 0 usable square feet.
    assert (len(register.rows), len(register.left_out)) == (9_010, 119)
    assert len({row["facility"] for row in register.rows}) == 9_010
    assert len(square_feet(register)) == 9_010 - 849
    assert sum(square_feet(register)) == 304_393_509
    assert {row["reason"] for row in register.left_out} == {"left_out"}


def test_every_row_of_the_inventory_is_a_facility_or_land(inventory: Read) -> None:
    # 8,645 rows, 50 of them land; 8,064 of the others are in the register, 7,618 with usable space.
    assert (len(inventory.rows), len(inventory.left_out)) == (8_595, 50)
    assert len(square_feet(inventory)) == 7_618
    assert sum(square_feet(inventory)) == 290_958_284


def test_a_building_has_its_name_from_one_register_and_its_space_from_the_other(
    register: Read, inventory: Read
) -> None:
    address = "2701 Martin Luther King Jr Ave SE, WASHINGTON, DC"
    of_both = {"facility": "DC1473", "timezone": "America/New_York", "usable_sqft": "895607"}
    assert [row for row in register.rows if row["facility"] == "DC1473"] == [of_both | {"name": address}]
    name = "DOUGLAS A. MUNRO, WASHINGTON, DC"
    assert [row for row in inventory.rows if row["facility"] == "DC1473"] == [of_both | {"name": name}]
