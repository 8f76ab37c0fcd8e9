"""Pages on which a request is written: by the person, or for somebody who asked by word of mouth."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.acting import ActingRequest, needs, seen_person
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.roles import WRITE_DOWN
from dutystation.web.accounts.scope import Thing
from dutystation.web.accounts.shown_again import done
from dutystation.web.exception_requests import actions
from dutystation.web.exception_requests.forms import OralForm, WishForm
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import State
from dutystation.web.exception_requests.sealed import content_of
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of, issued_on


@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """A new request: its ground is chosen, then it is written; a draft until the person hands it in.

    The ground comes with what is sent and never stands in an address, which logs of servers keep.
    """
    return _written(request, None)


@require_http_methods(["GET", "POST"])
def oral(request: ActingRequest, person: str) -> HttpResponse:
    """Writes down what somebody asked by word of mouth."""
    needs(request, *WRITE_DOWN)
    whose = seen_person(request, person, Thing.RECORD)
    if whose.pk == request.sight.person.pk:
        raise Http404
    return _written(request, whose)


@require_http_methods(["GET", "POST"])
def change(request: ActingRequest, request_id: int) -> HttpResponse:
    """A draft, written anew by its person."""
    found = get_object_or_404(Request, pk=request_id, person=request.sight.person)
    if request.method != "POST" and found.state != State.DRAFT:
        raise Http404
    content = content_of(found)
    rule = directive_of(found.directive).grounds[content.ground]
    before = {
        "asked": content.asked,
        "statement": content.statement,
        "basis": content.basis,
        **{name: getattr(found, name) for name in ("from_day", "until_day", "basis_from", "basis_until")},
    }
    form = WishForm(request.POST or None, ground=content.ground, rule=rule, initial=before)
    if request.method == "POST" and done(
        form, lambda: actions.change_draft(request.act, found.pk, form.wish())
    ):
        return redirect("request", request_id=found.pk)
    context = {"form": form, "rule": rule, "protected": rule.protected, "written": found}
    return render(request, "exception_requests/write.html", context)


def _written(request: ActingRequest, whose: Person | None) -> HttpResponse:
    """The grounds of the order; once one is chosen the form of it, and once that is sent the request."""
    issued, ground = issued_on(request.act.day), request.POST.get("ground", "")
    if issued is None or ground not in list(Ground):
        shown = directive_of(issued).grounds.items() if issued else ()
        offered = {"grounds": shown, "issued": issued, "whose": whose}
        return render(request, "exception_requests/grounds.html", offered)
    named, rule = Ground(ground), directive_of(issued).grounds[Ground(ground)]
    kind = WishForm if whose is None else OralForm
    sent = request.POST if "asked" in request.POST else None
    first = {"from_day": request.act.day} if whose is None else {"asked_on": request.act.day}
    form = kind(sent, ground=named, rule=rule, initial=first)
    if form.is_valid():
        try:
            return _kept(request, whose, form, issued)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "rule": rule, "protected": rule.protected, "whose": whose, "ground": named}
    return render(request, "exception_requests/write.html", context)


def _kept(
    request: ActingRequest, whose: Person | None, form: WishForm, issued: IssuedDirective
) -> HttpResponse:
    if whose is None:
        made = actions.write_draft(request.act, request.sight.person, form.wish(), issued)
        return redirect("request", request_id=made.pk)
    actions.record_oral(request.act, whose, form.wish(), issued, form.cleaned_data["asked_on"])
    messages.success(request, _("The request is written down, and its clock runs."))
    return redirect("worklist")
