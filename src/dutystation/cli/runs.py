"""`dutystation run`, `runs` and `diff`: what has been delivered, measured; and what moved since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dutystation.cli.arguments import DIRECTIVE, Flag, day
from dutystation.runs.garbage import searched_seldom
from dutystation.runs.options import EngineName

if TYPE_CHECKING:
    from dutystation.runs.difference import MovedFigure, Replacement
    from dutystation.terms.figure import Figure


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


def diff(run_a: Path, run_b: Path, *, all_figures: Flag = False) -> None:
    """Say which figures moved from one run to another, and why.

    Parameters
    ----------
    run_a
        The folder of the earlier run.
    run_b
        The folder of the later run.
    all_figures
        List every moved figure and not only the first hundred.
    """
    from dutystation.cli.console import say
    from dutystation.runs.difference import difference

    found = difference(run_a, run_b)
    for setting in found.settings:
        say(f"Settings: {setting}.")
    for replacement in found.replacements:
        say(_replaced(replacement))
    if not found.figures:
        say("No figure moved.")
        return
    say(f"{len(found.figures):,} figures moved:")
    shown = found.figures if all_figures else found.figures[:MOST_SHOWN]
    for moved in shown:
        say(_moved(moved))
    if len(shown) < len(found.figures):
        say(f"… and {len(found.figures) - len(shown):,} more; --all-figures lists them.")


MOST_SHOWN, MOST_CAUSES = 100, 5


def _replaced(replacement: Replacement) -> str:
    sender, period = replacement.slice
    what = f"{replacement.table} of {sender}" + (f", pay period {period}" if period else "")
    before, after = (
        " and ".join(
            f"{delivery.id} ({delivery.file}: {delivery.accepted:,} rows accepted, {delivery.rejected:,} "
            "rejected)"
            for delivery in chain
        )
        for chain in (replacement.before, replacement.after)
    )
    if not before:
        return f"{what}: delivered since, {after}."
    if not after:
        return f"{what}: no longer delivered, before {before}."
    changed = f"{replacement.rows_gone:,} rows are gone and {replacement.rows_new:,} new"
    return f"{what}: {after} in the place of {before}; {changed}."


def _moved(moved: MovedFigure) -> str:
    figure = moved.figure
    name = f"{figure.code} of {figure.org_unit}, period {figure.period}, variant {figure.variant}"
    named = [_cause(replacement) for replacement in moved.because[:MOST_CAUSES]]
    if len(named) < len(moved.because):
        named.append(f"{len(moved.because) - len(named):,} more of those above")
    why = f"; may be moved by {', '.join(named)}" if named else ""
    return f"{name}: {_shown(moved.before)} → {_shown(moved.after)}{why}"


def _cause(replacement: Replacement) -> str:
    sender, period = replacement.slice
    what = f"{replacement.table} of {sender}" + (f" for {period}" if period else "")
    by = " and ".join(delivery.id for delivery in replacement.brought)
    if not by:
        by = "no longer " + " and ".join(delivery.id for delivery in replacement.left)
    return f"{what} ({by}: {replacement.rows_gone:,} rows gone, {replacement.rows_new:,} new)"


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return "not there"
    value = "no value" if figure.value is None else f"{float(figure.value):.4%}"
    return f"{value} ({figure.numerator:,} of {figure.denominator:,}, {figure.unclassified:,} unclassified)"
