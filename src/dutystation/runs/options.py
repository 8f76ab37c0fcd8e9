"""What the caller of a run may choose. Source: contract section 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["csv", "parquet"]
EngineName = Literal["duckdb", "spark"]


@dataclass(frozen=True)
class Options:
    """`tables` is the form of the row-level tables; `documents` are the PDF and the workbooks."""

    engine: EngineName = "duckdb"
    tables: Form = "csv"
    list_excluded: bool = False
    restricted: bool = False
    replace: bool = False
    documents: bool = True


DEFAULTS = Options()
