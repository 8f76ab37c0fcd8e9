"""Runs floor and main job in turn, each in a process of its own, and keeps wall time and peak memory."""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.data import Size
from bench.processes import Cost, cost_of

KINDS = ("scan", "join", "job")


@dataclass(frozen=True)
class Turns:
    """Every run of one size, by kind, in the order in which they were run."""

    size: Size
    runs: dict[str, list[Cost]]

    def seconds(self, kind: str) -> float:
        return median(run.seconds for run in self.runs[kind])

    def processor(self, kind: str) -> float:
        """Seconds of all processors together: what other work on the machine disturbs least."""
        return median(run.processor for run in self.runs[kind])

    def megabytes(self, kind: str) -> float:
        return max(run.megabytes for run in self.runs[kind])

    def steps(self) -> dict[str, float]:
        """The median seconds of each step of the main job."""
        steps = [run.printed["steps"] for run in self.runs["job"]]
        titles = {title: None for run in steps for title in run}
        return {title: median(run.get(title, 0.0) for run in steps) for title in titles}


def take_turns(size: Size, folder: Path, *, times: int) -> Turns:
    """`times` rounds of floor, floor with join, main job. Other work on the machine disturbs all alike."""
    runs: defaultdict[str, list[Cost]] = defaultdict(list)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        out = Path(scratch) / "report"
        for number in range(times):
            for kind in KINDS:
                sys.stderr.write(f"{size.name}: {kind}, {number + 1} of {times}\n")
                runs[kind].append(_run(kind, size, folder, out))
    return Turns(size, dict(runs))


def _run(kind: str, size: Size, folder: Path, out: Path) -> Cost:
    if kind == "job":
        return cost_of(["bench.job", str(folder), str(out), size.form])
    return cost_of(["bench.floor", str(folder), kind])
