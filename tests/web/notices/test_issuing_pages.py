"""The policy office chooses an order, sees whom it reaches, and only then issues it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.cast import DAY, act_of
from tests.web.issued_orders import issue_order, order_with

from dutystation.directives.directive import Directive
from dutystation.directives.load import load_directive
from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.notices.changes import changes
from dutystation.web.notices.models import IssuedDirective, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

Browse = Callable[[str], Client]
CHOSEN = {
    "shipped": "dhs-2025",
    "units": ["NORTH"],
    "populations": ["civilian"],
    "from_day": "2025-02-03",
    "replaces": "0",
}
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def sent_on(page: str) -> dict[str, list[str]]:
    """What the form of the preview sends, with its button."""
    form = page[page.index('action="/orders/issue/"') :]
    values: dict[str, list[str]] = {"send": ["yes"]}
    for name, value in _HIDDEN.findall(form):
        values.setdefault(name, []).append(value)
    return values


def test_nothing_is_issued_before_the_preview_was_seen(browse: Browse) -> None:
    dana = browse("dana")
    page = dana.post("/orders/issue/", CHOSEN).content.decode()
    assert "9 people get a notice" in page
    assert "6 people in other units" in page
    assert not IssuedDirective.objects.exists()
    answer = dana.post("/orders/issue/", sent_on(page))
    assert answer.status_code == 302
    assert IssuedDirective.objects.get().population == {"units": ["NORTH"], "populations": ["civilian"]}
    assert Notice.objects.count() == 9


def test_the_file_that_is_uploaded_is_the_one_that_is_issued_byte_for_byte(browse: Browse) -> None:
    text = load_directive("dhs-2025").source_text.replace(b"DHS return", b"Rivers return")
    upload = SimpleUploadedFile("our-order.yaml", text.replace(b"\n", b"\r\n"))
    dana = browse("dana")
    page = dana.post("/orders/issue/", {**CHOSEN, "shipped": "", "file": upload}).content.decode()
    assert "Rivers return to in-person work, 2025" in page
    dana.post("/orders/issue/", sent_on(page))
    issued = IssuedDirective.objects.get()
    assert issued.name == "our-order"
    assert bytes(issued.text) == text.replace(b"\n", b"\r\n")


def test_a_file_that_breaks_a_rule_is_refused_in_the_words_of_its_check(browse: Browse) -> None:
    upload = SimpleUploadedFile("our-order.yaml", b"title: An order\n")
    page = browse("dana").post("/orders/issue/", {**CHOSEN, "shipped": "", "file": upload}).content.decode()
    assert "our-order.yaml, line" in page
    assert "is missing" in page


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"shipped": ""}, "Choose an order, or the file of one."),
        ({"units": []}, "Choose one unit at least."),
        ({"other_units": "NORTH, LAKES"}, "No unit has the id LAKES."),
        ({"populations": []}, "This field is required."),
        ({"shipped": "", "carried": "no base64!", "name": "x"}, "did not come through whole"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    browse: Browse, changed: dict[str, str], complaint: str
) -> None:
    page = browse("dana").post("/orders/issue/", {**CHOSEN, **changed}).content.decode()
    assert complaint in page
    assert "Whom the order reaches" not in page


def test_a_version_that_came_in_between_is_not_overwritten(browse: Browse) -> None:
    dana = browse("dana")
    page = dana.post("/orders/issue/", CHOSEN).content.decode()
    issue_order()
    refused = dana.post("/orders/issue/", {**sent_on(page), "reason": "Mine."}).content.decode()
    assert "Version 1 is the newest by now" in refused
    assert "Mine.</textarea>" in refused
    assert '<input type="hidden" name="replaces" value="1"' in refused
    assert IssuedDirective.objects.count() == 1


def test_a_policy_office_of_one_component_issues_to_that_component_alone(browse: Browse) -> None:
    hanna, north = Person.objects.get(pk="hanna"), Unit.objects.get(pk="NORTH")
    grant_role(act_of("root"), hanna, Role.POLICY_OFFICE, north, DAY)
    refused = browse("hanna").post("/orders/issue/", {**CHOSEN, "units": ["SOUTH"]})
    assert "other units only" in refused.content.decode()
    assert "9 people get a notice" in browse("hanna").post("/orders/issue/", CHOSEN).content.decode()


def test_rescinding_asks_for_a_reason(browse: Browse) -> None:
    issue_order()
    dana = browse("dana")
    assert dana.post("/orders/1/rescind/", {"from_day": "2030-01-01", "reason": ""}).status_code == 200
    assert IssuedDirective.objects.count() == 1
    dana.post("/orders/1/rescind/", {"from_day": "2030-01-01", "reason": "It was withdrawn."})
    assert IssuedDirective.objects.filter(rescinds=True).count() == 1
    assert "It was withdrawn." in browse("ada").get("/notices/2/").content.decode()


@pytest.fixture
def before() -> Directive:
    return load_directive("dhs-2025")


@pytest.mark.parametrize(
    ("replaced", "sentence"),
    [
        (
            ("days_per_week: 5", "days_per_week: 4"),
            "Days a week at the duty station: 4, no longer 5.",
        ),
        (
            ("        value: 7\n", "        value: 9\n"),
            "Whoever gets a notice of the order acknowledges it within this time; the day of the notice is "
            "day 0. It is 9 calendar days, no longer 7 calendar days.",
        ),
        (
            ("decided_by: [facilities_specialist, component_head]", "decided_by: [facilities_specialist]"),
            "No office space: it is decided by facilities specialist, or a recorded delegate, no longer by "
            "facilities specialist and component head, both, or a recorded delegate.",
        ),
        (
            ("Which of the four bases applies, and the remote work agreement", "The marriage certificate"),
            "Military spouse: a request needs The marriage certificate.",
        ),
    ],
)
def test_what_a_version_changes_is_said_in_words(
    before: Directive, replaced: tuple[str, str], sentence: str
) -> None:
    assert changes(before, order_with(replaced), DAY) == [sentence]


def test_the_same_order_changes_nothing(before: Directive) -> None:
    assert changes(before, before, DAY) == []


def test_the_notice_of_a_new_version_says_what_changed_and_why(browse: Browse) -> None:
    issue_order()
    issue_order(order_with(("days_per_week: 5", "days_per_week: 4")), replaces=1, reason="Fewer days.")
    page = browse("ada").get("/notices/2/").content.decode()
    assert "Fewer days." in page
    assert "Days a week at the duty station: 4, no longer 5." in page
