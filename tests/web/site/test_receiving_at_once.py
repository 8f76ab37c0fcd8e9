"""Runs that are received in the same moment are received one after the other, the very first ones too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker
from tests.postgresql import fresh_database
from tests.web.cast import EMPLOYEES, act_of
from tests.web.committed_rows import at_once, emptied_afterwards
from tests.web.two_runs import TwoRuns

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.audit.queries import broken_at
from dutystation.web.records.actions import receive_run
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import newest_run, publication_of
from dutystation.web.results.models import BridgeCount
from dutystation.web.site.receiving import receive
from dutystation.web.worklists.models import Item

LONG_ENOUGH = 0.5
"""Seconds in which the other one has come to where it waits."""


OUR_OWN = ("DUTYSTATION_WORKSPACE", "DUTYSTATION_SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
"""Settings of the tests that a program of its own must not inherit."""


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with what is committed in it; empty again afterwards."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def test_of_the_very_first_runs_that_come_at_once_both_are_received(db: None, two_runs: TwoRuns) -> None:
    found = at_once(
        lambda: receive(act_of(SYSTEM), two_runs.before), lambda: receive(act_of(SYSTEM), two_runs.after)
    )
    assert [getattr(run, "name", run) for run in found] == [two_runs.before, two_runs.after]
    assert Person.objects.filter(on_rolls=True).count() == len(EMPLOYEES)
    assert BridgeCount.objects.filter(org_unit="RIVERS").count() == 2
    assert broken_at() is None
    first, second = Event.objects.filter(verb="findings.taken").order_by("number")
    assert first.details["new"] > 0  # what the first found the second knows, and whatever it alone has is new
    assert Item.objects.count() == first.details["new"] + second.details["new"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_run_of_an_earlier_day_is_refused_also_while_the_later_one_is_being_received(
    db: None, two_runs: TwoRuns, *, is_first: bool
) -> None:
    before, after = publication_of(two_runs.before), publication_of(two_runs.after)
    if not is_first:
        receive_run(act_of(SYSTEM), two_runs.before, before)
    earlier = replace(before, as_of=before.as_of + timedelta(days=1))
    later = replace(after, as_of=before.as_of + timedelta(days=2))
    under_way = threading.Event()

    def receive_the_later() -> ReceivedRun:
        with transaction.atomic():
            received = receive_run(act_of(SYSTEM), two_runs.after, later)
            under_way.set()
            time.sleep(LONG_ENOUGH)
        return received

    def receive_the_earlier() -> ReceivedRun:
        under_way.wait(timeout=30)
        return receive_run(act_of(SYSTEM), two_runs.before, earlier)

    received, refused = at_once(receive_the_later, receive_the_earlier)
    assert newest_run() == received
    assert str(refused) == (
        f"The run {two_runs.after}, of a later day, was received before. Receive one of that day or later."
    )


def test_two_programs_that_are_the_first_of_all_receive_a_run_each(two_runs: TwoRuns, tmp_path: Path) -> None:
    """There are no secrets, no tables and no run before them: whichever comes first makes all of that."""
    shutil.copytree(settings.WORKSPACE, tmp_path, dirs_exist_ok=True, ignore=lambda *_: ["web"])
    environment = {name: value for name, value in os.environ.items() if name not in OUR_OWN}
    at = fresh_database(os.environ["DATABASE_URL"]) if connection.vendor == "postgresql" else nullcontext("")
    with at as database:
        programs = [
            subprocess.Popen(
                [
                    *(sys.executable, "-c", "from dutystation.cli.main import main; main()"),
                    *("cases", "receive", str(tmp_path / "runs" / run)),
                ],
                env={**environment, "DATABASE_URL": database},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for run in (two_runs.before, two_runs.after)
        ]
        said = [program.communicate(timeout=300)[0] for program in programs]
    assert said == [
        f"15 people are on the rolls of {two_runs.before}.\n",
        f"15 people are on the rolls of {two_runs.after}.\n",
    ]
    assert (tmp_path / "web").stat().st_mode & 0o777 == 0o700  # what it holds is for its owner alone
