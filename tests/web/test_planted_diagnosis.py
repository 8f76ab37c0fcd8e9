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
from django.test import Client
from tests.web import planted
from tests.web.cast import CAST
from tests.web.evidence.story import evidence, sealed_request, whole_story
from tests.web.planted import WORD, Logged

from dutystation.web.accounts.models import Person

pytestmark = pytest.mark.usefixtures("measured")
Browse = Callable[[str], Client]


@pytest.mark.django_db
def test_no_page_shows_it_to_anybody_but_its_author_and_the_specialist(browse: Browse) -> None:
    of_the_story = whole_story(browse)
    places = [*of_the_story, *planted.every_address()]
    found = planted.pages_with(browse, CAST, places)
    page, kept = of_the_story[:2]
    # Ada finds the name that she gave; noor finds the name and the content.
    assert set(found) == {("ada", page), ("noor", page), ("noor", kept)}


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
        page = sealed_request()
        report = planted.error_report(browse("ada"), lambda ada: ada.post(f"{page}document/", evidence()))
    assert any("RuntimeError" in line for line in logged.lines)
    assert logged.holding() == []
    assert "RuntimeError" in report
    assert not planted.holds(report.encode())


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
    session = browse("ada").session
    session["kept"] = WORD
    session.save()
    assert planted.sessions_with() == ["django_session.session_data"]
    with Logged() as logged:
        logging.getLogger("dutystation").warning(f"saw {WORD}")
    assert len(logged.holding()) == 1


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
