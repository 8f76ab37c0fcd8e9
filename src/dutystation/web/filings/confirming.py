"""Who certifies says once more who they are, just before. How depends on how they sign in.

Where a gateway signs people in, the application knows no password, and to sign out of it asks nobody
anything: the next request is signed in again. That somebody sits there can only be known from the gateway.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest

from dutystation.web.accounts.models import Person
from dutystation.web.accounts.password_tries import free_again_at, wrong_at_certifying
from dutystation.web.audit.act import Act

FRESH = timedelta(minutes=10)
"""How long a sign-in at the gateway counts: enough to read the statement once more, and no more."""


class Proof(StrEnum):
    """How somebody says again who they are."""

    PASSWORD = "password"
    FRESH_SIGN_IN = "fresh_sign_in"
    """The gateway tells when it last asked them who they are; that was just now."""
    OWN_NAME = "own_name"
    """Nobody can be asked for what they alone know. They type their own name, which anybody at their screen
    could do: it shows that the certification is meant, and not who sits there."""


def proof_asked_of(person: Person) -> Proof:
    """How this person says again who they are."""
    if person.has_usable_password():
        return Proof.PASSWORD
    if settings.ASKED_AT_HEADER:
        return Proof.FRESH_SIGN_IN
    return Proof.OWN_NAME if settings.SIGN_IN_HEADER or settings.DEMONSTRATION else Proof.PASSWORD


def told_by_gateway(request: HttpRequest) -> str:
    """When the gateway last asked them who they are, in its own words; empty where it does not tell."""
    return request.headers.get(settings.ASKED_AT_HEADER, "")


def is_confirmed(act: Act, person: Person, given: str) -> bool:
    """Whether they are who they say: `given` is the password, the name, or what the gateway tells."""
    proof = proof_asked_of(person)
    if proof is Proof.OWN_NAME:
        return given.strip() == str(person)
    if proof is Proof.FRESH_SIGN_IN:
        asked_at = _moment(given)
        return asked_at is not None and timedelta(0) <= act.at - asked_at <= FRESH
    return authenticate(username=person.pk, password=given) is not None


def tries_again_at(person: Person, now: datetime) -> datetime | None:
    """When a password is taken again, after as many wrong ones as make a sign-in wait; None for now."""
    if proof_asked_of(person) is not Proof.PASSWORD:
        return None
    return free_again_at(wrong_at_certifying(person.pk), now)


def _moment(told: str) -> datetime | None:
    """Seconds since 1970, as OpenID Connect tells `auth_time`, or ISO 8601 with an offset, as SAML does."""
    try:
        moment = datetime.fromtimestamp(int(told), UTC) if told.isdecimal() else datetime.fromisoformat(told)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else None
