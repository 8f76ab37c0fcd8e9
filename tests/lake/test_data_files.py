"""What lies in a data file of the lake does not depend on which other rows came in the same file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.lake.loading import take

from dutystation.lake.files import current_snapshots, planned_files
from dutystation.lake.workspace import open_workspace

HEADER = "person,work_date,hours,minutes,pay_code,place_code,record_id\n"
ROWS = [f"P{n * 7 % 11:02},2025-01-{26 + n % 5},{n % 9}.5,,01,,R{n}\n" for n in range(60)]
AWKWARD = [
    "P1,27.01.2025,8,,01,,B1\n",
    ",2025-01-27,8,,01,,B2\n",
    "P1,2025-01-27,,,01,,B3\n",
    'P1,2025-01-27,"ei\nght",,01,,B4\n',
    " P1 , 2025-01-27 ,25,,01,,B5\n",
    "P1,2025-01-27,8,,01,,R7\n",
]
"""None of them is accepted: the last one repeats the id of a row before."""


def data_file(workspace: Path) -> pq.ParquetFile:
    with closing(open_workspace(workspace)) as opened:
        [file] = planned_files(opened, "time_records", current_snapshots(opened)["time_records"])
    return pq.ParquetFile(file.path)


@pytest.mark.parametrize("worthwhile", [0, 1_000_000], ids=["values looked up", "row by row"])
def test_awkward_rows_change_nothing_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worthwhile: int
) -> None:
    monkeypatch.setattr("dutystation.runs.loading.known_values.WORTHWHILE_ROWS", worthwhile)
    taken = take(tmp_path / "clean", HEADER + "".join(ROWS))
    mixed = take(tmp_path / "mixed", HEADER + "".join([*ROWS, *AWKWARD]))
    assert (taken.delivery.accepted, mixed.delivery.accepted, mixed.delivery.rejected) == (60, 60, 6)
    assert mixed.reasons == {
        "duplicate": 1,
        "missing_value": 2,
        "not_a_date": 1,
        "not_a_number": 1,
        "out_of_range": 1,
    }
    clean, other = (data_file(tmp_path / name).read().drop(["delivery"]) for name in ("clean", "mixed"))
    assert clean.equals(other)
    order = [(row["person"], row["work_date"], row["line"]) for row in clean.to_pylist()]
    assert order == sorted(order)


def test_texts_of_the_whole_delivery_are_texts_and_hours_whole_numbers_inside(tmp_path: Path) -> None:
    take(tmp_path / "clean", HEADER + "".join(ROWS))
    file = data_file(tmp_path / "clean")
    types = {field.name: str(field.type) for field in file.schema_arrow}
    assert [types[name] for name in ("file", "delivery", "sender", "period")] == ["string"] * 4
    assert (types["hours"], types["line"]) == ("decimal128(18, 6)", "int64")
    assert file.schema.column(file.schema.names.index("hours")).physical_type == "INT64"
