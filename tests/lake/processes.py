"""Loads in processes of their own, which begin at once: forked from one that has imported everything.

Run as a program, this is that process: it reads requests from its standard input, one JSON line each, and
answers with the pid of the forked one, later with how it ended.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMITTING = "committing"
"""A file of this name says that a load has begun to write into the workspace."""


@dataclass(frozen=True)
class Ended:
    """How a load ended: its exit code, negative where a signal ended it, its sentence, and its seconds."""

    code: int
    said: str
    seconds: float


@dataclass(frozen=True)
class Running:
    """A load under way; `notes` is a folder of its own."""

    pid: int
    notes: Path
    began: float

    def wait_for_commit(self) -> None:
        """Returns when the load begins to write into the workspace, or has ended."""
        until = time.monotonic() + 60
        while not (self.notes / COMMITTING).exists() and not (self.notes / "ended").exists():
            assert time.monotonic() < until
            time.sleep(0.001)

    def kill(self) -> None:
        """Kill -9; where the load has ended already, it does nothing."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def ended(self) -> Ended:
        """Waits for the end."""
        until = time.monotonic() + 90
        while not (self.notes / "ended").exists():
            assert time.monotonic() < until
            time.sleep(0.002)
        stated = json.loads((self.notes / "ended").read_text())
        said = self.notes / "said"
        return Ended(stated["code"], said.read_text() if said.exists() else "", stated["at"] - self.began)


@dataclass
class Loads:
    """Starts loads."""

    server: subprocess.Popen[str]
    folder: Path
    started: int = 0

    def start(
        self,
        workspace: Path,
        content: str,
        *,
        sender: str = "CBP",
        amends: bool = False,
        corrects: str | None = None,
        limit: int = 0,
    ) -> Running:
        """A load of time records; with `limit` no file can grow beyond so many bytes.

        Without `corrects` it corrects what the sender has delivered last when it begins, if anything.
        """
        self.started += 1
        notes = self.folder / f"load-{self.started}"
        notes.mkdir()
        (notes / "time_records.csv").write_text(content)
        request = {"notes": str(notes), "workspace": str(workspace), "sender": sender, "corrects": corrects}
        assert self.server.stdin is not None and self.server.stdout is not None
        began = time.monotonic()
        self.server.stdin.write(json.dumps({**request, "amends": amends, "limit": limit}) + "\n")
        self.server.stdin.flush()
        return Running(int(self.server.stdout.readline()), notes, began)

    def done(self, workspace: Path, content: str, **options: object) -> Ended:
        """One load to its end."""
        return self.start(workspace, content, **options).ended()  # type: ignore[arg-type]


@contextmanager
def loads(folder: Path) -> Iterator[Loads]:
    """The process that loads are forked from."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with subprocess.Popen(
        [sys.executable, "-m", "tests.lake.processes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
    ) as server:
        yield Loads(server, folder)
        assert server.stdin is not None
        server.stdin.close()


def _serve() -> None:
    import threading

    import ibis
    import ibis.backends.duckdb
    import sqlalchemy.dialects.sqlite
    from tests.lake.loading import RECEIVED

    from dutystation.directives.load import load_directive
    from dutystation.intake.check import faulty_rows, sound_rows
    from dutystation.runs.engines import duckdb_engine  # noqa: F401 (imported before anything is forked)
    from dutystation.runs.loading import load  # noqa: F401
    from dutystation.tables.time_records import TIME_RECORDS

    columns = {"file": "string", "line": "int64", **dict.fromkeys(TIME_RECORDS.names, "string")}
    for rows in (sound_rows, faulty_rows):  # what is imported on the way, is imported once
        ibis.to_sql(rows(ibis.table(columns, name="rows"), TIME_RECORDS), dialect="duckdb")
    assert sqlalchemy.dialects.sqlite
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for those that watch
    rules = load_directive("dhs-2025").rules_on(RECEIVED)
    assert threading.active_count() == 1
    for line in sys.stdin:
        if not os.fork():
            _watch(json.loads(line), rules)


def _watch(request: dict[str, object], rules: object) -> None:
    """Starts a load, tells its pid, waits for it and notes how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if not pid:
        _load(request, rules)
    sys.stdout.write(f"{pid}\n")
    sys.stdout.flush()
    _, status = os.waitpid(pid, 0)
    notes = Path(str(request["notes"]))
    stated = {"code": os.waitstatus_to_exitcode(status), "at": time.monotonic()}
    (notes / "unfinished").write_text(json.dumps(stated))
    (notes / "unfinished").rename(notes / "ended")
    os._exit(0)


def _load(request: dict[str, object], rules: object) -> None:
    from tests.lake.loading import RECEIVED, last_standing

    from dutystation.runs.loading.load import Asked, load
    from dutystation.terms.errors import DutystationError

    notes = Path(str(request["notes"]))
    if limit := request["limit"]:
        sys.dont_write_bytecode = True  # a compiled module would be cut off and stay
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(str(limit)),) * 2)
    code, said = 0, ""
    workspace, sender, amends = Path(str(request["workspace"])), str(request["sender"]), request["amends"]
    corrects = None if amends else request["corrects"] or last_standing(workspace, sender)
    named = None if corrects is None else str(corrects)
    asked = Asked(notes / "time_records.csv", "time_records", sender, None, bool(amends), named)
    try:
        loaded = load(
            asked,
            workspace,
            rules=rules,  # type: ignore[arg-type]
            received_on=RECEIVED,
            progress=_Noted(notes),
        )
        said = "taken" if loaded.changed else "unchanged"
    except DutystationError as error:
        code, said = 2, f"{type(error).__name__}: {error}"
    except BaseException as error:  # a traceback would be a fault, so it is told
        code, said = 3, f"{type(error).__name__}: {error}"
    (notes / "said").write_text(said)
    os._exit(code)


class _Noted:
    """Progress that leaves a file where a load begins to write into the workspace."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes

    @contextmanager
    def step(self, title: str) -> Iterator[_Noted]:
        if title == "Taking it into the workspace":
            (self.notes / COMMITTING).touch()
        yield self

    def reached(self, done: int, total: int | None = None) -> None:
        pass

    def note(self, sentence: str) -> None:
        pass


if __name__ == "__main__":
    _serve()
