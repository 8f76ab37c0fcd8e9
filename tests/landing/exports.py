"""Exports that stand in a test, and what landing makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dutystation.landing.csv_rows import LINE
from dutystation.landing.export_layout import FAULT, Layout, StagedExport, WantedColumn
from dutystation.landing.export_rows import stage_export
from dutystation.landing.inputs import delivered_file
from dutystation.terms.errors import UnusableInput

WHO = WantedColumn("who", spellings=("Badge", "Card No"))
NOTE = WantedColumn("note", spellings=("Note",))


def staged(path: Path, layout: Layout, *wanted: WantedColumn) -> StagedExport:
    """The export staged beside itself."""
    return stage_export(
        delivered_file(path, path.name, path.name),
        layout,
        wanted or (WHO, NOTE),
        path.with_suffix(".staged.parquet"),
    )


def rows(path: Path, layout: Layout, *wanted: WantedColumn) -> list[dict[str, Any]]:
    """The records, none of which is malformed."""
    read = staged(path, layout, *wanted)
    table = pq.read_table(read.path)
    assert (read.faults, table[FAULT].null_count) == (0, table.num_rows)
    return list(table.drop_columns(FAULT).to_pylist())


def faults(path: Path, layout: Layout, *wanted: WantedColumn) -> dict[int, str]:
    """By line what is wrong with the malformed records."""
    read = staged(path, layout, *wanted)
    found = pq.read_table(read.path, columns=[LINE, FAULT]).to_pylist()
    wrong = {row[LINE]: row[FAULT] for row in found if row[FAULT] is not None}
    assert (len(found), len(wrong)) == (read.rows, read.faults)
    return wrong


def refused(path: Path, layout: Layout, *wanted: WantedColumn) -> str:
    """The sentence with which the file is refused; nothing is left of it."""
    with pytest.raises(UnusableInput) as error:
        staged(path, layout, *wanted)
    assert not path.with_suffix(".staged.parquet").exists()
    return str(error.value)


def written(folder: Path, text: str | bytes, name: str = "export.txt") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
