"""Documents of requests as a browser gives and gets them: a request that is out of sight has none."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.evidence.actions import open_document, withdraw
from dutystation.web.evidence.forms import DocumentForm, WithdrawalForm
from dutystation.web.evidence.queries import document_of_ones_own
from dutystation.web.exception_requests import documents
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.queries import ground_rule, request_in_sight


@require_POST
def add_document(request: ActingRequest, request_id: int) -> HttpResponse:
    """The person adds a document that supports their request."""
    rows = Request.objects.select_related("person", "directive").filter(person=request.sight.person)
    found = get_object_or_404(rows, pk=request_id)
    items = {document.item: document.says for document in ground_rule(found).documents}
    form = DocumentForm(request.POST, request.FILES, items=items)

    def adds() -> None:
        given = form.cleaned_data
        documents.add_document(request.act, found, given["item"], given["document"])

    if not done(form, adds):
        return shown_again(request, form, _("Add the document"), "request", request_id=found.pk)
    messages.success(request, _("The document is added."))
    return redirect("request", request_id=found.pk)


@require_GET
@never_cache
def document(request: ActingRequest, request_id: int, document: UUID) -> HttpResponseBase:
    """The document as a file to keep; it is never shown within a page, and no copy is kept on the way."""
    found = request_in_sight(request.sight, request_id)
    opened = open_document(request.act, request.sight, str(found), document)
    return StreamingHttpResponse(
        opened.chunks,
        content_type=opened.media_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=opened.name) or "",
            "Content-Length": str(opened.size),
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def withdraw_document(request: ActingRequest, request_id: int, document: UUID) -> HttpResponse:
    """Takes a document back for a reason of the list."""
    found = request_in_sight(request.sight, request_id)
    given = document_of_ones_own(request.sight, str(found), document)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        withdraw(request.act, given.pk, form.cleaned_data["reason"])
        messages.success(request, _("The document is withdrawn."))
    else:
        messages.error(request, _("Choose a reason of the list."))
    return redirect("request", request_id=found.pk)
