"""A list is shown by fifties, and is not counted to be shown."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import QueryDict

from dutystation.web.accounts import pages
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.pages import BoundedPage, page_of_rows

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


def people(number: int) -> None:
    Person.objects.bulk_create(Person(person=f"n{place:04}") for place in range(number))


def page(asked: str = "") -> BoundedPage:
    request = ActingRequest()
    request.GET = QueryDict(f"page={asked}")
    return page_of_rows(Person.objects.order_by("pk"), request)


def test_a_page_asks_once_and_knows_whether_there_is_another(django_assert_num_queries: Queries) -> None:
    people(101)
    with django_assert_num_queries(1):
        second = page("2")
        assert [len(second), second[0].pk, second.has_next(), second.has_previous()] == [
            50,
            "n0050",
            True,
            True,
        ]
        assert (second.start_index(), second.end_index()) == (51, 100)
        assert (second.previous_page_number(), second.next_page_number()) == (1, 3)


def test_the_last_page_says_how_many_rows_there_are_without_counting(
    django_assert_num_queries: Queries,
) -> None:
    people(101)
    with django_assert_num_queries(1):
        last = page("3")
        assert (len(last), last.has_next(), last.end_index(), last.paginator.count) == (1, False, 101, 101)


@pytest.mark.parametrize("asked", ["", "1", "0", "-4", "x", "4", "9" * 5000, "1.5"])
def test_a_page_that_is_not_there_is_the_first(asked: str) -> None:
    people(101)
    assert page(asked).number == 1


@pytest.mark.parametrize(("rows", "more"), [(50, False), (51, True)])
def test_fifty_rows_fill_one_page(rows: int, more: bool) -> None:  # noqa: FBT001 (given by its name)
    people(rows)
    assert page().has_next() is more


def test_an_empty_list_has_one_page_and_no_rows() -> None:
    assert (len(page()), page().has_other_pages(), page().paginator.count) == (0, False, 0)


def test_rows_beyond_the_last_page_that_is_shown_are_said_to_be_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "COUNTED", 100)
    people(101)
    last = page("3")
    assert (last.number, last.has_next(), last.is_cut, last.end_index()) == (2, False, True, 100)
    assert (last.paginator.count, last.paginator.is_cut) == (100, True)  # type: ignore[attr-defined]
