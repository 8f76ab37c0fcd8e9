"""A diagnosis that was planted in a protected request is in nothing that is filed, shown or recorded.

Source: domain rule 10.19. The ground itself is not named either: the three protected ones are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.web import planted
from tests.web.cast import CAST, act_of
from tests.web.committed_rows import emptied_afterwards
from tests.web.evidence.samples import pdf
from tests.web.exception_requests.cases import Case
from tests.web.filings.reports import Reports
from tests.web.planted import WORD, Logged

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.evidence.actions import add
from dutystation.web.exception_requests import actions as requests
from dutystation.web.exception_requests import deciding
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.filings import actions
from dutystation.web.filings.models import Version
from dutystation.web.mail.actions import send_waiting

Browse = Callable[[str], Client]
ITEM = "accommodation-reference"


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Committed, so that what a thief of the database would get can be searched too."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


@pytest.fixture
def filed(reports: Reports) -> Version:
    """Boris's second request holds the word wherever it can; then the report goes all the way, twice."""
    boris = reports.cast["boris"]
    case = Case(reports.cast, Ground.DISABILITY, person="boris")
    case.drafted(asked=WORD, statement=f"I have {WORD}.")
    upload = SimpleUploadedFile(f"{WORD}.pdf", pdf(WORD))
    add(act_of("boris"), about=boris, subject=str(case.request), item=ITEM, upload=upload, sealed=True)
    approve(case)
    reports.filed()
    actions.send_back(*reports.by("dana"), "Look at it again.")
    actions.write_narrative(*reports.by("chen"), "We looked.")
    version = reports.filed("We looked again.")
    send_waiting(reports.act("chen").at)
    return version


def approve(case: Case) -> None:
    """Noor finds the document sufficient and approves, and writes the word wherever she can."""
    requests.submit(case.act("boris"), case.number)
    noor = (case.act("noor"), case.sight("noor"), case.number)
    requests.acknowledge(*noor)
    requests.judge_item(*noor, ITEM, sufficient=True, reason=WORD)
    deciding.approve(*noor, Terms(f"{WORD} is so.", "Telework"))


@pytest.mark.usefixtures("filed")
def test_no_page_of_a_report_shows_it(browse: Browse, reports: Reports) -> None:
    filing = reports.of().pk
    places = [
        "/",
        "/filings/",
        f"/filings/{filing}/",
        f"/filings/{filing}/certify/",
        *(
            f"/filings/{filing}/versions/{number}/{page}"
            for number in (1, 2)
            for page in ("", "people/", "difference/")
        ),
    ]
    assert planted.pages_with(browse, CAST, places) == []


def test_no_table_event_mail_or_file_holds_it(filed: Version, reports: Reports, tmp_path: Path) -> None:
    with Logged() as logged:
        reports.prepared("Once more.")
    assert planted.tables_with() == []
    assert planted.database_with() == []
    assert planted.events_with() == []
    assert planted.mails_with() == []
    assert planted.files_with(tmp_path) == []
    assert logged.holding() == []


def test_nothing_of_a_version_tells_which_of_the_protected_grounds_it_is(filed: Version) -> None:
    boris = filed.people.get(person="boris")
    said = f"{filed.content} {[str(value) for value in vars(boris).values()]}".casefold()
    for ground in ("disability", "medical condition", "religio", "1614", "1630"):
        assert ground not in said
    assert boris.evidence.endswith("1 document")
    assert Person.objects.get(pk="boris").requests.count() == 2
