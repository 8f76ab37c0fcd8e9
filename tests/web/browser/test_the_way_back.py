"""Whoever signs out of a shared machine leaves nothing behind the button that leads back.

Playwright switches off the cache in which a browser keeps pages for it; here it is on, as for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from tests.web.browser.conftest import CHROMIUM, PATIENCE, QUIET
from tests.web.exception_requests.cases import issued
from tests.web.planted import WORD

from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests.models import Request


@pytest.fixture
def page_kept(chromium: Browser, server: str, cast: dict[str, Person]) -> Iterator[Page]:
    """A page of ada's in a browser that keeps pages for the way back."""
    keeping = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=list(QUIET),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    window = keeping.new_context(base_url=server)
    window.set_default_timeout(PATIENCE)
    client = Client()
    client.force_login(cast["ada"])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
    yield window.new_page()
    keeping.close()


def test_back_after_signing_out_leads_to_signing_in(page_kept: Page, cast: dict[str, Person]) -> None:
    issued(cast)
    page = page_kept
    page.goto("/requests/new/")
    page.get_by_role("button", name=re.compile(": Disability")).click()
    page.get_by_label("What you ask for").fill("Telework")
    page.get_by_label("Why").fill(f"I have {WORD}.")
    page.get_by_role("button", name="Keep as a draft").click()
    page.goto(f"/requests/{Request.objects.get().pk}/change/")
    assert page.get_by_label("Why").input_value() == f"I have {WORD}."
    page.goto("/notices/")
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    seen = set()
    for _ in range(5):
        page.evaluate("history.back()")
        page.wait_for_timeout(500)
        seen.add(page.url)
        assert WORD not in page.content()
        assert page.get_by_label("Why").count() == 0
        assert page.get_by_role("button", name="Sign out").count() == 0
    assert any("/change/" in address for address in seen), "the way back leads past the draft"
