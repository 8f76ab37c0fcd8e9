"""What is done about notices once a day, by itself."""

from __future__ import annotations

from dutystation.web.audit.act import Act
from dutystation.web.notices.actions import add_newcomers
from dutystation.web.notices.dispatching import dispatch_all


def work_of_the_day(act: Act) -> None:
    """Whoever waits to be told is told; then people who came onto the rolls, or within the order, are too."""
    dispatch_all(act)
    add_newcomers(act)
    dispatch_all(act)
