"""Runs floor and main job in turn, each in a process of its own, and keeps wall time and peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.data import Size

KINDS = ("scan", "join", "job")


@dataclass(frozen=True)
class Run:
    """One process: seconds of the clock and of the processors, peak memory in MB, seconds of its steps."""

    seconds: float
    processor: float
    megabytes: float
    steps: dict[str, float]


@dataclass(frozen=True)
class Turns:
    """Every run of one size, by kind, in the order in which they were run."""

    size: Size
    runs: dict[str, list[Run]]

    def seconds(self, kind: str) -> float:
        return median(run.seconds for run in self.runs[kind])

    def processor(self, kind: str) -> float:
        """Seconds of all processors together: what other work on the machine disturbs least."""
        return median(run.processor for run in self.runs[kind])

    def megabytes(self, kind: str) -> float:
        return max(run.megabytes for run in self.runs[kind])

    def steps(self) -> dict[str, float]:
        """The median seconds of each step of the main job."""
        titles = {title: None for run in self.runs["job"] for title in run.steps}
        return {title: median(run.steps.get(title, 0.0) for run in self.runs["job"]) for title in titles}


def take_turns(size: Size, folder: Path, *, times: int) -> Turns:
    """`times` rounds of floor, floor with join, main job. Other work on the machine disturbs all alike."""
    runs: defaultdict[str, list[Run]] = defaultdict(list)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        out = Path(scratch) / "report"
        for number in range(times):
            for kind in KINDS:
                sys.stderr.write(f"{size.name}: {kind}, {number + 1} of {times}\n")
                runs[kind].append(_run(kind, size, folder, out))
    return Turns(size, dict(runs))


def _run(kind: str, size: Size, folder: Path, out: Path) -> Run:
    if kind == "job":
        return run_module("bench.job", str(folder), str(out), size.form)
    return run_module("bench.floor", str(folder), kind)


def run_module(*module: str) -> Run:
    """Runs a module with its arguments in a process of its own, which prints the seconds of its steps."""
    began = perf_counter()
    # As in daily use, where Python keeps compiled modules between starts.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(module)} ended with {process.returncode}")
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor, usage.ru_maxrss / 1024, json.loads(printed) if printed else {})
