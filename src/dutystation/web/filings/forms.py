from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dutystation.web.filings.confirming import Proof

LONGEST_TEXT = 20_000
LONGEST_REASON = 4_000
NOT_MEDICAL = _("Write nothing about anybody's health.")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NarrativeForm(forms.Form):
    """What a component says besides the figures."""

    text = forms.CharField(
        label=_("What the component says besides the figures"),
        help_text=_(
            "Risks, obstacles, the plan to full compliance. The department reads it. Write nothing about "
            "anybody's health."
        ),
        widget=_area(8),
        max_length=LONGEST_TEXT,
        required=False,
    )


class GapForm(forms.Form):
    """Why a delivery is missing."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=300)
    text = forms.CharField(label=_("Why it is missing"), widget=_area(2), max_length=LONGEST_REASON)


class PrepareForm(forms.Form):
    """What a new version changes; asked for once one was filed."""

    why = forms.CharField(
        label=_("What the new version changes, and why"),
        help_text=NOT_MEDICAL,
        widget=_area(3),
        max_length=LONGEST_REASON,
        required=False,
    )

    def __init__(self, *arguments: Any, again: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if again:
            self.fields["why"].required = True
        else:
            del self.fields["why"]


class ReasonForm(forms.Form):
    """Why a version is declined, returned or withdrawn."""

    reason = forms.CharField(
        label=_("Why"), help_text=NOT_MEDICAL, widget=_area(3), max_length=LONGEST_REASON
    )


LABELS = {
    Proof.PASSWORD: _("Your password once more"),
    Proof.OWN_NAME: _("Your own name, as it stands above"),
}
HINTS = {
    Proof.PASSWORD: _("So that nobody certifies in your name at a screen that you left open."),
    Proof.OWN_NAME: _(
        "You sign in through the gateway, so this application knows no password of yours. Your name says "
        "that you mean it; it cannot show that it is you who sits here. Lock your screen when you leave it."
    ),
}
HINT_OF_DEMONSTRATION = _(
    "In earnest you are asked for your password. The invented people of a demonstration have none."
)


class CertifyForm(forms.Form):
    """Who certifies, once more, and the hash of what they certify."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(max_length=300)

    def __init__(self, *arguments: Any, proof: Proof, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if proof is Proof.FRESH_SIGN_IN:
            del self.fields["password"]
            return
        field = self.fields["password"]
        field.label, field.help_text = LABELS[proof], HINTS[proof]
        if proof is Proof.OWN_NAME and settings.DEMONSTRATION:
            field.help_text = HINT_OF_DEMONSTRATION
        if proof is Proof.PASSWORD:
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
