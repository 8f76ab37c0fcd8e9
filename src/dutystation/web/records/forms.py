from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dutystation.web.accounts.forms import DayInput

LONGEST_TEXT = 4000


class DisputeForm(forms.Form):
    """What is wrong about a day."""

    statement = forms.CharField(
        label=_("What is wrong about this day"),
        help_text=_(
            "Say where and how long you worked, and what the record says instead. Write nothing about your "
            "health here: whoever answers does not need it."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "class": "usa-textarea"}),
        max_length=LONGEST_TEXT,
    )


class AnswerForm(forms.Form):
    """An answer to a dispute."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("The person reads it as you write it."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "usa-textarea"}),
        max_length=LONGEST_TEXT,
    )


class SpanForm(forms.Form):
    """From which day to which the record is downloaded."""

    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(label=_("Last day"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        stated = super().clean() or {}
        if "first" in stated and "last" in stated and stated["last"] < stated["first"]:
            raise forms.ValidationError(_("The last day lies before the first."))
        return stated
