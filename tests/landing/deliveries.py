"""Files as somebody could deliver them, and what landing makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from dutystation.landing.csv_header import CsvDelivery
from dutystation.landing.csv_rows import LINE, stage_csv
from dutystation.landing.inputs import Inputs, find_inputs
from dutystation.tables.codes import CODES
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Shape

HEADERS: Mapping[str, bytes] = {
    "org_units.csv": b"org_unit,name,parent\n",
    "roster.csv": b"person,org_unit,effective_from\n",
    "time_records.csv": b"person,work_date,hours,pay_code,place_code\n",
    "codes.csv": b"pay_code,place_code,place\n",
}
"""The required tables, without rows."""

Staged = list[tuple[object, ...]]
"""The staged rows: the delivered columns of the contract in its order, then the line."""


def deliver(folder: Path, files: Mapping[str, bytes], *, without: str = "") -> Path:
    """Put the required tables and `files` into `folder`; a file of `files` takes the place of its table."""
    tables = {name.partition(".")[0] for name in files} | {without}
    for name, content in {**HEADERS, **files}.items():
        if name in files or name.partition(".")[0] not in tables:
            (folder / name).write_bytes(content)
    return folder


def found(folder: Path) -> Inputs:
    return find_inputs(folder, INPUT_TABLES)


def csv_delivery(folder: Path, content: bytes, *, shape: Shape = CODES, ending: str = ".csv") -> CsvDelivery:
    """One table, delivered as `content`; its header is read."""
    folder.mkdir(exist_ok=True)
    (folder / f"{shape.name}{ending}").write_bytes(content)
    delivery = find_inputs(folder, [shape]).tables[shape.name]
    assert isinstance(delivery, CsvDelivery)
    return delivery


def staged(
    delivery: CsvDelivery,
    into: Path,
    *,
    exactly: bool = False,
    block_bytes: int = 4 << 20,
    progress: Callable[[int], None] | None = None,
) -> Staged:
    table = stage_csv(delivery, into, exactly=exactly, block_bytes=block_bytes, progress=progress)
    content = pq.read_table(table.path)
    assert content.column_names == [*table.columns, LINE]
    assert content.num_rows == table.rows
    return list(zip(*(column.to_pylist() for column in content.columns), strict=True))


def codes_of(folder: Path, content: bytes) -> Staged:
    """The rows of a file `codes.csv`; both readers must agree on them, in large blocks and in tiny ones."""
    delivery = csv_delivery(folder / "in", content)
    rows = staged(delivery, folder / "codes.parquet")
    assert staged(delivery, folder / "exact.parquet", exactly=True) == rows
    assert staged(delivery, folder / "tiny.parquet", block_bytes=7) == rows
    return rows
