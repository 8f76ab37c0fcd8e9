"""Runs one program in a process of its own and keeps what it cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

SECONDS_BETWEEN_LOOKS = 0.5


@dataclass(frozen=True)
class Cost:
    """One process with its children: seconds of the clock and of all processors, peak memory in MB.

    `disk_megabytes` is the most that lay in its folder at one time; `load` is the average number of programs
    on the machine that wanted a processor, in the minute before it ended; `printed` is what it said as JSON.
    """

    seconds: float
    processor: float
    megabytes: float
    disk_megabytes: float
    load: float
    printed: dict[str, Any] = field(default_factory=dict)


def cost_of(module: Sequence[str], *, folder: Path | None = None) -> Cost:
    """What `python -m MODULE …` costs. `folder` is where it writes. Raises SystemExit where it fails."""
    # As in daily use, where Python keeps compiled modules between starts.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = perf_counter()
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        with _watched(process.pid, folder) as seen:
            printed = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = perf_counter() - began
    if process.returncode:
        raise SystemExit(
            f"python -m {' '.join(module)} ended with {process.returncode}; see what it said above."
        )
    said: dict[str, Any] = json.loads(printed) if printed.strip() else {}
    # A server of its own is no child: a program that asks one adds what that cost.
    return Cost(
        seconds=round(seconds, 2),
        processor=round(
            max(usage.ru_utime + usage.ru_stime, sum(seen.processor.values()))
            + said.pop("server_processor", 0.0),
            2,
        ),
        megabytes=round(max(usage.ru_maxrss / 1024, seen.megabytes) + said.pop("server_megabytes", 0.0)),
        disk_megabytes=round(seen.disk_bytes / 1e6, 1),
        load=round(os.getloadavg()[0], 1),
        printed=said,
    )


@dataclass
class _Seen:
    """What was seen of a process and its children, which it may leave to end by themselves, as Spark's does.

    `processor` has the seconds by process, `megabytes` the most memory of all of them at one time.
    """

    processor: dict[int, float] = field(default_factory=dict)
    megabytes: float = 0.0
    disk_bytes: int = 0


@contextmanager
def _watched(number: int, folder: Path | None) -> Iterator[_Seen]:
    """Looks every half second until the block has ended."""
    seen, ended = _Seen(), threading.Event()

    def look() -> None:
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            with suppress(psutil.Error):  # ended since
                _look_at(psutil.Process(number), seen)
            if folder is not None:
                seen.disk_bytes = max(seen.disk_bytes, bytes_in(folder))

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield seen
    finally:
        ended.set()
        watching.join()


def _look_at(process: psutil.Process, seen: _Seen) -> None:
    resident = 0
    for one in [process, *process.children(recursive=True)]:
        with suppress(psutil.Error), one.oneshot():
            times = one.cpu_times()
            seen.processor[one.pid] = times.user + times.system
            resident += one.memory_info().rss
    seen.megabytes = max(seen.megabytes, resident / 2**20)


def bytes_in(folder: Path) -> int:
    """Bytes of all files below a folder; a file with two names counts once."""
    sizes: dict[int, int] = {}
    for path, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # gone since it was listed
                found = Path(path, name).lstat()
                sizes[found.st_ino] = found.st_size
    return sum(sizes.values())
