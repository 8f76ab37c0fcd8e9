"""What is destroyed is nowhere any more, and a hold in the same moment comes before it or after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.web import planted
from tests.web.committed_rows import at_once, emptied_afterwards
from tests.web.planted import WORD
from tests.web.retention.ended import (
    DUE,
    a_sealed_document,
    act_on,
    an_open_document,
    approved,
    by,
    listed,
    seconds,
)

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.audit.queries import broken_at
from dutystation.web.evidence.models import Destruction, DocumentSeal
from dutystation.web.retention.disposing import Done, approve, carry_out, put_forward
from dutystation.web.retention.holding import place
from dutystation.web.retention.models import EntryKept, Hold

DAILY = act_on(SYSTEM, DUE)


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A dump holds what is committed, and another connection sees it; empty again afterwards."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def folder_with(part: bytes) -> list[str]:
    """Files of the application that hold some bytes: the store, and on SQLite the database.

    Its log is emptied into it before, as it is when the application stops.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    folders = {Path(settings.WEB_FOLDER), Path(storages["evidence"].path(""))}
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    return [str(file) for file in files if part in file.read_bytes()]


def test_the_planted_content_of_an_open_document_is_nowhere(cast: dict[str, Person]) -> None:
    seconds(cast)
    an_open_document(cast, content=f"Diagnosis: {WORD}")
    assert planted.files_with(settings.WEB_FOLDER) != []
    made = approved(listed(cast))
    carry_out(DAILY, made.pk)
    assert planted.files_with(settings.WEB_FOLDER) == []
    assert planted.database_with() == []
    assert planted.events_with() == []


def test_neither_the_sealed_bytes_nor_what_opens_them_are_anywhere(cast: dict[str, Person]) -> None:
    document = a_sealed_document(cast, f"{WORD}.pdf", f"Diagnosis: {WORD}")
    with storages["evidence"].open(document.stored) as stored:
        body = stored.read()
    header, label = (bytes(part) for part in DocumentSeal.objects.values_list("header", "label").get())
    parts = [body[:64], body[-64:], header[16:], label[-40:]]
    on_disk = parts if connection.vendor == "sqlite" else parts[:2]  # what is in the store on both
    assert [folder_with(part) != [] for part in on_disk] == [True] * len(on_disk)
    made = listed(cast)
    put_forward(*by("noor"), made.pk)
    approve(*by("chen"), made.pk)
    carry_out(DAILY, made.pk)
    assert [folder_with(part) for part in on_disk] == [[]] * len(on_disk)
    assert not DocumentSeal.objects.exists()


def test_a_hold_in_the_same_moment_comes_before_a_destruction_or_after_it(cast: dict[str, Person]) -> None:
    """Whichever comes first, nothing is destroyed once the hold is there, and nothing is half destroyed."""
    seconds(cast)
    for person in ("ada", "pia", "finn"):
        an_open_document(cast, person=person)
    made = approved(listed(cast))
    hold: Callable[[], object] = partial(
        place, *by("gale"), None, from_day=DUE, reason="An inquiry", reference="Docket 12"
    )
    done, placed = at_once(lambda: carry_out(DAILY, made.pk), hold)
    assert isinstance(done, Done)
    assert isinstance(placed, Hold)
    assert done.destroyed + done.kept == 3
    assert Destruction.objects.count() == done.destroyed
    assert EntryKept.objects.filter(why="held").count() == done.kept
    # Events are numbered in the order in which what they tell of came to be.
    held_since = Event.objects.get(verb="hold.placed").number
    assert not Event.objects.filter(verb="evidence.destroyed", number__gt=held_since).exists()
    assert broken_at() is None
    assert Destruction.objects.filter(removal=None).count() == 0
