"""Files stay under 400 lines and functions under 50: what is longer has more than one subject."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house_rules.repository import ROOT, committed

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
PYTHON_FILES = committed("*.py")


def test_every_file_has_fewer_than_400_lines() -> None:
    lengths = {file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in PYTHON_FILES}
    assert not {file: lines for file, lines in lengths.items() if lines >= MOST_LINES_OF_A_FILE}


def test_every_function_has_fewer_than_50_lines_besides_its_docstring() -> None:
    long = [
        f"{file}: {name} has {lines} lines"
        for file in PYTHON_FILES
        for name, lines in functions(ROOT / file)
        if lines >= MOST_LINES_OF_A_FUNCTION
    ]
    assert not long


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of every function in a file; a docstring, which may be a help text, is not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, _lines(node) - _lines_of_docstring(node)


def _lines_of_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return _lines(node.body[0]) if ast.get_docstring(node) is not None else 0


def _lines(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1
