"""All English texts are in one catalogue, and pages show none that a translation would not reach."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.dates import WEEKDAYS_ABBR
from tests.web.cast import CAST, UNITS
from tests.web.site.addresses import ADDRESSES
from tests.web.site.catalogue_texts import catalogued, shown

from dutystation.directives.load import load_directive
from dutystation.directives.outline import read_outline
from dutystation.web.notices.asked import asked_of
from dutystation.web.site.catalogue import CATALOGUE, INSTALL, collected, missing_tools

pytestmark = pytest.mark.django_db

MAIN_PAGES = (
    "home", "sign_in", "roles", "events", "notices", "notice", "notice_people", "orders", "order",
    "issue_order", "rescind_order", "disputes", "record", "record_day", "requests", "new_request",
    "worklist", "oral_request", "board", "fulfil", "consolidations", "what_if_ground",
    "what_if_classes", "releases",
)  # fmt: skip
"""Pages on which nothing may be left in English; add the names of yours."""
MEASURED_PAGES = ("figures", "unit_figures", "unit_buildings", "facility_figures", "figures_data")
"""The same, of pages that show a run."""

BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
DJANGOS = {str(name) for name in WEEKDAYS_ABBR.values()}
"""Names that Django itself translates."""
RUN = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{10}")
MOMENT = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}(, \d\d:\d\d)?")
"""A day as Django itself translates it."""


def test_the_catalogue_holds_every_text_and_none_that_is_gone() -> None:
    if missing_tools():
        pytest.skip(f"Collecting the texts needs gettext: {INSTALL}")
    assert CATALOGUE.read_text(encoding="utf-8") == collected(), "run: make words"


REFUSALS = {"Refused", "NoSealingKey", "BrokenSeal"}
TRANSLATING = {"_", "ngettext"}


def untranslated(code: str) -> list[str]:
    """Words with which code refuses something, and which no translation would reach."""
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    refusals = (call for call in calls if _name(call) in REFUSALS)
    given = (part for call in refusals for part in (*call.args, *(named.value for named in call.keywords)))
    return [text for part in given for text in _bare(part) if re.search("[a-z]", text)]


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _bare(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.Dict) or (isinstance(node, ast.Call) and _name(node) in TRANSLATING):
        return
    for below in ast.iter_child_nodes(node):
        yield from _bare(below)


def test_every_refusal_can_be_translated() -> None:
    left = {
        str(file): found
        for file in Path("src/dutystation/web").rglob("*.py")
        if (found := untranslated(file.read_text(encoding="utf-8")))
    }
    assert left == {}


def test_a_refusal_that_no_translation_reaches_is_found() -> None:
    assert untranslated('raise Refused(_("No."), remedy=f"Ask {name}.")') == ["Ask "]
    assert untranslated('raise Refused(_("Not %(day)s.") % {"day": day}, remedy=_("Wait."))') == []


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation that puts every text of the catalogue between brackets, and knows no other."""
    texts = catalogued()
    translation.gettext("")  # from now on the functions below are those that are asked

    def one(text: str) -> str:
        return f"⟦{text}⟧" if text in texts else text

    def counted(singular: str, plural: str, number: int) -> str:
        return one(singular if number == 1 else plural)

    monkeypatch.setattr(translation._trans, "gettext", one)  # type: ignore[attr-defined]
    monkeypatch.setattr(translation._trans, "ngettext", counted)  # type: ignore[attr-defined]


@cache
def words_of_the_order() -> set[str]:
    """What the shipped order says in its own words: those are the order's, and no text of the application."""
    order = load_directive("dhs-2025")
    said = {" ".join(text.split()) for _, text in read_outline(order.source_text, "").texts()}
    for component in ("RIVERS", "NORTH", "SOUTH"):
        for ground in asked_of(order, population="civilian", component=component).grounds:
            said |= {ground.decided_by, ground.decided_by[:1].upper() + ground.decided_by[1:], ground.term}
    return {text for text in said if len(text) > 3}


DATA = {
    *CAST,
    *(name.title() for name in CAST),
    *(unit.name for unit in UNITS),
    *(unit.org_unit for unit in UNITS),
    "dutystation",
    "system",
    "events",
    "SHA-256",
    "HQ",
    "Head office",
    "dhs-2025",
    "example-hybrid",
}
"""Names and ids that are the same in every language."""


def left_in_english(page: str) -> list[str]:
    """Texts of a page with words that no translation reached."""
    data = sorted(DATA | words_of_the_order(), key=len, reverse=True)
    found = []
    for text in shown(page):
        rest = text
        for known in data:
            rest = rest.replace(known, "")
        rest = MOMENT.sub("", rest)
        while BRACKETED.search(rest):
            rest = BRACKETED.sub("", rest)
        rest = re.sub(r"\b[a-z]+:[\w]*|\b[0-9a-f]{16,}\b", "", rest)  # subjects of events, hashes
        if re.search(r"[A-Za-z]{2}", rest):
            found.append(text)
    return found


@pytest.mark.parametrize("name", MAIN_PAGES)
@pytest.mark.usefixtures("bracketed")
def test_no_text_of_a_page_stays_in_english(browse: Callable[[str], Client], name: str) -> None:
    for page in pages(browse, name):
        assert left_in_english(page) == []


@pytest.mark.parametrize("ground", ["legal_impediment", "disability"])
@pytest.mark.parametrize(("name", "person"), [("new_request", "ada"), ("oral_request", "boris")])
@pytest.mark.usefixtures("bracketed")
def test_no_text_of_the_form_of_a_ground_stays_in_english(
    browse: Callable[[str], Client], name: str, person: str, ground: str
) -> None:
    place = reverse(name, kwargs=dict(ADDRESSES[name].made()))
    page = browse(person).post(place, {"ground": ground}).content.decode()
    assert 'name="asked"' in page
    assert left_in_english(page) == []


@pytest.mark.parametrize("name", MEASURED_PAGES)
@pytest.mark.usefixtures("measured", "bracketed")
def test_no_text_of_a_page_of_figures_stays_in_english(browse: Callable[[str], Client], name: str) -> None:
    for page in pages(browse, name):
        left = [RUN.sub("", text) for text in left_in_english(page)]
        assert {text for text in left if re.search("[A-Za-z]{2}", MOMENT.sub("", text))} <= DJANGOS


def pages(browse: Callable[[str], Client], name: str) -> Iterator[str]:
    """The page of an address as each of those who see it gets it."""
    address = ADDRESSES[name]
    arguments = dict(address.made())
    for visitor in [""] if address.for_strangers else sorted(address.seen_by):
        page = browse(visitor).get(reverse(name, kwargs=arguments)).content.decode()
        assert "⟦" in page
        yield page


def test_a_text_that_no_translation_reaches_is_found() -> None:
    assert left_in_english("<main><h1>⟦Roles⟧</h1><p>Nobody holds one.</p></main>") == ["Nobody holds one."]
    assert left_in_english("<p>⟦by ⟦Ada⟧ on⟧ 3 February 2025</p><input placeholder='Name'>") == ["Name"]
