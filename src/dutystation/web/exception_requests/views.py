from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from dutystation.reports.letter import letter_pdf
from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.roles import DECIDERS, Role
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import Verb as Happened
from dutystation.web.evidence.forms import DocumentForm, WithdrawalForm
from dutystation.web.exception_requests import actions, deciding, ending
from dutystation.web.exception_requests.actions import recorded
from dutystation.web.exception_requests.doable import form_for, words_for
from dutystation.web.exception_requests.forms import FORMS, ApprovalForm
from dutystation.web.exception_requests.letters import letter_of
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.page import page_of, reads
from dutystation.web.exception_requests.queries import (
    approval_holds,
    capacities,
    latest_decision,
    request_in_sight,
    requests_of,
    rules_for,
    worklist,
)
from dutystation.web.exception_requests.reviewing import due_reviews
from dutystation.web.exception_requests.rules import BY, State, Verb, Who
from dutystation.web.exception_requests.sealed import content_of

HISTORY = 100


@require_GET
def requests(request: ActingRequest) -> HttpResponse:
    """Somebody's own requests."""
    page = page_of_rows(requests_of(request.sight.person), request)
    return render(request, "exception_requests/requests.html", {"page": page})


@require_GET
@vary_on_headers("HX-Request")
def worklist_page(request: ActingRequest) -> HttpResponse:
    """Requests of others, those due first; searched as one types."""
    needs(request, *DECIDERS, Role.AUDITOR)
    search = request.GET.get("search", "").strip()
    state = request.GET.get("state", "")
    state = state if state in list(State) else ""
    mine = request.GET.get("mine") == "1"
    is_hr = request.sight.holds(Role.COMPONENT_HR)
    worksite = is_hr and request.GET.get("worksite") == "1"
    review = request.GET.get("review") == "1"
    with transaction.atomic():
        record(request.act, Happened.REQUESTS_VIEWED, "requests")
    found = (
        due_reviews(request.sight, search)
        if review
        else worklist(request.sight, search=search, state=state, mine=mine, worksite=worksite)
    )
    context = {
        "page": page_of_rows(found, request),
        "search": search,
        "state": state,
        "mine": mine,
        "is_hr": is_hr,
        "worksite": worksite,
        "review": review,
        "states": [known for known in State if known is not State.DRAFT],
        "today": request.act.day,
    }
    partial = request.headers.get("HX-Request") == "true"
    name = "exception_requests/worklist_rows.html" if partial else "exception_requests/worklist.html"
    return render(request, name, context)


@require_GET
def request_page(request: ActingRequest, request_id: int) -> HttpResponse:
    """One request: what is asked, where it stands, and what whoever looks can do."""
    found = request_in_sight(request.sight, request_id)
    shown = page_of(request.sight, found, request.act.day)
    with transaction.atomic():
        recorded(request.act, Happened.REQUEST_VIEWED, found)
    context: dict[str, Any] = {
        "shown": shown,
        "documents": shown.documents,
        "withdrawal_form": WithdrawalForm(),
        "scanner_is_set": bool(settings.CLAMD),
        "history": _history(found),
        "section": reverse("requests" if found.person_id == request.sight.person.pk else "worklist"),
    }
    if shown.may_add_documents and shown.rule is not None:
        items = {document.item: document.says for document in shown.rule.documents}
        context["document_form"] = DocumentForm(items=items)
        context["document_sealed"] = found.protected
    return render(request, "exception_requests/request.html", context)


def _history(found: Request) -> QuerySet[Event]:
    """What happened to a request, each with who did it as `who`: the name where one is known, else the id."""
    name = Person.objects.filter(pk=OuterRef("actor")).exclude(name="").values("name")
    happened = Event.objects.filter(subject=str(found)).exclude(verb=Happened.REQUEST_VIEWED)
    return happened.annotate(who=Coalesce(Subquery(name), "actor"))[:HISTORY]


@require_POST
def do(request: ActingRequest, request_id: int, verb: str) -> HttpResponse:
    """Does one thing with a request, as its person or as an official who is asked."""
    found = request_in_sight(request.sight, request_id)
    if verb not in list(Verb) or Verb(verb) not in FORMS:
        raise Http404
    named = Verb(verb)
    _may(request, found, named)
    content = content_of(found) if reads(request.sight, found) else None
    holds = approval_holds(latest_decision(found), request.act.day)
    rules = rules_for(found, request.act.day) if content else None
    form = form_for(named, content, rules, request.POST, holds=holds)
    if not done(form, lambda: DOES[named](request.act, request, found.pk, form)):
        return shown_again(request, form, words_for(named, form), "request", request_id=found.pk)
    messages.success(request, _("It is done."))
    return redirect("request", request_id=found.pk)


@require_GET
def letter(request: ActingRequest, request_id: int, decision: int) -> HttpResponse:
    """The letter of a decision as a PDF, for whoever may read the request."""
    found = request_in_sight(request.sight, request_id)
    if not reads(request.sight, found):
        raise Http404
    made = get_object_or_404(found.decisions.select_related("request__person", "decided_by"), pk=decision)
    content = letter_pdf(letter_of(made))
    with transaction.atomic():
        recorded(request.act, Happened.REQUEST_LETTER_TAKEN, found, decision=str(made))
    name = f"decision-{made.pk}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _may(request: ActingRequest, found: Request, verb: Verb) -> None:
    """Raises Http404 unless whoever asks is one of those who may do it at all."""
    own = found.person_id == request.sight.person.pk
    if own and Who.REQUESTER in BY[verb]:
        return
    if Who.WRITER in BY[verb] and found.is_written_for_them_by(request.sight.person.pk):
        return
    decider = not own and reads(request.sight, found) and capacities(request.sight, found)
    if not (decider and Who.DECIDER in BY[verb]):
        raise Http404


Doing = Callable[[Act, ActingRequest, int, forms.Form], object]


def _approve(act: Act, request: ActingRequest, number: int, form: forms.Form) -> object:
    assert isinstance(form, ApprovalForm)
    return deciding.approve(act, request.sight, number, form.terms())


def _approve_for_less(act: Act, request: ActingRequest, number: int, form: forms.Form) -> object:
    assert isinstance(form, ApprovalForm)
    return deciding.approve_for_less(act, request.sight, number, form.terms())


DOES: Mapping[Verb, Doing] = {
    Verb.SUBMIT: lambda act, request, number, form: actions.submit(act, number),
    Verb.CORRECT_DAY: lambda act, request, number, form: actions.correct_day(
        act, number, form.cleaned_data["asked_on"]
    ),
    Verb.ACKNOWLEDGE: lambda act, request, number, form: actions.acknowledge(act, request.sight, number),
    Verb.JUDGE_ITEM: lambda act, request, number, form: actions.judge_item(
        act,
        request.sight,
        number,
        form.cleaned_data["item"],
        sufficient=form.cleaned_data["sufficient"] == "yes",
        reason=form.cleaned_data["reason"],
        reference=form.cleaned_data["reference"],
    ),
    Verb.ASK_FOR_DOCUMENTS: lambda act, request, number, form: actions.ask_for_documents(
        act, request.sight, number
    ),
    Verb.HAND_IN: lambda act, request, number, form: actions.hand_in(act, number),
    Verb.RECORD_INTERIM: lambda act, request, number, form: actions.record_interim(
        act, request.sight, number, **form.cleaned_data
    ),
    Verb.NOTE_DELAY: lambda act, request, number, form: actions.note_delay(
        act, request.sight, number, **form.cleaned_data
    ),
    Verb.AGREE: lambda act, request, number, form: deciding.agree(act, request.sight, number),
    Verb.APPROVE: _approve,
    Verb.APPROVE_FOR_LESS: _approve_for_less,
    Verb.DENY: lambda act, request, number, form: deciding.deny(
        act, request.sight, number, **form.cleaned_data
    ),
    Verb.ASK_RECONSIDERATION: lambda act, request, number, form: deciding.ask_reconsideration(
        act, number, form.cleaned_data["what"]
    ),
    Verb.CONFIRM: lambda act, request, number, form: deciding.confirm(
        act, request.sight, number, form.cleaned_data["reasons"]
    ),
    Verb.REOPEN: lambda act, request, number, form: deciding.reopen(
        act, number, form.cleaned_data["why"], request.sight
    ),
    Verb.WITHDRAW: lambda act, request, number, form: ending.withdraw(
        act, number, sure=form.cleaned_data.get("sure", False)
    ),
}
"""What each verb of a page does; the keys are those of `FORMS`."""
