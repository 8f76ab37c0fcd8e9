"""The order reaches ada and she is heard: from the notice to the letter, in a browser, person by person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.conftest import Opened, Picture
from tests.web.browser.visits import pressed
from tests.web.evidence.samples import pdf
from tests.web.issued_orders import issue_order

pytestmark = pytest.mark.usefixtures("received")


def asks(page: Page, ground: str, statement: str, *, until: str = "") -> str:
    """Somebody asks on a ground, as far as the draft; the address of the request."""
    page.get_by_role("link", name="My requests").click()
    page.get_by_role("link", name="Ask for an exception").click()
    page.get_by_role("button", name=re.compile(f": {ground}")).click()
    page.get_by_label("What you ask for").fill("Telework on two days a week")
    page.get_by_label("From", exact=False).first.fill("2025-02-10")
    if until:
        page.get_by_label("Until", exact=False).first.fill(until)
    page.get_by_label("Why", exact=False).first.fill(statement)
    pressed(page, "Keep as a draft")
    return page.url


def test_a_compelling_reason_from_the_notice_to_the_letter(opened: Opened, picture: Picture) -> None:
    issue_order()
    ada = opened("ada", "/")
    expect(ada.get_by_role("heading", name="What waits for you")).to_be_visible()
    picture(ada, "home")
    address = asks(ada, "Other compelling reason", "My child changes schools.", until="2025-04-10")
    pressed(ada, "Hand it in")
    expect(ada.get_by_text("Decide by")).to_be_visible()

    boris = opened("boris", "/worklist/")
    boris.get_by_role("row", name=re.compile("Ada")).get_by_role("link").click()
    pressed(boris, "Take it up")
    boris.get_by_label("No document has been given", exact=False).fill("Memorandum 4 of the branch")
    pressed(boris, "Sufficient")
    pressed(boris, "Agree")
    expect(boris.get_by_text("agency head", exact=True)).to_be_visible()

    gale = opened("gale", "/")
    gale.get_by_role("link", name=re.compile("may need you")).click()
    gale.get_by_role("row", name=re.compile("Ada")).get_by_role("link").click()
    picture(gale, "decide")
    gale.locator("summary", has_text="Approve as asked").click()
    gale.locator("#approve_reasons").fill("Both of us certify it.")
    pressed(gale, "Approve as asked")
    expect(gale.get_by_role("heading", name="Approved as asked, 3 February 2025")).to_be_visible()

    ada.goto(address)
    expect(ada.get_by_text("Both of us certify it.")).to_be_visible()
    with ada.expect_download() as letter:
        ada.get_by_role("link", name="Letter (PDF)").click()
    assert Path(letter.value.path()).read_bytes().startswith(b"%PDF")
    picture(ada, "request")


def test_an_accommodation_is_read_by_the_specialist_alone(opened: Opened, tmp_path: Path) -> None:
    issue_order()
    document = tmp_path / "reference.pdf"
    document.write_bytes(pdf("a reference"))
    ada = opened("ada", "/")
    address = asks(ada, "Disability accommodation", "A sentence for the specialist.")
    ada.locator("input[type=file]").set_input_files(document)
    pressed(ada, "Add the document")
    pressed(ada, "Hand it in")

    boris = opened("boris", address)
    expect(boris.get_by_text("Accommodation (protected)")).to_be_visible()
    expect(boris.get_by_text("A sentence for the specialist.")).to_have_count(0)
    expect(boris.get_by_role("button", name="Take it up")).to_have_count(0)

    noor = opened("noor", address)
    pressed(noor, "Take it up")
    expect(noor.get_by_text("A sentence for the specialist.")).to_be_visible()
    pressed(noor, "Sufficient")
    noor.locator("summary", has_text="Approve as asked").click()
    noor.locator("#approve_reasons").fill("It is needed.")
    noor.locator("#approve_limits").fill("Telework on two days a week")
    pressed(noor, "Approve as asked")

    boris.goto(address)
    expect(boris.get_by_text("Telework on two days a week")).to_be_visible()
    expect(boris.get_by_text("It is needed.")).to_have_count(0)


def test_a_day_is_disputed_and_answered(opened: Opened, picture: Picture) -> None:
    issue_order()
    ada = opened("ada", "/people/ada/record/?month=2025-01")
    picture(ada, "my-record")
    ada.get_by_role("link", name=re.compile("^29 January")).click()
    ada.get_by_label("What is wrong about this day", exact=False).fill("I was at my desk.")
    pressed(ada, "Dispute this day")
    chen = opened("chen", "/")
    chen.get_by_role("link", name="1 dispute waits for an answer").click()
    chen.get_by_role("link", name="29 January 2025").click()
    chen.get_by_label("Your answer", exact=False).fill("The codes were right.")
    pressed(chen, "The day was counted rightly")
    ada.reload()
    expect(ada.get_by_text("The codes were right.")).to_be_visible()
