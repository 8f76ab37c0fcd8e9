from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role

if TYPE_CHECKING:
    GrantChoice = forms.ModelChoiceField[Grant]
else:
    GrantChoice = forms.ModelChoiceField


class DayInput(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self, **arguments: Any) -> None:
        super().__init__(format="%Y-%m-%d", **arguments)


MOST_NAMESAKES = 5
"""Namesakes that a complaint lists."""


def known_person(asked: str) -> Person:
    """The person with this id, or the only one with this name. Raises ValidationError where it is not one."""
    found = list(Person.objects.filter(pk=asked)) or list(
        Person.objects.filter(name__iexact=asked).select_related("unit")[: MOST_NAMESAKES + 1]
    )
    if not found:
        raise forms.ValidationError(_("Nobody has this id or name. Look it up in the roster."))
    if len(found) > 1:
        ids = ", ".join(f"{person.pk} ({person.unit or '–'})" for person in found[:MOST_NAMESAKES])
        raise forms.ValidationError(
            _("Several people have this name. Give the id: %(ids)s."), params={"ids": ids}
        )
    return found[0]


def known_unit(asked: str) -> Unit:
    """The unit with this id, or the only one with this name. Raises ValidationError where it is not one."""
    found = list(Unit.objects.filter(pk=asked)) or list(Unit.objects.filter(name__iexact=asked)[:2])
    if len(found) == 1:
        return found[0]
    raise forms.ValidationError(
        _("Several units have this name. Give the id.")
        if found
        else _("No unit has this id or name. The page of its figures has both.")
    )


class GrantForm(forms.Form):
    """A role for a person."""

    person = forms.CharField(label=_("Id or name of the person"), max_length=300)
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, _(role.words)) for role in Role])
    unit = forms.CharField(
        label=_("Unit"), max_length=300, help_text=_("Its id or name; everything below it is included")
    )
    from_day = forms.DateField(label=_("First day"), widget=DayInput)
    until_day = forms.DateField(label=_("Last day, if there is one"), widget=DayInput, required=False)

    def clean_person(self) -> Person:
        return known_person(self.cleaned_data["person"])

    def clean_unit(self) -> Unit:
        return known_unit(self.cleaned_data["unit"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("from_day"), values.get("until_day")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("until_day", _("The last day lies before the first."))
        return values


class HeldRole(GrantChoice):
    """A choice among one's own roles, each as its page heads it."""

    def label_from_instance(self, obj: Grant) -> str:
        return f"{gettext(Role(obj.role).words)}, {obj.unit}"


class DelegateForm(forms.Form):
    """Somebody who acts for the holder of a role for some days."""

    grant = HeldRole(Grant.objects.none(), label=_("In which role"))
    person = forms.CharField(label=_("Id or name of the person who acts for you"), max_length=300)
    from_day = forms.DateField(label=_("First day"), widget=DayInput)
    until_day = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(self, *arguments: Any, grants: QuerySet[Grant], **named: Any) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["grant"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = grants

    def clean_person(self) -> Person:
        return known_person(self.cleaned_data["person"])


class EndForm(forms.Form):
    """The last day of a role."""

    until_day = forms.DateField(label=_("Last day"), widget=DayInput)
