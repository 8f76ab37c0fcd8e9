"""Mail is written in the transaction of what it tells of, and sent when that is sure to stay."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction

from dutystation.web.accounts.models import Person
from dutystation.web.mail.models import Message

ATTEMPTS = 5
AT_ONCE = 200
"""Mails taken from the queue at a time."""


def write(to: Person, subject: str, text: str, *, about: str, at: datetime) -> Message:
    """Puts a mail into the queue, with the change that is under way."""
    return Message.objects.create(to=to, subject=subject, text=text, about=about, written_at=at)


def send_waiting(at: datetime) -> tuple[int, int]:
    """Sends what waits; returns how many were sent and how many could not be.

    Two turns at once never send the same mail: each holds the rows it sends. A person without an address is
    noted as such at once; another failure is tried again, five times in all.
    """
    sent = failed = 0
    with get_connection() as connection:
        while True:
            with transaction.atomic():
                waiting = Message.objects.select_for_update(skip_locked=_can_skip()).filter(
                    sent_at=None, attempts__lt=ATTEMPTS
                )
                batch = list(waiting.exclude(failure__startswith=_at(at)).order_by("pk")[:AT_ONCE])
                if not batch:
                    return sent, failed
                people = Person.objects.in_bulk({message.to_id for message in batch})
                for message in batch:
                    _send(message, people[message.to_id].email, connection, at)
                    sent, failed = sent + bool(message.sent_at), failed + (message.sent_at is None)
                Message.objects.bulk_update(batch, ["sent_at", "attempts", "failure"])


def _send(message: Message, address: str, connection: BaseEmailBackend, at: datetime) -> None:
    if not address:
        message.attempts, message.failure = ATTEMPTS, f"{_at(at)}: no address is known"
        return
    mail = EmailMessage(message.subject, message.text, to=[address], connection=connection)
    message.attempts += 1
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        message.failure = f"{_at(at)}: {error}"[:300]
    else:
        message.sent_at, message.failure = at, ""


def _at(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _can_skip() -> bool:
    return database.features.has_select_for_update_skip_locked
