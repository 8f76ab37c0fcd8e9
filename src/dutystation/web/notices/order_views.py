"""Orders as the policy office issues and follows them: counts, never names."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from dutystation.terms.errors import Refused
from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.shown_again import came_of
from dutystation.web.notices.actions import chase, rescind
from dutystation.web.notices.changes import changes
from dutystation.web.notices.forms import RescindForm
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import (
    all_versions,
    chases,
    directive_of,
    latest,
    open_dispatches,
    progress,
    total,
)

SEEING = (Role.POLICY_OFFICE, Role.AUDITOR, Role.COMPONENT_HR, Role.SUPERVISOR)
BY_NAME = (Role.AUDITOR, Role.COMPONENT_HR, Role.SUPERVISOR)
BY_COUNT = (Role.POLICY_OFFICE, Role.AUDITOR)


@require_GET
def orders(request: ActingRequest) -> HttpResponse:
    """Every version that was issued, the newest first."""
    needs(request, *SEEING)
    page = page_of_rows(all_versions(), request)
    newest = latest()
    context = {
        "page": page,
        "newest": newest,
        "issues": request.sight.holds(Role.POLICY_OFFICE),
        "by_name": request.sight.holds(*BY_NAME),
        "by_count": request.sight.holds(*BY_COUNT),
    }
    return render(request, "notices/orders.html", context)


@require_GET
@vary_on_headers("HX-Request")
def order(request: ActingRequest, version: int) -> HttpResponse:
    """One version: what changed with it, and how far its notices have come in each component."""
    needs(request, *BY_COUNT)
    whole = IssuedDirective.objects.select_related("replaces", "replaced_by", "issued_by")
    issued = get_object_or_404(whole, version=version)
    text = directive_of(issued)
    rows = progress(version)
    before = issued.replaces
    rounds = list(chases(version))
    newest = getattr(issued, "replaced_by", None) is None
    context = {
        "issued": issued,
        "order": text.order,
        "newest": newest,
        "units": Unit.objects.filter(pk__in=issued.population["units"]).order_by("path"),
        "rows": rows,
        "all": total(rows, _("All together")),
        "changes": changes(directive_of(before), text, issued.from_day) if before else (),
        "dispatches": open_dispatches(version),
        "chases": rounds,
        "chased_today": bool(rounds) and rounds[0].day == request.act.day,
        "issues": request.sight.holds(Role.POLICY_OFFICE),
        "by_name": request.sight.holds(*BY_NAME),
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "notices/progress.html" if partial else "notices/order.html", context)


@require_POST
def chase_order(request: ActingRequest, version: int) -> HttpResponse:
    """Reminds everybody who has not acknowledged it."""
    needs(request, Role.POLICY_OFFICE)
    issued = get_object_or_404(IssuedDirective.objects.defer("text"), version=version)
    refuse_other_units(request, issued.population["units"])
    found = chase(request.act, version)
    messages.success(request, _("Reminders are on their way to %(n)s people.") % {"n": found.people})
    return redirect("order", version)


@require_http_methods(["GET", "POST"])
def rescind_order(request: ActingRequest, version: int) -> HttpResponse:
    """Ends the order, with the reason."""
    needs(request, Role.POLICY_OFFICE)
    issued = get_object_or_404(IssuedDirective.objects.defer("text"), version=version)
    form = RescindForm(request.POST or None, initial={"from_day": request.act.day})

    def rescinds() -> IssuedDirective:
        refuse_other_units(request, issued.population["units"])
        return rescind(request.act, version, form.cleaned_data["from_day"], form.cleaned_data["reason"])

    if request.method == "POST" and (made := came_of(form, rescinds)):
        messages.success(request, _("The order is rescinded. This page says how far its notices are."))
        return redirect("order", made.version)
    return render(request, "notices/rescind.html", {"form": form, "issued": issued})


def refuse_other_units(request: ActingRequest, units: list[str] | tuple[str, ...]) -> None:
    """Raises Http404 where no unit is there, Refused where the office is not that of every unit."""
    found = list(Unit.objects.filter(pk__in=units))
    if not found:
        raise Http404
    for unit in found:
        if not request.sight.holds_for(Role.POLICY_OFFICE, unit):
            raise Refused(
                _("You hold the policy office for other units only."), remedy=_("Choose units below yours.")
            )
