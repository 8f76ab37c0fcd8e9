"""Everything that a run asks of an engine, asked of small tables; and what any engine must answer.

As a program it asks Spark, in a folder that it is given, and prints the answers.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.intake.cells import btrim, whole_seconds
from dutystation.runs.counted.finding_rows import json_text
from dutystation.runs.engines.by_name import opened_engine
from dutystation.runs.engines.engine import Engine
from dutystation.tables.apart import SLICE_NO

LATE = 1_738_583_999_999_999_999
"""A nanosecond before 2025-02-03 12:00: what is rounded, not cut, is of the hour after."""
CUT = "2025-02-03 11:59:59.999999"
DELIVERED = {
    "name": pa.array(["a", "b"]),
    # Names by which the engines know where a row stands. In a delivered file they are like any other.
    "part": pa.array(["mine", "mine"]),
    "Row": pa.array([LATE, LATE], pa.timestamp("ns")),
    "filename": pa.array(["elsewhere", "elsewhere"]),
    "wall": pa.array([LATE, None], pa.timestamp("ns")),
    "instant": pa.array([LATE, None], pa.timestamp("ns", "Europe/Paris")),
}
NUMBERS = pa.table({"number": [3, 1, 2]})
TEXTS = pa.table(
    {
        "text": ['\t "in" ', "\\\n", None],
        "moment": pa.array([60_900_000, -100_000, None], pa.timestamp("us")),
    }
)

ANSWERS: dict[str, Any] = {
    "delivered": [
        ["one's 9%20é.parquet", 0, "a", "elsewhere", CUT, f"{CUT}+00:00"],
        ["one's 9%20é.parquet", 1, "b", "elsewhere", "None", "None"],
        ["two.parquet", 0, "a", "elsewhere", CUT, f"{CUT}+00:00"],
        ["two.parquet", 1, "b", "elsewhere", "None", "None"],
    ],
    "in order": [3, 2, 1],
    "of none": [],
    "added to": [1, 2, 3, 4],
    "added before that": [1, 2, 3],
    "repeated": [5, ["x"]],
    "not repeated": [3, None],
    "written in order": [1, 2, 3],
    "written apart": {"1": ["c", "a"], "2": ["b"], "3": []},
    "functions": [['"in"', '"\\t \\"in\\" "', 60], ["\\\n", '"\\\\\\n"', -1], [None, None, None]],
}


def answers(engine: Engine, folder: Path) -> dict[str, Any]:
    """What an engine answers, in words of JSON; it may write into the folder."""
    numbers = engine.table_of(NUMBERS)
    added_to, before = _added(engine)
    in_order = numbers.order_by(numbers.number)
    engine.write_parquet(in_order, _new(folder / "in order"))
    return {
        "delivered": _delivered(engine, folder),
        "in order": [
            number
            for batch in engine.batches(numbers.order_by(numbers.number.desc()))
            for number in batch.column("number").to_pylist()
        ],
        "of none": engine.rows(engine.table_of(NUMBERS.slice(0, 0))),
        "added to": added_to,
        "added before that": before,
        "repeated": _repeated(engine, [1, 2, 1, None, None], {1: "x"}),
        "not repeated": _repeated(engine, [1, 2, None], {}),
        "written in order": _written(folder / "in order", "number"),
        "written apart": _apart(engine, folder),
        "functions": _functions(engine),
    }


def _delivered(engine: Engine, folder: Path) -> list[list[object]]:
    names = [row[0] for row in ANSWERS["delivered"][::2]]
    for name in names:
        pq.write_table(pa.table(DELIVERED), folder / name)
    rows = engine.parquet([folder / name for name in names])
    return [
        [Path(row["part"]).name, *(row[name] for name in ("row", "name", "filename")), *_moments(row)]
        for row in engine.rows(rows.order_by(["part", "row"]))
        if Path(row["part"]).parent == folder
    ]


def _moments(row: Any) -> list[str]:
    instant = row["instant"]
    return [str(row["wall"]), str(instant.astimezone(UTC) if instant else instant)]


def _added(engine: Engine) -> list[list[int]]:
    """To a table that was empty a table is added, to which then more is added."""
    numbers = engine.kept(engine.table_of(NUMBERS))
    copied = engine.kept(numbers.filter(numbers.number < 0))
    engine.appended(copied, numbers)
    engine.appended(numbers, engine.table_of(pa.table({"number": [4]})))
    found = [sorted(row["number"] for row in engine.rows(table)) for table in (numbers, copied)]
    engine.forget(copied)
    return found


def _repeated(engine: Engine, digests: list[int | None], names: dict[int, str]) -> list[object]:
    asked = engine.table_of(pa.table({"digest": pa.array(digests, pa.int64())}))
    rows, found = engine.repeated(asked, most_rows=len(digests))
    return [rows, None if found is None else [names[row["digest"]] for row in engine.rows(found)]]


def _apart(engine: Engine, folder: Path) -> dict[str, list[str]]:
    rows = pa.table({SLICE_NO: [1, 2, 1, 4], "order": [2, 1, 1, 1], "name": ["a", "b", "c", "of no folder"]})
    folders = {number: _new(folder / f"slice {number}") for number in (1, 2, 3)}
    engine.write_apart(engine.table_of(rows), ["name"], ["order"], folders)
    return {str(number): _written(place, "name") for number, place in folders.items()}


def _functions(engine: Engine) -> list[list[object]]:
    rows = engine.table_of(TEXTS)
    asked = rows.select(
        trimmed=btrim(rows.text, ibis.literal(" \t")),
        json=json_text(rows.text),
        seconds=whole_seconds(rows.moment),
    )
    found = [list(row.values()) for row in engine.rows(asked)]
    return sorted(found, key=lambda row: (row[2] is None, -(row[2] or 0)))


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _written(folder: Path, column: str) -> list[Any]:
    """A column of the parts that were written into a folder, one after another."""
    return [cell for part in sorted(folder.iterdir()) for cell in pq.read_table(part)[column].to_pylist()]


if __name__ == "__main__":
    place = Path(sys.argv[1])
    with closing(opened_engine("spark", place)) as opened:
        sys.stdout.write(json.dumps(answers(opened, place)))
