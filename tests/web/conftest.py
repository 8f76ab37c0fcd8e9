"""What every test of the application can ask for: the cast, what each sees, browsers, runs, reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.web.cast import (
    CAST,
    DAY,
    NOON,
    act_of,
    browse,
    browse_signed_in,
    cast,
    make_cast,
    sessions,
    sight,
    sign_everybody_in,
)
from tests.web.committed_rows import others_hung_up
from tests.web.filings.reports import filing_runs, open_reports, reports
from tests.web.made_once import keep, take_all_away, wanted_by
from tests.web.two_runs import measured, receive_all, receive_first, received, two_runs

from dutystation.web.accounts.models import Person

__all__ = [
    "CAST",
    "DAY",
    "NOON",
    "act_of",
    "browse",
    "browse_signed_in",
    "cast",
    "filing_runs",
    "measured",
    "received",
    "reports",
    "sessions",
    "sight",
    "two_runs",
]


@pytest.fixture(scope="session", autouse=True)
def _database_is_left_alone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        take_all_away()
        others_hung_up()


@pytest.fixture
def _what_is_made_once(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """What this test starts from is there before its own savepoint begins."""
    names = wanted_by(request.fixturenames)
    makers: dict[str, Callable[[], object]] = {
        "cast": make_cast,
        "received": lambda: receive_first(request.getfixturevalue("two_runs")),
        "measured": lambda: receive_all(request.getfixturevalue("two_runs")),
        "reports": lambda: open_reports(
            Person.objects.select_related("unit", "unit__component").in_bulk(),
            request.getfixturevalue("filing_runs"),
        ),
        "sessions": sign_everybody_in,
    }
    with django_db_blocker.unblock():
        keep(names, makers)


@pytest.fixture
def _django_db_helper(_what_is_made_once: None, _django_db_helper: None) -> None:
    """The transaction of a test, which pytest-django begins under this name for `db` and for its mark."""
