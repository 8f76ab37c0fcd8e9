"""A text sends its reader only to modules that are there."""

from __future__ import annotations

import pkgutil
import re

from tests.house_rules.pages import page
from tests.house_rules.repository import committed
from tests.web.on_postgresql import ELSEWHERE

NAME = re.compile(r"`([a-z_]+(?:\.\w+)+)`")
FILE = re.compile(r"\.(?:csv|json|jsonl|pdf|sqlite|toml|xlsx)$")


def test_what_backticks_name_of_a_module_is_there() -> None:
    named = [(file, name) for file in committed("*.py") for name in NAME.findall(page(file))]
    assert not [(file, name) for file, name in named if not FILE.search(name) and _is_lost(name, file)]


def test_what_is_left_out_on_postgresql_is_there() -> None:
    assert not [file for file in ELSEWHERE if not file.is_file()]


def _is_lost(name: str, file: str) -> bool:
    """Whether a name begins with a module, beside the file or of the project, and leads no further."""
    beside = file.removeprefix("src/").rpartition("/")[0].replace("/", ".")
    first, _, rest = name.partition(".")
    modules = [f"{place}.{first}" for place in (beside, "dutystation", "dutystation.web")]
    known = [module for module in modules if _is_there(module)]
    return bool(known) and not any(_is_there(f"{module}.{rest}") for module in known)


def _is_there(name: str) -> bool:
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True
