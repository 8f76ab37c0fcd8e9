from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.shown_again import came_of
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.worklists.actions import Done
from dutystation.web.worklists.assigning import ChosenCases, assign_cases, move_cases
from dutystation.web.worklists.bulk import owner_and_day_forms, say_done, ticked
from dutystation.web.worklists.cases import as_cases, cases
from dutystation.web.worklists.export import AT_ONCE, as_csv
from dutystation.web.worklists.queries import possible_owners
from dutystation.web.worklists.rules import CaseKind, ItemVerb
from dutystation.web.worklists.views import SEE_FINDINGS

COLUMNS = ("list", "case", "person", "name", "unit", "about", "stands", "day", "owner", "look_by", "why_then")


@require_http_methods(["GET", "POST"])
def case_list(request: ActingRequest, kind: str) -> HttpResponse:
    """A list of cases; POST gives those that are ticked, or all, to somebody, or moves their day."""
    named, owner = _kind(request, kind), request.GET.get("owner", "")
    bulk = (
        owner_and_day_forms(request, possible_owners(request.sight))
        if request.sight.holds(Role.COMPONENT_HR)
        else {}
    )
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        if not bulk:
            raise Http404
        if verb in bulk and _done(request, named, owner, ItemVerb(verb), bulk[ItemVerb(verb)]):
            return redirect(request.get_full_path())
        if verb not in bulk:
            messages.error(request, _("Choose what to do with the cases."))
    with transaction.atomic():
        record(request.act, Verb.CASES_VIEWED, f"cases:{kind}", which=named.words)
    page = page_of_rows(cases(named, request.sight, owner), request)
    context = {
        "kind": named,
        "owner": owner,
        "page": page,
        "cases": as_cases(named, page, request.act.day),
        "bulk": bulk,
        "verb_sent": request.POST.get("verb", ""),
        "which": request.POST.get("which", "ticked"),
        "ticked": request.POST.getlist("case"),
        "today": request.act.day,
    }
    return render(request, "worklists/cases.html", context)


@require_GET
def export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same list as a file, whole."""
    named = _kind(request, kind)
    with transaction.atomic():
        record(request.act, Verb.CASES_EXPORTED, f"cases:{kind}", which=named.words)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    found = cases(named, request.sight, request.GET.get("owner", ""))
    lines = as_csv(COLUMNS, _rows(named, found, request.act.day))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(kind: CaseKind, found: QuerySet[Any], day: date) -> Iterator[tuple[object, ...]]:
    left = found.iterator(AT_ONCE)
    while batch := list(islice(left, AT_ONCE)):
        for case in as_cases(kind, batch, day):
            who = (case.person.pk, case.person, case.person.unit or "")
            look = (case.on, case.owner, case.by, case.why)
            yield kind.value, case.number, *who, case.about, case.stands, *look


def _kind(request: ActingRequest, kind: str) -> CaseKind:
    needs(request, *SEE_FINDINGS)
    if kind not in list(CaseKind):
        raise Http404
    return CaseKind(kind)


def _done(request: ActingRequest, kind: CaseKind, owner: str, verb: ItemVerb, form: forms.Form) -> bool:
    """Does what was sent, where the form is filled in and something is chosen; says what came of it."""
    numbers = ticked(request, "case")
    everything = request.POST.get("which") == "all"
    if not everything and not numbers:
        messages.error(request, _("Tick cases first, or choose all of them."))
        return False
    chosen = ChosenCases(kind, owner, None if everything else numbers)
    came = came_of(form, lambda: _does(request, chosen, verb, form))
    if came is None:
        return False
    said = ngettext("It is done with %(count)s case.", "It is done with %(count)s cases.", came.count)
    say_done(request, said, came)
    return True


def _does(request: ActingRequest, chosen: ChosenCases, verb: ItemVerb, form: forms.Form) -> Done:
    given = form.cleaned_data
    if verb is ItemVerb.ASSIGN:
        return assign_cases(request.act, request.sight, chosen, given["owner"])
    return move_cases(request.act, request.sight, chosen, given["due_on"], given["reason"])
