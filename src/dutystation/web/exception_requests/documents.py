"""Documents are added to a request while somebody can still judge them."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.audit.act import Act
from dutystation.web.evidence.actions import add
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests.actions import locked
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import TAKES_DOCUMENTS, State
from dutystation.web.exception_requests.wording import STATES


def add_document(act: Act, request: Request, item: str, upload: UploadedFile[bytes]) -> Document:
    """The person adds a document that supports their request. Call it outside a transaction.

    Raises Refused once the request is decided or withdrawn: what comes then would be judged by nobody, and
    still be counted with the decision.
    """
    _taken(request)
    return add(
        act,
        about=request.person,
        subject=str(request),
        item=item,
        upload=upload,
        sealed=request.protected,
        once_more=lambda: _taken(locked(request.pk)),
    )


def _taken(request: Request) -> None:
    if State(request.state) not in TAKES_DOCUMENTS:
        raise Refused(
            _("No documents are taken for the request now; it stands so: %(state)s.")
            % {"state": STATES[request.state]},
            remedy=_("Ask whoever decided it to reopen it, or ask anew."),
        )
