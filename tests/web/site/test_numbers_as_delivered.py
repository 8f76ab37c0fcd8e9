"""A number that is kept in the letters delivered is written as pages write other numbers."""

from __future__ import annotations

import pytest

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
