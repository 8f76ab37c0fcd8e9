"""Each engine answers what a run asks of it, in the same way."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.runs.asked_of_an_engine import ANSWERS, answers

from dutystation.runs.engines.duckdb_engine import ROW_NUMBER
from dutystation.runs.engines.engine import Engine
from dutystation.terms.errors import UnusableInput


def test_every_engine_answers_the_same(engine: Engine, tmp_path: Path) -> None:
    assert answers(engine, tmp_path) == ANSWERS


def test_a_column_by_the_name_of_duckdbs_row_numbers_is_ignored_or_refused_in_a_sentence(
    engine: Engine, tmp_path: Path
) -> None:
    """DuckDB takes no other name for its own. Spark ignores such a column as any other."""
    file = tmp_path / "codes.parquet"
    pq.write_table(pa.table({"name": ["a", "b"], ROW_NUMBER.title(): [7, 7]}), file)
    if engine.name == "duckdb":
        with pytest.raises(
            UnusableInput, match=r"codes.parquet, column File_Row_Number: .* give it another name\.$"
        ):
            engine.parquet([file])
    else:
        assert sorted(row["row"] for row in engine.rows(engine.parquet([file]))) == [0, 1]


@pytest.mark.parametrize("content", [b"", b"PAR1 and no more", None], ids=["empty", "cut off", "gone"])
def test_a_file_without_its_end_is_said_to_be_damaged(
    engine: Engine, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "codes.parquet"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(
        UnusableInput, match=r"^codes.parquet: the Parquet file is damaged\. Write or deliver"
    ):
        engine.rows(engine.parquet([file]))
