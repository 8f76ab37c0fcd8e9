"""Nothing is found sufficient that is not there; nothing is added that nobody judges. Domain rule 10.17."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.evidence.samples import upload
from tests.web.exception_requests.cases import FILE, ORDER, SPACE, Case, do, in_state

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.evidence.actions import withdraw
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests import actions, deciding
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.exception_requests.documents import add_document
from dutystation.web.exception_requests.models import ItemVerdict, Request
from dutystation.web.exception_requests.rules import State, Verb
from dutystation.web.filings.grounds import Ground as Behind
from dutystation.web.filings.grounds import grounds_of

Cast = dict[str, Person]
Browse = Callable[[str], Client]
SEEN = "The accommodation specialist of NORTH has seen"


def give(case: Case, item: str = "") -> Document:
    """Ada gives a document for a thing that the order asks for, the first where none is named."""
    asked = item or ORDER.grounds[case.ground].documents[0].item
    request = Request.objects.select_related("person", "directive").get(pk=case.number)
    return add_document(case.act("ada"), request, asked, upload())


def judge(case: Case, reference: str = "", item: str = "") -> ItemVerdict:
    decider = case.deciders[-1]
    asked = item or ORDER.grounds[case.ground].documents[0].item
    return actions.judge_item(
        case.act(decider), case.sight(decider), case.number, asked, sufficient=True, reference=reference
    )


def approve(case: Case) -> None:
    decider = case.deciders[-1]
    terms = Terms("It is so.", stated=SPACE)
    deciding.approve(case.act(decider), case.sight(decider), case.number, terms)


def behind(case: Case) -> Behind:
    """What a report would say stands behind the reason."""
    [found] = grounds_of(Unit.objects.get(pk="NORTH"))["ada"]
    assert found.request.pk == case.number
    return found


@pytest.mark.parametrize("ground", [Ground.DISABILITY, Ground.MILITARY_SPOUSE])
def test_nothing_that_was_not_given_is_sufficient(cast: Cast, ground: Ground) -> None:
    case = Case(cast, ground).in_review()
    with pytest.raises(Refused, match=r"No document has been given for this\. Return the request for it, or"):
        judge(case)
    with pytest.raises(Refused, match="Nobody has found this sufficient yet"):
        approve(case)


def test_a_document_for_one_thing_is_none_for_another(cast: Cast) -> None:
    case = Case(cast, Ground.SPACE).in_review()
    give(case, "seat-check")
    judge(case, item="seat-check")
    with pytest.raises(Refused, match="No document has been given for this"):
        judge(case, item="host-decision")


def test_a_report_says_of_documents_that_they_were_seen_where_there_were_some(cast: Cast) -> None:
    case = Case(cast, Ground.DISABILITY).in_review()
    give(case)
    judge(case)
    approve(case)
    assert behind(case).evidence == f"request:{case.number}, 1 document"
    assert behind(case).attestation == f"{SEEN} the documents and found them sufficient."


def test_a_report_says_of_what_is_kept_elsewhere_that_it_is(cast: Cast) -> None:
    case = Case(cast, Ground.DISABILITY).in_review()
    judge(case, FILE)
    approve(case)
    assert behind(case).evidence == f"request:{case.number}, 0 documents, 1 kept elsewhere"
    assert (
        behind(case).attestation
        == f"{SEEN} what is kept elsewhere under a reference and found it sufficient."
    )


def test_a_report_says_both_where_both_were_seen(cast: Cast) -> None:
    case = Case(cast, Ground.DISABILITY).in_review()
    give(case)
    judge(case, FILE)
    approve(case)
    assert behind(case).attestation == (
        f"{SEEN} the documents, and what is kept elsewhere under a reference, and found them sufficient."
    )


def test_a_report_attests_to_nothing_where_nobody_noted_what_was_seen(cast: Cast) -> None:
    """As of verdicts that were made before documents were asked for."""
    case = Case(cast, Ground.DISABILITY).in_review()
    judge(case, FILE)
    approve(case)
    ItemVerdict.objects.update(documents=0, elsewhere=False)
    assert behind(case).attestation == ""


def test_what_is_withdrawn_supports_nothing_any_more(cast: Cast, browse: Browse) -> None:
    case = Case(cast, Ground.DISABILITY).in_review()
    given = give(case)
    judge(case)
    withdraw(case.act("ada"), given.pk, "mistake")
    page = browse("noor").get(f"/requests/{case.number}/").content.decode()
    assert "It was found sufficient; what was given for it is withdrawn." in page
    with pytest.raises(Refused, match="Nobody has found this sufficient yet"):
        approve(case)


def test_what_comes_while_an_approval_is_looked_at_again_is_not_counted_with_it(cast: Cast) -> None:
    case = Case(cast, Ground.DISABILITY).in_review()
    give(case)
    judge(case)
    approve(case)
    do(Verb.REOPEN, case)
    case.day = case.day.replace(day=4)
    give(case)
    assert behind(case).evidence == f"request:{case.number}, 1 document"
    judge(case)
    approve(case)
    assert behind(case).evidence == f"request:{case.number}, 2 documents"


def test_where_it_is_kept_is_asked_for_where_no_document_was_given_and_shown_to_those_who_read(
    cast: Cast, browse: Browse
) -> None:
    case = Case(cast, Ground.DISABILITY).in_review()
    address, noor = f"/requests/{case.number}/", browse("noor")
    assert 'name="reference"' in noor.get(address).content.decode()
    said = {"item": "accommodation-reference", "sufficient": "yes", "reference": FILE}
    noor.post(f"{address}do/judge_item/", said)
    assert f"Sufficient. Kept elsewhere: {FILE}." in noor.get(address).content.decode()
    assert FILE not in browse("boris").get(address).content.decode()
    assert ItemVerdict.objects.get().reference == ""  # it is sealed
    give(case)
    assert 'name="reference"' not in noor.get(address).content.decode()


@pytest.mark.parametrize("state", State)
def test_documents_are_added_while_somebody_can_judge_them(cast: Cast, state: State) -> None:
    case = in_state(cast, state)
    if state in (State.APPROVED, State.DENIED, State.WITHDRAWN, State.LAPSED):
        with pytest.raises(Refused, match="No documents are taken for the request now"):
            give(case)
        assert not Document.objects.exists()
    else:
        assert give(case).subject == f"request:{case.number}"


def test_a_page_that_is_out_of_date_adds_nothing(cast: Cast, browse: Browse) -> None:
    case = Case(cast).approved()
    address = f"/requests/{case.number}/"
    sent = {"item": "certification", "document": upload()}
    came_from = {"referer": f"http://testserver{address}"}
    shown = browse("ada").post(f"{address}document/", sent, headers=came_from, follow=True).content.decode()
    assert "it stands so: approved. Ask whoever decided it to reopen it, or ask anew." in shown
    assert not Document.objects.exists()


def test_a_document_that_comes_in_while_it_is_decided_is_not_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(cast).ready()
    monkeypatch.setattr("dutystation.web.evidence.actions.scanned", lambda content: do(Verb.APPROVE, case))
    with pytest.raises(Refused, match="No documents are taken for the request now"):
        give(case)
    assert not Document.objects.exists()


def test_what_stands_behind_many_requests_is_asked_as_often_as_behind_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    north = Unit.objects.get(pk="NORTH")
    Case(cast).approved()
    with django_assert_num_queries(5):
        grounds_of(north)
    for _ in range(3):
        give(Case(cast).in_review())
    with django_assert_num_queries(5):
        grounds_of(north)
