"""Events for the auditor. They are here and not in `audit`, which knows nobody and no role."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.actions import record
from dutystation.web.audit.export import export_lines, noted_export
from dutystation.web.audit.queries import matching_events
from dutystation.web.audit.verbs import Verb

ON_A_PAGE = 50


@require_GET
def events(request: ActingRequest) -> HttpResponse:
    """The newest events first, by subject, person or actor."""
    needs(request, Role.AUDITOR)
    with transaction.atomic():
        record(request.act, Verb.EVENTS_VIEWED, "events")
    search = request.GET.get("search", "").strip()
    page = Paginator(matching_events(search), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/events.html", {"page": page, "search": search})


@require_POST
def export(request: ActingRequest) -> StreamingHttpResponse:
    """All events as a file that is verified without the application."""
    needs(request, Role.AUDITOR)
    return StreamingHttpResponse(
        export_lines(noted_export(request.act)),
        content_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="events.jsonl"'},
    )
