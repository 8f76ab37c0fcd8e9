"""Documents as a browser gives and gets them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from tests.web.cast import act_of
from tests.web.evidence.samples import PDF, pdf, picture, upload

from dutystation.web.accounts.models import Person
from dutystation.web.evidence.actions import add
from dutystation.web.evidence.models import Document, Withdrawal
from dutystation.web.evidence.scanner import Finding

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.evidence.page")]
Browse = Callable[[str], Client]
ADA = "/request-of/ada/"


def sent(content: bytes = PDF, name: str = "clinic.pdf", item: str = "letter") -> dict[str, object]:
    return {"item": item, "document": SimpleUploadedFile(name, content)}


def test_a_person_adds_a_document_and_finds_it_in_the_list(browse: Browse) -> None:
    ada = browse("ada")
    assert "No document has been given yet" in ada.get(ADA).content.decode()
    assert ada.post(ADA, sent()).headers["Location"] == ADA
    page = ada.get(ADA).content.decode()
    for words in ("clinic.pdf", "A letter", "Ada", "SHA-256", "not scanned"):
        assert words in page
    assert "Download" not in page  # she has the original
    assert "Documents are not scanned for malware here." in page


def test_the_specialist_gets_the_document_as_a_file_to_keep(browse: Browse) -> None:
    browse("ada").post(ADA, sent(pdf("what the clinic wrote")))
    noor = browse("noor")
    document = Document.objects.get()
    address = reverse("document", kwargs={"document": document.pk})
    assert address in noor.get(ADA).content.decode()
    answer = noor.get(address)
    assert answer.getvalue() == pdf("what the clinic wrote")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="document-{str(document.pk)[:8]}.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("who", ["boris", "chen", "ines"])
def test_others_of_the_request_read_that_there_is_a_sealed_document(browse: Browse, who: str) -> None:
    browse("ada").post(ADA, sent())
    page = browse(who).get(ADA).content.decode()
    assert "Sealed document" in page
    assert "Only the accommodation specialist opens it" in page
    for sealed in ("clinic", "A letter", "SHA-256", "/documents/"):
        assert sealed not in page


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        (b"<html>", "clinic.pdf", "its content is something else"),
        (PDF, "clinic.exe", "is not taken"),
        (b"", "clinic.pdf", "The file is empty"),
        (pdf("x" * 200), "clinic.pdf", "The file is larger than"),
    ],
)
def test_what_is_not_taken_is_said_beside_the_field(
    browse: Browse, settings: Settings, content: bytes, name: str, complaint: str
) -> None:
    settings.EVIDENCE_LIMIT = 200
    answer = browse("ada").post(ADA, sent(content, name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.index("usa-error-message") < page.index(complaint) < page.index('type="file"')
    assert not Document.objects.exists()


def test_an_item_that_is_not_asked_for_is_not_taken(browse: Browse) -> None:
    answer = browse("ada").post(ADA, sent(item="something-else"))
    assert answer.status_code == 200
    assert not Document.objects.exists()


def test_files_that_are_too_large_together_are_not_taken_by_half(browse: Browse, settings: Settings) -> None:
    settings.EVIDENCE_LIMIT = len(PDF) + 10
    both = {"item": "letter", "another": SimpleUploadedFile("one.pdf", PDF), "document": upload()}
    answer = browse("ada").post(ADA, both)
    assert "The file is larger than" in answer.content.decode()


def test_malware_is_said_where_the_person_was(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("Rivers.Test.Signature", "ClamAV")
    monkeypatch.setattr("dutystation.web.evidence.actions.scanned", lambda content: found)
    answer = browse("ada").post(ADA, sent(), follow=True, headers={"referer": f"http://testserver{ADA}"})
    page = answer.content.decode()
    assert "found malware in the file (Rivers.Test.Signature), so it was not kept" in page
    assert "No document has been given yet" in page


def test_no_document_touches_a_temporary_folder(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_there(*_: object, **__: object) -> str:
        raise AssertionError("a temporary file was asked for")

    monkeypatch.setattr(tempfile, "gettempdir", none_there)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    browse("ada").post(ADA, sent(pdf("x" * 4_000_000)))
    document = Document.objects.get()
    answer = browse("noor").get(reverse("document", kwargs={"document": document.pk}))
    assert len(answer.getvalue()) > 4_000_000


def test_a_document_is_withdrawn_for_a_reason_and_the_page_says_so(browse: Browse) -> None:
    ada = browse("ada")
    ada.post(ADA, sent())
    address = reverse("withdraw_document", kwargs={"document": Document.objects.get().pk})
    assert address in ada.get(ADA).content.decode()
    answer = ada.post(address, {"reason": "of_somebody_else", "next": ADA}, follow=True)
    page = answer.content.decode()
    assert "The document is withdrawn." in page
    assert "belongs to somebody else" in page
    assert address not in page
    assert "/documents/" not in browse("noor").get(ADA).content.decode()


def test_a_withdrawal_without_a_reason_is_none_and_leads_nowhere_else(browse: Browse) -> None:
    ada = browse("ada")
    ada.post(ADA, sent())
    address = reverse("withdraw_document", kwargs={"document": Document.objects.get().pk})
    answer = ada.post(address, {"reason": "my illness", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert not Withdrawal.objects.exists()


def test_an_opening_after_a_withdrawal_is_refused_on_a_page(browse: Browse) -> None:
    ada, noor = browse("ada"), browse("noor")
    ada.post(ADA, sent())
    document = Document.objects.get()
    ada.post(reverse("withdraw_document", kwargs={"document": document.pk}), {"reason": "mistake"})
    answer = noor.get(reverse("document", kwargs={"document": document.pk}))
    assert answer.status_code == 409
    assert "was withdrawn and is not offered any more" in answer.content.decode()


def test_an_open_document_keeps_its_safe_name(browse: Browse, cast: dict[str, Person]) -> None:
    given = add(
        act_of("ada"),
        about=cast["ada"],
        subject="request:12",
        item="letter",
        upload=upload(picture("PNG"), "Plan für März.png"),
        sealed=False,
    )
    answer = browse("chen").get(reverse("document", kwargs={"document": given.pk}))
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename*=utf-8''Plan%20f%C3%BCr%20M%C3%A4rz.png"
    )
    assert answer.getvalue() == picture("PNG")


def test_a_list_of_many_documents_asks_no_more_than_a_short_one(
    browse: Browse, cast: dict[str, Person], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        add(
            act_of("ada"),
            about=cast["ada"],
            subject="request:12",
            item="letter",
            upload=upload(name=f"letter {number}.pdf"),
            sealed=True,
        )
    noor = browse("noor")
    with django_assert_max_num_queries(8):
        page = noor.get(ADA).content.decode()
    assert page.count("Download") == 20
