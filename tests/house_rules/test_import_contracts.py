"""A contract of imports forgets no package: one that is not listed could import what it likes."""

from __future__ import annotations

import configparser
from pathlib import PurePosixPath

import pytest
from tests.house_rules.repository import ROOT, committed

MAY = {
    "Only runs know DuckDB and Spark": {"runs"},
    "Only profiles, intake, measures and runs build expressions": {"profiles", "intake", "measures", "runs"},
    "Only the lake knows Apache Iceberg": {"lake"},
    "Only the command line knows the terminal": {"cli"},
    "Only the web application knows Django": {"web"},
}
"""Which packages a contract leaves out, being those that it is named after."""


def sources() -> dict[str, set[str]]:
    """What each contract of .importlinter holds for, by its name."""
    read = configparser.ConfigParser()
    read.read(ROOT / ".importlinter", encoding="utf-8")
    contracts = [read[name] for name in read.sections() if name.startswith("importlinter:contract:")]
    return {stated["name"]: set(stated.get("source_modules", "").split()) for stated in contracts}


def test_every_contract_that_says_only_is_known_here() -> None:
    assert {name for name in sources() if name.startswith("Only ")} == set(MAY)


@pytest.mark.parametrize("name", MAY)
def test_what_only_some_may_is_forbidden_to_all_others(name: str) -> None:
    packages = {file.split("/")[2] for file in committed("src/dutystation/*/__init__.py")}
    assert MAY[name] < packages
    assert sources()[name] == {f"dutystation.{package}" for package in packages - MAY[name]}


def test_within_runs_all_but_the_engines_are_forbidden_what_executes() -> None:
    modules = {PurePosixPath(file.split("/")[3]).stem for file in committed("src/dutystation/runs/*.py")}
    known = sources()["Of runs the engines alone know DuckDB and Spark"]
    assert known == {f"dutystation.runs.{module}" for module in modules - {"engines", "__init__"}}


def test_all_rules_of_the_application_are_plain() -> None:
    rules = {file.split("/")[3] for file in committed("src/dutystation/web/*/rules.py")}
    assert "records" in rules
    plain = sources()["Rules of cases are plain Python"]
    assert {f"dutystation.web.{subject}.rules" for subject in rules} <= plain
