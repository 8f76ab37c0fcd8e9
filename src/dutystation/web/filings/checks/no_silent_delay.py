"""A request that is undecided beyond its limit has a note that says why. Source: domain rule 10.18."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.web.filings.checks.case import Block, Case, Check, some

SILENT = "Requests are undecided beyond their limit, and no note says why: {requests}."
DECIDE_OR_NOTE = "Have whoever decides them decide, or note why it takes longer."


def blocks(case: Case) -> Iterator[Block]:
    silent = sorted(number for number, noted in case.overdue.items() if not noted)
    if silent:
        yield Block(SILENT, DECIDE_OR_NOTE, {"requests": some(silent)})


CHECK = Check(
    "no_silent_delay",
    "No request is undecided beyond its limit without a note.",
    (SILENT, DECIDE_OR_NOTE),
    blocks,
)
