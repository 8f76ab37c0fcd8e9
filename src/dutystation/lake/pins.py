"""Which snapshots runs stand on, those that are being made too. A pinned snapshot is never expired.

A run writes its pins before it reads a row, as `WORKSPACE/runs/<run>/pins.json`: table → snapshot id. Until
it is finished they lie a folder deeper, `WORKSPACE/runs/<work folder>/<folder>/pins.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dutystation.terms.errors import UnusableInput, UnusableOutput
from dutystation.terms.run_folder import RUNS

PINS = "pins.json"


def write_pins(run: Path, snapshots: Mapping[str, int]) -> None:
    """Pins the snapshots of a run in its folder, which is made if need be; whole or not at all."""
    try:
        run.mkdir(parents=True, exist_ok=True)
        unfinished = run / f"{PINS}.unfinished"
        unfinished.write_text(json.dumps(dict(snapshots), sort_keys=True) + "\n", encoding="utf-8")
        unfinished.replace(run / PINS)
    except OSError as error:
        raise UnusableOutput(f"{run}: the run cannot be written ({error.strerror}). Make room.") from error


def read_pins(run: Path) -> dict[str, int]:
    """The snapshots a run stands on, by table. Raises UnusableInput where the file is no such thing."""
    file = run / PINS
    try:
        stated = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(file) from error
    if not isinstance(stated, dict) or not all(type(number) is int for number in stated.values()):
        raise _unreadable(file)
    return stated


def pinned(workspace: Path) -> dict[str, set[int]]:
    """The pinned snapshots of every table, over all runs of a workspace.

    A file of pins that cannot be read is an error and not a run without pins: its snapshots would go.
    """
    found: dict[str, set[int]] = {}
    for depth in ("*/*", "*"):  # a run that finishes meanwhile moves up, and is found there
        for file in sorted((workspace / RUNS).glob(f"{depth}/{PINS}")):
            try:
                pins = read_pins(file.parent)
            except UnusableInput:
                if not file.exists():
                    continue
                raise
            for table, snapshot in pins.items():
                found.setdefault(table, set()).add(snapshot)
    return found


def _unreadable(file: Path) -> UnusableInput:
    return UnusableInput(
        str(file),
        "the pins of this run cannot be read",
        remedy="Restore the file, or remove the run, and try again",
    )
