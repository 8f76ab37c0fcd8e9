"""Which units and buildings somebody may be shown figures of, and what an order says about showing them."""

from __future__ import annotations

from django.http import Http404

from dutystation.directives.directive import Directive
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Facility, Unit
from dutystation.web.accounts.scope import Sight
from dutystation.web.notices.queries import directive_of, issued_on
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import StationedPeople


def seen_unit(sight: Sight, org_unit: str) -> Unit:
    """The unit of a page. Raises Http404 where its figures are out of sight, as where there is none."""
    found = Unit.objects.filter(pk=org_unit).first()
    if found is None or not sight.sees_figures_of(found):
        raise Http404
    return found


def above(sight: Sight, unit: Unit) -> list[Unit]:
    """The units above one from the department down, as far as their figures are in sight."""
    names = unit.path.split("/")[:-2]
    paths = ["/".join(names[: place + 1]) + "/" for place in range(len(names))]
    found = Unit.objects.filter(path__in=paths).order_by("path")
    return [each for each in found if sight.sees_figures_of(each)]


def seen_facility(sight: Sight, run: ReceivedRun, facility: str) -> Facility:
    """The building of a page: one at which people of a unit with figures in sight are stationed.

    Whoever sees the department's figures sees every building. Raises Http404 for others.
    """
    found = Facility.objects.filter(pk=facility).first()
    units = sight.units_with_figures()
    if found is None or not units:
        raise Http404
    if any(unit.parent_id is None for unit in units):
        return found
    here = StationedPeople.objects.filter(run=run, facility=found).values_list("org_unit__path", flat=True)
    if not any(path.startswith(unit.path) for path in here for unit in units):
        raise Http404
    return found


def order_on(request: ActingRequest) -> Directive | None:
    """The order that holds on the day; None before one is issued, and after it was rescinded."""
    issued = issued_on(request.act.day)
    return None if issued is None else directive_of(issued)
