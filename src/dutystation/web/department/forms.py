from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dutystation.web.accounts.forms import DayInput


class FulfilmentForm(forms.Form):
    """That the department met an obligation of its own, or that an earlier record was wrong."""

    met_on = forms.DateField(
        label=_("Day on which it was met"),
        widget=DayInput,
        required=False,
        help_text=_("Leave it empty to say that it has not been met and an earlier record is wrong"),
    )
    reference = forms.CharField(
        label=_("Where that can be looked up"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("A reference number, a letter, a message; or what was wrong with the earlier record"),
    )


class ProposalForm(forms.Form):
    """On which terms a release is proposed."""

    why = forms.CharField(
        label=_("Why published numbers have moved"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Needed where an earlier release says other numbers; it is published. Name no person."),
    )
    without_reasons = forms.BooleanField(
        label=_("Leave out the table of reasons"),
        required=False,
    )


class DeclinationForm(forms.Form):
    """Why a release is not made."""

    reason = forms.CharField(
        label=_("Why it is not released"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class DayForm(forms.Form):
    """The day on which a ground would end, that of the run or a later one."""

    day = forms.DateField(label=_("Ended on"), widget=DayInput, required=False)

    def __init__(self, *arguments: Any, first: date, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._first = first

    def clean_day(self) -> date:
        """Nobody's reason is known before the run's day, so an earlier day asks the same as that one."""
        given: date | None = self.cleaned_data["day"]
        return max(given or self._first, self._first)
