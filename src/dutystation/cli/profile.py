"""`dutystation profile`: how exports of other systems are read, and whether a profile fits one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

profile = App(name="profile", help="Show and list the profiles of exports, and check one against an export.")


@profile.command(name="list")
def list_() -> None:
    """List the profiles that come with the package."""
    from dutystation.cli.console import say
    from dutystation.profiles.describe import shipped_list

    for shipped in shipped_list():
        say(f"{shipped.name:<20} {shipped.content.table:<13} {shipped.content.title}")


@profile.command
def show(name: str, *, as_file: bool = False) -> None:
    """Print what a profile reads and makes, in plain words.

    Parameters
    ----------
    name
        The name of a shipped profile, or the path of a profile file.
    as_file
        Print the profile's file itself, to be copied and changed.
    """
    from dutystation.cli.console import say
    from dutystation.profiles.describe import describe
    from dutystation.profiles.load import load_profile

    found = load_profile(name)
    say(found.source_text.decode("utf-8-sig").rstrip("\n") if as_file else describe(found))


@profile.command
def check(
    name: str,
    *,
    sample: Path | None = None,
    crosswalk: Path | None = None,
    companion: Path | None = None,
    rows: Annotated[int, Parameter(validator=Number(gte=0, lte=1000))] = 5,
) -> None:
    """Say whether a profile can be used, and what it makes of an export.

    With an export it shows the first rows before and after, how many rows are made, rejected and left out
    and why, and every rule of the profile that nothing in the export answers to.

    Parameters
    ----------
    name
        The path of a profile file, or the name of a shipped profile.
    sample
        An export to try the profile on.
    crosswalk
        A CSV file with key, person, valid_from and valid_to, where the profile asks for one.
    companion
        The second file that the profile reads, where it asks for one.
    rows
        How many rows are shown.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.profiles.describe import checked
    from dutystation.profiles.load import load_profile
    from dutystation.runs.loading.exports import ExportFiles
    from dutystation.runs.loading.profile_check import check_profile
    from dutystation.runs.loading.profile_words import check_words
    from dutystation.terms.errors import UnusableCommand

    found = load_profile(name)
    if sample is None:
        if crosswalk is not None or companion is not None:
            raise UnusableCommand(
                "--crosswalk and --companion lie beside an export. Give it with --sample FILE."
            )
        say(checked(found))
        return
    files = ExportFiles(sample, crosswalk, companion)
    say(check_words(check_profile(found, files, rows=rows, progress=DrawnProgress())))
