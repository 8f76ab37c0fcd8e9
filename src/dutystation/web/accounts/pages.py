"""Lists by the page, whatever their length: what is beyond the ten thousandth row is not shown.

How many rows there are is not asked for to show a page, since counting is what costs most in a long list: one
row more than a page holds says whether there is another page. A template that needs the number can still ask
the paginator for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from dutystation.web.accounts.acting import ActingRequest

ON_A_PAGE = 50
COUNTED = 10_000
"""Rows that can be paged through, and that are counted where somebody asks; others are found by searching."""


if TYPE_CHECKING:
    RowPaginator = Paginator[Any]
    RowPage = Page[Any]
else:  # Django's own classes take no type at run time
    RowPaginator = Paginator
    RowPage = Page


class BoundedPaginator(RowPaginator):
    """Pages of a list, of which no more than `COUNTED` rows are counted, and those only where asked for."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        return rows.order_by()[:COUNTED].count()

    @property
    def is_cut(self) -> bool:
        """Whether there may be more rows than were counted."""
        return self.count == COUNTED


class BoundedPage(RowPage):
    """One page, read with one row more, which says whether there is another."""

    def __init__(self, pages: BoundedPaginator, number: int) -> None:
        first = (number - 1) * pages.per_page
        found = list(pages.object_list[first : first + pages.per_page + 1])
        self._more = len(found) > pages.per_page
        super().__init__(found[: pages.per_page], number, pages)
        if not self._more and (found or number == 1):
            pages.count = first + len(found)

    def has_next(self) -> bool:
        return self._more and not self.is_cut

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows, and no page shows them."""
        return self._more and self.number * self.paginator.per_page >= COUNTED

    def start_index(self) -> int:
        return (self.number - 1) * self.paginator.per_page + 1

    def end_index(self) -> int:
        """The number of the last row on it; how many rows there are, where no page follows."""
        return (self.number - 1) * self.paginator.per_page + len(self.object_list)

    def next_page_number(self) -> int:
        return self.number + 1

    def previous_page_number(self) -> int:
        return self.number - 1


def page_of_rows(rows: QuerySet[Any, Any], request: ActingRequest) -> BoundedPage:
    """The page of a list that a request asks for; the first one where it asks for none that there is."""
    pages = BoundedPaginator(rows, ON_A_PAGE)
    asked = request.GET.get("page", "")
    number = min(int(asked[:9]), COUNTED // ON_A_PAGE) if asked.isdecimal() else 1
    found = BoundedPage(pages, max(number, 1))
    return found if found.object_list or number <= 1 else BoundedPage(pages, 1)
