"""The work of a day: what happens by itself. A second turn on the same day changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.department import daily as department
from dutystation.web.exception_requests import daily as exception_requests
from dutystation.web.filings import daily as filings
from dutystation.web.mail.actions import Sent, send_waiting
from dutystation.web.notices import daily as notices
from dutystation.web.retention import daily as retention
from dutystation.web.seats import daily as seats
from dutystation.web.situational import daily as situational

WORK: Mapping[str, Callable[[Act], object]] = {
    "notices": notices.work_of_the_day,
    "exception_requests": exception_requests.work_of_the_day,
    "situational": situational.work_of_the_day,
    "seats": seats.work_of_the_day,
    "filings": filings.work_of_the_day,
    "department": department.work_of_the_day,
    "retention": retention.work_of_the_day,
}
"""What each subject does, in this order; mails go out after all of it."""
MAIL = "mail"
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What a day's work came to. `not_done` are the subjects of which something failed.

    `why_failed` counts the mails that could not be sent by their reasons.
    """

    mails_sent: int
    mails_failed: int
    not_done: tuple[str, ...] = ()
    why_failed: Mapping[str, int] = field(default_factory=dict)


def work_of_the_day(act: Act) -> Done:
    """Does it all. A subject that fails is logged and an event, and keeps no other one from its work."""
    not_done: list[str] = []
    for subject, work in WORK.items():
        with _noted(act, subject, not_done):
            work(act)
    mail = Sent(0, 0)
    with _noted(act, MAIL, not_done):
        mail = send_waiting(act.at)
    with transaction.atomic():
        record(act, Verb.DAY_DONE, "day", sent=mail.sent, failed=mail.failed)
    return Done(mail.sent, mail.failed, tuple(not_done), mail.why)


@contextmanager
def _noted(act: Act, subject: str, not_done: list[str]) -> Iterator[None]:
    """What fails inside is named in `not_done`; the log says where, and nothing says about whom."""
    try:
        yield
    except Exception:
        LOG.exception(f"the work of the day failed: {subject}")
        not_done.append(subject)
        with transaction.atomic():
            record(act, Verb.DAY_FAILED, "day", of=subject)
