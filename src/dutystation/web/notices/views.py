"""Notices as people see their own, and as those see them who may see others by name."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.queries import component_of
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.notices.actions import acknowledge, read
from dutystation.web.notices.asked import asked_of
from dutystation.web.notices.changes import changes
from dutystation.web.notices.models import IssuedDirective, Notice
from dutystation.web.notices.queries import directive_of, notices_in_sight, notices_of

STATES = ("", "open", "acknowledged")


@require_GET
def notices(request: ActingRequest) -> HttpResponse:
    """Every notice of the person who is signed in, old ones too."""
    page = page_of_rows(notices_of(request.sight.person), request)
    return render(request, "notices/notices.html", {"page": page})


@require_GET
def notice(request: ActingRequest, version: int) -> HttpResponse:
    """What the order asks of the person who is signed in; opening it is noted once."""
    found = _own(request, version)
    if found.read_at is None:
        read(request.act, found.pk)
    issued = found.directive
    order = directive_of(issued)
    person = Person.objects.select_related("unit__component").get(pk=found.person_id)
    component = component_of(person.unit)
    before = issued.replaces
    context = {
        "notice": found,
        "issued": issued,
        "replaced_by": getattr(issued, "replaced_by", None),
        "station": Facility.objects.filter(pk=person.duty_station).first(),
        "asked": asked_of(order, population=person.population, component=component.pk if component else ""),
        "order": order.order,
        "changes": changes(directive_of(before), order, issued.from_day) if before else (),
    }
    return render(request, "notices/notice.html", context)


@require_POST
def acknowledge_notice(request: ActingRequest, version: int) -> HttpResponse:
    """The person has taken note."""
    acknowledge(request.act, _own(request, version).pk)
    messages.success(request, _("You have acknowledged the notice."))
    return redirect("notice", version)


@require_GET
def people(request: ActingRequest, version: int) -> HttpResponse:
    """Who got, read and acknowledged a version, by name, of the people in sight."""
    needs(request, Role.SUPERVISOR, Role.COMPONENT_HR, Role.AUDITOR)
    issued = get_object_or_404(IssuedDirective.objects.defer("text"), version=version)
    with transaction.atomic():
        record(request.act, Verb.NOTICES_VIEWED, f"order:{version}", version=version)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    search = request.GET.get("search", "").strip()
    seen = notices_in_sight(request.sight, version, state=state, search=search)
    context = {
        "issued": issued,
        "state": state,
        "search": search,
        "page": page_of_rows(seen, request),
        "today": request.act.day,
    }
    return render(request, "notices/people.html", context)


def _own(request: ActingRequest, version: int) -> Notice:
    """The notice of a version to the person who is signed in. Raises Http404 where they got none."""
    whole = Notice.objects.select_related("directive__replaces", "directive__replaced_by")
    found = whole.filter(directive__version=version, person=request.sight.person).first()
    if found is None:
        raise Http404
    return found
