"""No file, however broken, ends in anything but a directive or one sentence."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.directives.example_text import EXAMPLE

from dutystation.directives.describe import checked, describe
from dutystation.directives.load import load_directive, read_directive
from dutystation.terms.errors import UnusableDirective

LINES = EXAMPLE.splitlines(keepends=True)
SNIPPETS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "[",
            "]",
            "{",
            "}",
            ": ",
            "- ",
            "&a",
            "*a",
            "!t",
            "<<: ",
            "|",
            ">",
            "'",
            '"',
            "#",
            "\t",
            "\n",
            "---\n",
        ]
    ),
    st.sampled_from(
        ["0", "-1", "1e9", "9999-12-31", "0001-01-01", "99999999999999999999", "no", "~", "null"]
    ),
)


def usable_or_refused(raw: bytes) -> None:
    try:
        directive = read_directive(raw, name="our-order", file="our-order.yaml")
    except UnusableDirective as refused:
        message = str(refused)
        assert message.startswith("our-order.yaml")
        assert message.endswith(".")
        assert "\n" not in message
    else:
        checked(directive)
        describe(directive, as_of=date(2025, 2, 19))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_one_sentence(raw: bytes) -> None:
    usable_or_refused(raw)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, len(EXAMPLE)), cut=st.integers(0, 40), put=SNIPPETS)
def test_a_text_with_a_slip_anywhere_is_used_or_refused_in_one_sentence(at: int, cut: int, put: str) -> None:
    usable_or_refused((EXAMPLE[:at] + put + EXAMPLE[at + cut :]).encode("utf-8", "surrogatepass"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(line=st.integers(0, len(LINES) - 1), put=SNIPPETS, drop=st.booleans())
def test_a_changed_value_or_dropped_line_is_used_or_refused(line: int, put: str, *, drop: bool) -> None:
    key, colon, _ = LINES[line].partition(":")
    new = "" if drop else f"{key}{colon} {put}\n"
    usable_or_refused("".join([*LINES[:line], new, *LINES[line + 1 :]]).encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_name_is_loaded_or_refused(name: str) -> None:
    try:
        load_directive(name)
    except UnusableDirective as refused:
        assert str(refused)
