"""What whoever looks at a request can do with it now, each thing with its words and its form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from dutystation.directives.rules import Rules
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

    @property
    def fields(self) -> Sequence[forms.BoundField]:
        """The fields that whoever does it sees at once."""
        return [field for field in self.form if field.name not in self._folded]

    @property
    def folded_fields(self) -> Sequence[forms.BoundField]:
        """Those that few need, folded away once more."""
        return [field for field in self.form if field.name in self._folded]

    @property
    def _folded(self) -> frozenset[str]:
        return self.form.folded if isinstance(self.form, ApprovalForm) else frozenset()


def doable(
    verbs: Iterable[Verb], content: Content | None, rules: Rules | None, *, holds: bool
) -> list[Doable]:
    """The verbs with their words and forms; `holds` says whether an approval holds on the request.

    `rules` are those of its order today, None where its content is sealed to who looks.
    """
    found = []
    for verb in verbs:
        form = form_for(verb, content, rules, holds=holds)
        found.append(Doable(verb, words_for(verb, form), form, asks=bool(form.fields)))
    return found


def words_for(verb: Verb, form: forms.Form) -> Words:
    """What a verb is called; a withdrawal is more where it ends an approval."""
    return GIVE_UP if isinstance(form, GiveUpForm) else VERBS[verb]


def form_for(
    verb: Verb, content: Content | None, rules: Rules | None, data: QueryDict | None = None, *, holds: bool
) -> forms.Form:
    """The form of a verb, for a request of that content; `rules` and `holds` as in `doable`."""
    kind = GiveUpForm if verb is Verb.WITHDRAW and holds else FORMS[verb]
    if issubclass(kind, ApprovalForm):
        assert content is not None and rules is not None  # who may not read it has nothing to approve
        return kind(data, auto_id=f"{verb}_%s", ground=content.ground, rules=rules)
    return kind(data, auto_id=f"{verb}_%s")
