from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.evidence.actions import open_document
from dutystation.web.evidence.actions import withdraw as withdraw_document
from dutystation.web.evidence.forms import WithdrawalForm
from dutystation.web.evidence.queries import document_of_ones_own


@require_GET
@never_cache
def document(request: ActingRequest, document: UUID) -> HttpResponseBase:
    """The document as a file to keep; it is never shown within a page, and no copy is kept on the way."""
    opened = open_document(request.act, request.sight, document)
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
def withdraw(request: ActingRequest, document: UUID) -> HttpResponse:
    """Takes a document back for a reason of the list, and goes back to where it was listed."""
    found = document_of_ones_own(request.sight, document)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        withdraw_document(request.act, found.pk, form.cleaned_data["reason"])
        messages.success(request, _("The document is withdrawn."))
    else:
        messages.error(request, _("Choose a reason of the list."))
    after = request.POST.get("next", "")
    secure = request.is_secure()
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}, require_https=secure)
    return redirect(after if safe else "home")
