"""What is done for the department once a day, by itself."""

from __future__ import annotations

from dutystation.web.audit.act import Act
from dutystation.web.department.actions import consolidate
from dutystation.web.department.queries import order_on
from dutystation.web.department.reminding import remind
from dutystation.web.filings.queries import holding_versions
from dutystation.web.records.queries import newest_run


def work_of_the_day(act: Act) -> None:
    """Components are reminded of their reports, and what was filed since is put together."""
    remind(act)
    order = order_on(act.day)
    if order is None or newest_run() is None:
        return
    if holding_versions(order.name, order.report_obligation).exists():
        consolidate(act)
