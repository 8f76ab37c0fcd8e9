"""`dutystation verify`: whether a report is what its inputs come out as."""

from __future__ import annotations

from pathlib import Path

DIFFERENT = 1


def verify(out: Path, *, inputs: Path) -> int:
    """Measure the inputs again and compare every figure; exit 1 where anything differs.

    Parameters
    ----------
    out
        The folder of the report.
    inputs
        The folder of the tables it was made from.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.runs.verify import verify as compared

    found = compared(out, inputs, progress=DrawnProgress())
    for difference in found:
        say(difference)
    if not found:
        say("Inputs, directive and every figure agree.")
    return DIFFERENT if found else 0
