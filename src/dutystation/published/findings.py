"""What components look at before they file, published beside the report of a run.

    WORKSPACE/runs/<run>/findings/<part>.parquet    findings of a slice of the data, or of the run as a whole

Not of the contract. It names people, and only its owner may read it. Whoever calls this decides who may
see what comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.published.entry import REMEDY
from dutystation.terms.errors import UnusableInput
from dutystation.terms.finding import FindingKind

FINDINGS = "findings"
"""The folder of the parts, beside the report of a run."""
FINDINGS_SCHEMA = pa.schema(
    [
        ("component", pa.string()),
        ("kind", pa.string()),
        ("key", pa.string()),
        ("person", pa.string()),
        ("period", pa.string()),
        ("day", pa.date32()),
        ("table", pa.string()),
        ("sender", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("minutes", pa.int64()),
        ("as_delivered", pa.string()),
        ("details", pa.string()),
    ]
)
"""One row per finding, each part sorted by component, kind and key. `details` is JSON: an object of texts."""
FINDINGS_ORDER = ("component", "kind", "key")
FINDINGS_AT_ONCE = 1 << 12
"""Findings that are given at a time, at least, but for the last ones; at most twice as many."""


@dataclass(frozen=True)
class Finding:
    """One thing that a component should look at before it files.

    `key` is the same from run to run as long as the trouble is the same, and no two findings of a kind share
    one. Texts that a kind does not have are empty, numbers 0, `day` None. `minutes` are whole; `reason` is a
    code of what `kind` stands on; `as_delivered` are the cells of a delivered row.
    """

    component: str
    kind: FindingKind
    key: str
    person: str
    period: str
    day: date | None
    table: str
    sender: str
    file: str
    line: int
    reason: str
    minutes: int
    as_delivered: str
    details: Mapping[str, str]


def findings_of(run_folder: Path, *, at_once: int = FINDINGS_AT_ONCE) -> Iterator[Sequence[Finding]]:
    """The findings of a run, part after part, `at_once` at a time at least, however few a part has.

    Raises UnusableInput where the folder is no run, or a part is broken.
    """
    waiting: list[Finding] = []
    for part in finding_parts(run_folder):
        with finding_file(part) as file:
            for batch in file.iter_batches(at_once):
                waiting += map(_finding, batch.to_pylist())
                if len(waiting) >= at_once:
                    yield tuple(waiting)
                    waiting = []
    if waiting:
        yield tuple(waiting)


def finding_parts(run_folder: Path) -> list[Path]:
    """The files with the findings of a run. Raises UnusableInput where there are none."""
    if parts := sorted((run_folder / FINDINGS).glob("*.parquet")):
        return parts
    raise UnusableInput(
        str(run_folder),
        "this is no run with findings",
        remedy="Give a folder that `dutystation runs` lists; where an earlier version made it, make it "
        "again with `dutystation run --anew`",
    )


@contextmanager
def finding_file(part: Path) -> Iterator[pq.ParquetFile]:
    """One of these files, open. Raises UnusableInput where what is read from it is broken."""
    try:
        with pq.ParquetFile(part) as file:
            yield file
    except (OSError, ValueError, TypeError, pa.ArrowException) as problem:
        said = str(problem).partition("\n")[0].rstrip(".")
        raise UnusableInput(str(part), f"the file cannot be read ({said})", remedy=REMEDY) from problem


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(**{**row, "kind": FindingKind(row["kind"]), "details": json.loads(row["details"])})
