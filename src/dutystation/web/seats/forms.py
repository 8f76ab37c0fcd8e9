from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OfferForm(forms.Form):
    """A seat is offered; why, where by the order somebody else comes first."""

    reason = forms.CharField(
        label=_("Why it is offered out of turn"),
        help_text=_("Others read this: write nothing about anybody's health."),
        max_length=300,
        required=False,
    )
