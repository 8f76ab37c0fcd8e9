"""What only an engine with workers and waiting additions can get wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest
from tests.conftest import ON_SPARK

from dutystation.runs.engines.by_name import opened_engine
from dutystation.runs.engines.engine import Engine
from dutystation.terms.errors import UnusableOutput

pytestmark = [*ON_SPARK, pytest.mark.usefixtures("spark_session")]

NUMBERS = pa.table({"number": [1, 2, 3]})


@pytest.fixture
def spark(tmp_path: Path, spark_session: None) -> Iterator[Engine]:
    (tmp_path / "scratch").mkdir()
    with closing(opened_engine("spark", tmp_path / "scratch")) as engine:
        yield engine


def test_rows_that_a_worker_wrote_where_nobody_finds_them_end_the_run(
    spark: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that does not share the folder writes into one of the same name, and nothing fails."""
    monkeypatch.setattr("dutystation.runs.engines.spark_engine._parts_of", lambda folder: [])
    with pytest.raises(UnusableOutput, match="workers wrote 3 rows, and 0 are found there"):
        spark.write_parquet(spark.table_of(NUMBERS), tmp_path)


TWICE = """
import gc
from dutystation.runs.engines.spark_session import opened_session

def answered():
    opened = opened_session()
    print(opened.session.sql("select 6 * 7").collect()[0][0])
    opened.end()

answered()
gc.collect()  # what Java holds for the first is let go
answered()
"""


def test_a_process_may_measure_with_a_session_of_its_own_again() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWICE], capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stdout) == (0, "42\n42\n"), done.stderr
