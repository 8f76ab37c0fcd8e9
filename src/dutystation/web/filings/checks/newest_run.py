"""What is filed comes from the newest run received. Source: domain rule 10.8, corrections are restated."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.web.filings.checks.case import Block, Case, Check

OLDER = "It comes from the run {run}, and the run {newest} was received since."
PREPARE_AGAIN = "Prepare it again; the page of differences then says what moved."


def blocks(case: Case) -> Iterator[Block]:
    if case.run != case.newest_run:
        yield Block(OLDER, PREPARE_AGAIN, {"run": case.run, "newest": case.newest_run})


CHECK = Check("newest_run", "It comes from the newest run received.", (OLDER, PREPARE_AGAIN), blocks)
