"""`dutystation report`: the main job."""

from __future__ import annotations

from pathlib import Path

from dutystation.cli.arguments import Flag, day
from dutystation.runs.garbage import searched_seldom
from dutystation.runs.options import EngineName, Form


@searched_seldom()
def report(
    inputs: Path,
    *,
    directive: str,
    as_of: str,
    out: Path,
    engine: EngineName = "duckdb",
    tables: Form = "csv",
    list_excluded: Flag = False,
    restricted: Flag = False,
    replace: Flag = False,
) -> None:
    """Measure a folder of tables under a directive and write the report.

    Parameters
    ----------
    inputs
        The folder with org_units, roster, time_records, codes, and where there are any decisions,
        facilities and badge_events: each as CSV, gzipped CSV or Parquet.
    directive
        The name of a shipped directive (see: dutystation directive list) or the path of a directive file.
    as_of
        The day of the report, YYYY-MM-DD. Later rows are counted as excluded.
    out
        The folder for the report.
    engine
        What executes the measuring: duckdb on this machine, or spark (dutystation[spark] and Java 17) here
        or on a cluster.
    tables
        The form of the row-level tables.
    list_excluded
        Also list the excluded rows, in excluded.csv.
    restricted
        Also write restricted.xlsx, a workbook with one row per person.
    replace
        Put the report in the place of an existing one.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.cli.headline import headline
    from dutystation.directives.load import load_directive
    from dutystation.runs.options import Options
    from dutystation.runs.report import write_report

    options = Options(
        engine=engine, tables=tables, list_excluded=list_excluded, restricted=restricted, replace=replace
    )
    publication = write_report(
        inputs,
        out,
        directive=load_directive(directive),
        as_of=day(as_of, "--as-of"),
        options=options,
        progress=DrawnProgress(),
    )
    say(headline(publication))
    say(f"The report is in {out}; begin with {out / 'report.pdf'}.")
