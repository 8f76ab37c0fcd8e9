"""The seconds of each step of a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from dutystation.runs.progress import SILENT, Step


class Stopwatch:
    """Progress that keeps the seconds of every step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Times the block."""
        began = perf_counter()
        with SILENT.step(title) as step:
            yield step
        self.seconds[title] = self.seconds.get(title, 0.0) + perf_counter() - began

    def note(self, sentence: str) -> None:
        """Not timed."""
