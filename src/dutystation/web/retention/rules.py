"""When a record is past its time, and who may do what with what. Plain Python: values in, answers out.

Source: domain section 6.5 and rule 10.30; the numbers of years stand in the order.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from dutystation.terms.months import MONTHS, months_from
from dutystation.terms.retention import RecordKind
from dutystation.web.exception_requests.rules import OF_A_REQUEST

DOCUMENTS = (RecordKind.SEALED_DOCUMENTS, RecordKind.OPEN_DOCUMENTS)
"""The kinds of records that this program destroys. Of every other kind it says what is past its time."""
COUNTED = (*DOCUMENTS, RecordKind.REQUESTS, RecordKind.DISPUTES, RecordKind.FILINGS)
"""The kinds of which each component's are counted; of the others only the oldest is looked at."""
AT_MOST = 200
"""Documents on one list: as many as somebody can look through. The rest comes with the next list."""


class Reach(StrEnum):
    """Whose records a hold keeps."""

    PERSON = "person"
    COMPONENT = "component"
    EVERYTHING = "everything"


class Kept(StrEnum):
    """Why a document stayed that was to be destroyed."""

    HELD = "held"
    NOT_DUE = "not_due"
    """Its request was opened again, its person is back, or the order keeps it for longer by now."""


def request_number(subject: str) -> int:
    """The number of the request that is the subject of something."""
    return int(subject.removeprefix(OF_A_REQUEST))


def due_on(start: date, years: int) -> date:
    """The first day on which a record may be destroyed that is kept for so many years from a day.

    It is kept through the same day so many years later (29 February: the 28th where there is none), so it is
    the day after that: 3 years from 2025-03-31 end with 2028-03-31, and it is due on 2028-04-01.
    """
    return months_from(start, years * len(MONTHS)) + timedelta(days=1)


def last_start(day: date, years: int) -> date:
    """The last day from which records that are kept for so many years are due on `day`."""
    start = months_from(day - timedelta(days=1), -years * len(MONTHS))
    while due_on(start + timedelta(days=1), years) <= day:
        start += timedelta(days=1)
    return start


def may_be_second(person: str, first: str) -> bool:
    """Whether somebody may confirm what another person put forward: never the same one."""
    return person != first
