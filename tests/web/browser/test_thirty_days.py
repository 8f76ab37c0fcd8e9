"""The thirty days of an invented department, in a browser: from an empty folder to the published site.

`dutystation demo` makes the department and its workspace from nothing, `dutystation serve` opens it, and the
sample people do the rest: preparer, certifier, department and auditor.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.browser.complaints import complaints
from tests.web.browser.conftest import PATIENCE, Picture
from tests.web.browser.visits import pressed

SECONDS = 60
"""The longest that the application may take to answer for the first time."""
OUR_OWN = ("DUTYSTATION_WORKSPACE", "DUTYSTATION_SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
"""Settings of the tests that the demonstration must not inherit."""

SignedIn = Callable[[str], Page]


def dutystation(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from dutystation.cli.main import main; main()", *arguments]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OUR_OWN}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the demonstration, made in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run(
        dutystation("demo", str(folder)), env=environment(), check=True, capture_output=True, timeout=500
    )
    return folder / "workspace"


@pytest.fixture(scope="module")
def address(workspace: Path) -> Iterator[str]:
    """Where the demonstration is served, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        dutystation("serve", str(workspace), "--port", str(port)),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = f"http://127.0.0.1:{port}"
    try:
        _wait_for(found + "/health/")
        yield found
    finally:
        server.terminate()
        server.wait(SECONDS)


def _wait_for(address: str) -> None:
    for _ in range(SECONDS * 10):
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


@pytest.fixture
def signed_in(chromium: Browser, address: str) -> Iterator[SignedIn]:
    """Opens the application as one of its sample people."""
    contexts = []

    def open_home(person: str) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/sign-in/")
        with page.expect_navigation():
            page.get_by_role("button", name=f"{person} Sample").click()
        return page

    yield open_home
    for context in contexts:
        context.close()


def test_from_an_empty_folder_to_the_published_site(
    signed_in: SignedIn, picture: Picture, workspace: Path, tmp_path: Path
) -> None:
    named = prepares(signed_in("Chen"), picture)
    package = certifies(signed_in("Hanna"), named, picture, tmp_path)
    assert "as they were signed" in said("verify", str(package))
    dana = signed_in("Dana")
    returns_one(dana, picture)
    puts_together_and_proposes(dana, picture)
    release = approves(signed_in("Gale"), picture, tmp_path)
    with zipfile.ZipFile(release) as files:
        assert {"index.html", "figures.csv", "release.json"} <= {Path(name).name for name in files.namelist()}
    reads_what_was_done(signed_in("Ines"))
    assert "whole" in said("audit", "verify", str(workspace))


def prepares(page: Page, picture: Picture) -> str:
    """Human resources write what goes with the report and prepare it; the name of the component."""
    page.get_by_role("link", name="Reports").click()
    page.get_by_role("row", name=re.compile("waits for cert", re.IGNORECASE)).get_by_role("link").click()
    page.locator("summary", has_text="Write it").click()
    page.get_by_label("What the component says besides the figures").fill(
        "The third floor is ready in April."
    )
    pressed(page, "Keep the text")
    pressed(page, "Prepare it anew")
    expect(page.get_by_text("waits for certification").first).to_be_visible()
    assert complaints(page) == []
    picture(page, "filing")
    heading = page.get_by_role("heading", level=1).inner_text()
    return heading.removeprefix("Report of ")


def certifies(page: Page, component: str, picture: Picture, folder: Path) -> Path:
    """The head reads the statement, mistypes their name, then certifies; the signed package."""
    page.get_by_role("link", name=f"Certify the report of {component}").click()
    expect(page.get_by_role("heading", name=f"Certify version 2 of {component}")).to_be_visible()
    page.get_by_label("Your own name").fill("Somebody Else")
    pressed(page, "Certify and file")
    expect(page.get_by_text("You are not confirmed.").first).to_be_visible()
    page.get_by_label("Your own name").fill("Hanna Sample")
    assert complaints(page) == []
    picture(page, "certify")
    pressed(page, "Certify and file")
    expect(page.get_by_text("The report is certified and filed.")).to_be_visible()
    assert complaints(page) == []
    with page.expect_download() as package:
        page.get_by_role("link", name=re.compile("Package with people")).first.click()
    kept = folder / "package.zip"
    package.value.save_as(kept)
    return kept


def returns_one(page: Page, picture: Picture) -> None:
    """The policy office returns a report for correction; the board says so and no longer counts it."""
    page.goto("/board/")
    assert complaints(page) == []
    picture(page, "board")
    expect(page.get_by_text("9 of 13 components have filed.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Secret Service")).click()
    page.locator("summary", has_text="Return").click()
    page.get_by_label("Why").fill("Say which building has no seats.")
    pressed(page, "Return it")
    page.goto("/board/")
    expect(page.get_by_text("8 of 13 components have filed.")).to_be_visible()


def puts_together_and_proposes(page: Page, picture: Picture) -> None:
    """What is filed is put together, those missing by name, and a release is proposed."""
    page.goto("/department/")
    pressed(page, "Put together what counts now")
    expect(page.get_by_text(re.compile("Missing, and in no number of this page"))).to_be_visible()
    expect(page.get_by_role("heading", name="What has moved")).to_be_visible()
    assert complaints(page) == []
    picture(page, "consolidation")
    pressed(page, "Propose the release")


def approves(page: Page, picture: Picture, folder: Path) -> Path:
    """The head of the agency approves; the published site opens. The release as a file."""
    page.goto("/releases/")
    pressed(page, "Approve and release")
    with page.expect_download() as archive:
        page.get_by_role("link", name=re.compile("^Zip")).click()
    kept = folder / "release.zip"
    archive.value.save_as(kept)
    page.get_by_role("link", name=re.compile("^2025-02-19")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert complaints(page) == []
    picture(page, "release")
    return kept


def reads_what_was_done(page: Page) -> None:
    """The auditor finds every step among the events."""
    page.goto("/events/")
    for sentence in ("certified", "returned", "put"):
        expect(page.get_by_text(re.compile(sentence)).first).to_be_visible()


def said(*arguments: str) -> str:
    """What a command says. Fails where it does not end well."""
    done = subprocess.run(
        dutystation(*arguments), env=environment(), check=True, capture_output=True, text=True
    )
    return done.stdout + done.stderr
