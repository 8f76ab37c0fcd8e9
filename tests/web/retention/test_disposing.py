"""What is past its time is listed by itself and destroyed by two people, without a trace of its content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from tests.web.cast import CAST, act_of
from tests.web.exception_requests.cases import Case
from tests.web.retention.ended import (
    DUE,
    LAST_DAY,
    a_sealed_document,
    act_on,
    an_open_document,
    approved,
    by,
    given,
    listed,
    on_hold,
    released,
    seconds,
)

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.audit.queries import broken_at
from dutystation.web.evidence import destroying
from dutystation.web.evidence.actions import open_document, withdraw
from dutystation.web.evidence.models import Destruction, Document, DocumentSeal, Removal
from dutystation.web.evidence.queries import documents_of, shown_documents
from dutystation.web.exception_requests import deciding
from dutystation.web.retention.daily import work_of_the_day
from dutystation.web.retention.disposing import Done, approve, carry_out, decline, propose, put_forward
from dutystation.web.retention.models import Disposal, EntryKept
from dutystation.web.retention.queries import disposals_in_sight, waiting

pytestmark = pytest.mark.django_db
DAILY = act_on(SYSTEM, DUE)


class StoppedHalfway(BaseException):
    """The process ends here."""


def is_stored(document: Document) -> bool:
    return storages["evidence"].exists(document.stored)


def test_the_work_of_the_day_lists_and_destroys_nothing(cast: dict[str, Person]) -> None:
    document, sealed = an_open_document(cast), a_sealed_document(cast)
    work_of_the_day(act_on(SYSTEM, date(2028, 3, 31)))
    assert not Disposal.objects.exists()
    work_of_the_day(DAILY)
    work_of_the_day(DAILY)
    by_kind = {made.kind: made for made in Disposal.objects.all()}
    assert [entry.document for entry in by_kind["open_documents"].entries.all()] == [document]
    [entry] = by_kind["sealed_documents"].entries.all()
    assert (entry.document, entry.started_on, entry.due_on) == (sealed, LAST_DAY, DUE)
    assert by_kind["sealed_documents"].clause.endswith("recalled]")
    assert is_stored(document)
    assert is_stored(sealed)


def test_what_a_hold_keeps_is_not_listed(cast: dict[str, Person]) -> None:
    an_open_document(cast)
    on_hold(person_id="ada")
    assert propose(DAILY) == []


def test_two_people_destroy_a_list(cast: dict[str, Person]) -> None:
    seconds(cast)
    document = an_open_document(cast)
    made = listed(cast)
    with pytest.raises(Refused, match="Nobody has looked through"):
        approve(*by("chen"), made.pk)
    for other in ("lena", "noor", "hanna", "ines", "eric", "boris"):
        with pytest.raises(Refused, match="for human resources"):
            put_forward(*by(other), made.pk)
    put_forward(*by("chen"), made.pk)
    with pytest.raises(Refused, match="put the list forward yourself"):
        approve(*by("chen"), made.pk)
    assert [str(wait.title) for wait in waiting(by("dana")[1], DUE)] == [
        "Documents are to be destroyed: a second person approves it"
    ]
    approve(*by("dana"), made.pk)
    assert is_stored(document)
    assert carry_out(act_on("dana", DUE), made.pk) == Done(destroyed=1, kept=0)
    assert not is_stored(document)
    gone = Destruction.objects.get()
    assert (gone.schedule_item, gone.under, gone.by_id) == ("GRS 2.3, item 010", str(made), "dana")
    assert carry_out(DAILY, made.pk) == Done(0, 0)
    for decide in (put_forward, approve):
        with pytest.raises(Refused, match="decided already"):
            decide(*by("dana"), made.pk)
    assert [event.verb for event in Event.objects.order_by("number")][-5:] == [
        "disposal.proposed",
        "disposal.put_forward",
        "disposal.approved",
        "evidence.destroyed",
        "disposal.done",
    ]
    assert broken_at() is None
    assert propose(DAILY) == []


def test_nobody_decides_on_a_document_about_themself(cast: dict[str, Person]) -> None:
    an_open_document(cast, person="chen")
    with pytest.raises(Refused, match="about you"):
        put_forward(*by("chen"), listed(cast).pk)


def test_of_a_destroyed_document_its_row_stays_and_nothing_opens_it(
    cast: dict[str, Person], browse: Callable[[str], Client]
) -> None:
    sealed = a_sealed_document(cast, "clinic.pdf")
    made = listed(cast)
    put_forward(*by("noor"), made.pk)
    approve(*by("chen"), made.pk)
    carry_out(DAILY, made.pk)
    assert not DocumentSeal.objects.exists()
    assert Document.objects.get() == sealed
    with pytest.raises(Refused, match="was destroyed"):
        open_document(*by("noor"), sealed.subject, sealed.pk)
    with pytest.raises(Refused, match="destroyed already"):
        withdraw(act_of("ada"), sealed.pk, "mistake")
    assert documents_of(sealed.subject) == []
    [shown] = shown_documents(by("noor")[1], sealed.subject, cast["ada"])
    assert (shown.label, shown.name_is_lost, shown.may_open, shown.may_withdraw) == (
        None,
        False,
        False,
        False,
    )
    for who in ("ada", "noor", "chen"):
        page = browse(who).get(reverse("request", args=[sealed.subject.removeprefix("request:")]))
        assert b"Destroyed 1 April 2028" in page.content
        assert b"under GRS 2.3, item 020, approved by Chen" in page.content


def test_a_hold_placed_after_the_approval_keeps_what_it_reaches(cast: dict[str, Person]) -> None:
    seconds(cast)
    held, free = an_open_document(cast), an_open_document(cast, person="pia")
    made = approved(listed(cast))
    hold = on_hold(person_id="ada")
    assert carry_out(DAILY, made.pk) == Done(destroyed=1, kept=1)
    assert (is_stored(held), is_stored(free)) == (True, False)
    assert EntryKept.objects.get().why == "held"
    # It is not destroyed by the old approval once the hold is gone, but listed anew.
    released(hold)
    work_of_the_day(DAILY)
    assert is_stored(held)
    assert [entry.document for entry in Disposal.objects.latest("pk").entries.all()] == [held]


def test_what_is_not_past_its_time_any_more_when_it_is_approved_stays(cast: dict[str, Person]) -> None:
    denied = Case(cast).denied()
    document = given(denied.number, "letter.pdf")
    seconds(cast)
    made = approved(listed(cast))
    deciding.ask_reconsideration(act_on("ada", DUE), denied.number, "All of it.")
    assert carry_out(DAILY, made.pk) == Done(destroyed=0, kept=1)
    assert is_stored(document)
    assert EntryKept.objects.get().why == "not_due"


def test_what_is_declined_is_listed_again_from_the_day_that_is_given(cast: dict[str, Person]) -> None:
    document = an_open_document(cast)
    made = listed(cast)
    with pytest.raises(Refused, match="still to come"):
        decline(*by("chen"), made.pk, reason="An appeal", again_from=DUE)
    decline(*by("chen"), made.pk, reason="An appeal", again_from=date(2028, 7, 1))
    assert propose(act_on(SYSTEM, date(2028, 6, 30))) == []
    [again] = propose(act_on(SYSTEM, date(2028, 7, 1)))
    assert again.entries.get().document == document


def test_a_process_that_ends_halfway_leaves_what_the_next_turn_finishes(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds(cast)
    first, second = an_open_document(cast), an_open_document(cast, person="pia")
    made = approved(listed(cast))

    def stops(_document: Document) -> None:
        raise StoppedHalfway

    with monkeypatch.context() as stopped, pytest.raises(StoppedHalfway):
        stopped.setattr(destroying, "remove", stops)
        carry_out(DAILY, made.pk)
    # The first is destroyed for everybody, and its bytes are still there; the second is as it was.
    assert Destruction.objects.get().document_id in (first.pk, second.pk)
    assert not Removal.objects.exists()
    assert is_stored(first)
    assert is_stored(second)
    with pytest.raises(Refused, match="was destroyed"):
        open_document(*by("chen"), Destruction.objects.get().document.subject, Destruction.objects.get().pk)
    work_of_the_day(act_on(SYSTEM, date(2028, 4, 2)))
    assert (is_stored(first), is_stored(second)) == (False, False)
    assert Removal.objects.count() == 2
    assert Event.objects.filter(verb="evidence.destroyed").count() == 2


FROZEN = {
    "evidence_destruction": "document_id",
    "evidence_removal": "destruction_id",
    "retention_hold": "id",
    "retention_releaseasked": "id",
    "retention_release": "id",
    "retention_disposal": "id",
    "retention_entry": "id",
    "retention_entrykept": "entry_id",
    "retention_putforward": "disposal_id",
    "retention_approval": "disposal_id",
    "retention_declination": "disposal_id",
}


def test_the_database_lets_nothing_else_go(cast: dict[str, Person]) -> None:
    test_a_hold_placed_after_the_approval_keeps_what_it_reaches(cast)
    sealed = a_sealed_document(cast)
    decline(*by("chen"), Disposal.objects.latest("pk").pk, reason="An appeal", again_from=date(2029, 1, 1))
    connection.check_constraints()
    statements = [
        *(f"DELETE FROM {table}" for table in FROZEN),
        *(f"UPDATE {table} SET {key} = {key}" for table, key in FROZEN.items()),
        "DELETE FROM evidence_document",
        "UPDATE evidence_document SET sha256 = ''",
        "DELETE FROM evidence_documentseal",
        *(f"TRUNCATE {table} CASCADE" for table in ("evidence_documentseal", "retention_hold")),
    ]
    for statement in statements:
        if statement.startswith("TRUNCATE") and connection.vendor != "postgresql":
            continue
        with pytest.raises(DatabaseError, match=r"is append-only|is kept"), transaction.atomic():
            connection.cursor().execute(statement)
    assert DocumentSeal.objects.get().document == sealed


def test_who_sees_a_list_and_who_decides_it(cast: dict[str, Person]) -> None:
    an_open_document(cast)
    a_sealed_document(cast)
    propose(DAILY)
    seen = {
        kind: {who for who in CAST if disposals_in_sight(by(who)[1]).filter(kind=kind).exists()}
        for kind in ("open_documents", "sealed_documents")
    }
    assert seen == {"open_documents": {"chen", "ines"}, "sealed_documents": {"chen", "noor", "ines"}}


def test_the_pages_lead_from_a_list_to_its_end(
    cast: dict[str, Person], browse: Callable[[str], Client], settings: Settings
) -> None:
    settings.DEMONSTRATION_DAY = DUE.isoformat()
    document = a_sealed_document(cast)
    made = listed(cast)
    noor, chen, page = browse("noor"), browse("chen"), reverse("disposal", args=[made.pk])
    assert b"Waits for the decision" in noor.get(page).content
    assert b"Ada" not in noor.get(page).content
    assert reverse("request", args=[made.entries.get().number]).encode() in noor.get(page).content
    answer = noor.post(reverse("do_with_disposal", args=[made.pk, "decline"]))
    assert b"Why they are kept</a>: This field is required." in answer.content
    noor.post(reverse("do_with_disposal", args=[made.pk, "put-forward"]))
    assert b"another person approves it" in noor.get(page).content
    assert b"Waits for approval" in chen.get(reverse("retention")).content
    done = chen.post(reverse("do_with_disposal", args=[made.pk, "approve"]), follow=True)
    assert b"Documents destroyed: 1; kept for now: 0." in done.content
    assert not is_stored(document)
    assert b"1 destroyed, 0 kept" in browse("ines").get(reverse("retention")).content


def test_the_page_asks_no_more_of_the_database_for_more_lists(
    cast: dict[str, Person],
    browse: Callable[[str], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    an_open_document(cast)
    listed(cast)
    ines = browse("ines")
    ines.get(reverse("retention"))
    with django_assert_max_num_queries(40) as few:
        ines.get(reverse("retention"))
    a_sealed_document(cast)
    an_open_document(cast, person="eve")
    propose(DAILY)
    on_hold()
    on_hold(person_id="ada")
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert ines.get(reverse("retention")).status_code == 200
