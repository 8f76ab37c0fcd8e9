"""What a report loads, which is a good part of what a small one costs: nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.cli.commands import deliver

from dutystation.directives.load import load_directive
from dutystation.runs.loading.load import Asked, load

REPORT = """
import sys
from datetime import date
from pathlib import Path
from dutystation.directives.load import load_directive
from dutystation.runs.options import Options
from dutystation.runs.report import write_report

inputs, out, documents = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "documents"
order = load_directive("dhs-2025")
write_report(inputs, out, directive=order, as_of=date(2025, 2, 19), options=Options(documents=documents))
print(*sys.modules)
"""
RUN = """
import sys
from datetime import date
from pathlib import Path
from dutystation.directives.load import load_directive
from dutystation.runs.run import run

run(Path(sys.argv[1]), directive=load_directive("dhs-2025"), as_of=date(2025, 2, 19))
print(*sys.modules)
"""
DOCUMENTS = {"typst", "vl_convert", "xlsxwriter", "dutystation.reports"}
ICEBERG = {"pyiceberg", "sqlalchemy"}
NEVER = {
    "altair",
    "django",
    "holidays",
    "jinja2",
    "polars",
    "pyspark",
    "python_calamine",
    "scipy",
    "dutystation.cli",
    "dutystation.publication",
    "dutystation.simulation",
    "dutystation.web",
}
"""What other commands use, another engine, and what only tests and measurements do."""


def loaded(program: str, *arguments: object) -> set[str]:
    """The modules that a Python of its own has at the end of `program`."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


def test_a_report_without_documents_loads_nothing_that_makes_them_and_no_iceberg(tmp_path: Path) -> None:
    found = loaded(REPORT, deliver(tmp_path / "inputs"), tmp_path / "out", "figures")
    assert "dutystation.published.write" in found
    assert found & (NEVER | DOCUMENTS | ICEBERG) == set()


def test_a_report_with_documents_loads_what_makes_them_and_no_more(tmp_path: Path) -> None:
    found = loaded(REPORT, deliver(tmp_path / "inputs"), tmp_path / "out", "documents")
    assert (tmp_path / "out" / "report.pdf").is_file()
    assert found >= DOCUMENTS
    assert found & (NEVER | ICEBERG) == set()


def test_a_run_of_a_workspace_loads_iceberg_and_nothing_of_other_commands(tmp_path: Path) -> None:
    day = date(2025, 2, 19)
    rules = load_directive("dhs-2025").rules_on(day)
    for file in sorted(deliver(tmp_path / "inputs").iterdir()):
        period = rules.calendar.period_of(date(2025, 2, 3)).label if file.stem == "time_records" else None
        load(Asked(file, file.stem, "DHS", period), tmp_path / "workspace", rules=rules, received_on=day)
    found = loaded(RUN, tmp_path / "workspace")
    assert found >= ICEBERG
    assert found & NEVER == set()
