"""Names say what a thing is about, and the project speaks of itself alone."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from tests.house_rules.repository import ROOT, committed

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc", "base", "service"}
TEXT_FILES = committed("*.py", "*.md", "*.toml", "*.yaml", "*.typ", "Makefile", ".importlinter", ".ci/run")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w+")
HOSTS_OF_REGISTRIES = re.compile(r"\b(?:files\.pythonhosted|pypi|registry\.npmjs|deb\.debian)\.org\b")


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [
        file for file in committed("*.py") if VAGUE_NAMES & set(PurePosixPath(file).with_suffix("").parts)
    ]
    assert not vague


def test_no_file_names_a_path_of_one_machine() -> None:
    assert not _lines_with(MACHINE_PATHS)


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert not _lines_with(HOSTS_OF_REGISTRIES, but=("tests/house_rules/test_words.py",))


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def _lines_with(pattern: re.Pattern[str], *, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{file}:{number}: {line.strip()}"
        for file in TEXT_FILES
        if file not in but
        for number, line in enumerate((ROOT / file).read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
