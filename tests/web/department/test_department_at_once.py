"""Two things in the same moment: a report is returned while it is put together, two approve one release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from tests.web.cast import NOON, act_of
from tests.web.committed_rows import at_once, emptied_afterwards
from tests.web.department.filed import in_person, opened, report

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.queries import broken_at
from dutystation.web.department.actions import consolidate
from dutystation.web.department.models import Consolidation, Release, Reminder
from dutystation.web.department.queries import consolidated, is_current
from dutystation.web.department.releasing import Terms, approve, propose, withheld_now
from dutystation.web.department.reminding import chase
from dutystation.web.filings.actions import send_back
from dutystation.web.records.models import ReceivedRun

SHARES = {"2025-02": in_person(60, 40)}


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with what is committed in it; empty again afterwards."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def test_a_report_that_is_returned_while_it_is_put_together_is_in_it_whole_or_not_at_all(
    cast: dict[str, Person], received: ReceivedRun
) -> None:
    north = report("NORTH", SHARES)
    report("SOUTH", SHARES)
    sight = sight_of(cast["dana"], NOON.date())
    put, returned = at_once(
        lambda: consolidate(act_of("gale"))[0],
        lambda: send_back(act_of("dana"), sight, north.filing_id, "A period is missing."),
    )
    assert isinstance(put, Consolidation)
    assert not isinstance(returned, Exception)
    counted = {report.part.component for report in consolidated(put).filed}
    missing = {each.component for each in consolidated(put).missing}
    assert (counted, missing) in (({"NORTH", "SOUTH"}, set()), ({"SOUTH"}, {"NORTH"}))
    # Whichever came first: what is put together now knows that NORTH came back.
    assert is_current(consolidated(put)) == (missing == {"NORTH"})
    newest, _ = consolidate(act_of("dana"))
    assert [each.state for each in consolidated(newest).missing] == ["returned"]
    assert broken_at() is None


def test_two_who_put_together_at_once_get_the_same_row(
    cast: dict[str, Person], received: ReceivedRun
) -> None:
    report("NORTH", SHARES)
    found = at_once(lambda: consolidate(act_of("dana")), lambda: consolidate(act_of("gale")))
    pairs = [pair for pair in found if isinstance(pair, tuple)]
    assert [row.pk for row, _ in pairs] == [Consolidation.objects.get().pk] * 2
    assert sorted(is_new for _, is_new in pairs) == [False, True]


def test_of_two_who_approve_at_once_one_releases_and_the_other_is_told(
    cast: dict[str, Person], received: ReceivedRun, tmp_path: Path, settings: Settings
) -> None:
    settings.RELEASES = tmp_path
    report("NORTH", SHARES)
    row, _ = consolidate(act_of("dana"))
    proposal = propose(act_of("dana"), row.pk, Terms("", with_reasons=True, withheld=withheld_now()))
    found = at_once(
        lambda: approve(act_of("gale"), proposal.pk), lambda: approve(act_of("root"), proposal.pk)
    )
    assert sorted(type(each).__name__ for each in found) == ["Refused", "Release"]
    assert Release.objects.count() == 1
    assert [path.name for path in (tmp_path / "dhs-2025").iterdir()] == ["2025-02-19-1"]


def test_two_who_ask_for_a_report_at_once_write_one_message(cast: dict[str, Person]) -> None:
    filing = opened()["NORTH"]
    found = at_once(lambda: chase(act_of("dana"), filing.pk), lambda: chase(act_of("dana"), filing.pk))
    assert sorted(type(each).__name__ for each in found) == ["Refused", "Reminder"]
    assert Reminder.objects.count() == 1
    assert all(isinstance(each, Reminder | Refused) for each in found)
