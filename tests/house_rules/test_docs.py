"""The pages lead somewhere, and what they say of folders, releases and rules is so."""

from __future__ import annotations

import configparser
import re

import pytest
from tests.house_rules.pages import PAGES, Link, links, page, sections, table
from tests.house_rules.repository import ROOT, committed

import dutystation

PACKAGES = sorted(
    path.parent.name for path in (ROOT / "src" / "dutystation").glob("*/__init__.py") if path.is_file()
)
DECISIONS = committed("docs/decisions/*.md")


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_to_a_file(path: str) -> None:
    lost = [f"{link.page}: {link.written}" for link in links(path) if not (ROOT / link.target).exists()]
    assert not lost


def test_every_page_is_reached_from_the_readme() -> None:
    reached, todo = {"README.md"}, ["README.md"]
    while todo:
        found: list[Link] = list(links(todo.pop()))
        new = {link.target for link in found if link.target.endswith(".md")} - reached
        reached |= new
        todo += [target for target in new if (ROOT / target).is_file()]
    assert sorted(set(PAGES) - reached) == []


def test_the_map_of_folders_is_the_folders_there_are() -> None:
    rows = [cells[0].strip("`") for cells in table(page("README.md"), "folder", "what is in it")]
    packages = [row.removeprefix("src/dutystation/").rstrip("/") for row in rows if row.startswith("src/")]
    assert sorted(packages) == PACKAGES
    assert not [row for row in rows if not (ROOT / row).is_dir()]


def test_the_two_commands_of_the_readme_are_in_the_makefile() -> None:
    makefile = page("Makefile")
    asked = set(re.findall(r"\bmake (\w+)", page("README.md") + page("CONTRIBUTING.md")))
    assert {"demo", "test"} <= asked
    assert not [target for target in asked if f"\n{target}:" not in makefile]


def test_every_release_opens_with_what_changes_in_the_numbers() -> None:
    releases = sections(page("CHANGELOG.md"))
    assert next(iter(releases)).partition(" ")[0] == dutystation.__version__
    for release, text in releases.items():
        assert text.lstrip().startswith("### What changes in the numbers\n"), release


def test_decisions_are_numbered_listed_and_say_what_would_change_them() -> None:
    numbers = [int(path.removeprefix("docs/decisions/")[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    for path in DECISIONS:
        assert list(sections(page(path))) == [
            "Context",
            "Decision",
            "Consequences",
            "What would make us change it",
        ], path
    listed = [link.target for link in links("docs/index.md") if link.target.startswith("docs/decisions/")]
    assert listed == DECISIONS


def test_the_import_rules_in_words_are_those_that_are_checked() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    names = [config[part]["name"] for part in config.sections() if part.startswith("importlinter:contract:")]
    words = [rule for (rule, _) in table(page("docs/index.md"), "rule, as it is checked", "why")]
    assert words == names


def test_every_setting_that_the_code_reads_is_on_a_page() -> None:
    def named(paths: list[str]) -> set[str]:
        return {name for path in paths for name in re.findall(r"\bDUTYSTATION_[A-Z_]+", page(path))}

    sources = [path for path in committed("*.py") if path.startswith("src/")]
    assert not named(sources) - named(PAGES)


def test_the_contract_page_has_every_section_of_the_contract() -> None:
    rows = table(
        page("docs/contract.md"), "section", "what it fixes", "where it is done", "where it is tested"
    )
    assert [row[0].partition(" ")[0] for row in rows] == [str(number) for number in range(1, 9)]
    assert all("](" in row[2] and "](" in row[3] for row in rows)
