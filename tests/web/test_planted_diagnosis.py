"""A diagnosis that is planted in sealed evidence is found by nobody but those whom the law lets read it.

Source: domain rule 10.19. Each subject whose pages, mails or files could show it plants it here too.
"""

from __future__ import annotations

import base64
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web import planted
from tests.web.conftest import CAST, act_of
from tests.web.evidence.samples import pdf
from tests.web.planted import WORD, Logged

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.evidence.models import Document
from dutystation.web.evidence.rotation import rotate_keys

pytestmark = pytest.mark.urls("tests.web.evidence.page")
Browse = Callable[[str], Client]
REQUEST = "/request-of/ada/"


def evidence() -> dict[str, object]:
    """What ada sends: the diagnosis in the name of a file and in the file."""
    return {"item": "letter", "document": SimpleUploadedFile(f"{WORD}.pdf", pdf(f"Diagnosis: {WORD}"))}


def whole_story(browse: Browse) -> list[str]:
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


@pytest.mark.django_db
def test_no_page_shows_it_to_anybody_but_its_author_and_the_specialist(browse: Browse) -> None:
    of_the_story = whole_story(browse)
    places = [*of_the_story, *planted.every_address()]
    found = planted.pages_with(browse, CAST, places)
    kept = of_the_story[1]
    # Ada finds the name that she gave; noor finds the name and the content.
    assert set(found) == {("ada", REQUEST), ("noor", REQUEST), ("noor", kept)}


@pytest.mark.django_db
def test_no_event_mail_log_or_temporary_file_holds_it(
    browse: Browse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Logged() as logged:
        places = whole_story(browse)
        planted.pages_with(browse, CAST, places)
    assert logged.lines, "nothing was logged at all"
    assert logged.holding() == []
    assert planted.events_with() == []
    assert planted.mails_with() == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_no_log_and_no_report_of_an_error_holds_it(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, content: str = f"what was sent: {WORD}") -> None:
        try:
            raise ValueError(content)
        except ValueError as first:
            raise RuntimeError(content) from first

    monkeypatch.setattr("dutystation.web.evidence.actions.keep", breaks)
    with Logged() as logged:
        report = planted.error_report(browse("ada"), lambda ada: ada.post(REQUEST, evidence()))
    assert any("RuntimeError" in line for line in logged.lines)
    assert logged.holding() == []
    assert "RuntimeError" in report
    assert not planted.holds(report.encode())


def test_no_dump_and_no_stored_file_holds_it(committed: None, browse: Browse) -> None:
    whole_story(browse)
    assert planted.tables_with() == []
    assert planted.database_with() == []
    assert planted.files_with(settings.WEB_FOLDER) == []


@pytest.mark.django_db
def test_what_is_searched_is_where_it_would_be_found(
    cast: dict[str, Person], browse: Browse, tmp_path: Path
) -> None:
    """The same searches find the word where it is planted in the open."""
    cast["ada"].name = WORD
    cast["ada"].save()
    (tmp_path / "note").write_bytes(b"\0" + WORD.encode() + b"\0")
    assert planted.tables_with() == ["accounts_person.name"]
    assert planted.files_with(tmp_path) == [str(tmp_path / "note")]
    assert ("ada", "/") in planted.pages_with(browse, ["ada"], ["/"])
    with Logged() as logged:
        logging.getLogger("dutystation").warning(f"saw {WORD}")
    assert len(logged.holding()) == 1


def test_a_committed_word_is_found_in_the_dump_of_the_database(
    committed: None, cast: dict[str, Person]
) -> None:
    cast["ada"].name = WORD
    cast["ada"].save()
    assert planted.database_with() != []


@pytest.mark.parametrize("form", ["plain", "upper", "wide", "hex", "base64"])
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_the_word_is_found_in_the_forms_that_programs_write(form: str, before: str) -> None:
    sentence = f"{before}{WORD} and more"
    written = {
        "plain": sentence.encode(),
        "upper": sentence.upper().encode(),
        "wide": sentence.encode("utf-16-le"),
        "hex": sentence.encode().hex().encode(),
        "base64": base64.b64encode(sentence.encode()),
    }[form]
    assert planted.holds(written)
    assert not planted.holds(written[: len(written) // 3])
