"""The engines by name. An engine is loaded when it is asked for; Spark need not be installed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dutystation.runs.engine import Engine
from dutystation.runs.options import EngineName
from dutystation.terms.errors import UnusableCommand


def opened_engine(name: EngineName, scratch: Path) -> Engine:
    """A new engine that keeps what it must in the folder `scratch`. Raises UnusableCommand."""
    if name == "duckdb":
        with _ctrl_c_waits():
            from dutystation.runs.duckdb_engine import DuckDBEngine

        return DuckDBEngine(scratch)
    try:
        from dutystation.runs.spark_engine import SparkEngine
    except ModuleNotFoundError as error:
        raise UnusableCommand(
            f"--engine spark: the package {error.name} is not installed. "
            "Install what Spark needs with: pip install 'dutystation[spark]'."
        ) from error
    return SparkEngine(scratch)


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Ctrl-C is heard after the block: in the middle of loading, a library in C++ would end the program."""
    if not hasattr(signal, "pthread_sigmask"):  # there is none on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
