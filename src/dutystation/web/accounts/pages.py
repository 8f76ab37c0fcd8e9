"""Lists by the page, whatever their length: what is beyond the ten thousandth row is not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from dutystation.web.accounts.acting import ActingRequest

ON_A_PAGE = 50
COUNTED = 10_000
"""Rows that are counted, and can be paged through; whoever looks for more searches."""


if TYPE_CHECKING:
    RowPaginator = Paginator[Any]
else:  # Django's own classes take no type at run time
    RowPaginator = Paginator


class BoundedPaginator(RowPaginator):
    """Pages of a list, of which no more than `COUNTED` rows are counted."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        return rows.order_by()[:COUNTED].count()

    @property
    def is_cut(self) -> bool:
        """Whether there may be more rows than were counted."""
        return self.count == COUNTED


def page_of_rows(rows: QuerySet[Any, Any], request: ActingRequest) -> Page[Any]:
    """The page of a list that a request asks for; the first one where it asks for none that there is."""
    return BoundedPaginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
