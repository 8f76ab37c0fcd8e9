from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutystation.terms.errors import Refused
from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.roles import DECIDERS
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb as Happened
from dutystation.web.notices.queries import rescission_on
from dutystation.web.situational import actions
from dutystation.web.situational.forms import FORMS, DayForm
from dutystation.web.situational.models import SituationalDay
from dutystation.web.situational.queries import (
    asking,
    capacity_for,
    day_in_sight,
    days_of,
    decided_by,
    history_of,
    rule_of,
    same_weekday,
    to_decide,
)
from dutystation.web.situational.rules import BY, State, Verb, Who, offered
from dutystation.web.situational.wording import VERBS


@require_http_methods(["GET", "POST"])
def days(request: ActingRequest) -> HttpResponse:
    """One's own days, and the form to ask for another one. POST asks for it."""
    person = request.sight.person
    under = asking(person, request.act.day)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask(request.act, person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("You have asked for the day; it waits for a decision."))
            return redirect("situational_day", number=asked.pk)
    context = {
        "under": under,
        "single": under.order.order.situational_telework if under.order else None,
        "form": form,
        "page": page_of_rows(days_of(person), request),
        "decides": request.sight.holds(*DECIDERS),
        "rescinded": rescission_on(request.act.day),
    }
    return render(request, "situational/days.html", context)


@require_GET
def waiting_days(request: ActingRequest) -> HttpResponse:
    """The days of others that somebody may decide, the earliest first, or those that they have decided."""
    needs(request, *DECIDERS)
    decided = request.GET.get("decided") == "1"
    with transaction.atomic():
        record(request.act, Happened.SITUATIONALS_VIEWED, "situational")
    rows = decided_by(request.sight.person) if decided else to_decide(request.sight)
    context = {
        "page": page_of_rows(rows, request),
        "decided": decided,
        "rescinded": rescission_on(request.act.day),
    }
    return render(request, "situational/to_decide.html", context)


@require_GET
def day(request: ActingRequest, number: int) -> HttpResponse:
    """One day: why it is asked for, where it stands, what became of it, and what whoever looks can do."""
    asked = day_in_sight(request.sight, number)
    own = asked.person_id == request.sight.person.pk
    rescinded = rescission_on(request.act.day)
    waits = asked.state == State.ASKED and rescinded is None
    decides = waits and capacity_for(request.sight, asked) is not None
    with transaction.atomic():
        record(request.act, Happened.SITUATIONAL_VIEWED, str(asked), about=asked.person_id)
    context = {
        "asked": asked,
        "own": own,
        "rescinded": rescinded,
        "single": rule_of(asked),
        "history": history_of(asked),
        "weekday": same_weekday(asked, request.act.day) if decides else None,
        "doable": _doable(request, asked, Who.PERSON if own else Who.DECIDER) if own or decides else [],
    }
    return render(request, "situational/day.html", context)


def _doable(request: ActingRequest, asked: SituationalDay, who: Who) -> list[tuple[Verb, str, forms.Form]]:
    """What whoever looks can do now: the verb, its words and its form."""
    verbs = offered(State(asked.state), who=who, day=asked.day, today=request.act.day)
    return [(verb, str(VERBS[verb]), FORMS[verb](auto_id=f"{verb}_%s")) for verb in verbs]


@require_POST
def do(request: ActingRequest, number: int, verb: str) -> HttpResponse:
    """Does one thing with one day, as its person or as an official who is asked about it."""
    if verb not in list(Verb) or Verb(verb) not in FORMS:
        raise Http404
    named = Verb(verb)
    if BY[named] is Who.PERSON:
        asked = get_object_or_404(SituationalDay, pk=number, person=request.sight.person)
    else:
        asked = day_in_sight(request.sight, number)
        if capacity_for(request.sight, asked) is None:
            raise Http404
    form = FORMS[named](request.POST)
    if not done(form, lambda: _do(request, asked.pk, named, form.cleaned_data.get("says", ""))):
        return shown_again(request, form, VERBS[named], "situational_day", number=asked.pk)
    messages.success(request, _("It is done."))
    return redirect("situational_day", number=asked.pk)


def _do(request: ActingRequest, number: int, verb: Verb, says: str) -> None:
    if verb is Verb.APPROVE:
        actions.approve(request.act, request.sight, number, says)
    elif verb is Verb.DECLINE:
        actions.decline(request.act, request.sight, number, says)
    elif verb is Verb.WITHDRAW:
        actions.withdraw(request.act, number)
    else:
        actions.give_back(request.act, number)
