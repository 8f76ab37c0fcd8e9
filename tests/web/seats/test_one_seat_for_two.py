"""Two seats are given in the same moment where one is left: one is, and the other is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import DjangoDbBlocker
from tests.web.cast import act_of
from tests.web.committed_rows import at_once, emptied_afterwards
from tests.web.seats.people_who_wait import head_office, people_who_wait

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.seats.actions import draw, offer
from dutystation.web.seats.models import Draw, Offer

DAY = date(2025, 2, 12)


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with what is committed in it; empty again afterwards."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def test_of_two_draws_and_two_offers_at_once_one_of_each_is_made(cast: dict[str, Person]) -> None:
    cases = people_who_wait(cast)
    head_office(13)
    at = act_of("finn").at.replace(day=DAY.day)
    finn, sight = Act("finn", at), sight_of(cast["finn"], DAY)

    drawn = at_once(lambda: draw(finn, "HQ", sight), lambda: draw(Act(SYSTEM, at), "HQ"))
    assert sum(isinstance(one, Refused) for one in drawn) == 1
    assert Draw.objects.get().drawn.count() == 2

    given = at_once(
        lambda: offer(finn, cases["ada"].number, sight, reason="Her floor."),
        lambda: offer(finn, cases["pia"].number, sight, reason="Her floor."),
    )
    [refused] = [one for one in given if isinstance(one, Refused)]
    assert "No seat is left at HQ" in str(refused)
    assert Offer.objects.count() == 1
