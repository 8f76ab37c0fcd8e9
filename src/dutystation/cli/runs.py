"""`dutystation run` and `runs`: what has been delivered, measured."""

from __future__ import annotations

from pathlib import Path

from dutystation.cli.arguments import DIRECTIVE, Flag, day
from dutystation.runs.garbage import searched_seldom
from dutystation.runs.options import EngineName


@searched_seldom()
def run(
    workspace: Path,
    *,
    as_of: str,
    directive: str = DIRECTIVE,
    engine: EngineName = "duckdb",
    anew: Flag = False,
) -> None:
    """Measure what has been delivered into a workspace, pinned as it now stands.

    Parameters
    ----------
    workspace
        The folder that files were loaded into.
    as_of
        The day of the report, YYYY-MM-DD.
    directive
        The name of a shipped directive (see: dutystation directive list) or the path of a directive file.
    engine
        What executes the measuring: duckdb on this machine, or spark (dutystation[spark] and Java 17) here
        or on a cluster. It is the same run, whichever does.
    anew
        Measure even if the same run was made before.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.cli.headline import headline
    from dutystation.directives.load import load_directive
    from dutystation.runs.run import run as measured

    order = load_directive(directive)
    found = measured(
        workspace,
        directive=order,
        as_of=day(as_of, "--as-of"),
        engine=engine,
        anew=anew,
        progress=DrawnProgress(),
    )
    if not found.made:
        say("Nothing was delivered since; this run was made before.")
    say(headline(found.publication))
    say(f"The run is {found.folder}; begin with {found.report / 'report.pdf'}.")


def runs(workspace: Path) -> None:
    """List the runs of a workspace, the newest first, each with its headline.

    Parameters
    ----------
    workspace
        The folder that files were loaded into.
    """
    from dutystation.cli.console import say
    from dutystation.cli.headline import headline
    from dutystation.runs.run import runs_of

    made = None
    for made in runs_of(workspace):
        say(f"{made.folder}  {made.publication.provenance.ended_at}  {made.publication.directive}")
        say(f"    {headline(made.publication)}")
    if made is None:
        say("There are no runs yet. Make one: dutystation run WORKSPACE --as-of YYYY-MM-DD")
