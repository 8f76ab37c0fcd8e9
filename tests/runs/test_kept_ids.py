"""Ids that repeat among many deliveries, found by what an earlier search has seen and what came since."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import cast

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.kept.ids import DIGESTS, KeptIds
from dutystation.runs.kept.results import KeptResult, KeptResults, result_name
from dutystation.tables.time_records import TIME_RECORDS

Delivered = Mapping[str, list[int]]
"""The digests of the ids of each sender."""

# Few numbers, so that many repeat: within a sender, among senders, before a correction, after it, or both.
DELIVERED = st.dictionaries(
    st.sampled_from("ABCD"), st.lists(st.integers(0, 7), max_size=5).map(sorted), max_size=4
)


def kept(delivered: Delivered, results: KeptResults) -> dict[str, KeptResult]:
    """The digests as a workspace keeps them: each sender's by a name that changes with what it delivers."""
    found = {}
    for sender, digests in delivered.items():
        name = result_name(DIGESTS, sender, digests)
        table = results.engine.table_of(pa.table({"digest": pa.array(digests, pa.int64())}))
        found[name] = results.found(name) or results.keep(name, {"rows": len(digests)}, {DIGESTS: table})
    return found


def repeated(ids: KeptIds, kept: Mapping[str, KeptResult]) -> list[tuple[str, int, int]]:
    rows = ids._repeated(kept)
    return sorted(tuple(row.values()) for row in ids.results.engine.rows(rows)) if rows is not None else []


def counted(delivered: Delivered) -> list[tuple[str, int, int]]:
    """The same, counted one by one."""
    times = Counter(digest for digests in delivered.values() for digest in digests)
    return sorted(
        (result_name(DIGESTS, sender, digests), digest, number)
        for sender, digests in delivered.items()
        for digest, number in Counter(digests).items()
        if times[digest] > 1
    )


@settings(max_examples=40)
@given(st.lists(st.tuples(DELIVERED, st.booleans()), min_size=2, max_size=4))
def test_what_repeats_is_what_counting_finds_whatever_was_searched_before(
    deliveries: list[tuple[Delivered, bool]],
) -> None:
    """Each search starts from the earlier ones; now and then the digests that it could look at are gone."""
    with tempfile.TemporaryDirectory() as folder, closing(DuckDBEngine(Path(folder))) as engine:
        results = KeptResults(Path(folder) / "results", engine)
        # Whatever comes, an earlier search is used.
        ids = KeptIds(cast("WorkspaceSource", None), results, TIME_RECORDS, few=0)
        for delivered, are_gone in deliveries:
            assert repeated(ids, kept(delivered, results)) == counted(delivered)
            if are_gone:
                for place in results.folder.glob(f"{DIGESTS}-*"):
                    shutil.rmtree(place)
