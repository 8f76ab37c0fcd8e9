"""What is done about filings once a day, by itself."""

from __future__ import annotations

from dutystation.web.audit.act import Act
from dutystation.web.filings.actions import open_filings


def work_of_the_day(act: Act) -> None:
    """Components that came within the order, or within another version of it, owe their report."""
    open_filings(act)
