"""What every test of the application can ask for: the cast, what each sees, browsers, runs, reports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.web.cast import CAST, DAY, NOON, act_of, browse, cast, sight
from tests.web.committed_rows import others_hung_up
from tests.web.filings.reports import filing_runs, reports
from tests.web.two_runs import measured, received, two_runs

__all__ = [
    "CAST",
    "DAY",
    "NOON",
    "act_of",
    "browse",
    "cast",
    "filing_runs",
    "measured",
    "received",
    "reports",
    "sight",
    "two_runs",
]


@pytest.fixture(scope="session", autouse=True)
def _database_is_left_alone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        others_hung_up()
