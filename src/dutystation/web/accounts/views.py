from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.actions import end_role, grant_role
from dutystation.web.accounts.forms import EndForm, GrantForm
from dutystation.web.accounts.models import Grant
from dutystation.web.accounts.queries import all_grants
from dutystation.web.accounts.roles import Role

ON_A_PAGE = 50


@require_http_methods(["GET", "POST"])
def roles(request: ActingRequest) -> HttpResponse:
    """Every role that is held or was, and a form to grant one."""
    needs(request, Role.ADMINISTRATOR)
    form = GrantForm(request.POST or None, initial={"from_day": request.act.day})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        grant_role(
            request.act,
            given["person"],
            Role(given["role"]),
            given["unit"],
            given["from_day"],
            given["until_day"],
        )
        messages.success(request, _("The role is granted."))
        return redirect("roles")
    search = request.GET.get("search", "").strip()
    page = Paginator(all_grants(search), ON_A_PAGE).get_page(request.GET.get("page"))
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
