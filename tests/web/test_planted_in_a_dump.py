"""Whoever steals the database and the store, without a sealing key, finds no planted diagnosis in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.web import planted
from tests.web.committed_rows import emptied_afterwards
from tests.web.evidence.story import whole_story
from tests.web.planted import WORD

from dutystation.web.accounts.models import Person
from dutystation.web.evidence.models import Document


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A dump holds what is committed."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def test_no_dump_and_no_stored_file_holds_it(browse: Callable[[str], Client]) -> None:
    whole_story(browse)
    assert Document.objects.count() == 2
    assert planted.tables_with() == []
    assert planted.database_with() == []
    assert planted.files_with(settings.WEB_FOLDER) == []


def test_a_word_that_is_not_sealed_is_found_in_the_dump(cast: dict[str, Person]) -> None:
    cast["ada"].name = WORD
    cast["ada"].save()
    assert planted.database_with() != []
