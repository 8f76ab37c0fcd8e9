"""Issuing an order. It is here and not in `notices`, which does not know what follows from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.shown_again import came_of
from dutystation.web.notices.changes import changes
from dutystation.web.notices.forms import IssueForm
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.order_views import refuse_other_units
from dutystation.web.notices.queries import directive_of, latest, preview
from dutystation.web.notices.rules import due_on
from dutystation.web.site.issuing import issue


@require_http_methods(["GET", "POST"])
def issue_order(request: ActingRequest) -> HttpResponse:
    """An order is chosen, then looked at with whom it reaches, then issued."""
    needs(request, Role.POLICY_OFFICE)
    newest = latest()
    first = {
        "from_day": request.act.day,
        "populations": ["civilian", "military"],
        "replaces": newest.version if newest else 0,
    }
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = IssueForm(*posted, initial=first, again=newest is not None)

    def looks_or_issues() -> IssuedDirective | None:
        refuse_other_units(request, form.reach.units)
        return _issued(request, form) if "send" in request.POST else None

    issued = came_of(form, looks_or_issues)
    if not form.is_bound or form.errors:
        if request.method == "POST" and newest is not None:
            # The page says which version is the newest by now, and the preview what changes.
            form.data = request.POST.copy()
            form.data["replaces"] = str(newest.version)
        return render(request, "notices/issue.html", {"form": form, "newest": newest})
    if issued:
        messages.success(request, _("The order is issued. This page says how far its notices are."))
        return redirect("order", issued.version)
    return render(request, "notices/preview.html", _previewed(request, form, newest))


def _issued(request: ActingRequest, form: IssueForm) -> IssuedDirective:
    assert form.order is not None
    given = form.cleaned_data
    return issue(
        request.act,
        form.order,
        form.reach,
        given["from_day"],
        replaces=given["replaces"],
        reason=given.get("reason", ""),
    )


def _previewed(request: ActingRequest, form: IssueForm, newest: IssuedDirective | None) -> dict[str, Any]:
    assert form.order is not None
    return {
        "order": form.order,
        "carried": form.carried_on(),
        "reach": preview(form.reach),
        "units": Unit.objects.filter(pk__in=form.reach.units).order_by("path"),
        "from_day": form.cleaned_data["from_day"],
        "due_on": due_on(form.order, request.act.day),
        "newest": newest,
        "changes": changes(directive_of(newest), form.order, form.cleaned_data["from_day"]) if newest else (),
    }
