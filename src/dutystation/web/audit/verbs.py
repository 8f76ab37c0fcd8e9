"""What can be done, as events name it, and the sentence each is shown as.

A verb is `subject.what`. A new verb is a line here; the sentence may name `details` of the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext


class Verb(StrEnum):
    PERSON_SIGNED_IN = "person.signed_in"
    PERSON_SIGN_IN_REFUSED = "person.sign_in_refused"
    PERSON_SIGNED_OUT = "person.signed_out"
    ROLE_GRANTED = "role.granted"
    ROLE_ENDED = "role.ended"
    RUN_RECEIVED = "run.received"
    DIRECTIVE_ISSUED = "directive.issued"
    DIRECTIVE_REISSUED = "directive.reissued"
    DIRECTIVE_RESCINDED = "directive.rescinded"
    NOTICES_ADDED = "notice.added_to_newcomers"
    NOTICES_CHASED = "notice.chased"
    NOTICE_READ = "notice.read"
    NOTICE_ACKNOWLEDGED = "notice.acknowledged"
    NOTICES_VIEWED = "notice.list_viewed"
    EVENTS_VIEWED = "events.viewed"
    EVENTS_EXPORTED = "events.exported"


SENTENCES: Mapping[Verb, str] = {
    Verb.PERSON_SIGNED_IN: "signed in",
    Verb.PERSON_SIGN_IN_REFUSED: "was refused at sign-in",
    Verb.PERSON_SIGNED_OUT: "signed out",
    Verb.ROLE_GRANTED: "was given the role {role} for {unit} from {from_day}",
    Verb.ROLE_ENDED: "holds the role {role} for {unit} no longer than {until_day}",
    Verb.RUN_RECEIVED: "took {people} people from the run {run}",
    Verb.DIRECTIVE_ISSUED: "issued {title}, version {version}, to {people} people from {from_day}",
    Verb.DIRECTIVE_REISSUED: "issued {title} anew as version {version}, to {people} people from {from_day}",
    Verb.DIRECTIVE_RESCINDED: "rescinded {title} with version {version} from {from_day}",
    Verb.NOTICES_ADDED: "gave {people} newcomers a notice of version {version}",
    Verb.NOTICES_CHASED: "reminded {people} people who had not acknowledged version {version}",
    Verb.NOTICE_READ: "read the notice of version {version}",
    Verb.NOTICE_ACKNOWLEDGED: "acknowledged the notice of version {version}",
    Verb.NOTICES_VIEWED: "looked at who acknowledged version {version}",
    Verb.EVENTS_VIEWED: "looked at events",
    Verb.EVENTS_EXPORTED: "exported events {first} to {last}",
}


def sentence(verb: str, details: Mapping[str, Any]) -> str:
    """The event as a sentence without its actor; a detail that is missing shows as a dash."""

    class _Dashes(dict[str, Any]):
        def __missing__(self, key: str) -> str:
            return "–"

    return gettext(SENTENCES[Verb(verb)]).format_map(_Dashes(details))
