"""Two things happen to one report in the same moment, or something between its two steps; nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.web.cast import PASSWORD, act_of
from tests.web.committed_rows import at_once, emptied_afterwards
from tests.web.exception_requests.cases import Case
from tests.web.filings.reports import Reports
from tests.web.issued_orders import NORTHERNERS, issue_order

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.models import Event
from dutystation.web.audit.queries import broken_at
from dutystation.web.exception_requests import actions as requests
from dutystation.web.exception_requests import deciding, ending
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.filings import actions
from dutystation.web.filings.models import Certification, Version
from dutystation.web.records.models import ReceivedRun


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with what is committed in it; empty again afterwards."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def another_head(reports: Reports) -> str:
    """Omar heads NORTH too, and knows the password."""
    grant_role(
        act_of("root"),
        reports.cast["omar"],
        Role.COMPONENT_HEAD,
        Unit.objects.get(pk="NORTH"),
        date(2025, 1, 1),
    )
    reports.cast["omar"].set_password(PASSWORD)
    reports.cast["omar"].save()
    return "omar"


def test_of_two_who_certify_at_once_one_files_and_the_other_is_told(reports: Reports) -> None:
    other = another_head(reports)
    version = reports.prepared()
    hanna, omar = reports.by("hanna"), reports.by(other)
    found = at_once(
        lambda: actions.certify(*hanna, version.sha256, PASSWORD),
        lambda: actions.certify(*omar, version.sha256, PASSWORD),
    )
    [refused] = [problem for problem in found if isinstance(problem, Exception)]
    assert isinstance(refused, Refused)
    assert "Load the page again" in str(refused)
    assert Certification.objects.count() == 1
    assert Event.objects.filter(verb="filing.certified").count() == 1
    assert (reports.of().state, broken_at()) == ("filed", None)


def test_two_who_prepare_at_once_make_two_versions_and_the_later_waits(reports: Reports) -> None:
    chen = reports.by("chen")
    found = at_once(lambda: actions.prepare(*chen), lambda: actions.prepare(*chen))
    assert sorted(version.number for version in found if isinstance(version, Version)) == [1, 2]
    waiting = reports.of().waiting
    assert waiting is not None
    assert waiting.number == 2


def test_it_is_certified_while_a_run_comes_in_and_holds_the_one_that_was_newest(reports: Reports) -> None:
    version = reports.prepared()
    hanna = reports.by("hanna")
    found = at_once(
        lambda: actions.certify(*hanna, version.sha256, PASSWORD), lambda: reports.receive(reports.runs.after)
    )
    refused = [problem for problem in found if isinstance(problem, Exception)]
    certified = Event.objects.filter(verb="filing.certified").first()
    received = Event.objects.filter(verb="run.received", subject=f"run:{reports.runs.after}").get()
    if refused:  # the run came first
        assert "was received since" in str(refused[0])
        assert (len(refused), certified) == (1, None)
    else:
        assert certified is not None
        assert certified.number < received.number
    assert ReceivedRun.objects.count() == 2


@pytest.mark.parametrize("what", ["a run", "an order"])
def test_what_comes_in_while_a_report_is_worked_on_and_the_report_do_not_wait_for_each_other(
    reports: Reports, what: str
) -> None:
    """Both end with an event, and one at a time adds to their chain: so both come to it last."""
    chen, filing = reports.by("chen"), reports.of().pk
    under_way = threading.Event()

    def write() -> None:
        with transaction.atomic():
            actions.locked(filing)
            under_way.set()
            time.sleep(1)  # by now the other one is where it waits for the report, to open it anew
            actions.write_narrative(*chen, "We wait for desks.")

    def come_in() -> None:
        under_way.wait(timeout=30)
        if what == "a run":
            reports.receive(reports.runs.after)
        else:
            issue_order(reach=NORTHERNERS, replaces=1, reason="NORTH alone.")

    assert at_once(write, come_in) == [None, None]
    assert reports.of().narrative == "We wait for desks."
    assert broken_at() is None


def test_a_run_received_between_preparing_and_certifying_is_prepared_again(reports: Reports) -> None:
    reports.prepared()
    reports.receive(reports.runs.after)
    with pytest.raises(Refused, match=f"the run {reports.runs.after} was received since"):
        reports.certified()
    assert reports.of().state == "prepared"
    reports.prepared()
    assert reports.certified().version.content["bridge"]["not_returned"] == 3


def test_an_approval_that_ends_at_midnight_between_preparing_and_certifying(reports: Reports) -> None:
    """Ada's approval ends on 18 February: it is counted on that day, and on the next it is not."""
    case = Case(reports.cast, Ground.SPACE, number=reports.cases["ada"], day=date(2025, 2, 11))
    deciding.reopen(case.act("finn"), case.number, "another look", case.sight("finn"))
    case.day = date(2025, 2, 12)
    case.with_documents()
    deciding.agree(case.act("finn"), case.sight("finn"), case.number)
    shorter = Terms(
        "A week.",
        "Telework",
        until_day=reports.day,
        stated={"checked_on": "2025-02-12", "host_decision": "No seat", "seat_expected_on": "2025-02-19"},
    )
    deciding.approve_for_less(case.act("hanna"), case.sight("hanna"), case.number, shorter)
    version = reports.prepared()
    assert version.people.get(person="ada").ends_on == reports.day
    reports.on(reports.day + timedelta(days=1))
    with pytest.raises(Refused, match=r"Approvals that are counted have ended: ada \(2025-02-18\)"):
        reports.certified()
    ending.lapse(reports.act("system"), case.number)
    with pytest.raises(Refused, match="Approvals that are counted have ended"):
        reports.certified()
    assert reports.of().state == "prepared"


def test_an_approval_is_counted_on_its_last_day(reports: Reports) -> None:
    reports.on(date(2025, 4, 10))
    requests.note_delay(*reports.by("gale")[:2], reports.cases["noor"], "The office moves.", reports.day)
    reports.prepared()
    assert reports.certified().days_late == 50


def test_a_delay_note_clears_the_way_between_two_tries(reports: Reports) -> None:
    """Noor's request of 3 February is beyond its limit of 30 business days on 19 March."""
    reports.on(date(2025, 3, 19))
    with pytest.raises(Refused, match=f"no note says why: {reports.cases['noor']}"):
        reports.prepared()
    requests.note_delay(
        *reports.by("gale")[:2], reports.cases["noor"], "The office moves.", date(2025, 3, 28)
    )
    reports.prepared()
    assert reports.certified().version.number == 1
