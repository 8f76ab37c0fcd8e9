from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dutystation.terms.errors import Refused
from dutystation.web.accounts import actions
from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.actions import end_role, grant_role, record_delegate
from dutystation.web.accounts.forms import DelegateForm, EndForm, GrantForm
from dutystation.web.accounts.models import Grant
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.queries import all_grants, delegable_grants
from dutystation.web.accounts.roles import DELEGABLE, Role
from dutystation.web.accounts.shown_again import done


@require_http_methods(["GET", "POST"])
def roles(request: ActingRequest) -> HttpResponse:
    """Every role that is held or was, and a form to grant one."""
    needs(request, Role.ADMINISTRATOR)
    form = GrantForm(request.POST or None, initial={"from_day": request.act.day})

    def grants() -> None:
        given = form.cleaned_data
        role, unit = Role(given["role"]), given["unit"]
        grant_role(request.act, given["person"], role, unit, given["from_day"], given["until_day"])

    if request.method == "POST" and done(form, grants):
        messages.success(request, _("The role is granted."))
        return redirect("roles")
    search = request.GET.get("search", "").strip()
    page = page_of_rows(all_grants(request.act.day, search), request)
    context = {"form": form, "page": page, "search": search, "today": request.act.day}
    return render(request, "accounts/roles.html", context)


@require_POST
def end(request: ActingRequest, grant: int) -> HttpResponse:
    """Ends a role after the day that is given."""
    needs(request, Role.ADMINISTRATOR)
    found = get_object_or_404(Grant, pk=grant)
    form = EndForm(request.POST)
    if form.is_valid():
        end_role(request.act, found.pk, form.cleaned_data["until_day"])
        messages.success(request, _("The role is ended."))
    else:
        messages.error(request, _("Give the last day as a date."))
    return redirect("roles")


@require_http_methods(["GET", "POST"])
def delegates(request: ActingRequest) -> HttpResponse:
    """Who acts for somebody in those of their roles that can be delegated, and a form to record it."""
    needs(request, *DELEGABLE)
    held = delegable_grants(request.sight.person, request.act.day)
    first = {"from_day": request.act.day}
    form = DelegateForm(request.POST or None, grants=held, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            record_delegate(
                request.act, given["grant"].pk, given["person"], given["from_day"], given["until_day"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is recorded who acts for you."))
            return redirect("delegates")
    return render(request, "accounts/delegates.html", {"form": form, "held": held, "today": request.act.day})


@require_POST
def end_delegate(request: ActingRequest, grant: int) -> HttpResponse:
    """Somebody ends what a delegate of theirs does for them, at once."""
    found = get_object_or_404(Grant, pk=grant, deputy_for__person=request.sight.person)
    actions.end_delegate(request.act, found.pk)
    messages.success(request, _("It is ended: from now on they do not act for you."))
    return redirect("delegates")
