"""Which of several rows of one person, or with one id, stays. Contract section 3, reasons 6 and 10."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pytest

from dutystation.intake.check import sound_rows
from dutystation.intake.duplicates import key_digests, later_repeats, suspected_rows
from dutystation.intake.people import overlapping
from dutystation.runs.engines.engine import Engine
from dutystation.tables.codes import CODES

LAST_DAY = 2_932_896  # 9999-12-31


Row = tuple[int, int | None]
"""First and last day of a roster row."""


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([(10, 19), (20, 29), (30, None)], []),
        ([(10, 20), (20, 29)], [2]),  # both days count
        ([(20, 29), (10, 20)], [1]),  # whatever their order in the file
        ([(10, 40), (15, 18), (39, 50)], [2, 3]),  # the greatest end, not the last one
        ([(10, 20), (15, 40), (41, 50), (40, 60)], [2, 4, 3]),  # a refused row still covers its days
        ([(10, None), (10, LAST_DAY)], [1]),  # an open end comes last
        ([(10, 20), (10, 20)], [2]),
        ([(10, 20), (10, 15)], [1]),  # the earlier end first
    ],
)
def test_a_row_is_refused_that_starts_within_the_days_of_those_before_it(
    engine: Engine, rows: list[Row], refused: list[int]
) -> None:
    roster = engine.table_of(
        pa.table(
            {
                "person": ["ada"] * len(rows) + ["bob"],
                "effective_from": pa.array([first for first, _ in rows] + [0], pa.int64()),
                "effective_to": pa.array([last for _, last in rows] + [None], pa.int64()),
                "file": ["roster.csv"] * (len(rows) + 1),
                "line": pa.array(range(1, len(rows) + 2), pa.int64()),
            }
        )
    )
    assert sorted(row["line"] for row in engine.rows(overlapping(roster))) == sorted(refused)


def test_the_earlier_row_stays_by_name_of_the_part_and_then_by_line(engine: Engine) -> None:
    rows = [
        ("part-9.parquet", 1, "REG", "TW"),
        ("part-10.parquet", 3, "REG", "TW"),  # bytewise before part-9
        ("part-10.parquet", 12, "REG", "TW"),
        ("part-10.parquet", 1, "REG", ""),
        # Two pairs that read alike when they are written with a slash.
        ("part-10.parquet", 4, "a/b", "c"),
        ("part-10.parquet", 5, "a", "b/c"),
    ]
    names = ("file", "line", "pay_code", "place_code")
    codes = engine.table_of(
        pa.table(
            {name: pa.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
        )
    )
    repeated = engine.kept(key_digests(codes, CODES).select("digest").distinct())
    suspects = suspected_rows(codes, CODES, repeated).mutate(place=ibis.literal("office"))
    found = engine.rows(later_repeats(sound_rows(suspects, CODES), CODES))
    assert sorted((row["file"], row["line"]) for row in found) == [
        ("part-10.parquet", 12),
        ("part-9.parquet", 1),
    ]
