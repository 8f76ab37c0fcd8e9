"""What the commands print, and how far long work has got.

Results go to standard output. Progress, notes and errors go to standard error; progress is drawn only
where a person can see it, so that a job's log holds sentences alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from dutystation.runs.progress import Step


def say(text: str) -> None:
    """Prints a result."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Prints something beside the result."""
    sys.stderr.write(text + "\n")


class _DrawnStep:
    def __init__(self, drawing: Progress, task: TaskID) -> None:
        self._drawing, self._task = drawing, task

    def reached(self, done: int, total: int | None = None) -> None:
        """Moves the bar where the total is known, and says the rows where it is not."""
        if total is None:
            self._drawing.update(self._task, reached=f"{done:,} rows")
        else:
            self._drawing.update(self._task, completed=done, total=total, reached=f"{done} of {total}")


class DrawnProgress:
    """Steps of a run, drawn on a terminal, or written as lines where `log` is asked for."""

    def __init__(self, *, log: bool = False) -> None:
        self._console = Console(stderr=True)
        self._log = log

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Shows a spinner, the title and the time while the block runs."""
        began = monotonic()
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[reached]}", markup=False),
            TimeElapsedColumn(),
        )
        drawing = Progress(
            *columns, console=self._console, transient=True, disable=not self._console.is_terminal
        )
        with drawing:
            yield _DrawnStep(drawing, drawing.add_task(title, total=None, reached=""))
        if self._log:
            note(f"{title}: {monotonic() - began:.1f} s")

    def note(self, sentence: str) -> None:
        """Prints a note on the inputs."""
        note(sentence)
