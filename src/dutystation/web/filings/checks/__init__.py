"""What must hold before a filing can be certified: `ALL`, one check in each file, in the order of the page.

A check is plain Python: it is given a `Case`, which holds everything that checks look at, read once, and says
what stands in the way. Nothing here asks the database.
"""

from __future__ import annotations

from dataclasses import dataclass

from dutystation.web.filings.checks import (
    bridge_balances,
    gaps_explained,
    newest_run,
    no_ended_approval,
    no_silent_delay,
    one_reason_each,
    two_people,
)
from dutystation.web.filings.checks.case import Block, Case, Check

ALL: tuple[Check, ...] = (
    bridge_balances.CHECK,
    one_reason_each.CHECK,
    no_ended_approval.CHECK,
    no_silent_delay.CHECK,
    newest_run.CHECK,
    gaps_explained.CHECK,
    two_people.CHECK,
)
"""Every check; a filing is certified only where none of them says anything."""


@dataclass(frozen=True)
class Checked:
    """One check as it came out: nothing in `blocks` where it holds."""

    check: Check
    blocks: tuple[Block, ...]


def checked(case: Case) -> tuple[Checked, ...]:
    """Every check of a case, in the order of the page."""
    return tuple(Checked(check, tuple(check.blocks(case))) for check in ALL)


__all__ = ["ALL", "Block", "Case", "Check", "Checked", "checked"]
