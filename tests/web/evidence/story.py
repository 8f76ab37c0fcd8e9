"""What happens to sealed evidence, from its author to a rotation of keys, with a diagnosis planted in it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.cast import act_of
from tests.web.evidence.samples import PDF, pdf
from tests.web.exception_requests.cases import Case
from tests.web.planted import WORD
from tests.web.site.addresses import the_order

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.evidence.models import Document
from dutystation.web.evidence.rotation import rotate_keys

ITEM = "accommodation-reference"
"""What the order asks for on this ground."""


def sent(content: bytes = PDF, name: str = "clinic.pdf", item: str = ITEM) -> dict[str, object]:
    """What the form of a document sends."""
    return {"item": item, "document": SimpleUploadedFile(name, content)}


def evidence() -> dict[str, object]:
    """What ada sends: the diagnosis in the name of a file and in the file."""
    return sent(pdf(f"Diagnosis: {WORD}"), f"{WORD}.pdf")


def sealed_request() -> str:
    """The page of a request of ada's on a protected ground that noor has taken up."""
    the_order()
    cast = Person.objects.select_related("unit", "unit__component").in_bulk()
    return reverse("request", args=[Case(cast, Ground.DISABILITY).in_review().number])


def opened_at(page: str, document: Document) -> str:
    """Where a document of a request is opened."""
    return f"{page}document/{document.pk}/"


def whole_story(browse: Callable[[str], Client]) -> list[str]:
    """Ada gives evidence twice and takes one back, noor opens the other; the addresses that came of it."""
    page, ada = sealed_request(), browse("ada")
    ada.post(f"{page}document/", evidence())
    ada.post(f"{page}document/", evidence())
    kept, mistaken = (opened_at(page, document) for document in Document.objects.order_by("added_at"))
    assert WORD.encode() in browse("noor").get(kept).getvalue()
    ada.post(f"{mistaken}withdraw/", {"reason": "mistake"})
    rotate_keys(act_of(SYSTEM))
    return [page, kept, mistaken, f"{mistaken}withdraw/"]
