"""What is done about notices once a day, by itself."""

from __future__ import annotations

from dutystation.web.audit.act import Act
from dutystation.web.notices.actions import add_newcomers


def work_of_the_day(act: Act) -> None:
    """People who came onto the rolls, or within the order, get their notice."""
    add_newcomers(act)
