"""Days are written as reports write them, numbers kept in the letters delivered as other numbers are."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template

from dutystation.web.site.templatetags.wording import amount


@pytest.mark.parametrize(
    ("delivered", "written"),
    [
        ("900", "900"),
        ("123456", "123,456"),
        ("+0123456.00", "123,456"),
        ("88500.50", "88,500.5"),
        (".5", "0.5"),
        ("1000000", "1,000,000"),
        ("", "–"),
    ],
)
def test_thousands_are_set_apart_and_no_zeros_are_left(delivered: str, written: str) -> None:
    assert amount(delivered) == written


def test_a_day_is_written_in_one_way_whether_or_not_a_page_asks_for_it() -> None:
    page = Template("{{ day|day }} / {{ day }} / {{ day|date }}")
    assert (
        page.render(Context({"day": date(2025, 2, 3)}))
        == "3 February 2025 / 3 February 2025 / 3 February 2025"
    )
