from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.forms import DayInput
from dutystation.web.accounts.models import Person
from dutystation.web.worklists.rules import Explanation, is_answered_by_its_person
from dutystation.web.worklists.wording import EXPLANATIONS

LONGEST_TEXT = 2000
CLASSES = [("", _("Choose one")), *((word.value, EXPLANATIONS[word]) for word in Explanation)]


class AssignForm(forms.Form):
    """Who looks at it."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who looks at it"), empty_label=_("Choose somebody")
    )

    def __init__(self, *arguments: Any, owners: QuerySet[Person], **named: Any) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = owners


class DueForm(forms.Form):
    """Until when it is looked at, and why then."""

    due_on = forms.DateField(label=_("New day"), widget=DayInput)
    reason = forms.CharField(label=_("Why"), max_length=300)


class ExplainForm(forms.Form):
    """Why it is so."""

    explanation = forms.ChoiceField(label=_("How it comes about"), choices=CLASSES)
    note = forms.CharField(
        label=_("Why it is so"),
        help_text=_("Write nothing about anybody's health here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TEXT,
    )

    def __init__(self, *arguments: Any, kind: FindingKind, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not is_answered_by_its_person(kind):
            del self.fields["explanation"]

    @property
    def given_class(self) -> Explanation | None:
        given = self.cleaned_data.get("explanation")
        return Explanation(given) if given else None


class ReopenForm(forms.Form):
    """Until when it is looked at once more."""

    due_on = forms.DateField(label=_("Look at it by"), widget=DayInput)


class AnswerForm(forms.Form):
    """How a day was, as its person says it."""

    explanation = forms.ChoiceField(label=_("How it was"), choices=CLASSES)
    says = forms.CharField(
        label=_("In a sentence"),
        help_text=_("Human resources of your component read it. Write nothing about your health here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TEXT,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("explanation") == Explanation.OTHER and not values.get("says"):
            self.add_error("says", _("Say in a sentence what it was."))
        return values
