from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from dutystation.terms.months import MONTHS, months_from
from dutystation.web.accounts.acting import ActingRequest, needs, seen_person
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.roles import WRITE_DOWN, Role
from dutystation.web.accounts.scope import Thing
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.notices.queries import directive_of, issued_on, rescission_on
from dutystation.web.records import actions
from dutystation.web.records.download import csv_text, json_text
from dutystation.web.records.forms import AnswerForm, DisputeForm, SpanForm
from dutystation.web.records.models import Dispute, ReceivedRun
from dutystation.web.records.queries import (
    days_of,
    disputes_in_sight,
    month_of,
    newest_run,
    people_like,
)
from dutystation.web.situational.queries import approval_on


@require_GET
@vary_on_headers("HX-Request")
def people(request: ActingRequest) -> HttpResponse:
    """Whose records are in sight; searched as one types."""
    needs(request, Role.SUPERVISOR, Role.COMPONENT_HR, Role.AUDITOR)
    search = request.GET.get("search", "").strip()
    named = request.GET.get("unit", "")
    unit = Unit.objects.filter(pk=named).first() if named else None
    page = page_of_rows(people_like(request.sight, search, unit), request)
    template = "records/people_rows.html" if request.headers.get("HX-Request") else "records/people.html"
    return render(request, template, {"page": page, "search": search, "unit": unit})


@require_GET
def month(request: ActingRequest, person: str) -> HttpResponse:
    """One month of somebody's days as a calendar; the last month with days where none is asked for."""
    whose, run = _whose(request, person), newest_run()
    if run is None:
        return render(request, "records/no_run.html", {"whose": whose})
    first = _month_asked(request, run)
    shown = month_of(run, whose, first)
    _viewed(request, whose, shown.first, shown.last)
    context = {
        "whose": whose,
        "run": run,
        "rescinded": rescission_on(request.act.day),
        "month": shown,
        "weekdays": [WEEKDAYS_ABBR[(number - 1) % 7] for number in range(7)],
        "span": SpanForm(initial={"first": months_from(run.as_of, -len(MONTHS)), "last": run.as_of}),
        "writes_down": whose.pk != request.sight.person.pk and request.sight.holds(*WRITE_DOWN),
    }
    return render(request, "records/month.html", context)


@require_http_methods(["GET", "POST"])
def day(request: ActingRequest, person: str, day: str) -> HttpResponse:
    """One day: what was delivered, how it counts and why, and the dispute about it. POST disputes it."""
    whose, run, on = _whose(request, person), newest_run(), _day(day)
    if run is None:
        raise Http404
    form = DisputeForm(request.POST or None)
    if request.method == "POST":
        if whose.pk != request.sight.person.pk:
            raise Http404
        issued = issued_on(request.act.day)
        if issued is None:
            raise Http404
        order = directive_of(issued)
        if done(
            form,
            lambda: actions.open_dispute(request.act, whose, on, form.cleaned_data["statement"], run, order),
        ):
            messages.success(request, _("Your statement is with human resources."))
            return redirect("record_day", person=whose.pk, day=day)
    else:
        _viewed(request, whose, on, on)
    found = days_of(run, whose, on, on)
    disputes = list(
        Dispute.objects.filter(person=whose, day=on).select_related("answered_by", "corrected_by")
    )
    own = whose.pk == request.sight.person.pk and issued_on(request.act.day) is not None
    context = {
        "whose": whose,
        "run": run,
        "day": on,
        "found": found.days[0] if found.days else None,
        "on_rolls": found.on_rolls,
        "disputes": disputes,
        "situational": approval_on(whose, on),
        "form": form,
        "may_dispute": own and on <= run.as_of and not any(there.unanswered for there in disputes),
        "may_answer": request.sight.holds_for(Role.COMPONENT_HR, whose.unit),
        "answer_form": AnswerForm(),
    }
    return render(request, "records/day.html", context)


@require_GET
def download(request: ActingRequest, person: str, form: str) -> HttpResponse:
    """Somebody's days as a file."""
    whose, run = _whose(request, person), newest_run()
    span = SpanForm(request.GET)
    if run is None:
        raise Http404
    if not span.is_valid():
        messages.error(request, _("Choose a first day, and a last day that is not before it."))
        return redirect("record", person=whose.pk)
    first, last = span.cleaned_data["first"], span.cleaned_data["last"]
    found = days_of(run, whose, first, last)
    with transaction.atomic():
        record(
            request.act,
            Verb.RECORD_DOWNLOADED,
            f"record:{whose.pk}",
            about=whose.pk,
            first=first.isoformat(),
            last=last.isoformat(),
        )
    text = csv_text(found) if form == "csv" else json_text(found, run.name)
    answer = HttpResponse(text, content_type="text/csv" if form == "csv" else "application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="record.{form}"'
    return answer


@require_GET
def disputes(request: ActingRequest) -> HttpResponse:
    """Disputes of the people in sight, those due first."""
    needs(request, Role.COMPONENT_HR, Role.SUPERVISOR, Role.AUDITOR)
    everything = request.GET.get("all") == "1"
    with transaction.atomic():
        record(request.act, Verb.DISPUTES_VIEWED, "disputes")
    found = disputes_in_sight(request.sight, unanswered=not everything)
    page = page_of_rows(found, request)
    context = {"page": page, "everything": everything, "today": request.act.day}
    return render(request, "records/disputes.html", context)


@require_POST
def answer(request: ActingRequest, dispute: int) -> HttpResponse:
    """Component HR answers a dispute: the sender corrects it, or an explanation."""
    found = get_object_or_404(Dispute.objects.select_related("person__unit"), pk=dispute)
    if not request.sight.holds_for(Role.COMPONENT_HR, found.person.unit):
        raise Http404
    form = AnswerForm(request.POST)
    promised = request.POST.get("how") == "correct"
    act = actions.promise_correction if promised else actions.explain
    page = reverse("record_day", kwargs={"person": found.person_id, "day": found.day.isoformat()})
    if not done(form, lambda: act(request.act, found.pk, request.sight.person, form.cleaned_data["answer"])):
        words = _("The sender will correct it") if promised else _("The day was counted rightly")
        return shown_again(request, form, words, page)
    messages.success(request, _("The answer is with the person."))
    return redirect(page)


@require_POST
def withdraw(request: ActingRequest, dispute: int) -> HttpResponse:
    """The person takes their dispute back."""
    found = get_object_or_404(Dispute, pk=dispute, person=request.sight.person)
    actions.withdraw(request.act, found.pk)
    messages.success(request, _("You have withdrawn it."))
    return redirect("record_day", person=found.person_id, day=found.day.isoformat())


def _whose(request: ActingRequest, person: str) -> Person:
    return seen_person(request, person, Thing.RECORD)


def _viewed(request: ActingRequest, whose: Person, first: date, last: date) -> None:
    """A look at a record is an event, whoever looks."""
    with transaction.atomic():
        record(
            request.act,
            Verb.RECORD_VIEWED,
            f"record:{whose.pk}",
            about=whose.pk,
            first=first.isoformat(),
            last=last.isoformat(),
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _month_asked(request: ActingRequest, run: ReceivedRun) -> date:
    asked = request.GET.get("month", "")
    return _day(f"{asked}-01") if asked else run.as_of.replace(day=1)
