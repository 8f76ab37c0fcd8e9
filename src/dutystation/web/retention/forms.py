from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dutystation.web.accounts.forms import DayInput, known_person, known_unit
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.retention.rules import Reach
from dutystation.web.retention.wording import REACHES


class HoldForm(forms.Form):
    """A hold: whose records are kept, since when, and why."""

    reach = forms.ChoiceField(
        label=_("What is kept"),
        choices=[(reach.value, words) for reach, words in REACHES.items()],
        widget=forms.RadioSelect,
    )
    whose = forms.CharField(
        label=_("Which person or component"),
        max_length=300,
        required=False,
        help_text=_("The id or the name; leave it empty for everything"),
    )
    from_day = forms.DateField(
        label=_("Since when records must be kept"),
        widget=DayInput,
        help_text=_("The day of the letter or complaint, for instance. The hold itself begins at once."),
    )
    reference = forms.CharField(
        label=_("Reference"), max_length=200, help_text=_("Under which the matter is filed, such as a docket")
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Nothing about anybody's health. What is on a component is read by its human resources."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["held"] = None
        reach, whose = values.get("reach"), values.get("whose", "")
        if reach == Reach.EVERYTHING and whose:
            self.add_error("whose", _("Leave this empty for everything, or choose whose records are kept."))
        elif reach in (Reach.PERSON, Reach.COMPONENT) and not whose:
            self.add_error("whose", _("Give the id or the name."))
        elif reach in (Reach.PERSON, Reach.COMPONENT):
            try:
                values["held"] = _named(reach, whose)
            except forms.ValidationError as problem:
                self.add_error("whose", problem)
        return values


class ReleaseForm(forms.Form):
    """Why a hold can be released."""

    reason = forms.CharField(
        label=_("Why it can be released"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    reference = forms.CharField(label=_("Reference, if there is one"), max_length=200, required=False)


class DeclinationForm(forms.Form):
    """Why documents are not destroyed now."""

    reason = forms.CharField(
        label=_("Why they are kept"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    again_from = forms.DateField(label=_("List them again from"), widget=DayInput)


def _named(reach: str, whose: str) -> Person | Unit:
    return known_person(whose) if reach == Reach.PERSON else known_unit(whose)
