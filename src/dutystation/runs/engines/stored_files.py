"""Parquet files as every engine finds them, before it reads their rows."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.terms.errors import UnusableInput


def stored_schema(path: Path) -> pa.Schema:
    """The columns of a file. Raises UnusableInput where its end, which tells them, cannot be read."""
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> UnusableInput:
    """The sentence about a file that cannot be read."""
    return UnusableInput(path.name, "the Parquet file is damaged", remedy="Write or deliver it again")
