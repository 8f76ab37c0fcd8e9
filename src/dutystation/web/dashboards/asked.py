"""What a page of figures is asked for. All of it stands in its address, so that a view can be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.terms.figure import FigureCode, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.dashboards.wording import CODES, Words, said
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import RunPeriod
from dutystation.web.results.queries import measured_runs, periods_of

RUNS_OFFERED = 30
"""The newest runs that can be chosen; an older one can still be asked for in the address."""

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Asked:
    """What is asked for: a run, one of its pay periods or `all`, whose hours, and which share.

    `given` is what the address itself says of these, for links that lead on.
    """

    run: ReceivedRun
    runs: tuple[ReceivedRun, ...]
    periods: tuple[RunPeriod, ...]
    period: str
    variant: Variant
    code: FigureCode
    given: str

    @property
    def span(self) -> tuple[RunPeriod, RunPeriod] | None:
        """The first and the last pay period that are asked for; None where the run has none."""
        found = [each for each in self.periods if self.period in (ALL_PERIODS, each.period)]
        return (found[0], found[-1]) if found else None

    @property
    def unended(self) -> frozenset[str]:
        """The pay periods that had not ended on the run's day, so that their figures are of a part."""
        return frozenset(each.period for each in self.periods if each.last > self.run.as_of)

    @property
    def period_words(self) -> str:
        """The pay period as a page names it."""
        return _("all pay periods") if self.period == ALL_PERIODS else self.period


def asked_of(request: ActingRequest) -> Asked | None:
    """What a request asks for; None where no run was measured yet.

    What it does not say, or says in a way that there is not, is the newest run, its status period, all hours,
    and the in-person share.
    """
    named = request.GET.get("run", "")
    runs = list(measured_runs()[:RUNS_OFFERED])
    if named and named not in {run.pk for run in runs}:
        runs += measured_runs().filter(pk=named)
    if not runs:
        return None
    run = _one_of(runs, [run.pk for run in runs], named, runs[0])
    periods = periods_of(run)
    labels = [*(each.period for each in periods), ALL_PERIODS]
    usual = [each.period for each in periods if each.is_status_period] or labels[-2:-1] or [ALL_PERIODS]
    chosen = {
        "run": run.pk,
        "period": _one_of(labels, labels, request.GET.get("period", ""), usual[0]),
        "variant": _one_of(Variant, Variant, request.GET.get("variant", ""), Variant.TOTAL),
        "code": _one_of(CODES, CODES, request.GET.get("code", ""), FigureCode.IN_PERSON_SHARE.value),
    }
    return Asked(
        run=run,
        runs=tuple(runs),
        periods=tuple(periods),
        period=chosen["period"],
        variant=Variant(chosen["variant"]),
        code=FigureCode(chosen["code"]),
        given=urlencode({name: value for name, value in chosen.items() if request.GET.get(name) == value}),
    )


def _one_of(values: Iterable[_Value], names: Iterable[str], asked: str, otherwise: _Value) -> _Value:
    return next((value for value, name in zip(values, names, strict=True) if name == asked), otherwise)


class FilterForm(forms.Form):
    """Chooses what a page of figures shows; sent by GET, so that the address says it."""

    period = forms.ChoiceField()
    variant = forms.ChoiceField()
    code = forms.ChoiceField()
    run = forms.ChoiceField()

    def __init__(self, asked: Asked, *names: str) -> None:
        """The fields of `names`, with what is shown now."""
        super().__init__(
            initial={name: getattr(asked, name) for name in ("period", "variant", "code")}
            | {"run": asked.run.pk},
            use_required_attribute=False,
        )
        choices: dict[str, list[tuple[str, Words]]] = {
            "period": [
                *((each.period, _period_words(each)) for each in asked.periods),
                (ALL_PERIODS, _("All pay periods")),
            ],
            "variant": [(variant.value, said(variant.value)) for variant in Variant],
            "code": list(CODES.items()),
            "run": [(run.pk, _run_words(run)) for run in asked.runs],
        }
        labels = {"period": _("Pay period"), "variant": _("Whose hours"), "code": _("Share"), "run": _("Run")}
        for name in choices:
            if name not in names:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices, field.label, field.required = choices[name], labels[name], False


def _period_words(period: RunPeriod) -> str:
    return f"{period.period}: {date_format(period.first)} – {date_format(period.last)}"


def _run_words(run: ReceivedRun) -> str:
    return f"{date_format(run.as_of)} ({run.pk})"
