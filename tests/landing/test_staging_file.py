"""A staged table is whole or not there, and a disk that cannot take it gives a sentence."""

from __future__ import annotations

import errno
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.landing.deliveries import csv_delivery

from dutystation.landing import staging_file
from dutystation.landing.csv_rows import stage_csv
from dutystation.landing.staging_file import StagingFile
from dutystation.terms.errors import UnusableOutput

CONTENT = b"pay_code,place_code,place\n" + b"01,,office\n" * 1000
DISK_FULL = OSError(errno.ENOSPC, "No space left on device")


def full(*_arguments: Any, **_keywords: Any) -> None:
    raise DISK_FULL


@pytest.mark.parametrize("method", ["__init__", "write_table", "close"])
def test_a_full_disk_gives_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    delivery = csv_delivery(tmp_path, CONTENT)
    into = tmp_path / "staged"
    monkeypatch.setattr(pq.ParquetWriter, method, full)
    if method == "__init__":
        monkeypatch.setattr(pq.ParquetWriter, "__del__", lambda _: None)
    with pytest.raises(UnusableOutput) as caught:
        stage_csv(delivery, into)
    assert str(caught.value) == (
        "staged: a working copy of this table cannot be written (No space left on device); "
        "nothing was written. Make room on the disk of the report and run again."
    )
    assert not into.exists()


def test_a_full_disk_in_the_middle_stops_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging_file, "ROWS_PER_GROUP", 100)
    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    told: list[int] = []
    with pytest.raises(UnusableOutput):
        stage_csv(csv_delivery(tmp_path, CONTENT), tmp_path / "s", progress=told.append, block_bytes=1100)
    assert told[-1] < 500  # of 1,000


def test_a_folder_that_does_not_exist_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableOutput, match=r"staged: a working copy .* \(No such file"):
        stage_csv(csv_delivery(tmp_path, CONTENT), tmp_path / "gone" / "staged")


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage_csv(csv_delivery(tmp_path, CONTENT), tmp_path / "staged", progress=interrupt)
    assert not (tmp_path / "staged").exists()


def test_row_groups_are_bounded_in_rows_and_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging_file, "ROWS_PER_GROUP", 5)
    monkeypatch.setattr(staging_file, "BYTES_PER_GROUP", 1000)
    schema = pa.schema([("cell", pa.string())])
    with StagingFile(tmp_path / "staged", schema) as staging:
        for cell in ["a", "b", "c", "d", "e", "f", "g" * 2000, "h"]:
            staging.add(pa.table({"cell": [cell]}, schema=schema))
    metadata = pq.read_metadata(tmp_path / "staged")
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [5, 2, 1]
    cells = pq.read_table(tmp_path / "staged").column("cell").to_pylist()
    assert cells == ["a", "b", "c", "d", "e", "f", "g" * 2000, "h"]


def test_staging_again_makes_the_file_anew(tmp_path: Path) -> None:
    delivery = csv_delivery(tmp_path, CONTENT)
    first = stage_csv(delivery, tmp_path / "staged")
    again = stage_csv(delivery, tmp_path / "staged")
    assert first == again
    assert pq.read_metadata(again.path).num_rows == again.rows == 1000


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def test_three_hundred_thousand_rows_a_second_of_one_core(tmp_path: Path) -> None:
    """Far below what an idle core does (half a million to two million), so that a busy one passes too."""
    content = b"pay_code,place_code,place\n" + b"".join(b"01,%06d,office\n" % n for n in range(300_000))
    delivery = csv_delivery(tmp_path, content)
    stage_csv(csv_delivery(tmp_path / "warm", CONTENT), tmp_path / "warm.parquet")
    assert min(seconds(lambda: stage_csv(delivery, tmp_path / "staged")) for _ in range(3)) < 1.0


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """A hundred million characters pass through; what is kept of them at once is some blocks."""
    row = b"01," + b"x" * 990 + b",office\n"
    delivery = csv_delivery(tmp_path, b"pay_code,place_code,place\n" + row * 100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stage_csv(delivery, tmp_path / "staged")
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 400 << 10
