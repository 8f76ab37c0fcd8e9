"""A diagnosis that is planted in everything that can be written of a protected request, from draft to letter.

Source: domain rule 10.19. Ada wrote it and noor decides; nobody else finds it, and nothing else holds it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.web import planted
from tests.web.cast import CAST, NOON, act_of
from tests.web.committed_rows import emptied_afterwards
from tests.web.evidence.samples import pdf
from tests.web.exception_requests.cases import issued
from tests.web.planted import WORD, Logged

from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests.models import Decision, Request
from dutystation.web.exception_requests.rules import State
from dutystation.web.mail.actions import send_waiting

Browse = Callable[[str], Client]
ITEM = "accommodation-reference"


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Committed, so that what a thief of the database would get can be searched too."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def asked(browse: Browse, cast: dict[str, Person]) -> str:
    """Ada asks, noor returns it, approves, reopens, denies; ada asks for another look: the page of it."""
    issued(cast)
    ada, noor = browse("ada"), browse("noor")
    wish = {"asked": f"Telework for {WORD}", "statement": f"I have {WORD}.", "from_day": "2030-02-11"}
    page = ada.post("/requests/new/", {"ground": "disability", **wish}).headers["Location"]

    def document() -> dict[str, object]:
        return {"item": ITEM, "document": SimpleUploadedFile(f"{WORD}.pdf", pdf(WORD))}

    ada.post(f"{page}change/", {**wish, "statement": f"I have had {WORD} for years."})
    ada.post(f"{page}document/", document())
    ada.post(f"{page}do/submit/")
    noor.post(f"{page}do/acknowledge/")
    noor.post(f"{page}do/judge_item/", {"item": ITEM, "sufficient": "no", "reason": f"Since when {WORD}?"})
    noor.post(f"{page}do/ask_for_documents/")
    ada.post(f"{page}document/", document())
    ada.post(f"{page}do/hand_in/")
    noor.post(f"{page}do/judge_item/", {"item": ITEM, "sufficient": "yes", "reference": f"{WORD}, file 7"})
    noor.post(f"{page}do/approve/", {"reasons": f"{WORD} it is.", "limits": "Telework"})
    noor.post(f"{page}do/reopen/", {"why": f"{WORD} is over."})
    noor.post(f"{page}do/deny/", {"reasons": f"{WORD} does not.", "alternatives": f"A room for {WORD}."})
    ada.post(f"{page}do/ask_reconsideration/", {"what": f"I do have {WORD}."})
    assert Request.objects.get().state == State.IN_RECONSIDERATION
    return page


def test_only_its_author_and_the_specialist_find_it(
    browse: Browse, cast: dict[str, Person], two_runs: object
) -> None:
    page = asked(browse, cast)
    letter = f"{page}letter/{Decision.objects.get(outcome='denied').pk}/"
    places = ["/", "/requests/", "/worklist/", f"/worklist/?search={'A'}", page, letter, f"{page}change/"]
    found = {who for who, _ in planted.pages_with(browse, CAST, [*places, "/people/ada/record/", "/events/"])}
    assert found == {"ada", "noor"}
    assert WORD in browse("ada").get(page).content.decode()
    assert WORD in browse("noor").get(page).content.decode()
    assert browse("ines").get(letter).status_code == 404
    assert browse("boris").get(page).status_code == 200


def test_no_table_mail_event_log_or_file_holds_it(
    browse: Browse, cast: dict[str, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Logged() as logged:
        page = asked(browse, cast)
        browse("noor").get(f"{page}letter/{Decision.objects.get(outcome='denied').pk}/")
        send_waiting(NOON)
    assert planted.tables_with() == []
    assert planted.database_with() == []
    assert planted.mails_with() == []
    assert planted.events_with() == []
    assert planted.files_with(tmp_path) == []
    assert logged.holding() == []


def test_the_decisions_for_the_measurement_do_not_hold_it(
    browse: Browse, cast: dict[str, Person], tmp_path: Path
) -> None:
    from dutystation.web.exception_requests.export import write_decisions

    asked(browse, cast)
    write_decisions(act_of("root"), tmp_path / "decisions.csv")
    assert planted.files_with(tmp_path) == []


def test_an_error_while_it_is_written_reports_nothing_of_it(
    browse: Browse, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(cast)

    def breaks(*_: object, **__: object) -> None:
        raise ValueError(f"what was sent: {WORD}")

    monkeypatch.setattr("dutystation.web.exception_requests.actions.keep_sealed", breaks)
    wish = {"ground": "disability", "asked": WORD, "statement": WORD, "from_day": "2030-02-11"}
    with Logged() as logged:
        report = planted.error_report(browse("ada"), lambda ada: ada.post("/requests/new/", wish))
    assert "ValueError" in report
    assert not planted.holds(report.encode())
    assert logged.holding() == []
    assert planted.tables_with() == []
