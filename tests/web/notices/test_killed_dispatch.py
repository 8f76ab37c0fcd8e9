"""A program that tells people is killed at any moment, or there are two of them: everybody is told once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from pytest_django import DjangoDbBlocker, Settings
from tests.web.cast import EMPLOYEES, act_of
from tests.web.committed_rows import at_once, emptied_afterwards
from tests.web.issued_orders import issue_order

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.mail.models import Message
from dutystation.web.notices import dispatching
from dutystation.web.notices.dispatching import dispatch_all, dispatch_some
from dutystation.web.notices.models import Dispatch, Notice

BY_ID = sorted(EMPLOYEES)


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with what is committed in it; empty again afterwards."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


@pytest.fixture
def order(cast: dict[str, Person], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An order of which all fifteen people are still to be told, one at a time."""
    settings.TOLD_AT_ONCE = 0
    monkeypatch.setattr(dispatching, "AT_ONCE", 1)
    issue_order()


def killed_after(batches: int, seconds: float) -> None:
    """Another program tells people, and is killed with SIGKILL so many seconds after so many batches."""
    connections.close_all()
    heard, said = os.pipe()
    program = os.fork()
    if not program:
        try:
            _tell_on_a_connection_of_its_own(said)
        finally:
            os._exit(0)
    os.close(said)  # so that reading ends with the program
    for _ in range(batches):
        assert os.read(heard, 1), "The program ended before it had told anybody."
    time.sleep(seconds)
    os.kill(program, signal.SIGKILL)
    os.waitpid(program, 0)
    os.close(heard)


def _tell_on_a_connection_of_its_own(said: int) -> None:
    # What closes connections closes those of the context it is called in, and a browser that a test drove
    # leaves others behind. A connection that both programs hold would stay open when one of them is killed,
    # and what it had begun would lock the tables for ever.
    inherited = connections[DEFAULT_DB_ALIAS]
    del connections[DEFAULT_DB_ALIAS]
    while dispatch_some(act_of(SYSTEM)) is not None:
        os.write(said, b".")
    del inherited  # held until now, for letting go of it would end what its socket carries


@transaction.atomic
def told_as_far_as_it_says() -> int:
    """How many are told: by notices, mails and the dispatch alike."""
    Dispatch.objects.select_for_update().get()  # waits until a killed program has committed or given up
    people = list(Notice.objects.order_by("person").values_list("person", flat=True))
    assert people == BY_ID[: len(people)]
    assert sorted(Message.objects.values_list("to", flat=True)) == people
    assert Dispatch.objects.get().told == len(people)
    return len(people)


@pytest.mark.usefixtures("order")
def test_a_program_that_is_killed_again_and_again_tells_everybody_once_in_the_end() -> None:
    chance = random.Random(7)
    before = 0
    for _ in range(6):
        killed_after(2, chance.uniform(0, 0.02))
        after = told_as_far_as_it_says()
        assert after >= before + 2
        before = after
        if after > len(BY_ID) - 3:
            break
    dispatch_all(act_of(SYSTEM))
    assert told_as_far_as_it_says() == len(BY_ID)
    assert Event.objects.filter(verb="notice.dispatched").count() == 1


@pytest.mark.usefixtures("order")
def test_two_programs_at_once_share_the_people_between_them() -> None:
    told = at_once(lambda: dispatch_all(act_of(SYSTEM)), lambda: dispatch_all(act_of(SYSTEM)))
    assert sum(number for number in told if isinstance(number, int)) == len(BY_ID)
    assert told_as_far_as_it_says() == len(BY_ID)
    assert Event.objects.filter(verb="notice.dispatched").count() == 1
