"""How often a wrong password may be tried for one id, before it has to wait: to sign in, and to certify.

What was typed may be a password in the wrong field, so an event holds a keyed hash of it and nothing else. An
id that nobody has waits like one that somebody has: waiting tells nobody who is known here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import Verb

MOST_TRIES = 10
WITHIN = timedelta(minutes=15)
LETTERS = 16
"""Of the hash in the subject of an event."""


def subject_of(typed: str) -> str:
    """The subject of the events about tries with what somebody typed as their id."""
    return f"sign-in:{salted_hmac('sign-in', typed.casefold()).hexdigest()[:LETTERS]}"


def wrong_at_sign_in(subject: str) -> QuerySet[Event]:
    """Tries to sign in that failed, by the subject of what was typed as the id."""
    return Event.objects.filter(subject=subject, verb=Verb.PERSON_SIGN_IN_REFUSED)


def wrong_at_certifying(person: str) -> QuerySet[Event]:
    """Tries of a person to be confirmed that failed, whatever they were about to certify."""
    return Event.objects.filter(about=person, verb=Verb.FILING_NOT_CONFIRMED)


def free_again_at(wrong: QuerySet[Event], now: datetime) -> datetime | None:
    """When another try is taken after the wrong ones; None where one is taken now."""
    latest = wrong.filter(at__gt=now - WITHIN).order_by("-number")
    moments = list(latest.values_list("at", flat=True)[:MOST_TRIES])
    return moments[-1] + WITHIN if len(moments) == MOST_TRIES else None
