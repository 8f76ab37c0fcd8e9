"""A delivered file is taken into a workspace: read, judged, kept, and put in the place of what was before."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dutystation.directives.rules import Rules
from dutystation.lake.delivered import receive, working_folder
from dutystation.lake.workspace import open_workspace
from dutystation.landing.delivered import printable
from dutystation.runs.days import today
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.garbage import searched_seldom
from dutystation.runs.loading.judged_delivery import ContractReader, Reader
from dutystation.runs.loading.taking import Loaded, Taking
from dutystation.runs.progress import SILENT, Progress
from dutystation.tables.inputs import BY_PERIOD, INPUT_TABLES
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableCommand, UnusableInput
from dutystation.terms.period import PayCalendar, PayPeriod

LONGEST_SENDER = 100


@dataclass(frozen=True)
class Asked:
    """What is to be loaded as what.

    `period` is a label, None where the rows tell it or none is meant. `corrects` is the id of the delivery
    that it is to replace, or the start of it; None where it is no correction.
    """

    source: Path
    table: str
    sender: str
    period: str | None = None
    amends: bool = False
    corrects: str | None = None


def load(
    asked: Asked,
    workspace: Path,
    *,
    rules: Rules,
    received_on: date | None = None,
    reader: Reader | None = None,
    progress: Progress = SILENT,
) -> Loaded:
    """Takes one file into a workspace, which is made if need be.

    Raises UnusableCommand, UnusableInput or UnusableOutput; then every table is as it was.
    """
    shape, stated = _shape(asked), _stated_period(asked, rules.calendar)
    _refuse_both(asked)
    refuse_no_file(asked.source)
    with (
        searched_seldom(),
        closing(open_workspace(workspace, create=True)) as opened,
        working_folder(opened) as folder,
        closing(DuckDBEngine(folder)) as engine,
    ):
        opened.made(shape, rules.calendar)
        with progress.step(f"Receiving {asked.source.name}"):
            received = receive(asked.source, folder / "received")
            reader = (reader or ContractReader()).received(folder)
        work = Taking(
            shape=shape,
            workspace=opened,
            engine=engine,
            folder=folder,
            rules=rules,
            progress=progress,
            received=received,
            reader=reader,
            received_on=received_on or today(),
            sender=asked.sender,
            amends=asked.amends,
            corrects=asked.corrects,
        )
        return work.known(stated) or work.taken(stated)


def _shape(asked: Asked) -> Shape:
    """The table that is asked for, and a sender that can stand in a record. Raises UnusableCommand."""
    sender = asked.sender
    if not sender.isprintable() or sender != sender.strip() or not 0 < len(sender) <= LONGEST_SENDER:
        raise UnusableCommand(
            f"--sender {printable(sender)}: name the component that delivers, in at most {LONGEST_SENDER} "
            "letters on one line."
        )
    for shape in INPUT_TABLES:
        if shape.name == asked.table:
            return shape
    names = ", ".join(shape.name for shape in INPUT_TABLES)
    raise UnusableCommand(f"--table {printable(asked.table)}: there is no such table. Use one of {names}.")


def refuse_no_file(source: Path) -> None:
    """Raises UnusableInput where there is nothing to be read, or no file."""
    if source.is_file():
        return
    named = printable(str(source), longest=300)
    if source.is_dir():
        raise UnusableInput(named, "this is a folder", remedy="Give one file; a workspace takes them singly")
    raise UnusableInput(named, "there is no such file", remedy="Check the path")


def _refuse_both(asked: Asked) -> None:
    """A delivery replaces a slice or amends it. Raises UnusableCommand."""
    if asked.corrects is not None and (asked.amends or not asked.corrects.strip()):
        raise UnusableCommand(
            f"--corrects {printable(asked.corrects)}: name the delivery that the file replaces, and leave "
            "--amends out, which replaces rows of it only."
        )


def _stated_period(asked: Asked, calendar: PayCalendar) -> PayPeriod | None:
    """The pay period of `--period`. Raises UnusableCommand where there is none of that label."""
    if asked.period is None:
        return None
    if asked.table not in BY_PERIOD:
        raise UnusableCommand(
            f"--period {printable(asked.period)}: {asked.table} is delivered as a whole. Leave --period out."
        )
    if period := calendar.labelled(asked.period):
        return period
    raise UnusableCommand(
        f"--period {printable(asked.period)}: there is no such pay period. Write it as YYYY-NN, NN from 01 "
        "for the first that starts in the year."
    )
