"""`dutystation lake`: keeping a workspace small."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from dutystation.terms.errors import UnusableCommand

if TYPE_CHECKING:
    from datetime import datetime

lake = App(
    name="lake", help="Keep a workspace small: merge files, expire snapshots, remove what nobody needs."
)


@lake.command
def compact(workspace: Path) -> None:
    """Merge the files of every slice into one, sorted. Not one row changes.

    A load writes a slice as one file; more are there where another program has written into the tables.

    Parameters
    ----------
    workspace
        The folder that files were loaded into.
    """
    from dutystation.cli.console import say
    from dutystation.lake.workspace import open_workspace
    from dutystation.runs.loading.compaction import compact as merge

    with closing(open_workspace(workspace)) as opened:
        done = merge(opened)
    for one in done:
        sender, period = one.slice
        say(f"{one.table} of {sender}{f' for {period}' if period else ''}: {one.files} files are now one.")
    say(f"{len(done)} slices were merged." if done else "Every slice is one file already.")


@lake.command
def expire(workspace: Path, *, days: int = 30) -> None:
    """Give up old snapshots. The current ones stay, and so do those that a run stands on.

    Parameters
    ----------
    workspace
        The folder that files were loaded into.
    days
        Snapshots younger than so many days stay.
    """
    from dutystation.cli.console import say
    from dutystation.lake.upkeep import expire as give_up
    from dutystation.lake.workspace import open_workspace

    before = _before(days)
    with closing(open_workspace(workspace)) as opened:
        found = give_up(opened, before)
    for table, number in found.items():
        say(f"{table}: {number} snapshots were expired.")
    say("No file was removed; see: dutystation lake orphans WORKSPACE")


@lake.command
def orphans(workspace: Path, *, days: int = 3) -> None:
    """Remove files that no table names any more: what killed loads and expired snapshots left.

    Parameters
    ----------
    workspace
        The folder that files were loaded into.
    days
        Files younger than so many days stay, since a load under way may be about to name them.
    """
    from dutystation.cli.console import say
    from dutystation.lake.upkeep import remove_orphans
    from dutystation.lake.workspace import open_workspace

    before = _before(days)
    with closing(open_workspace(workspace)) as opened:
        gone = remove_orphans(opened, before)
    for path in gone:
        say(str(path))
    say(f"{len(gone)} files were removed.")


@lake.command
def results(workspace: Path, *, days: int = 90) -> None:
    """Remove what slices came to that no run has used lately. A run that needs it works it out anew.

    Parameters
    ----------
    workspace
        The folder that files were loaded into.
    days
        What a run has used within so many days stays.
    """
    from dutystation.cli.console import say
    from dutystation.lake.commits import writing
    from dutystation.lake.workspace import open_workspace
    from dutystation.runs.kept.folders import remove_unused
    from dutystation.runs.kept.results import RESULTS

    before = _before(days)
    with closing(open_workspace(workspace)) as opened, writing():
        gone = remove_unused(opened.path / RESULTS, before)
    say(f"{gone:,} results were removed. No run has changed.")


def _before(days: int) -> datetime:
    """The moment so many days ago. Raises UnusableCommand."""
    from datetime import UTC, datetime, timedelta

    if not 0 <= days <= 36_500:
        raise UnusableCommand(f"--days {days}: give a number of days, 0 or more.")
    return datetime.now(UTC) - timedelta(days=days)
