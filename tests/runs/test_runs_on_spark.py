"""A run of a workspace on Spark: the bytes that DuckDB writes, also from what either of them has kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import ON_SPARK
from tests.lake.loading import take
from tests.runs.as_made import as_made
from tests.runs.report_alone import RUN_OPTIONS
from tests.runs.test_kept_slices import everything, slices_kept
from tests.runs.test_runs_of_a_workspace import CORRECTED, HEADER, RECORDS, loaded

from dutystation.directives.load import load_directive
from dutystation.published.what_if import GroundLine, read_grounds
from dutystation.runs.options import EngineName
from dutystation.runs.progress import SILENT
from dutystation.runs.rows_behind import rows_behind
from dutystation.runs.run import Run, run, run_source
from dutystation.runs.verify import verify_run

pytestmark = [*ON_SPARK, pytest.mark.usefixtures("spark_session")]

AS_OF = date(2025, 2, 8)
"""The last day of 2025-02: no other pay period is measured than those of which something was delivered."""
ONE_PERIOD = {
    # Again a fault of each kind; FEMA repeats an id of CBP's. Each pay period costs Spark half a minute.
    ("CBP", "2025-02"): "P1,2025-01-27,8,01,,R1\nP1,2025-01-28,eight,01,,R2\nP2,2025-01-28,4,01,TS,R3\n"
    "P2,2025-01-29,6,99,,R5\nGHOST,2025-01-29,8,01,,R6\n",
    ("FEMA", "2025-02"): RECORDS["FEMA", "2025-02"] + "P3,2025-01-29,5,01,TS,R10\n",
}
ENGINES: tuple[EngineName, ...] = ("duckdb", "spark")
DECISIONS = (
    "person,ground,outcome,valid_from,valid_to,decided_on\n"
    "P2,space,approved,,2025-02-28,2025-01-10\n"
    "P2,space,approved,,2025-03-31,2025-01-10\n"
    "P3,space,approved,,2025-02-28,\n"
    "P3,space,approved,,,\n"
    "P3,distance,pending,,,\n"
)
"""P2 has two approvals of one day, the longer ends in March. P3 has an open one, and asks for another."""
LATER = HEADER + "P2,2025-01-30,3,01,TS,R9\n"


@pytest.fixture(autouse=True)
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)


def measured(workspace: Path, engine: EngineName, *, anew: bool = False) -> Run:
    return run(workspace, directive=load_directive("dhs-2025"), as_of=AS_OF, engine=engine, anew=anew)


def loaded_and_measured_on_duckdb(workspace: Path) -> None:
    measured(loaded(workspace), "duckdb")


def assert_what_duckdb_works_out_anew(made: Run) -> None:
    written = everything(made)
    anew = measured(made.folder.parent.parent, "duckdb", anew=True)
    assert anew.folder == made.folder
    assert everything(anew) == written


def test_spark_writes_what_duckdb_writes_and_each_reads_what_the_other_has_kept(tmp_path: Path) -> None:
    workspace = loaded(tmp_path / "workspace", ONE_PERIOD)
    take(workspace, DECISIONS, table="decisions", sender="DHS")
    by_spark = measured(workspace, "spark")
    assert by_spark.publication.provenance.engine_name == "spark"
    assert slices_kept(workspace) == 2
    # P2 was four hours at home, six have an unmapped code. Five of P3's at home repeat an id of CBP's.
    assert read_grounds(by_spark.folder) == (
        GroundLine("CBP", "space", "2025-03-31", "none", 1, 0, 240, 360),
        GroundLine("FEMA", "space", "", "pending", 1, 180, 300, 0),
    )
    assert verify_run(by_spark.folder) == []

    take(workspace, HEADER + CORRECTED)
    by_duckdb = measured(workspace, "duckdb")  # FEMA's slice was found, as Spark has kept it
    assert slices_kept(workspace) == 3
    assert_what_duckdb_works_out_anew(by_duckdb)  # and keeps the slices of this run itself

    take(workspace, LATER, sender="AAA")
    by_both = measured(workspace, "spark")
    # P2, of whom CBP delivers too, is a slice; so are AAA's others, who are nobody, and CBP's others.
    assert slices_kept(workspace) == 6
    assert_what_duckdb_works_out_anew(by_both)
    assert verify_run(by_spark.folder, engine="spark") == []


def test_a_run_that_one_engine_has_made_is_not_made_again_by_the_other() -> None:
    workspace = as_made(loaded_and_measured_on_duckdb)
    first = measured(workspace, "duckdb")
    again = measured(workspace, "spark")
    assert (again.folder, again.made) == (first.folder, False)
    assert again.publication.provenance.engine_name == "duckdb"


def test_either_engine_finds_the_rows_behind_a_figure_of_either() -> None:
    made = measured(as_made(loaded_and_measured_on_duckdb), "duckdb")
    order = load_directive("dhs-2025")
    [asked] = (
        figure
        for figure in made.publication.figures
        if (figure.code, figure.org_unit, figure.period, figure.variant)
        == ("in_person_share", "CBP", "2025-02", "total")
    )
    [period] = (period for period in made.publication.periods if period.label == "2025-02")
    with run_source(made.folder) as source:
        on_duckdb, on_spark = (
            rows_behind(
                asked,
                period,
                source,
                rules=order.rules_on(AS_OF),
                as_of=AS_OF,
                most=10,
                engine=engine,
                progress=SILENT,
            )
            for engine in ENGINES
        )
    # R2 was rejected: eight hours in the office and four at home are left of 2025-02.
    assert [(row["line"], row["person"], row["minutes"], row["place"]) for row in on_spark.first] == [
        (2, "P1", 480, "office"),
        (4, "P2", 240, "situational"),
    ]
    assert on_spark.count == 2
    assert on_duckdb == on_spark
