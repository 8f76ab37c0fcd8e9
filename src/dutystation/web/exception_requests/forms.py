from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dutystation.directives.grounds import GroundRule
from dutystation.directives.rules import Rules
from dutystation.terms.ground import Ground
from dutystation.web.accounts.forms import DayInput
from dutystation.web.exception_requests.actions import Wish
from dutystation.web.exception_requests.deciding import SPACE_FACTS, Terms
from dutystation.web.exception_requests.place_fields import (
    complaints,
    distance_of,
    place_fields,
    schedule_of,
)
from dutystation.web.exception_requests.rules import Verb

LONGEST_TEXT = 8000
NOTHING_MEDICAL = _("Others read this: write nothing about anybody's health.")


def long_text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5, "class": "usa-textarea"})
    return forms.CharField(
        label=label, help_text=help_text, widget=area, max_length=LONGEST_TEXT, required=required
    )


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=DayInput, required=required)


class WishForm(forms.Form):
    """What somebody asks for on one ground. What the ground does not need is left out."""

    asked = forms.CharField(
        label=_("What you ask for"), help_text=_("Such as: telework on two days a week"), max_length=300
    )
    from_day = day_field(_("From"))
    until_day = day_field(_("Until"), _("The last day"), required=False)
    statement = long_text(_("Why"), _("In your own words"))
    basis = forms.CharField(label=_("What it rests on"), max_length=300, required=False)
    basis_from = day_field(_("It holds from"), required=False)
    basis_until = day_field(_("It holds until"), required=False)

    def __init__(self, *arguments: Any, ground: Ground, rule: GroundRule, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.ground = ground
        legal = ground is Ground.LEGAL_IMPEDIMENT
        categorical = not rule.term.needs_end and not rule.protected
        if not legal:
            del self.fields["basis_from"], self.fields["basis_until"]
        if legal or categorical:
            self.fields["basis"].required = True
            self.fields["basis"].help_text = rule.documents[0].says
        else:
            del self.fields["basis"]
        if legal:
            self.fields["basis_from"].required = True
        self.fields["until_day"].required = rule.term.needs_end

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for begins, ends in (("from_day", "until_day"), ("basis_from", "basis_until")):
            first, last = values.get(begins), values.get(ends)
            if isinstance(first, date) and isinstance(last, date) and last < first:
                self.add_error(ends, _("The last day lies before the first."))
        return values

    def wish(self) -> Wish:
        """What is asked, once the form is valid."""
        given = self.cleaned_data
        return Wish(
            ground=self.ground,
            asked=given["asked"],
            statement=given["statement"],
            from_day=given["from_day"],
            until_day=given["until_day"],
            basis=given.get("basis", ""),
            basis_from=given.get("basis_from"),
            basis_until=given.get("basis_until"),
        )


class OralForm(WishForm):
    """A request made by word of mouth, written down by somebody else."""

    asked_on = day_field(_("The day on which the person asked"), _("The clock runs from then"))


class DayForm(forms.Form):
    """The day on which a person asked by word of mouth, where another one was written down."""

    asked_on = day_field(_("The day on which the person asked"), _("The clock runs from then"))


class NothingForm(forms.Form):
    """For what needs no words."""


class ItemForm(forms.Form):
    """What an official found of one thing that the order asks for."""

    item = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What is missing, if it is not sufficient"), required=False, max_length=500
    )
    reference = forms.CharField(
        label=_("No document has been given: under which reference it is kept elsewhere"),
        required=False,
        max_length=200,
    )
    sufficient = forms.ChoiceField(
        label=_("What you found"), choices=[("yes", _("Sufficient")), ("no", _("Not sufficient"))]
    )


class InterimForm(forms.Form):
    """What holds until the decision."""

    text = forms.CharField(
        label=_("What holds until the decision"), help_text=NOTHING_MEDICAL, max_length=300
    )
    from_day = day_field(_("From"))
    until_day = day_field(_("Until"), required=False)


class DelayForm(forms.Form):
    """Why it takes longer."""

    reason = long_text(_("Why it takes longer"), NOTHING_MEDICAL)
    expected_on = day_field(_("It will be decided by"))


class ApprovalForm(forms.Form):
    """An approval: reasons, and what a supervisor needs to know."""

    reasons = long_text(_("Reasons"), _("The person reads them"))
    limits = long_text(_("What it covers"), NOTHING_MEDICAL, required=False)
    checked_on = day_field(_("The seat was checked on"), required=False)
    host_decision = forms.CharField(
        label=_("What the host of the building decided"), max_length=300, required=False
    )
    seat_expected_on = day_field(_("A seat is expected on"), required=False)

    folded: frozenset[str] = frozenset()
    """The fields that are folded away until they are wanted."""

    def __init__(self, *arguments: Any, ground: Ground, rules: Rules, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.rules = rules
        for name in SPACE_FACTS:
            if ground is Ground.SPACE:
                self.fields[name].required = True
            else:
                del self.fields[name]
        asked, folded = place_fields(ground, rules)
        self.fields |= asked | folded
        self.folded = frozenset(folded)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name, complaint in list(complaints(values, self.rules)):
            if name not in self.errors:
                self.add_error(name, complaint)
        return values

    def terms(self) -> Terms:
        """What the approval says, once the form is valid."""
        given = self.cleaned_data
        return Terms(
            given["reasons"],
            given["limits"],
            given.get("from_day"),
            given.get("until_day"),
            stated={name: str(given[name]) for name in SPACE_FACTS if given.get(name)},
            distance=distance_of(given, self.rules),
            schedule=schedule_of(given),
        )


class LessForm(ApprovalForm):
    """An approval for less than was asked."""

    from_day = day_field(_("From"), required=False)
    until_day = day_field(_("Until"), required=False)


class DenialForm(forms.Form):
    """A denial: reasons and alternatives."""

    reasons = long_text(_("Reasons"), _("Plain and specific; the person reads them"))
    alternatives = long_text(_("What can be done instead"), _("And why it would work"))


class ReconsiderationForm(forms.Form):
    """What another official should look at."""

    what = long_text(_("What should be looked at"), _("In your own words; nothing new is needed"))


class ConfirmForm(forms.Form):
    """At the periodic check."""

    reasons = long_text(_("What you found"))


class ReopenForm(forms.Form):
    """What has changed."""

    why = forms.CharField(label=_("What has changed"), help_text=NOTHING_MEDICAL, max_length=300)


class GiveUpForm(forms.Form):
    """What was approved ends with a withdrawal, which is more than to take a question back."""

    sure = forms.BooleanField(label=_("It ends with today, and nobody can take that back"))


FORMS: dict[Verb, type[forms.Form]] = {
    Verb.SUBMIT: NothingForm,
    Verb.CORRECT_DAY: DayForm,
    Verb.ACKNOWLEDGE: NothingForm,
    Verb.JUDGE_ITEM: ItemForm,
    Verb.ASK_FOR_DOCUMENTS: NothingForm,
    Verb.HAND_IN: NothingForm,
    Verb.RECORD_INTERIM: InterimForm,
    Verb.NOTE_DELAY: DelayForm,
    Verb.AGREE: NothingForm,
    Verb.APPROVE: ApprovalForm,
    Verb.APPROVE_FOR_LESS: LessForm,
    Verb.DENY: DenialForm,
    Verb.ASK_RECONSIDERATION: ReconsiderationForm,
    Verb.CONFIRM: ConfirmForm,
    Verb.REOPEN: ReopenForm,
    Verb.WITHDRAW: NothingForm,
}
"""What each verb asks for; what happens by itself asks for nothing."""
