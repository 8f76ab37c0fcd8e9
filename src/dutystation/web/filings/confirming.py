"""Who certifies says once more who they are, just before. How depends on how they sign in."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth import authenticate

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import Act

FRESH = timedelta(minutes=10)
"""How long a sign-in through the gateway counts: enough to read the statement once more, and no more."""


class Proof(StrEnum):
    """How somebody says again who they are."""

    PASSWORD = "password"
    FRESH_SIGN_IN = "fresh_sign_in"
    """Where a gateway signs people in, the application knows no password: they sign out and in again."""
    OWN_NAME = "own_name"
    """In the demonstration, whose invented people have no password, they type their own name."""


def proof_asked_of(person: Person) -> Proof:
    """How this person says again who they are."""
    if person.has_usable_password():
        return Proof.PASSWORD
    if settings.DEMONSTRATION:
        return Proof.OWN_NAME
    return Proof.FRESH_SIGN_IN if settings.SIGN_IN_HEADER else Proof.PASSWORD


def is_confirmed(act: Act, person: Person, typed: str) -> bool:
    """Whether they are who they say: `typed` is the password, or the name; nothing for a fresh sign-in."""
    proof = proof_asked_of(person)
    if proof is Proof.OWN_NAME:
        return typed.strip() == str(person)
    if proof is Proof.FRESH_SIGN_IN:
        signed_in = person.last_login
        return signed_in is not None and timedelta(0) <= act.at - signed_in <= FRESH
    return authenticate(username=person.pk, password=typed) is not None
