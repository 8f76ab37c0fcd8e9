"""Several files of one table from one sender, taken one after the other: each a delivery of its own.

A file that is refused holds up no other: each is for a pay period of its own, and whoever loads a year wants
to read everything that is wrong with it at once. Amendments count in their order, so that of these the first
one that is refused is the last. Where something else than the file is at fault, such as the crosswalk or the
disk, the next one would fare no better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dutystation.directives.rules import Rules
from dutystation.runs.loading.judged_delivery import Reader
from dutystation.runs.loading.load import Asked, load, refuse_no_file
from dutystation.runs.loading.taking import Loaded
from dutystation.runs.progress import SILENT, Progress, Step
from dutystation.tables.inputs import BY_PERIOD, INPUT_TABLES
from dutystation.terms.errors import UnusableCommand, UnusableInput

DELIVERED_WHOLE = {shape.name for shape in INPUT_TABLES} - set(BY_PERIOD)
"""The tables of which a delivery that does not amend takes the place of the one before."""


@dataclass(frozen=True)
class Turn:
    """What came of one file: it is loaded, or `refused` says why not."""

    source: Path
    loaded: Loaded | None
    refused: UnusableInput | None = None


def load_each(
    files: Sequence[Asked],
    workspace: Path,
    *,
    rules: Rules,
    received_on: date,
    reader: Reader | None = None,
    progress: Progress = SILENT,
) -> Iterator[Turn]:
    """Takes several files, which differ in `source` alone, in their order; says of each what came of it.

    It ends early where the files after a refused one cannot be taken without it. What was taken before an
    error stays. Raises UnusableCommand and UnusableInput before anything is taken where that can be told, and
    what `load` raises where it is not about the file.
    """
    refuse_for_one_file(files[0])
    for asked in files:
        refuse_no_file(asked.source)  # first of all: a word that strayed into the command is mostly no file
    for number, asked in enumerate(files, start=1):
        told = _OneOf(progress, f"file {number} of {len(files)}")
        try:
            loaded = load(
                asked, workspace, rules=rules, received_on=received_on, reader=reader, progress=told
            )
        except UnusableInput as refused:
            if refused.file not in (asked.source.name, str(asked.source)):
                raise
            yield Turn(asked.source, None, refused)
            if asked.amends:
                return
        else:
            yield Turn(asked.source, loaded)


def refuse_for_one_file(asked: Asked) -> None:
    """Refuses what can be meant of one file only. Raises UnusableCommand."""
    if asked.corrects is not None:
        raise UnusableCommand(
            f"--corrects {asked.corrects}: one file takes the place of one delivery. Load that file "
            "by itself."
        )
    if asked.amends:
        return
    if asked.period is not None:
        raise UnusableCommand(
            f"--period {asked.period}: only one file is the delivery of a pay period. Leave --period out, so "
            "that the rows of each file tell it, or load that file by itself."
        )
    if asked.table in DELIVERED_WHOLE:
        raise UnusableCommand(
            f"{asked.table} is delivered as a whole: of several files the last one would take the place of "
            "the others. Load one file, which holds everything."
        )


@dataclass(frozen=True)
class _OneOf:
    """The progress of one file among several, which every step names."""

    progress: Progress
    which: str

    def step(self, title: str) -> AbstractContextManager[Step]:
        return self.progress.step(f"{title} ({self.which})")

    def note(self, sentence: str) -> None:
        self.progress.note(sentence)
