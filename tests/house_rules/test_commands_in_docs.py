"""Every command line shown on a page is one that the command line takes."""

from __future__ import annotations

import shlex

import pytest
from tests.house_rules.pages import PAGES, command_lines

from dutystation.cli.cases import cases
from dutystation.cli.directive import directive
from dutystation.cli.main import app
from dutystation.cli.profile import profile
from dutystation.cli.serve import audit

_COMMAND_WORDS = {*app, *directive, *profile, *cases, *audit}
SHOWN = sorted({(path, line) for path in PAGES for line in command_lines(path)})
LEFT_OUT = "…"
"""Stands in a command line for what the page has shown before."""


def _is_whole(line: str) -> bool:
    """Whether the line has arguments and leaves none out; a command may also just be named."""
    return LEFT_OUT not in line and any(word not in _COMMAND_WORDS for word in line.split()[1:])


def parse(line: str) -> None:
    """Raises CycloptsError where the line is none of ours."""
    app.parse_args(shlex.split(line)[1:], exit_on_error=False, print_error=False)


@pytest.mark.parametrize(("path", "line"), [shown for shown in SHOWN if _is_whole(shown[1])])
def test_a_command_line_on_a_page_can_be_typed(path: str, line: str) -> None:
    parse(line)


@pytest.mark.parametrize(("path", "line"), [shown for shown in SHOWN if not _is_whole(shown[1])])
def test_a_command_named_on_a_page_exists_with_its_options(path: str, line: str) -> None:
    words = line.split()[1:]
    command = app
    while words and words[0] in command:
        command = command[words.pop(0)]
    assert command is not app
    asked = {word for word in words if word.startswith("--")}
    if asked:  # a group of commands has no options to ask for
        assert asked <= {name for given in command.assemble_argument_collection() for name in given.names}
