from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import COUNT_FINDINGS
from dutystation.web.accounts.shown_again import came_of, done
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.worklists import actions
from dutystation.web.worklists.actions import Done
from dutystation.web.worklists.bulk import owner_and_day_forms, say_done, ticked
from dutystation.web.worklists.cases import case_counts
from dutystation.web.worklists.chosen import Chosen, Filter
from dutystation.web.worklists.export import csv_of_findings
from dutystation.web.worklists.forms import AnswerForm, ExplainForm, ReopenForm
from dutystation.web.worklists.queries import (
    by_kind,
    choices,
    counts,
    counts_for_the_department,
    findings,
    own_findings,
    own_question,
    possible_owners,
    with_rows,
)
from dutystation.web.worklists.rules import (
    Explanation,
    ItemState,
    ItemVerb,
    done_here,
    is_explained_in_the_report,
)

SEE_FINDINGS = (Role.COMPONENT_HR, Role.AUDITOR)
SEE_WORKLISTS = (*SEE_FINDINGS, *COUNT_FINDINGS)


@require_GET
def worklists(request: ActingRequest) -> HttpResponse:
    """Every kind with its findings in sight and what the cases hold; for the department counts alone."""
    needs(request, *SEE_WORKLISTS)
    context: dict[str, Any] = {"whole": request.sight.holds(*SEE_FINDINGS)}
    if context["whole"]:
        counted = counts(request.sight)
        context["counts"] = by_kind(counted)
        context["cases"] = case_counts(request.sight)
    if request.sight.holds(*COUNT_FINDINGS):
        # The auditor sees both, of the same units.
        same = context["whole"] and not request.sight.holds(Role.POLICY_OFFICE, Role.AGENCY_HEAD)
        context["by_component"] = counted if same else counts_for_the_department(request.sight)
        context["hides"] = any(count.hidden for count in context["by_component"])
    return render(request, "worklists/worklists.html", context)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def kind_page(request: ActingRequest, kind: str) -> HttpResponse:
    """The findings of one kind; POST does something with those that are ticked, or with all that match."""
    named = _kind(request, kind)
    asked = Filter.asked(request.GET)
    bulk = _forms(request, named) if request.sight.holds(Role.COMPONENT_HR) else {}
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        if not bulk:
            raise Http404
        if verb in bulk and _done(request, named, asked, ItemVerb(verb), bulk[ItemVerb(verb)]):
            return redirect(request.get_full_path())
        if verb not in bulk:
            messages.error(request, _("Choose what to do with the findings."))
    with transaction.atomic():
        record(request.act, Verb.FINDINGS_VIEWED, f"findings:{kind}", kind=kind, filter=asked.noted)
    page = page_of_rows(findings(request.sight, named, asked), request)
    page.object_list = with_rows(page)
    context = {
        "kind": named,
        "in_the_report": is_explained_in_the_report(named),
        "asked": asked,
        "page": page,
        "choices": choices(request.sight, named),
        "states": list(ItemState),
        "bulk": bulk,
        "verb_sent": request.POST.get("verb", ""),
        "which": request.POST.get("which", "ticked"),
        "ticked": request.POST.getlist("item"),
        "today": request.act.day,
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, f"worklists/{'rows' if partial else 'kind'}.html", context)


@require_GET
def export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same list as a file, whole."""
    named = _kind(request, kind)
    asked = Filter.asked(request.GET)
    with transaction.atomic():
        record(request.act, Verb.FINDINGS_EXPORTED, f"findings:{kind}", kind=kind, filter=asked.noted)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    lines = csv_of_findings(findings(request.sight, named, asked))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_GET
def questions(request: ActingRequest) -> HttpResponse:
    """What was found in one's own rows: questions about days, and whatever else."""
    with transaction.atomic():
        record(request.act, Verb.QUESTIONS_VIEWED, "questions", about=request.act.actor)
    page = page_of_rows(own_findings(request.sight.person), request)
    return render(request, "worklists/questions.html", {"page": page})


@require_http_methods(["GET", "POST"])
def question(request: ActingRequest, day: str) -> HttpResponse:
    """The question about a day of one's own. POST answers it."""
    try:
        item = own_question(request.sight.person, date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    if item is None:
        raise Http404
    form = AnswerForm(request.POST or None)

    def answers() -> None:
        given = form.cleaned_data
        actions.answer(request.act, item.pk, Explanation(given["explanation"]), given["says"])

    if request.method == "POST" and done(form, answers):
        messages.success(request, _("Your answer is with human resources."))
        return redirect("questions")
    with transaction.atomic():
        record(request.act, Verb.QUESTIONS_VIEWED, str(item), about=request.act.actor)
    return render(request, "worklists/question.html", {"item": item, "form": form})


def _kind(request: ActingRequest, kind: str) -> FindingKind:
    needs(request, *SEE_FINDINGS)
    if kind not in list(FindingKind):
        raise Http404
    return FindingKind(kind)


def _forms(request: ActingRequest, kind: FindingKind) -> dict[ItemVerb, forms.Form]:
    """One form for each thing that can be done, bound where it is the one that was sent."""
    sent = request.POST.get("verb", "")
    explain, again = (request.POST if sent == verb else None for verb in (ItemVerb.EXPLAIN, ItemVerb.REOPEN))
    made = {
        **owner_and_day_forms(request, possible_owners(request.sight)),
        ItemVerb.EXPLAIN: ExplainForm(explain, auto_id="explain_%s", prefix="explain", kind=kind),
        ItemVerb.REOPEN: ReopenForm(again, auto_id="reopen_%s", prefix="reopen"),
    }
    return {verb: made[verb] for verb in done_here(kind)}


def _done(request: ActingRequest, kind: FindingKind, asked: Filter, verb: ItemVerb, form: forms.Form) -> bool:
    """Does what was sent, where the form is filled in and something is chosen; says what came of it."""
    numbers = ticked(request, "item")
    everything = request.POST.get("which") == "all"
    if not everything and not numbers:
        messages.error(request, _("Tick findings first, or choose all that match."))
        return False
    chosen = Chosen(kind, asked, None if everything else numbers)
    came = came_of(form, lambda: _does(request, chosen, verb, form))
    if came is None:
        return False
    said = ngettext("It is done with %(count)s finding.", "It is done with %(count)s findings.", came.count)
    say_done(request, said, came)
    return True


def _does(request: ActingRequest, chosen: Chosen, verb: ItemVerb, form: forms.Form) -> Done:
    act, sight, given = request.act, request.sight, form.cleaned_data
    if verb is ItemVerb.ASSIGN:
        return actions.assign(act, sight, chosen, given["owner"])
    if verb is ItemVerb.MOVE_DUE:
        return actions.move_due(act, sight, chosen, given["due_on"], given["reason"])
    if verb is ItemVerb.EXPLAIN:
        assert isinstance(form, ExplainForm)
        return actions.explain(act, sight, chosen, given["note"], form.given_class)
    return actions.reopen(act, sight, chosen, given["due_on"])
