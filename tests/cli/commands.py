"""The command as people run it, and small folders of tables to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from dutystation.cli.main import main
from dutystation.published.folder import WORK_PREFIX

TABLES: Mapping[str, str] = {
    "org_units": "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\n",
    "roster": "person,org_unit,effective_from\nP1,CBP,2025-01-01\nP2,CBP,2025-01-01\n",
    "time_records": "person,work_date,hours,pay_code,place_code\n"
    "P1,2025-02-03,8,01,\nP2,2025-02-03,6,01,\nP2,2025-02-04,2,01,TS\n",
    "codes": "pay_code,place_code,place\n01,,office\n01,TS,situational\n",
}
"""Two people of one component: 14 of 16 hours in person."""

BADGE_TABLES: Mapping[str, str] = {
    "facilities": "facility,name,usable_sqft,readers\nHQ,Headquarters,3000,entry_exit\n",
    "badge_events": "person,facility,occurred_at,direction\n"
    "P1,HQ,2025-02-03T08:00,in\nP1,HQ,2025-02-03T16:30,out\n",
}

ENDS_WITHIN = 400
"""Seconds that a busy, slow machine may take for one command; on Spark Connect it needs a hundred there."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What a refused command says: one line on standard error, no traceback, nothing else."""
        assert self.code == 2, (self.code, self.out, self.err)
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert self.err.endswith(".\n")
        assert "Traceback" not in self.err
        return self.err.removesuffix("\n")


def deliver(folder: Path, tables: Mapping[str, str | bytes | None] = TABLES) -> Path:
    """The least a report needs in `folder`, with `tables` in place of those of the same name.

    A name without an ending is a CSV file; None leaves a table out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given = {name.partition(".")[0] for name in tables}
    least = {name: text for name, text in TABLES.items() if name not in given}
    for name, content in {**least, **tables}.items():
        if content is not None:
            data = content.encode() if isinstance(content, str) else content
            (folder / (name if "." in name else f"{name}.csv")).write_bytes(data)
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ended:
    """One command in this process."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return Ended(code, printed.out, printed.err)


def report(
    capsys: pytest.CaptureFixture[str],
    inputs: Path,
    *options: str | Path,
    out: Path | None = None,
    as_of: str = "2025-02-19",
    directive: str = "dhs-2025",
) -> Ended:
    """`dutystation report`, into the folder `out` beside the inputs."""
    where = out or inputs.parent / "out"
    order = (f"--directive={directive}", f"--as-of={as_of}", "--out", where)
    return run(capsys, "report", inputs, *order, *options)


def command(*arguments: str | Path, before: str = "") -> list[str]:
    """The command line of a process of its own; `before` is Python to be run in it first."""
    program = f"{before}\nfrom dutystation.cli.main import main\nmain()"
    return [sys.executable, "-c", program, *(str(argument) for argument in arguments)]


def process(*arguments: str | Path, before: str = "") -> Ended:
    """One command in a process of its own."""
    done = subprocess.run(
        command(*arguments, before=before), capture_output=True, text=True, check=False, timeout=ENDS_WITHIN
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def left_beside(inputs: Path) -> list[str]:
    """What lies beside the inputs: nothing, where a run has left nothing behind."""
    assert WORK_PREFIX.startswith(".")
    return sorted(name for name in os.listdir(inputs.parent) if name != inputs.name)  # noqa: PTH208
