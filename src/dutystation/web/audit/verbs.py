"""What can be done, as events name it, and the sentence each is shown as.

A verb is `subject.what`. A new verb is a line here; the sentence may name `details` of the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Verb(StrEnum):
    PERSON_SIGNED_IN = "person.signed_in"
    PERSON_SIGN_IN_REFUSED = "person.sign_in_refused"
    PERSON_SIGNED_OUT = "person.signed_out"
    ROLE_GRANTED = "role.granted"
    ROLE_ENDED = "role.ended"
    RUN_RECEIVED = "run.received"
    EVENTS_VIEWED = "events.viewed"
    EVENTS_EXPORTED = "events.exported"


SENTENCES: Mapping[Verb, str] = {
    Verb.PERSON_SIGNED_IN: "signed in",
    Verb.PERSON_SIGN_IN_REFUSED: "was refused at sign-in",
    Verb.PERSON_SIGNED_OUT: "signed out",
    Verb.ROLE_GRANTED: "was given the role {role} for {unit} from {from_day}",
    Verb.ROLE_ENDED: "holds the role {role} for {unit} no longer than {until_day}",
    Verb.RUN_RECEIVED: "took {people} people from the run {run}",
    Verb.EVENTS_VIEWED: "looked at events",
    Verb.EVENTS_EXPORTED: "exported events {first} to {last}",
}


def sentence(verb: str, details: Mapping[str, Any]) -> str:
    """The event as a sentence without its actor; a detail that is missing shows as a dash."""

    class _Dashes(dict[str, Any]):
        def __missing__(self, key: str) -> str:
            return "–"

    return SENTENCES[Verb(verb)].format_map(_Dashes(details))
