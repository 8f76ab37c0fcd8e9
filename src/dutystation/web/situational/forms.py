from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dutystation.web.accounts.forms import DayInput
from dutystation.web.situational.rules import Verb


class DayForm(forms.Form):
    """One day that somebody asks for."""

    day = forms.DateField(label=_("Which day"), widget=DayInput)
    why = forms.CharField(
        label=_("Why, in a few words"),
        help_text=_("You and whoever decides it read this. Write nothing about anybody's health."),
        max_length=300,
    )


class DecisionForm(forms.Form):
    """A decision on one day."""

    says = forms.CharField(
        label=_("In a sentence"),
        help_text=_("The person reads it. Write nothing about anybody's health."),
        max_length=500,
    )


class NothingForm(forms.Form):
    """For what needs no words."""


FORMS: dict[Verb, type[forms.Form]] = {
    Verb.APPROVE: DecisionForm,
    Verb.DECLINE: DecisionForm,
    Verb.WITHDRAW: NothingForm,
    Verb.GIVE_BACK: NothingForm,
}
"""What each verb asks for; what happens by itself asks for nothing."""
