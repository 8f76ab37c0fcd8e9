"""Whoever certifies is not whoever prepared. Source: domain rule 10.21; the order's certification."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.web.filings.checks.case import Block, Case, Check

THE_SAME = "You prepared this version yourself."
SOMEBODY_ELSE = "Another person has to certify it."


def blocks(case: Case) -> Iterator[Block]:
    if case.certifier and case.certifier == case.preparer:
        yield Block(THE_SAME, SOMEBODY_ELSE)


CHECK = Check(
    "two_people", "One person prepares it, and another one certifies it.", (THE_SAME, SOMEBODY_ELSE), blocks
)
