"""The way of the data is the way a run takes, and the week worked by hand is what a run makes of it."""

from __future__ import annotations

import functools
import importlib
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.house_rules.pages import file_blocks, page, sections, table

from dutystation.directives.load import load_directive
from dutystation.published.csv_text import read_csv
from dutystation.runs.options import Options
from dutystation.runs.report import write_report

PAGE = "docs/way-of-the-data.md"
HEADER = ("step", "module", "call", "what comes out: one row is …")
Step = tuple[str, str]
STEPS: list[Step] = [
    (module.strip("`"), call.strip("`")) for _, module, call, _ in table(page(PAGE), *HEADER)
]
MEASURED_ALONE = Options(documents=False)
NOT_TAKEN = {("runs/documents.py", "write_documents")}
"""Left out here: setting a PDF in type takes longer than everything else."""


@dataclass(frozen=True)
class WorkedWeek:
    """The report on the page's week, and the steps of the page in the order of their first calls."""

    report: Path
    taken: list[Step]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> WorkedWeek:
    folder = tmp_path_factory.mktemp("week")
    inputs, report = folder / "inputs", folder / "report"
    inputs.mkdir()
    for name, text in _part("### What is delivered", "### Which rows count").items():
        inputs.joinpath(name).write_text(text, encoding="utf-8")
    taken: dict[Step, None] = {}
    order = load_directive("dhs-2025")
    with pytest.MonkeyPatch.context() as patches:
        for step in [step for step in STEPS if step not in NOT_TAKEN]:
            _watch(step, taken, patches)
        write_report(inputs, report, directive=order, as_of=date(2025, 2, 19), options=MEASURED_ALONE)
    return WorkedWeek(report, list(taken))


def _watch(step: Step, taken: dict[Step, None], patches: pytest.MonkeyPatch) -> None:
    """Has every call of the step's function, wherever it is imported, noted in `taken`."""
    module, call = step
    name = "dutystation." + module.removesuffix(".py").replace("/", ".")
    function = getattr(importlib.import_module(name), call)

    @functools.wraps(function)
    def noted(*args: Any, **kwargs: Any) -> Any:
        taken.setdefault(step)
        return function(*args, **kwargs)

    for user in [loaded for key, loaded in sys.modules.items() if key.startswith("dutystation.")]:
        if getattr(user, call, None) is function:
            patches.setattr(user, call, noted)


def _part(first: str, last: str = "") -> dict[str, str]:
    """The files shown between two headings of the page."""
    text = page(PAGE).partition(first)[2]
    return file_blocks(text.partition(last)[0] if last else text)


def test_the_steps_are_numbered_and_stand_in_the_order_of_a_run(week: WorkedWeek) -> None:
    rows = table(page(PAGE), *HEADER)
    assert [number for number, *_ in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert week.taken == [step for step in STEPS if step not in NOT_TAKEN]


def test_the_step_that_is_left_out_here_exists() -> None:
    for module, call in NOT_TAKEN:
        assert (module, call) in STEPS
        assert f"def {call}(" in page(f"src/dutystation/{module}")


def test_every_package_on_the_way_has_a_step() -> None:
    assert {"landing", "intake", "measures", "figures", "published"} <= {
        module.partition("/")[0] for module, _ in STEPS
    }


def test_the_report_on_the_week_is_the_one_on_the_page(week: WorkedWeek) -> None:
    shown = _part("### Which rows count")
    assert len(shown) == 6
    assert {name: (week.report / name).read_text(encoding="utf-8") for name in shown} == shown


def test_the_figures_of_the_week_are_those_on_the_page(week: WorkedWeek) -> None:
    columns = ("numerator", "denominator", "unclassified", "value", "low", "high", "status")
    on_the_page = [
        (row[0].strip("`"), *row[1:])
        for row in table(sections(page(PAGE))["One week by hand"], "code", *columns)
    ]
    header, *records = read_csv(week.report / "figures.csv")
    rows = [dict(zip(header, record, strict=True)) for record in records]
    found = [
        (row["code"], *(row[column] for column in columns))
        for row in rows
        if (row["org_unit"], row["period"], row["variant"]) == ("NORTH", "2025-02", "total")
    ]
    assert on_the_page == found
