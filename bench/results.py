"""Measurements as they were taken, kept as JSON with the command and the machine: tables are made of them."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from bench.processes import Cost

Measured = dict[str, Any]
"""One measurement: what was run, on what size, and what it cost."""

FOLDER = Path("docs/measurements")


class Kept:
    """A file of measurements. Every new one is written at once, so that nothing is lost to a full disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.measured: list[Measured] = read(path) if path.is_file() else []

    def has(self, **what: object) -> bool:
        return any(all(one.get(name) == value for name, value in what.items()) for one in self.measured)

    def add(self, cost: Cost, **what: object) -> None:
        told = asdict(cost)
        self.measured = read(self._path) if self._path.is_file() else []  # another set may have added some
        at = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
        self.measured.append({**what, **told.pop("printed"), **told, "at": at, "command": command()})
        self._path.parent.mkdir(parents=True, exist_ok=True)
        document = {"machine": machine(), "measured": self.measured}
        self._path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> list[Measured]:
    """The measurements of a file, in the order in which they were taken."""
    measured: list[Measured] = json.loads(path.read_text(encoding="utf-8"))["measured"]
    return measured


def command() -> str:
    """What a person types to measure the same."""
    return " ".join(["python -m bench", *sys.argv[1:]])


def machine() -> dict[str, object]:
    """What the measurements depend on, and nothing that names the machine."""
    return {
        "processors": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }
