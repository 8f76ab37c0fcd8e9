"""How often a wrong password may be tried for one id, before it has to wait.

What was typed may be a password in the wrong field, so an event holds a keyed hash of it and nothing else. An
id that nobody has waits like one that somebody has: waiting tells nobody who is known here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

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


def free_again_at(subject: str, now: datetime) -> datetime | None:
    """When another try is taken; None where one is taken now."""
    refused = Event.objects.filter(
        subject=subject, verb=Verb.PERSON_SIGN_IN_REFUSED, at__gt=now - WITHIN
    ).order_by("-number")
    moments = list(refused.values_list("at", flat=True)[:MOST_TRIES])
    return moments[-1] + WITHIN if len(moments) == MOST_TRIES else None
