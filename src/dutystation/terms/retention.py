"""What is kept for how long: the kinds of records there are, and from which day each is counted.

Source: domain section 6.5 and rule 10.30. For how long, under which item of a schedule, stands in the order.
"""

from __future__ import annotations

from enum import StrEnum


class RecordKind(StrEnum):
    """The records of the application that an item of a schedule can cover; the grain is in the comment."""

    SEALED_DOCUMENTS = "sealed_documents"  # a document of a request on a protected ground
    OPEN_DOCUMENTS = "open_documents"  # a document of any other request
    REQUESTS = "requests"  # a request with its texts and decisions
    DISPUTES = "disputes"  # a dispute of a day with its answer
    MAILS = "mails"  # a mail to one person
    FILINGS = "filings"  # a certified version of a component's report
    EVENTS = "events"  # an event


class KeptFrom(StrEnum):
    """The event from which the years are counted; its day is the last on which they have not begun."""

    DECISION_ENDED = "decision_ended"
    REQUEST_CLOSED = "request_closed"
    PERSON_LEFT = "person_left"
    DISPUTE_CLOSED = "dispute_closed"
    REPORT_FILED = "report_filed"
    WRITTEN = "written"


_OF_A_REQUEST = frozenset({KeptFrom.DECISION_ENDED, KeptFrom.REQUEST_CLOSED, KeptFrom.PERSON_LEFT})
COUNTED_FROM = {
    RecordKind.SEALED_DOCUMENTS: _OF_A_REQUEST,
    RecordKind.OPEN_DOCUMENTS: _OF_A_REQUEST,
    RecordKind.REQUESTS: _OF_A_REQUEST,
    RecordKind.DISPUTES: frozenset({KeptFrom.DISPUTE_CLOSED}),
    RecordKind.MAILS: frozenset({KeptFrom.WRITTEN}),
    RecordKind.FILINGS: frozenset({KeptFrom.REPORT_FILED}),
    RecordKind.EVENTS: frozenset({KeptFrom.WRITTEN}),
}
"""The events that a record of each kind has."""
