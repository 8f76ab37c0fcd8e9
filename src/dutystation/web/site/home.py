"""What waits for somebody: every subject is asked, by its function `waiting`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dutystation.web.accounts.queries import waiting as roles_waiting
from dutystation.web.accounts.scope import Sight
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.department.queries import waiting as releases_waiting
from dutystation.web.exception_requests.waiting import waiting as requests_waiting
from dutystation.web.filings.queries import waiting as filings_waiting
from dutystation.web.notices.queries import waiting as notices_waiting
from dutystation.web.records.queries import waiting as disputes_waiting
from dutystation.web.retention.queries import waiting as retention_waiting
from dutystation.web.situational.queries import waiting as situational_waiting
from dutystation.web.worklists.cases import waiting as cases_waiting
from dutystation.web.worklists.queries import waiting as findings_waiting

SUBJECTS: tuple[Callable[[Sight, date], list[Waiting]], ...] = (
    notices_waiting,
    requests_waiting,
    situational_waiting,
    disputes_waiting,
    filings_waiting,
    releases_waiting,
    findings_waiting,
    cases_waiting,
    retention_waiting,
    roles_waiting,
)
"""A subject that has something to ask of people adds its `waiting` here."""


def what_waits(sight: Sight, day: date) -> list[Waiting]:
    """Everything that waits for one person: what is due first comes first, what has no day last."""
    found = [wait for subject in SUBJECTS for wait in subject(sight, day)]
    return sorted(found, key=lambda wait: wait.due_on or date.max)
