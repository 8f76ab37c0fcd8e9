"""Every shipped profile has a page, a sample and an expected result, and the page says what it does."""

from __future__ import annotations

import re

import pytest
from tests.house_rules.pages import links, sections, table
from tests.profiles.samples import EXPORTS, NAMES, PAGES, REPOSITORY, sample

from dutystation.profiles.load import load_profile, shipped_profiles
from dutystation.profiles.profile import Content

INDEX = PAGES / "index.md"
PARTS = [
    "What is delivered with it",
    "The sample",
    "Where the layout comes from",
    "Not checked against a real system",
]


def spellings(content: Content) -> set[str]:
    """The names in the export of the columns that the values are made of."""
    columns = dict(content.columns) | (dict(content.companion.columns) if content.companion else {})
    used = {name for value in content.values.values() for name in value.sources}
    return {name for column in used for name in columns[column].names}


def test_every_shipped_profile_has_a_page_and_a_sample_and_there_are_no_others() -> None:
    assert tuple(sorted(NAMES)) == shipped_profiles()
    assert sorted(path.stem for path in PAGES.glob("*.md") if path != INDEX) == list(shipped_profiles())
    assert sorted(folder.name for folder in EXPORTS.iterdir()) == list(shipped_profiles())


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_whole(name: str) -> None:
    found, content = sample(name), load_profile(name).content
    assert found.export.is_file()
    assert 4 <= len(found.expected) <= 16
    assert found.left_out  # something is left out in each: no export is all of use
    wanted = content.people is not None and content.people.crosswalk == "required"
    assert (found.crosswalk is not None, found.companion is not None) == (
        wanted,
        content.companion is not None,
    )
    assert list(found.expected[0]) == [c for c in columns_in_order(content) if c in content.values]


def columns_in_order(content: Content) -> list[str]:
    """The columns of the profile's table in the order of docs/tables.md."""
    page = (REPOSITORY / "docs" / "tables.md").read_text(encoding="utf-8")
    text = {heading.strip("`"): text for heading, text in sections(page).items()}[content.table]
    listed = table(text, "column", "required", "holds", "empty cell", "meaning")
    return [row[0].strip("`") for row in listed]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_where_every_value_comes_from_and_what_is_left_out(name: str) -> None:
    content, text = load_profile(name).content, sample(name).page.read_text(encoding="utf-8")
    assert f"Profile `{name}`, for [`{content.table}`]" in text
    listed = table(text, "the contract's column", "comes from", "note")
    assert [row[0].strip("`") for row in listed] == list(content.values)
    named = {word for _, source, _ in listed for word in re.findall(r"`([^`]+)`", source)}
    assert spellings(content) <= named
    words = " ".join(text.split())
    assert [entry.says for entry in content.leave_out if f"- {entry.says}" not in words] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_where_the_layout_comes_from_and_what_nobody_has_checked(name: str) -> None:
    text = sample(name).page.read_text(encoding="utf-8")
    found = sections(text)
    assert list(found) == PARTS
    assert all(part.strip() for part in found.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_page_leads_to_every_file_of_its_sample(name: str) -> None:
    page = str(sample(name).page.relative_to(REPOSITORY))
    led_to = {link.target for link in links(page)}
    files = {str(path.relative_to(REPOSITORY)) for path in (EXPORTS / name).iterdir()}
    assert sorted(files - led_to) == []


def test_the_list_of_profiles_has_each_with_its_title_and_table() -> None:
    text = INDEX.read_text(encoding="utf-8")
    listed = {
        cells[0]: cells[1:3]
        for cells in table(text, "profile", "what it reads", "table", "the layout comes from")
    }
    contents = {name: load_profile(name).content for name in shipped_profiles()}
    assert listed == {
        f"[`{name}`]({name}.md)": (content.title, f"`{content.table}`") for name, content in contents.items()
    }
