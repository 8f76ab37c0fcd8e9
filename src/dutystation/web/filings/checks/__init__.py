"""What must hold before a filing can be certified: `ALL`, one check in each file, in the order of the page.

A check is plain Python: it is given a `Case`, which holds everything that checks look at, read once, and says
what stands in the way. Nothing here asks the database.
"""

from __future__ import annotations

from dutystation.web.filings.checks.case import Block, Case, Check

ALL: tuple[Check, ...] = ()
"""Every check; a filing is certified only where none of them says anything."""

__all__ = ["ALL", "Block", "Case", "Check"]
