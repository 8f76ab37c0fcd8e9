"""Pages on which a request is written: by the person, or for somebody who asked by word of mouth."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dutystation.directives.directive import Directive
from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.acting import ActingRequest, needs, seen_person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Thing
from dutystation.web.exception_requests import actions
from dutystation.web.exception_requests.forms import OralForm, WishForm
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import State
from dutystation.web.exception_requests.sealed import content_of
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of, issued_on


@require_GET
def grounds(request: ActingRequest) -> HttpResponse:
    """The grounds of the order, each with what it is and what it asks for."""
    issued = issued_on(request.act.day)
    shown = directive_of(issued).grounds.items() if issued else ()
    return render(request, "exception_requests/grounds.html", {"grounds": shown, "issued": issued})


@require_http_methods(["GET", "POST"])
def new(request: ActingRequest, ground: str) -> HttpResponse:
    """A new request on one ground; it stays a draft until the person hands it in."""
    issued, directive, named = _asked(request.act.day, ground)
    rule = directive.grounds[named]
    form = WishForm(request.POST or None, ground=named, rule=rule, initial={"from_day": request.act.day})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_draft(request.act, request.sight.person, form.wish(), issued)
            return redirect("request", request_id=made.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "rule": rule, "protected": rule.protected}
    return render(request, "exception_requests/write.html", context)


@require_http_methods(["GET", "POST"])
def change(request: ActingRequest, request_id: int) -> HttpResponse:
    """A draft, written anew by its person."""
    found = get_object_or_404(Request, pk=request_id, person=request.sight.person, state=State.DRAFT)
    content = content_of(found)
    rule = directive_of(found.directive).grounds[content.ground]
    before = {
        "asked": content.asked,
        "statement": content.statement,
        "basis": content.basis,
        **{name: getattr(found, name) for name in ("from_day", "until_day", "basis_from", "basis_until")},
    }
    form = WishForm(request.POST or None, ground=content.ground, rule=rule, initial=before)
    if request.method == "POST" and form.is_valid():
        actions.change_draft(request.act, found.pk, form.wish())
        return redirect("request", request_id=found.pk)
    context = {"form": form, "rule": rule, "protected": rule.protected, "written": found}
    return render(request, "exception_requests/write.html", context)


@require_http_methods(["GET", "POST"])
def oral(request: ActingRequest, ground: str, person: str) -> HttpResponse:
    """Writes down what somebody asked by word of mouth. For supervisors and component HR."""
    needs(request, Role.SUPERVISOR, Role.COMPONENT_HR)
    whose = seen_person(request, person, Thing.RECORD)
    if whose.pk == request.sight.person.pk:
        raise Http404
    issued, directive, named = _asked(request.act.day, ground)
    rule = directive.grounds[named]
    form = OralForm(request.POST or None, ground=named, rule=rule, initial={"asked_on": request.act.day})
    if request.method == "POST" and form.is_valid():
        actions.record_oral(request.act, whose, form.wish(), issued, form.cleaned_data["asked_on"])
        messages.success(request, _("The request is written down, and its clock runs."))
        return redirect("worklist")
    context = {"form": form, "rule": rule, "protected": rule.protected, "whose": whose}
    return render(request, "exception_requests/write.html", context)


def _asked(day: date, ground: str) -> tuple[IssuedDirective, Directive, Ground]:
    issued = issued_on(day)
    if issued is None or ground not in list(Ground):
        raise Http404
    return issued, directive_of(issued), Ground(ground)
