"""The list of checks holds every one there is, and each has its file and its test."""

from __future__ import annotations

from pathlib import Path

from tests.web.filings.checks.a_case import bridge, case

import dutystation.web.filings.checks as checks
from dutystation.web.filings.checks import ALL, checked
from dutystation.web.filings.checks.case import NamedPerson

HERE = Path(__file__).parent


def test_every_check_has_a_file_and_a_test_of_its_name() -> None:
    codes = sorted(check.code for check in ALL)
    files = sorted(file.stem for file in Path(checks.__file__).parent.glob("*.py"))
    assert [file for file in files if file not in ("__init__", "case")] == codes
    assert sorted(file.stem.removeprefix("test_") for file in HERE.glob("test_*.py")) == sorted(
        [*codes, "every_check"]
    )


def test_a_sound_case_passes_them_all() -> None:
    assert [one.check.code for one in checked(case()) if one.blocks] == []


def test_whatever_a_check_says_can_be_translated() -> None:
    worst = case(
        newest_run="run-3",
        bridge=bridge(on_rolls=10, reasons={}),
        people=(NamedPerson("ada", "", case().day.replace(day=1)), NamedPerson("ada", "space")),
        overdue={1: False},
        gaps={"roster": False},
        certifier="chen",
    )
    for one in checked(worst):
        assert one.blocks, one.check.code
        for block in one.blocks:
            assert {block.says, block.remedy} <= set(one.check.words)
