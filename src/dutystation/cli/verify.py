"""`dutystation verify`: whether a report is what its inputs come out as."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from dutystation.terms.errors import UnusableCommand

DIFFERENT = 1


def verify(out: Path, *, inputs: Path | None = None, engine: Literal["duckdb", "spark"] = "duckdb") -> int:
    """Measure the inputs again and compare every figure; exit 1 where anything differs.

    Parameters
    ----------
    out
        The folder of the report, or of a run in a workspace.
    inputs
        The folder of the tables the report was made from; a run knows them itself.
    engine
        What measures again. It need not be what made the report: duckdb and spark come to the same bytes.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.runs.run import is_run
    from dutystation.runs.verify import verify as compared
    from dutystation.runs.verify import verify_run

    if is_run(out):
        found = verify_run(out, engine=engine, progress=DrawnProgress())
    elif inputs is None:
        raise UnusableCommand("--inputs: give the folder of the tables the report was made from.")
    else:
        found = compared(out, inputs, engine=engine, progress=DrawnProgress())
    for difference in found:
        say(difference)
    if not found:
        say("Inputs, directive and every figure agree.")
    return DIFFERENT if found else 0
