"""A real browser on a real server of this machine: Debian's Chromium, driven by Playwright.

Rows are committed, since the server reads them over connections of its own. The clock stands at noon of the
day of the cast, for the server too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from tests.web.browser.visits import WIDTHS
from tests.web.cast import NOON
from tests.web.committed_rows import emptied_afterwards
from tests.web.made_once import take_all_away

from dutystation.web.accounts.models import Person

CHROMIUM = os.environ.get("DUTYSTATION_CHROMIUM") or shutil.which("chromium") or ""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""The browser draws pages of this machine and speaks to nobody else."""
PATIENCE = 10_000
"""Milliseconds that a page may take before a test has failed."""

Opened = Callable[..., Page]
AtHand = dict[bool, list[Page]]
Picture = Callable[[Page, str], None]
PICTURES = Path(__file__).resolve().parents[3] / "docs" / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/web/browser/" in str(item.path):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(scope="package")
def chromium(django_db_blocker: DjangoDbBlocker) -> Iterator[Browser]:
    """One browser for all tests of a process."""
    if not CHROMIUM:
        pytest.skip("Tests in a browser need Chromium: apt-get install chromium")
    with django_db_blocker.unblock():
        take_all_away()
    # Playwright keeps an event loop running in this thread, which Django would take for an async caller.
    # Beside it Django has another connection: what is made once on either goes before the other is used.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        with django_db_blocker.unblock():
            take_all_away()
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def db(chromium: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with what is committed in it, on the day of the cast; empty again afterwards."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOON, tick=True),
        emptied_afterwards(),
    ):
        yield
    # In a thread with a loop Django keeps connections of their own; nobody else would close them.
    connections.close_all()


@pytest.fixture(scope="package")
def server(chromium: Browser, django_db_setup: None) -> Iterator[str]:
    """The address of the application, served from this process."""
    running = LiveServer("127.0.0.1")
    yield running.url
    running.stop()


@pytest.fixture(scope="package")
def at_hand(chromium: Browser, server: str) -> Iterator[AtHand]:
    """Empty pages that no test is using, by whether they run scripts, each in a window of its own.

    They know nobody, but have what every page needs, style sheets, scripts and fonts, read and ready.
    """
    empty: AtHand = {True: [], False: []}
    yield empty
    for page in (*empty[True], *empty[False]):
        page.context.close()


def new_page(chromium: Browser, server: str, *, javascript: bool) -> Page:
    window = chromium.new_context(base_url=server, java_script_enabled=javascript, service_workers="block")
    window.set_default_timeout(PATIENCE)
    return window.new_page()


def emptied(page: Page) -> Page:
    """The page without an address, alone in its window, and nobody signed in."""
    page.goto("about:blank")
    for other in page.context.pages:
        if other != page:
            other.close()
    page.context.clear_cookies()
    return page


@pytest.fixture
def opened(chromium: Browser, server: str, at_hand: AtHand, cast: dict[str, Person]) -> Iterator[Opened]:
    """Opens a page of the application as somebody: `opened("ada", "/", width=320, javascript=False)`."""
    used: list[tuple[bool, Page]] = []

    def open_page(person: str, address: str, *, width: int = WIDTHS[-1], javascript: bool = True) -> Page:
        empty = at_hand[javascript]
        page = empty.pop() if empty else new_page(chromium, server, javascript=javascript)
        used.append((javascript, page))
        if person:
            client = Client()
            client.force_login(cast[person])
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}]
            )
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        return page

    yield open_page
    for javascript, page in used:
        at_hand[javascript].append(emptied(page))


@pytest.fixture
def picture() -> Picture:
    """Keeps a picture of a page for the docs, `picture(page, "notice")`, if DUTYSTATION_PICTURES is set."""

    def keep(page: Page, name: str) -> None:
        if os.environ.get("DUTYSTATION_PICTURES"):
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True, animations="disabled")

    return keep
