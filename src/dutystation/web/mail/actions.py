"""Mail is written in the transaction of what it tells of, and sent when that is sure to stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction

from dutystation.web.accounts.models import Person
from dutystation.web.mail.models import Message

ATTEMPTS = 5
AT_ONCE = 200
"""Mails taken from the queue at a time."""
NO_ADDRESS = "no address is known"


@dataclass(frozen=True)
class Sent:
    """How many mails were sent and how many could not be. `why` counts those by reasons that name nobody."""

    sent: int
    failed: int
    why: Mapping[str, int] = field(default_factory=dict)


def write(to: Person, subject: str, text: str, *, about: str, at: datetime) -> Message:
    """Puts a mail into the queue, with the change that is under way."""
    return Message.objects.create(to=to, subject=subject, text=text, about=about, written_at=at)


def write_to_each(
    people: Iterable[tuple[str, str]], subject: str, *, about: str, at: datetime
) -> list[Message]:
    """Puts a mail for each person into the queue at once; `people` are ids, each with its text."""
    return Message.objects.bulk_create(
        [
            Message(to_id=person, subject=subject, text=text, about=about, written_at=at)
            for person, text in people
        ]
    )


def send_waiting(at: datetime) -> Sent:
    """Sends what waits.

    Two turns at once never send the same mail: each holds the rows it sends. A person without an address is
    noted as such at once; another failure is tried again, five times in all.
    """
    sent, why = 0, Counter[str]()
    with get_connection() as connection:
        while True:
            with transaction.atomic():
                waiting = Message.objects.select_for_update(skip_locked=_can_skip()).filter(
                    sent_at=None, attempts__lt=ATTEMPTS
                )
                batch = list(waiting.exclude(failure__startswith=_at(at)).order_by("pk")[:AT_ONCE])
                if not batch:
                    return Sent(sent, why.total(), why)
                people = Person.objects.in_bulk({message.to_id for message in batch})
                for message in batch:
                    if reason := _send(message, people[message.to_id].email, connection, at):
                        why[reason] += 1
                    else:
                        sent += 1
                Message.objects.bulk_update(batch, ["sent_at", "attempts", "failure"])


def _send(message: Message, address: str, connection: BaseEmailBackend, at: datetime) -> str:
    """Sends a mail; returns the reason where it could not be sent."""
    if not address:
        message.attempts, message.failure = ATTEMPTS, f"{_at(at)}: {NO_ADDRESS}"
        return NO_ADDRESS
    mail = EmailMessage(message.subject, message.text, to=[address], connection=connection)
    message.attempts += 1
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        message.failure = f"{_at(at)}: {error}"[:300]
        return _reason(error)
    message.sent_at, message.failure = at, ""
    return ""


def _reason(error: SMTPException | OSError) -> str:
    """The kind of an error and its number in words, not what a server wrote: that may hold an address."""
    kind = type(error).__name__
    if isinstance(error, SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _ in error.recipients.values()})
        return f"{kind}, the server answered {' and '.join(codes)}"
    if isinstance(error, SMTPResponseException):
        return f"{kind}, the server answered {error.smtp_code}"
    if isinstance(error, SMTPException) or not error.strerror:
        return kind
    return f"{kind}, {error.strerror[:1].lower()}{error.strerror[1:]}"


def _at(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _can_skip() -> bool:
    return database.features.has_select_for_update_skip_locked
