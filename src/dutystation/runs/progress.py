"""What a run tells of its progress. The command line draws it; tests and programs may stay silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Step(Protocol):
    """One piece of work under way."""

    def reached(self, done: int, total: int | None = None) -> None:
        """So many rows (or parts, where `total` is told) are done."""


class Progress(Protocol):
    """Shows the steps of a run and the notes on its inputs."""

    def step(self, title: str) -> AbstractContextManager[Step]:
        """Begins a step; it ends with the block."""

    def note(self, sentence: str) -> None:
        """Something the user should know and that stops nothing."""


class _SilentStep:
    def reached(self, done: int, total: int | None = None) -> None:
        """Nobody is told."""


class _Silent:
    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Shows nothing."""
        yield _SilentStep()

    def note(self, sentence: str) -> None:
        """Shows nothing."""


SILENT: Progress = _Silent()
"""Progress that nobody looks at."""
