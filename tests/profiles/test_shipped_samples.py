"""Every shipped profile makes of its sample what was worked out by hand, and leaves out what was listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.profiles.reading import Read, read
from tests.profiles.samples import NAMES, sample

from dutystation.runs.engines.duckdb_engine import DuckDBEngine


@pytest.fixture(scope="module", params=NAMES)
def name_and_read(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Read]]:
    """One profile after the other, and what it makes of its sample."""
    folder = tmp_path_factory.mktemp("sample")
    with closing(DuckDBEngine(folder)) as engine:
        yield request.param, read(sample(request.param), engine, folder)


def test_a_sample_becomes_what_was_worked_out_by_hand(name_and_read: tuple[str, Read]) -> None:
    name, got = name_and_read
    expected = sample(name).expected
    assert [{column: row[column] for column in expected[0]} for row in got.rows] == expected


def test_what_is_left_out_is_what_was_listed_by_hand(name_and_read: tuple[str, Read]) -> None:
    name, got = name_and_read
    assert {row["line"]: row["reason"] for row in got.left_out} == sample(name).left_out


def test_a_row_left_out_says_where_it_stands_and_why(name_and_read: tuple[str, Read]) -> None:
    name, got = name_and_read
    for row in got.left_out:
        assert row["file"] == sample(name).export.name
        assert len(row["message"]) > 20, row
