"""An order says the same of all grounds that it protects where others could see which of them it is."""

from __future__ import annotations

import pytest
from tests.directives.example_text import EXAMPLE, loaded

from dutystation.directives.alike import refuse_grounds_that_tell
from dutystation.directives.describe import checked
from dutystation.directives.load import load_directive, shipped_directives
from dutystation.terms.errors import UnusableDirective

PARTS = EXAMPLE.partition("  medical:\n")
"""The example up to its medical ground, and from there on."""


def with_medical(old: str, new: str) -> str:
    """The example with the first `old` of its medical ground replaced."""
    assert old in PARTS[2]
    return PARTS[0] + PARTS[1] + PARTS[2].replace(old, new, 1)


@pytest.mark.parametrize("name", shipped_directives())
def test_under_a_shipped_order_nothing_tells_a_protected_ground(name: str) -> None:
    refuse_grounds_that_tell(load_directive(name))


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (
            "review_months: 12",
            "review_months: 6",
            "term.review_months",
            "is 6 and on disability 12, by which others could tell the two apart. Write the same for all",
        ),
        (
            "item: accommodation-reference",
            "item: letter-of-a-physician",
            "documents",
            "is letter-of-a-physician and on disability accommodation-reference",
        ),
        ("delegable: no", "delegable: yes", "routes[1].delegable", "is yes and on disability no"),
        (
            "[accommodation_specialist]",
            "[accommodation_specialist, component_head]",
            "routes[1].decided_by",
            "is read by the accommodation specialist alone. Let accommodation_specialist decide it alone",
        ),
    ],
)
def test_what_would_tell_a_protected_ground_is_named_with_its_line(
    old: str, new: str, key: str, words: str
) -> None:
    text = with_medical(old, new)
    with pytest.raises(UnusableDirective) as refused:
        refuse_grounds_that_tell(loaded(text))
    line = text[: text.index(new, len(PARTS[0]))].count("\n") + 1
    at = line - 1 if key == "documents" else line  # a list stands where its key does
    assert str(refused.value).startswith(f"our-order.yaml, line {at}, key grounds.medical.{key}: ")
    assert words in str(refused.value)


def test_a_ground_that_reports_name_cannot_be_kept_secret() -> None:
    text = EXAMPLE.replace("    protected: no\n", "    protected: yes\n", 1)
    with pytest.raises(UnusableDirective, match=r"key grounds\.space\.protected: reports name this ground"):
        refuse_grounds_that_tell(loaded(text))


def test_reports_are_made_under_an_order_all_the_same_and_check_says_what_is_refused() -> None:
    said = checked(loaded(with_medical("review_months: 12", "review_months: 6")))
    assert said.startswith("our-order can be used: ")
    assert "\nThe application does not issue it to people. our-order.yaml, line " in said


def test_for_how_long_an_approval_may_last_can_differ_since_others_do_not_see_it() -> None:
    medical = loaded(EXAMPLE).grounds
    assert {stated.term.needs_end for stated in medical.values() if stated.protected} == {True, False}
