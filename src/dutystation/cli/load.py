"""`dutystation load` and `dutystation deliveries`: files into a workspace, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from dutystation.cli.arguments import DIRECTIVE, Flag, day
from dutystation.runs.garbage import searched_seldom
from dutystation.terms.errors import DutystationError, NotAllTaken, StoppedHalfway, UnusableCommand

if TYPE_CHECKING:
    from datetime import date

    from dutystation.lake.records import Delivery
    from dutystation.runs.loading.profile_reader import ProfileReader
    from dutystation.runs.loading.several_files import Turn
    from dutystation.runs.loading.taking import Loaded


@searched_seldom()
def load(
    source_file: Path,
    *further_files: Path,
    into: Path,
    sender: str,
    table: str | None = None,
    period: str | None = None,
    corrects: str | None = None,
    amends: Flag = False,
    profile: str | None = None,
    crosswalk: Path | None = None,
    companion: Path | None = None,
    directive: str = DIRECTIVE,
    received_on: str | None = None,
) -> None:
    """Take delivered files into a workspace, judge their rows, and keep each file as it was sent.

    Parameters
    ----------
    source_file
        The file: with a profile as the system exports it, else with the columns of the contract as CSV,
        gzipped CSV or Parquet.
    further_files
        Further files of the same table, sender and profile, each a delivery of its own, taken in the order
        given. One that is refused holds up no other, unless they amend.
    into
        The workspace: a folder, made if need be.
    sender
        The component that delivers.
    table
        The table that the file feeds, such as time_records; a profile says so itself.
    period
        The pay period, such as 2025-02, of time records and badge events; without it the rows tell. A profile
        may say that rows of others are then left out. With several files only where they amend.
    corrects
        The delivery that the file replaces, by its id or the start of it: see dutystation deliveries. Needed
        where the sender has delivered the table for the pay period before. With one file only.
    amends
        Replace only the rows with the same record or event ids, and add the others.
    profile
        How the file is to be read, where it does not have the columns of the contract: the name of a shipped
        profile (see: dutystation profile list) or the path of a profile file.
    crosswalk
        A CSV file with key, person, valid_from and valid_to, where the profile asks for one.
    companion
        The second file that the profile reads, where it asks for one.
    directive
        The order whose pay periods count, and which says how late a delivery may come.
    received_on
        The day on which the file was received, YYYY-MM-DD, where that is not today.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.directives.load import load_directive
    from dutystation.runs.loading.load import Asked
    from dutystation.runs.loading.load import load as take
    from dutystation.runs.loading.several_files import load_each

    reader = _reader(profile, crosswalk, companion)
    table = table or (reader.profile.content.table if reader else None)
    if table is None:
        raise UnusableCommand("--table: name the table that the file feeds, or a profile with --profile.")
    received = _day_of_receipt(received_on)
    rules, progress = load_directive(directive).rules_on(received), DrawnProgress()
    files = [Asked(file, table, sender, period, amends, corrects) for file in (source_file, *further_files)]
    if not further_files:
        loaded = take(files[0], into, rules=rules, received_on=received, reader=reader, progress=progress)
        for sentence in _sentences(loaded):
            say(sentence)
        return
    _say_each(
        [asked.source for asked in files],
        load_each(files, into, rules=rules, received_on=received, reader=reader, progress=progress),
    )


def _reader(profile: str | None, crosswalk: Path | None, companion: Path | None) -> ProfileReader | None:
    """How files are read by a profile, None where they have the columns of the contract."""
    if profile is None:
        if crosswalk is not None or companion is not None:
            raise UnusableCommand(
                "--crosswalk and --companion are read by a profile. Name it with --profile."
            )
        return None
    # Only here: what profiles are checked with takes longer to import than a small file to load.
    from dutystation.profiles.load import load_profile
    from dutystation.runs.loading.profile_reader import ProfileReader

    return ProfileReader(load_profile(profile), crosswalk, companion)


def _say_each(files: Sequence[Path], turns: Iterable[Turn]) -> None:
    """Says of each file what came of it, in lines that begin with it. Raises NotAllTaken."""
    from dutystation.cli.console import note, say

    there: list[Path] = []
    refused: list[Path] = []
    try:
        for turn in turns:
            if turn.loaded is None:
                refused.append(turn.source)
                note(str(turn.refused))
                continue
            there.append(turn.source)
            for sentence in _sentences(turn.loaded):
                say(f"{turn.source}: {sentence}")
    except KeyboardInterrupt as interrupt:
        if not there:
            raise
        raise StoppedHalfway(f"Interrupted. {_there(there)}") from interrupt
    except DutystationError as problem:
        if not there and not refused:
            raise
        note(str(problem))
    missing = [*refused, *files[len(there) + len(refused) :]]
    if missing:
        raise NotAllTaken(
            f"{len(missing)} of {len(files)} files {'was' if len(missing) == 1 else 'were'} not taken: "
            f"{_listed(missing)}. {_there(there)} When what was said above is mended, the same command will "
            "do: a file that is in the workspace already changes nothing."
        )


def _there(files: Sequence[Path]) -> str:
    return f"In the workspace: {_listed(files)}." if files else "None is in the workspace."


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(str(file) for file in files)


def _day_of_receipt(stated: str | None) -> date:
    """Today, or the stated day, on which something may have been received. Raises UnusableCommand.

    Whoever loads from a program may state any day: a demonstration delivers what is invented for later.
    """
    from dutystation.runs.days import newest_day, today

    if stated is None:
        return today()
    received, newest = day(stated, "--received-on"), newest_day()
    if received > newest:
        raise UnusableCommand(
            f"--received-on {stated}: that day has not come, and today is {newest}. Give the day on which "
            "the file was received, or leave --received-on out where that is today."
        )
    return received


def _sentences(loaded: Loaded) -> list[str]:
    taken = loaded.delivery
    what = f"{taken.table} of {taken.sender}" + (f" for {taken.period}" if taken.period else "")
    if not loaded.changed:
        return [f"{what}: the same file was delivered before, as {taken.id}. Nothing was changed."]
    said = [
        f"{what}: delivery {taken.id} was taken. {taken.rows:,} rows: {taken.accepted:,} accepted, "
        f"{taken.rejected:,} rejected, {taken.left_out:,} left out."
    ]
    said += [f"Rejected as {reason}: {rows:,}." for reason, rows in sorted(loaded.reasons.items())]
    said += [f"Left out as {reason}: {rows:,}." for reason, rows in sorted(loaded.left_out.items())]
    if taken.replaces:
        said.append(f"It takes the place of {taken.replaces}.")
    if taken.replaces and not taken.accepted:
        said.append("It has no accepted row: nothing stands there any more.")
    if taken.amends:
        said.append(f"It amends {taken.amends}.")
    said += [_twice(taken, other) for other in loaded.also]
    return said


def _twice(taken: Delivery, other: Delivery) -> str:
    emptied = f"--sender {quote(taken.sender)} --corrects {taken.id}"
    emptied += f" --period {taken.period}" if taken.period else ""
    return (
        f"The same file is in force from {other.sender} as {other.id}. If it is the same data, rows without "
        "ids now count twice, and of the others a run takes the first. To take this delivery back, load a "
        f"file that has the header only, with {emptied}."
    )


def deliveries(workspace: Path) -> None:
    """List every delivery of a workspace, what it was read with, and what took its place.

    Parameters
    ----------
    workspace
        The folder that files were loaded into.
    """
    from contextlib import closing
    from dataclasses import asdict

    from dutystation.cli.console import say
    from dutystation.lake.files import deliveries as accounts
    from dutystation.lake.workspace import open_workspace
    from dutystation.published.csv_text import csv_line

    with closing(open_workspace(workspace)) as opened:
        found = accounts(opened)
    say(csv_line((*DELIVERY_COLUMNS, *READ_WITH_COLUMNS)).rstrip("\n"))
    for account in found:
        state = f"replaced by {account.replaced_by}" if account.replaced_by else "in force"
        cells = {**asdict(account.delivery), "state": state, **_read_with(account.delivery)}
        say(csv_line([str(cells[name]) for name in (*DELIVERY_COLUMNS, *READ_WITH_COLUMNS)]).rstrip("\n"))


DELIVERY_COLUMNS = (
    *("id", "table", "sender", "period", "file", "rows", "accepted", "rejected", "left_out"),
    *("received_at", "profile", "replaces", "amends", "state", "received_on", "sha256"),
)
READ_WITH_COLUMNS = (
    "profile_sha256",
    *("crosswalk", "crosswalk_rows", "crosswalk_sha256"),
    *("companion", "companion_rows", "companion_sha256"),
)


def _read_with(delivery: Delivery) -> dict[str, object]:
    """What a delivery was read with, by column; empty where nothing was, or nothing was noted of it."""
    cells: dict[str, object] = dict.fromkeys(READ_WITH_COLUMNS, "")
    for other in delivery.read_with:
        told = {"": other.file, "_rows": other.rows, "_sha256": other.sha256}
        named = {f"{other.role}{ending}": value for ending, value in told.items()}
        cells |= {name: value for name, value in named.items() if name in READ_WITH_COLUMNS}
    return cells
