"""Sums over `findings.parquet`, for whoever needs to know how many there are and not each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dutystation.published.entry import REMEDY
from dutystation.published.findings import FINDINGS_PARQUET
from dutystation.terms.errors import UnusableInput
from dutystation.terms.finding import FindingKind

ROWS_AT_ONCE = 1 << 16
COUNTED_BY = ["component", "kind", "reason"]


@dataclass(frozen=True)
class MissingDelivery:
    """One row is a table that a sender delivered for other pay periods and not for this one."""

    component: str
    key: str
    sender: str
    table: str
    period: str


@dataclass(frozen=True)
class FindingCounts:
    """How many findings there are by component, kind and reason, and the deliveries that are missing."""

    counts: Mapping[tuple[str, str, str], int]
    missing: tuple[MissingDelivery, ...]


def count_findings(run_folder: Path) -> FindingCounts:
    """Counts in bounded memory. Raises UnusableInput where the run has no findings, or the file is broken."""
    path = run_folder / FINDINGS_PARQUET
    counts: Counter[tuple[str, str, str]] = Counter()
    missing: list[MissingDelivery] = []
    columns = [*COUNTED_BY, "key", "sender", "table", "period"]
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROWS_AT_ONCE, columns=columns):
                table = pa.Table.from_batches([batch])
                for row in table.group_by(COUNTED_BY).aggregate([([], "count_all")]).to_pylist():
                    counts[row["component"], row["kind"], row["reason"]] += row["count_all"]
                lacking = table.filter(pc.equal(table["kind"], FindingKind.MISSING_DELIVERY.value))
                for row in lacking.to_pylist():
                    missing.append(
                        MissingDelivery(
                            row["component"], row["key"], row["sender"], row["table"], row["period"]
                        )
                    )
    except (OSError, pa.ArrowException) as problem:
        said = str(problem).partition("\n")[0].rstrip(".")
        raise UnusableInput(str(path), f"the file cannot be read ({said})", remedy=REMEDY) from problem
    return FindingCounts(counts, tuple(missing))
