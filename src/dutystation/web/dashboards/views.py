from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.scope import Thing
from dutystation.web.dashboards.asked import Asked, FilterForm, asked_of
from dutystation.web.dashboards.buildings import buildings_context, facility_context
from dutystation.web.dashboards.quality import quality_context
from dutystation.web.dashboards.queries import seen_facility, seen_unit
from dutystation.web.dashboards.unit_page import unit_context


@require_GET
def figures(request: ActingRequest) -> HttpResponse:
    """The figures of the largest unit that somebody's roles show."""
    units = request.sight.units_with_figures()
    if not units:
        raise Http404
    return _unit_page(request, units[0], others=units[1:])


@require_GET
def unit(request: ActingRequest, org_unit: str) -> HttpResponse:
    """The figures of the department, a component or a unit."""
    return _unit_page(request, seen_unit(request.sight, org_unit))


def _unit_page(request: ActingRequest, shown: Unit, others: list[Unit] | None = None) -> HttpResponse:
    asked = asked_of(request)
    if asked is None:
        return render(request, "dashboards/no_run.html")
    context = {
        **unit_context(request, asked, shown),
        "others": others or [],
        "sees_people": any(seen.holds(shown) for seen in request.sight.units(Thing.RECORD)),
        "sees_data": _sees_data(request),
    }
    return _shown(request, asked, "dashboards/unit.html", context, "period", "variant", "code", "run")


@require_GET
def buildings(request: ActingRequest, org_unit: str) -> HttpResponse:
    """The buildings at which people of a unit are stationed, by weekday."""
    shown, asked = seen_unit(request.sight, org_unit), asked_of(request)
    if asked is None:
        return render(request, "dashboards/no_run.html")
    context = buildings_context(request, asked, shown)
    return _shown(request, asked, "dashboards/buildings.html", context, "period", "run")


@require_GET
def facility(request: ActingRequest, facility: str) -> HttpResponse:
    """One building."""
    asked = asked_of(request)
    if asked is None:
        raise Http404
    context = facility_context(request, asked, seen_facility(request.sight, asked.run, facility))
    return _shown(request, asked, "dashboards/facility.html", context, "period", "run")


@require_GET
def data(request: ActingRequest) -> HttpResponse:
    """What the data of the whole department lacks."""
    if not _sees_data(request):
        raise Http404
    asked = asked_of(request)
    if asked is None:
        return render(request, "dashboards/no_run.html")
    return _shown(request, asked, "dashboards/data.html", quality_context(request, asked), "run")


def _sees_data(request: ActingRequest) -> bool:
    """Deliveries are not told apart by component, so that whoever sees the department's figures sees them."""
    return any(unit.parent_id is None for unit in request.sight.units_with_figures())


def _shown(
    request: ActingRequest, asked: Asked, template: str, context: dict[str, Any], *filters: str
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "asked": asked,
            "filters": FilterForm(asked, *filters),
            "carried": f"?{asked.given}" if asked.given else "",
            **context,
        },
    )
