"""What happens to sealed evidence, from its author to a rotation of keys, with a diagnosis planted in it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.cast import act_of
from tests.web.evidence.samples import pdf
from tests.web.planted import WORD

from dutystation.web.audit.act import SYSTEM
from dutystation.web.evidence.models import Document
from dutystation.web.evidence.rotation import rotate_keys

REQUEST = "/request-of/ada/"
"""The page of `tests.web.evidence.page`; a test of the story takes its addresses from there."""


def evidence() -> dict[str, object]:
    """What ada sends: the diagnosis in the name of a file and in the file."""
    return {"item": "letter", "document": SimpleUploadedFile(f"{WORD}.pdf", pdf(f"Diagnosis: {WORD}"))}


def whole_story(browse: Callable[[str], Client]) -> list[str]:
    """Ada gives evidence twice and takes one back, noor opens the other; the addresses that came of it."""
    ada = browse("ada")
    ada.post(REQUEST, evidence())
    ada.post(REQUEST, evidence())
    kept, mistaken = Document.objects.order_by("added_at")
    address = reverse("document", kwargs={"document": kept.pk})
    assert WORD.encode() in browse("noor").get(address).getvalue()
    withdrawal = reverse("withdraw_document", kwargs={"document": mistaken.pk})
    ada.post(withdrawal, {"reason": "mistake", "next": REQUEST})
    rotate_keys(act_of(SYSTEM))
    return [REQUEST, address, reverse("document", kwargs={"document": mistaken.pk}), withdrawal]
