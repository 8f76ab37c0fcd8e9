"""What is done about filings once a day, by itself."""

from __future__ import annotations

from dutystation.web.audit.act import Act
from dutystation.web.filings.actions import open_filings


def work_of_the_day(act: Act) -> None:
    """What a component owes under an order that holds from today on is opened."""
    open_filings(act)
