"""Sums over the findings of a run, for whoever needs to know how many there are and not each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dutystation.published.findings import finding_file, finding_parts
from dutystation.terms.finding import FindingKind

ROWS_AT_ONCE = 1 << 16
COUNTED_BY = ["component", "kind", "reason"]
TELLING = ["component", "key", "sender", "table", "period"]
"""What is told of a missing delivery."""


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
    counts: Counter[tuple[str, str, str]] = Counter()
    missing: list[MissingDelivery] = []
    columns = sorted({*COUNTED_BY, *TELLING})
    for part in finding_parts(run_folder):
        with finding_file(part) as file:
            for batch in file.iter_batches(ROWS_AT_ONCE, columns=columns):
                table = pa.Table.from_batches([batch])
                for row in table.group_by(COUNTED_BY).aggregate([([], "count_all")]).to_pylist():
                    counts[row["component"], row["kind"], row["reason"]] += row["count_all"]
                lacking = table.filter(pc.equal(table["kind"], FindingKind.MISSING_DELIVERY.value))
                missing += [MissingDelivery(**row) for row in lacking.select(TELLING).to_pylist()]
    return FindingCounts(counts, tuple(missing))
