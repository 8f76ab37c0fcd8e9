"""Before a run was received, the pages of figures say what will be there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client


@pytest.mark.parametrize("address", ["/figures/", "/figures/buildings/NORTH/"])
def test_a_page_without_a_run_says_what_would_be_here(browse: Callable[[str], Client], address: str) -> None:
    page = browse("chen").get(address).content.decode()
    assert "No run has been received yet" in page


def test_a_building_is_not_there_without_a_run(browse: Callable[[str], Client]) -> None:
    assert browse("chen").get("/figures/facilities/HQ/").status_code == 404
