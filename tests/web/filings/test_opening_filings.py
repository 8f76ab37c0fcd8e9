"""What every component owes under an order is opened by itself, once."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.cast import act_of
from tests.web.filings.reports import DUE, OBLIGATION, Reports
from tests.web.issued_orders import NORTHERNERS, issue_order, order_with

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.audit.models import Event
from dutystation.web.filings.actions import open_filings
from dutystation.web.filings.models import Filing
from dutystation.web.filings.queries import days_late
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.site import issuing

pytestmark = pytest.mark.django_db


def owed() -> list[tuple[str, str, date, str]]:
    rows = Filing.objects.order_by("component")
    return [(filing.component_id, filing.obligation, filing.due_on, filing.state) for filing in rows]


def test_issuing_an_order_opens_one_report_for_each_component(cast: dict[str, Person]) -> None:
    issue_order()
    assert owed() == [("NORTH", OBLIGATION, DUE, "open"), ("SOUTH", OBLIGATION, DUE, "open")]
    assert Event.objects.filter(verb="filing.opened").count() == 2


def test_an_order_of_which_no_report_can_be_opened_is_not_issued(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(act: Act) -> int:
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(issuing, "open_filings", broken)
    with pytest.raises(RuntimeError, match="The disk is full"):
        issue_order()
    assert not IssuedDirective.objects.exists()


def test_opening_again_changes_nothing(cast: dict[str, Person]) -> None:
    issue_order()
    events = Event.objects.count()
    assert open_filings(act_of(SYSTEM)) == 0
    assert Event.objects.count() == events


def test_without_an_order_nothing_is_owed(cast: dict[str, Person]) -> None:
    assert open_filings(act_of(SYSTEM)) == 0
    assert owed() == []


def test_a_component_that_the_order_does_not_reach_owes_nothing(cast: dict[str, Person]) -> None:
    issue_order(reach=NORTHERNERS)
    assert [component for component, *_ in owed()] == ["NORTH"]


def test_an_order_issued_anew_moves_the_day_of_what_is_not_filed(reports: Reports) -> None:
    reports.filed()
    first = IssuedDirective.objects.get()
    later = order_with(("within_calendar_days: 30", "within_calendar_days: 40"))
    object.__setattr__(later, "name", first.name)
    issue_order(later, replaces=1, reason="Ten days more.", at=reports.act("dana").at, from_day=reports.day)
    assert [(component, due_on) for component, _, due_on, _ in owed()] == [
        ("NORTH", DUE),
        ("SOUTH", date(2025, 3, 1)),
    ]
    assert reports.of().directive_id == first.pk


@pytest.mark.parametrize(
    ("day", "late"), [(date(2025, 2, 18), 0), (DUE, 0), (date(2025, 2, 20), 1), (date(2025, 3, 21), 30)]
)
def test_what_is_not_filed_is_late_by_the_days_after_the_due_day(
    reports: Reports, day: date, late: int
) -> None:
    assert days_late(reports.of(), day) == late
