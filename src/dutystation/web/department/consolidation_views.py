"""The reports of the components put together: sums of what was filed, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dutystation.directives.directive import Directive
from dutystation.publication.consolidation import Consolidation as Consolidated
from dutystation.publication.consolidation import parts_moved, shares_moved
from dutystation.reports.shielding import published_reasons
from dutystation.terms.figure import Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.share import NUMERATORS
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.department.actions import consolidate
from dutystation.web.department.forms import ProposalForm
from dutystation.web.department.models import Consolidation
from dutystation.web.department.queries import (
    all_consolidations,
    consolidated,
    is_current,
    order_named,
)
from dutystation.web.department.scope import is_policy_office, needs_department
from dutystation.web.results.series import series_of


@require_GET
def consolidations(request: ActingRequest) -> HttpResponse:
    """Every report that was put together, the newest first."""
    needs_department(request)
    context = {"page": page_of_rows(all_consolidations(), request), "acts": is_policy_office(request)}
    return render(request, "department/consolidations.html", context)


@require_POST
def put_together(request: ActingRequest) -> HttpResponse:
    """Puts together what counts now."""
    needs_department(request)
    if not is_policy_office(request):
        raise Http404
    made, is_new = consolidate(request.act)
    if is_new:
        messages.success(request, _("The reports that count are put together."))
    else:
        messages.success(request, _("Nothing has changed since this was put together."))
    return redirect("consolidation", made.pk)


@require_GET
def consolidation(request: ActingRequest, consolidation_id: int) -> HttpResponse:
    """One report of the department: shares by unit and by period, people, what it is made of, what moved."""
    needs_department(request)
    row = get_object_or_404(Consolidation.objects.select_related("person"), pk=consolidation_id)
    found = consolidated(row)
    before = _before(row)
    order = order_named(row.order)
    smallest = order.rules_on(found.as_of).smallest_published_count
    was = consolidated(before) if before else None
    context = {
        "row": row,
        "found": found,
        "current": is_current(found),
        "before": before,
        "parts_moved": parts_moved(was, found) if was else (),
        "shares_moved": shares_moved(was, found) if was else (),
        "reasons": published_reasons(found.bridge, smallest_published_count=smallest),
        "smallest": smallest - 1,
        "acts": is_policy_office(request),
        "form": ProposalForm(),
        **_shown(request, found, order),
    }
    return render(request, "department/consolidation.html", context)


def _before(row: Consolidation) -> Consolidation | None:
    earlier = Consolidation.objects.filter(order=row.order, obligation=row.obligation, number__lt=row.number)
    return earlier.order_by("-number").first()


def _shown(request: ActingRequest, found: Consolidated, order: Directive) -> dict[str, Any]:
    """The filters of the address, and the figures that they leave."""
    periods = [ALL_PERIODS, *(period.label for period in reversed(found.periods))]
    period = _of(request, "period", periods, found.status_period)
    variant = _of(request, "variant", [known.value for known in Variant], Variant.TOTAL.value)
    code = _of(request, "code", [known.value for known in NUMERATORS], "in_person_share")
    shown = [figure for figure in found.figures if (figure.code, figure.variant) == (code, variant)]
    names = {report.part.component: report.part.name for report in found.filed}
    names[found.own.department] = found.own.name
    return {
        "periods": periods,
        "variants": list(Variant),
        "codes": list(NUMERATORS),
        "period": period,
        "variant": variant,
        "code": code,
        "series": series_of(order, None, variant, sorted(found.periods), drawn=False),
        "by_unit": [(names[figure.org_unit], figure) for figure in shown if figure.period == period],
        "by_period": [figure for figure in shown if figure.org_unit == found.own.department],
        "bridge": [
            (found.own.name, found.bridge[0]),
            *([(_("People in no component"), found.own.bridge)] if found.own.bridge.on_rolls else []),
            *((names[line.org_unit], line) for line in found.bridge[1:]),
        ],
        "names": names,
    }


def _of(request: ActingRequest, name: str, known: Sequence[str], otherwise: str) -> str:
    """A filter of the address: what is not known comes to the one that is shown first."""
    given = request.GET.get(name, otherwise)
    return given if given in known else (otherwise if otherwise in known else known[0])
