from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.scope import FILINGS
from dutystation.web.accounts.shown_again import done
from dutystation.web.department.actions import record_fulfilment
from dutystation.web.department.board import board_of
from dutystation.web.department.forms import FulfilmentForm
from dutystation.web.department.models import Fulfilment
from dutystation.web.department.queries import order_on
from dutystation.web.department.reminding import chase
from dutystation.web.department.scope import is_policy_office
from dutystation.web.filings.models import Filing
from dutystation.web.notices.queries import rescission_on


@require_GET
def board(request: ActingRequest) -> HttpResponse:
    """Every component and obligation with its clock; a component's people see their own line."""
    needs(request, *FILINGS)
    context = {
        "board": board_of(request.sight, request.act.day),
        "rescinded": rescission_on(request.act.day),
        "department": request.sight.sees_department(),
        "chases": is_policy_office(request),
    }
    return render(request, "department/board.html", context)


@require_POST
def chase_filing(request: ActingRequest, filing_id: int) -> HttpResponse:
    """Asks a component for its report."""
    if not is_policy_office(request):
        raise Http404
    get_object_or_404(Filing, pk=filing_id)
    written = chase(request.act, filing_id)
    if written.people:
        messages.success(request, _("A message is on its way to %(n)s people.") % {"n": written.people})
    else:
        messages.error(request, _("Nobody there has an address: the roles of this component need people."))
    return redirect("board")


@require_http_methods(["GET", "POST"])
def fulfil(request: ActingRequest, obligation: str) -> HttpResponse:
    """Records when the department met an obligation of its own; everything recorded of it stands below."""
    if not is_policy_office(request):
        raise Http404
    order = order_on(request.act.day)
    owed = order.obligations.get(obligation) if order else None
    if order is None or owed is None or owed.component_report:
        raise Http404
    form = FulfilmentForm(request.POST or None, initial={"met_on": request.act.day})
    if request.method == "POST" and done(
        form, lambda: record_fulfilment(request.act, order, obligation, **form.cleaned_data)
    ):
        messages.success(request, _("It is recorded."))
        return redirect("board")
    recorded = Fulfilment.objects.filter(order=order.name, obligation=obligation).select_related("person")
    context = {"form": form, "owed": owed, "due_on": order.due_on(obligation), "recorded": recorded}
    return render(request, "department/fulfil.html", context)
