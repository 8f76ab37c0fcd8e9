"""What whoever looks at a request can do with it now, each thing with its words and its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from dutystation.terms.ground import Ground
from dutystation.web.exception_requests.forms import FORMS, ApprovalForm, GiveUpForm
from dutystation.web.exception_requests.rules import Verb
from dutystation.web.exception_requests.sealed import Content
from dutystation.web.exception_requests.wording import GIVE_UP, VERBS, Words


@dataclass(frozen=True)
class Doable:
    """One thing that who looks can do now."""

    verb: Verb
    words: Words
    form: forms.Form
    asks: bool
    """Whether it asks for words, so that it is folded away until it is wanted."""


def doable(verbs: Iterable[Verb], content: Content | None, *, holds: bool) -> list[Doable]:
    """The verbs with their words and forms; `holds` says whether an approval holds on the request."""
    found = []
    for verb in verbs:
        form = form_for(verb, content, holds=holds)
        words = GIVE_UP if isinstance(form, GiveUpForm) else VERBS[verb]
        found.append(Doable(verb, words, form, asks=bool(form.fields)))
    return found


def form_for(
    verb: Verb, content: Content | None, data: QueryDict | None = None, *, holds: bool
) -> forms.Form:
    """The form of a verb, for a request of that content; `holds` as in `doable`."""
    kind = GiveUpForm if verb is Verb.WITHDRAW and holds else FORMS[verb]
    if issubclass(kind, ApprovalForm):
        space = content is not None and content.ground is Ground.SPACE
        return kind(data, auto_id=f"{verb}_%s", space=space)
    return kind(data, auto_id=f"{verb}_%s")
