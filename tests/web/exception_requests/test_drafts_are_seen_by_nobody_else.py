"""What was never handed in is its person's alone, whatever becomes of it: page, documents, lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.cast import CAST
from tests.web.evidence.samples import upload
from tests.web.exception_requests.cases import ORDER, SAYS, Case, do

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests.rules import Verb

Cast = dict[str, Person]
Browse = Callable[[str], Client]
GROUNDS = [Ground.OTHER_COMPELLING, Ground.DISABILITY]


def with_a_document(case: Case, browse: Browse) -> str:
    """Ada adds a document to a request of hers; the address at which it is opened."""
    item = ORDER.grounds[case.ground].documents[0].item
    browse("ada").post(
        reverse("add_document", args=[case.number]), {"item": item, "document": upload(name="mine.pdf")}
    )
    return reverse("document", args=[case.number, Document.objects.get(subject=f"request:{case.number}").pk])


def seen_at(browse: Browse, address: str) -> set[str]:
    """Who gets a page there."""
    return {person for person in CAST if browse(person).get(address).status_code == 200}


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_draft_is_seen_by_its_person_alone_also_once_it_is_withdrawn(
    cast: Cast, browse_signed_in: Browse, ground: Ground, *, withdrawn: bool
) -> None:
    case = Case(cast, ground).drafted()
    document = with_a_document(case, browse_signed_in)
    if withdrawn:
        do(Verb.WITHDRAW, case)
    page = reverse("request", args=[case.number])
    assert seen_at(browse_signed_in, page) == {"ada"}
    # Of a sealed document not even ada gets the content: she has the original.
    assert seen_at(browse_signed_in, document) == (set() if ground is Ground.DISABILITY else {"ada"})
    for person in set(CAST) - {"ada"}:
        listed = browse_signed_in(person).get("/worklist/", {"state": "withdrawn" if withdrawn else ""})
        assert page not in listed.content.decode()


@pytest.mark.parametrize("ground", GROUNDS)
def test_what_was_handed_in_and_then_withdrawn_stays_with_the_officials(
    cast: Cast, browse_signed_in: Browse, ground: Ground
) -> None:
    case = Case(cast, ground).drafted()
    document = with_a_document(case, browse_signed_in)
    do(Verb.SUBMIT, case)
    do(Verb.WITHDRAW, case)
    decider = case.deciders[0]
    assert SAYS in browse_signed_in(decider).get(reverse("request", args=[case.number])).content.decode()
    assert browse_signed_in(decider).get(document).status_code == 200


def test_a_document_is_not_found_under_the_number_of_another_request(
    cast: Cast, browse_signed_in: Browse
) -> None:
    draft, handed_in = Case(cast).drafted(), Case(cast).submitted()
    with_a_document(draft, browse_signed_in)
    kept = Document.objects.get().pk
    assert seen_at(browse_signed_in, reverse("document", args=[handed_in.number, kept])) == set()
    address = reverse("withdraw_document", args=[handed_in.number, kept])
    assert browse_signed_in("ada").post(address, {"reason": "mistake"}).status_code == 404
