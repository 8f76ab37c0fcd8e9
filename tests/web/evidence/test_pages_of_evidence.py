"""Documents as a browser gives and gets them, on the page of a request on a protected ground."""

from __future__ import annotations

import tempfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from tests.web.cast import act_of
from tests.web.evidence.samples import PDF, pdf, picture, upload
from tests.web.evidence.story import ITEM, opened_at, sealed_request, sent
from tests.web.exception_requests.cases import Case

from dutystation.web.accounts.models import Person
from dutystation.web.evidence.actions import add
from dutystation.web.evidence.models import Document, Withdrawal
from dutystation.web.evidence.scanner import Finding

Browse = Callable[[str], Client]


@pytest.fixture
def page(cast: dict[str, Person]) -> str:
    """The page of a request of ada's about a disability, which noor has taken up."""
    return sealed_request()


def test_a_person_adds_a_document_and_finds_it_in_the_list(browse: Browse, page: str) -> None:
    ada = browse("ada")
    assert "No document has been given yet" in ada.get(page).content.decode()
    assert ada.post(f"{page}document/", sent()).headers["Location"] == page
    shown = ada.get(page).content.decode()
    for words in ("clinic.pdf", "Reference to the accommodation file", "Ada", "SHA-256", "not scanned"):
        assert words in shown
    assert "Download" not in shown  # she has the original
    assert "Documents are not scanned for malware here." in shown


def test_the_specialist_gets_the_document_as_a_file_to_keep(browse: Browse, page: str) -> None:
    browse("ada").post(f"{page}document/", sent(pdf("what the clinic wrote")))
    noor = browse("noor")
    document = Document.objects.get()
    address = opened_at(page, document)
    assert address in noor.get(page).content.decode()
    answer = noor.get(address)
    assert answer.getvalue() == pdf("what the clinic wrote")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="document-{str(document.pk)[:8]}.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("who", ["boris", "chen", "ines"])
def test_others_of_the_request_read_that_there_is_a_sealed_document(
    browse: Browse, page: str, who: str
) -> None:
    browse("ada").post(f"{page}document/", sent())
    shown = browse(who).get(page).content.decode()
    assert "Sealed document" in shown
    assert "Only the accommodation specialist opens it" in shown
    for sealed in (
        "clinic",
        "Reference to the accommodation file",
        "SHA-256",
        str(Document.objects.get().pk),
    ):
        assert sealed not in shown


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        (b"<html>", "clinic.pdf", "its content is something else"),
        (PDF, "clinic.exe", "is not taken"),
        (b"", "clinic.pdf", "The file is empty"),
        (pdf("x" * 200), "clinic.pdf", "The file is larger than"),
    ],
)
def test_what_is_not_taken_is_said(
    browse: Browse, page: str, settings: Settings, content: bytes, name: str, complaint: str
) -> None:
    settings.EVIDENCE_LIMIT = 200
    shown = browse("ada").post(f"{page}document/", sent(content, name)).content.decode()
    assert complaint in shown
    assert "If you chose a file, choose it again." in shown
    assert not Document.objects.exists()


def test_an_item_that_is_not_asked_for_is_not_taken(browse: Browse, page: str) -> None:
    answer = browse("ada").post(f"{page}document/", sent(item="something-else"), follow=True)
    assert "something-else is not one of the available choices" in answer.content.decode()
    assert not Document.objects.exists()


def test_files_that_are_too_large_together_are_not_taken_by_half(
    browse: Browse, page: str, settings: Settings
) -> None:
    settings.EVIDENCE_LIMIT = len(PDF) + 10
    both = {"item": ITEM, "another": SimpleUploadedFile("one.pdf", PDF), "document": upload()}
    answer = browse("ada").post(f"{page}document/", both, follow=True)
    assert "The file is larger than" in answer.content.decode()


def test_malware_is_said_where_the_person_was(
    browse: Browse, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Finding("Rivers.Test.Signature", "ClamAV")
    monkeypatch.setattr("dutystation.web.evidence.actions.scanned", lambda content: found)
    came_from = {"referer": f"http://testserver{page}"}
    answer = browse("ada").post(f"{page}document/", sent(), follow=True, headers=came_from)
    shown = answer.content.decode()
    assert "found malware in the file (Rivers.Test.Signature), so it was not kept" in shown
    assert "No document has been given yet" in shown


def test_no_document_touches_a_temporary_folder(
    browse: Browse, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_there(*_: object, **__: object) -> str:
        raise AssertionError("a temporary file was asked for")

    monkeypatch.setattr(tempfile, "gettempdir", none_there)
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    browse("ada").post(f"{page}document/", sent(pdf("x" * 4_000_000)))
    answer = browse("noor").get(opened_at(page, Document.objects.get()))
    assert len(answer.getvalue()) > 4_000_000


def test_a_document_is_withdrawn_for_a_reason_and_the_page_says_so(browse: Browse, page: str) -> None:
    ada = browse("ada")
    ada.post(f"{page}document/", sent())
    address = opened_at(page, Document.objects.get())
    assert f"{address}withdraw/" in ada.get(page).content.decode()
    shown = ada.post(f"{address}withdraw/", {"reason": "of_somebody_else"}, follow=True).content.decode()
    assert "The document is withdrawn." in shown
    assert "belongs to somebody else" in shown
    assert address not in shown
    assert address not in browse("noor").get(page).content.decode()


def test_a_withdrawal_without_a_reason_is_none(browse: Browse, page: str) -> None:
    ada = browse("ada")
    ada.post(f"{page}document/", sent())
    address = opened_at(page, Document.objects.get())
    shown = ada.post(f"{address}withdraw/", {"reason": "my illness"}, follow=True).content.decode()
    assert "Choose a reason of the list." in shown
    assert not Withdrawal.objects.exists()


def test_an_opening_after_a_withdrawal_is_refused_on_a_page(browse: Browse, page: str) -> None:
    ada, noor = browse("ada"), browse("noor")
    ada.post(f"{page}document/", sent())
    address = opened_at(page, Document.objects.get())
    ada.post(f"{address}withdraw/", {"reason": "mistake"})
    answer = noor.get(address)
    assert answer.status_code == 409
    assert "was withdrawn and is not offered any more" in answer.content.decode()


def test_an_open_document_keeps_its_safe_name(browse: Browse, cast: dict[str, Person]) -> None:
    case = Case(cast).submitted()
    given = add(
        act_of("ada"),
        about=cast["ada"],
        subject=f"request:{case.number}",
        item="certification",
        upload=upload(picture("PNG"), "Plan für März.png"),
        sealed=False,
    )
    answer = browse("chen").get(opened_at(f"/requests/{case.number}/", given))
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename*=utf-8''Plan%20f%C3%BCr%20M%C3%A4rz.png"
    )
    assert answer.getvalue() == picture("PNG")


def test_a_list_of_many_documents_asks_no_more_than_a_short_one(
    browse: Browse, cast: dict[str, Person], page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        add(
            act_of("ada"),
            about=cast["ada"],
            subject=f"request:{page.split('/')[2]}",
            item=ITEM,
            upload=upload(name=f"letter {number}.pdf"),
            sealed=True,
        )
    noor = browse("noor")
    with django_assert_max_num_queries(15):
        shown = noor.get(page).content.decode()
    assert shown.count("Download") == 20
