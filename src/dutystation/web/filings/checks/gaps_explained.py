"""A delivery that was expected is there, or somebody says why not.

A low share must not be taken for people who stay away. Source: domain section 5.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.web.filings.checks.case import Block, Case, Check, some

MISSING = "Deliveries are missing, and nothing says why: {gaps}."
DELIVER_OR_EXPLAIN = "Have the sender deliver them and measure anew, or say below why they are missing."


def blocks(case: Case) -> Iterator[Block]:
    missing = sorted(gap for gap, explained in case.gaps.items() if not explained)
    if missing:
        yield Block(MISSING, DELIVER_OR_EXPLAIN, {"gaps": some(missing)})


CHECK = Check(
    "gaps_explained",
    "Every delivery that was expected is there, or its lack is explained.",
    (MISSING, DELIVER_OR_EXPLAIN),
    blocks,
)
