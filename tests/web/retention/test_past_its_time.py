"""When a record is past its time, worked out by hand, by the schedule of dhs-2025."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.house_rules.pages import page, table
from tests.web.cast import NOON, act_of
from tests.web.exception_requests.cases import Case, issued
from tests.web.issued_orders import order_with
from tests.web.retention.ended import (
    DUE,
    LAST_DAY,
    a_sealed_document,
    an_open_document,
    at_noon,
    given,
    on_hold,
    released,
)

from dutystation.terms.retention import RecordKind
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.department.queries import order_on
from dutystation.web.exception_requests import deciding, ending
from dutystation.web.filings.models import Certification, Filing, Version
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.records.models import Dispute, ReceivedRun
from dutystation.web.retention.due import Past, past_by_component
from dutystation.web.retention.models import Hold
from dutystation.web.retention.rules import due_on, last_start

OPEN, SEALED, REQUESTS = RecordKind.OPEN_DOCUMENTS, RecordKind.SEALED_DOCUMENTS, RecordKind.REQUESTS
FREE, HELD = Past(free=1), Past(held=1)


def past(day: date, component: str = "NORTH") -> dict[RecordKind, Past]:
    return past_by_component(order_on(day), day).get(component, {})


def test_the_years_that_are_worked_on_the_page() -> None:
    """A record is kept through the same day years later, and past its time on the day after it."""
    rows = table(page("docs/retention.md"), "counted from", "years", "kept through", "past its time on")
    assert len(rows) == 4
    for start, years, through, past_on in rows:
        begun, due = date.fromisoformat(start), date.fromisoformat(past_on)
        assert due_on(begun, int(years)) == due == date.fromisoformat(through) + timedelta(days=1)
        assert last_start(due, int(years)) >= begun > last_start(due - timedelta(days=1), int(years))


@pytest.mark.django_db
def test_documents_are_past_it_the_day_after_three_years_from_the_last_day_of_the_decision(
    cast: dict[str, Person],
) -> None:
    an_open_document(cast)
    assert past(date(2028, 3, 31)) == {}
    # So are the request and its decision, which nothing destroys.
    assert past(date(2028, 4, 1)) == {OPEN: FREE, REQUESTS: FREE}


@pytest.mark.django_db
def test_sealed_documents_wait_until_their_person_has_been_gone_for_three_years(
    cast: dict[str, Person],
) -> None:
    a_sealed_document(cast)  # denied on 3 February 2025; ada left on 31 March 2025
    assert SEALED not in past(date(2028, 3, 31))
    assert past(date(2028, 4, 1))[SEALED] == FREE
    Person.objects.filter(pk="ada").update(left_on=date(2024, 1, 1))  # then the request was closed later
    assert SEALED not in past(date(2028, 2, 3))
    assert past(date(2028, 2, 4))[SEALED] == FREE
    Person.objects.filter(pk="ada").update(on_rolls=True)
    assert SEALED not in past(date(2060, 1, 1))


@pytest.mark.django_db
def test_what_has_not_ended_is_never_past_it(cast: dict[str, Person]) -> None:
    for case in (Case(cast).drafted(), Case(cast).in_review(), Case(cast).approved(until_day=LAST_DAY)):
        given(case.number, "letter.pdf")
    assert past(date(2060, 1, 1)) == {}
    withdrawn, denied = Case(cast).submitted(), Case(cast).denied()
    given(withdrawn.number, "letter.pdf")
    ending.withdraw(act_of("ada"), withdrawn.number)  # both were closed on 3 February 2025
    assert past(date(2028, 2, 3)) == {}
    assert past(date(2028, 2, 4)) == {OPEN: FREE, REQUESTS: Past(free=2)}
    deciding.ask_reconsideration(act_of("ada"), denied.number, "All of it.")
    assert past(date(2028, 2, 4)) == {OPEN: FREE, REQUESTS: FREE}


@pytest.mark.django_db
def test_the_order_that_stands_says_how_long_and_without_one_nothing_is_past_it(
    cast: dict[str, Person],
) -> None:
    an_open_document(cast)
    assert past_by_component(None, DUE) == {}
    kept = "          value: 3\n          clause: >-\n            GRS 2.3, item 010"
    longer = order_with((kept, kept.replace("3", "4", 1)))
    IssuedDirective.objects.create(
        name=longer.name,
        title=longer.title,
        version=2,
        text=longer.source_text,
        sha256=longer.sha256,
        from_day=date(2026, 1, 1),
        issued_at=NOON,
        issued_by=cast["dana"],
    )
    assert past(DUE) == {}
    assert past(date(2029, 4, 1)) == {OPEN: FREE, REQUESTS: FREE}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reach", "counted"),
    [
        ({}, HELD),
        ({"person_id": "ada"}, HELD),
        ({"person_id": "pia"}, FREE),
        ({"component_id": "NORTH"}, HELD),
        ({"component_id": "SOUTH"}, FREE),
    ],
)
def test_what_a_hold_reaches_is_counted_apart(
    cast: dict[str, Person], reach: dict[str, str], counted: Past
) -> None:
    an_open_document(cast)
    on_hold(**reach)
    assert past(DUE) == {OPEN: counted, REQUESTS: counted}


@pytest.mark.django_db
def test_a_hold_on_a_component_keeps_what_was_asked_there_and_everything_of_its_people(
    cast: dict[str, Person],
) -> None:
    an_open_document(cast)
    Person.objects.filter(pk="ada").update(unit=Unit.objects.get(pk="SOUTH"))
    on_hold(component_id="SOUTH")
    assert past(DUE)[OPEN] == HELD
    assert past(DUE, "SOUTH") == {}  # it was asked in NORTH, and stays there
    an_open_document(cast, person="eric")  # asked in SOUTH, by whom a hold on NORTH reaches in BANK
    released(Hold.objects.get())
    on_hold(component_id="NORTH")
    assert past(DUE, "SOUTH")[OPEN] == FREE
    Person.objects.filter(pk="eric").update(unit=Unit.objects.get(pk="BANK"))
    assert past(DUE, "SOUTH")[OPEN] == HELD


@pytest.mark.django_db
def test_disputes_and_filed_reports_are_counted_too(cast: dict[str, Person]) -> None:
    run = ReceivedRun.objects.create(
        name="first", as_of=LAST_DAY, ended_at=NOON, directive_name="dhs-2025", received_at=NOON
    )
    certified = certified_on(LAST_DAY, run, issued(cast))
    Dispute.objects.create(
        person_id="ada",
        day=LAST_DAY,
        run=run,
        as_counted={},
        state="explained",
        opened_at=NOON,
        due_on=LAST_DAY,
        closed_at=at_noon(LAST_DAY),
    )
    assert past(date(2028, 3, 31)) == {}
    assert past(DUE) == {RecordKind.DISPUTES: FREE}
    assert RecordKind.FILINGS not in past(date(2031, 3, 31))  # six years
    assert past(date(2031, 4, 1))[RecordKind.FILINGS] == FREE
    assert certified.version.filing.component_id == "NORTH"


def certified_on(day: date, run: ReceivedRun, order: IssuedDirective) -> Certification:
    """A report of NORTH that hanna certified."""
    filing = Filing.objects.create(
        component_id="NORTH",
        directive=order,
        order=order.name,
        obligation="report",
        due_on=day,
        state="filed",
    )
    version = Version.objects.create(
        filing=filing,
        number=1,
        kind="report",
        run=run,
        as_of=day,
        content={},
        sha256="",
        prepared_by_id="chen",
        prepared_at=at_noon(day),
    )
    return Certification.objects.create(
        version=version,
        person_id="hanna",
        role="component_head",
        as_delegate=False,
        statement="So it is.",
        sha256="",
        days_late=0,
        at=at_noon(day),
    )
