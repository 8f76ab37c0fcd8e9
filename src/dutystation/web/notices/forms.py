from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dutystation.directives.alike import refuse_grounds_that_tell
from dutystation.directives.directive import Directive
from dutystation.directives.load import load_directive, read_directive, shipped_directives
from dutystation.directives.outline import LARGEST_FILE
from dutystation.terms.errors import UnusableDirective
from dutystation.web.accounts.forms import DayInput
from dutystation.web.accounts.models import Unit
from dutystation.web.notices.rules import REACHABLE, Reach

WORDS = {"civilian": _("Civilian employees"), "military": _("Military members")}


class IssueForm(forms.Form):
    """An order, whom it is issued to, and from when. Valid, it comes to `order` and `reach`.

    The file of an order is carried from the preview to the sending in `carried`, since a browser does not
    keep a chosen file; what is issued is read and checked anew from it.
    """

    shipped = forms.ChoiceField(label=_("Order that comes with the program"), required=False)
    file = forms.FileField(
        label=_("or the file of your own order"),
        required=False,
        help_text=_("A YAML file; how it is written is said in docs/directives/write-your-own.md"),
    )
    units = forms.MultipleChoiceField(
        label=_("Units, each with everything below it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    other_units = forms.CharField(
        label=_("Other units"), required=False, help_text=_("Their ids, with commas between them")
    )
    populations = forms.MultipleChoiceField(
        label=_("People"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(population.value, WORDS[population.value]) for population in REACHABLE],
    )
    from_day = forms.DateField(label=_("Holds from"), widget=DayInput)
    reason = forms.CharField(
        label=_("What changed, and why"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    carried = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2 * LARGEST_FILE)
    replaces = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *arguments: Any, again: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _choose(self.fields["shipped"], [("", "–"), *((name, name) for name in shipped_directives())])
        top = Unit.objects.filter(component=None) | Unit.objects.filter(parent__component=None)
        _choose(self.fields["units"], list(top.order_by("path").values_list("pk", "name")))
        if not again:
            del self.fields["reason"]

    def clean_other_units(self) -> list[str]:
        named = [name.strip() for name in self.cleaned_data["other_units"].split(",") if name.strip()]
        known = set(Unit.objects.filter(pk__in=named).values_list("pk", flat=True))
        if unknown := [name for name in named if name not in known]:
            raise forms.ValidationError(
                _("No unit has the id %(name)s. Use the ids of org_units."), params={"name": unknown[0]}
            )
        return named

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        units = (*values.get("units", ()), *values.get("other_units", ()))
        if not units and "other_units" in values:
            self.add_error("units", _("Choose one unit at least."))
        self.reach = Reach(tuple(dict.fromkeys(units)), tuple(values.get("populations", ())))
        try:
            self.order = self._order(values)
            if self.order is not None:
                refuse_grounds_that_tell(self.order)
        except UnusableDirective as problem:
            self.add_error("file", str(problem))
        return values

    def _order(self, values: dict[str, Any]) -> Directive | None:
        if values.get("file"):
            name = values["file"].name
            return read_directive(
                values["file"].read(LARGEST_FILE + 1), name=name.rpartition(".")[0], file=name
            )
        if values.get("carried"):
            try:
                text = base64.b64decode(values["carried"], validate=True)
            except binascii.Error:
                self.add_error("file", _("The file did not come through whole. Choose it again."))
                return None
            return read_directive(text, name=values["name"], file=f"{values['name']}.yaml")
        if values.get("shipped"):
            return load_directive(values["shipped"])
        self.add_error("shipped", _("Choose an order, or the file of one."))
        return None

    def carried_on(self) -> dict[str, Any]:
        """The values that the form of the preview sends again."""
        assert self.order is not None
        return {
            "name": self.order.name,
            "carried": base64.b64encode(self.order.source_text).decode("ascii"),
            "other_units": ",".join(self.reach.units),
            "populations": self.reach.populations,
            "from_day": self.cleaned_data["from_day"].isoformat(),
            "reason": self.cleaned_data.get("reason", ""),
            "replaces": self.cleaned_data["replaces"],
        }


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class RescindForm(forms.Form):
    """From when the order ends, and why."""

    from_day = forms.DateField(label=_("Ends from"), widget=DayInput)
    reason = forms.CharField(
        label=_("Why it ends"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
