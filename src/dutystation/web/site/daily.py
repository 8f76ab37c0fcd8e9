"""The work of a day: what happens by itself. A second turn on the same day changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.department import daily as department
from dutystation.web.exception_requests import daily as exception_requests
from dutystation.web.filings import daily as filings
from dutystation.web.mail.actions import send_waiting
from dutystation.web.notices import daily as notices

WORK: tuple[Callable[[Act], object], ...] = (
    notices.work_of_the_day,
    exception_requests.work_of_the_day,
    filings.work_of_the_day,
    department.work_of_the_day,
)
"""What each subject does, in this order; mails go out after all of it."""


@dataclass(frozen=True)
class Done:
    """What a day's work came to."""

    mails_sent: int
    mails_failed: int


def work_of_the_day(act: Act) -> Done:
    """Does it all. What one subject has done stays if another one fails."""
    for work in WORK:
        work(act)
    sent, failed = send_waiting(act.at)
    with transaction.atomic():
        record(act, Verb.DAY_DONE, "day", sent=sent, failed=failed)
    return Done(sent, failed)
