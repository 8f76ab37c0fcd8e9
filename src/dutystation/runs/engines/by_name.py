"""The engines by name. An engine is loaded when it is asked for; Spark need not be installed."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from dutystation.runs.engines.engine import Engine
from dutystation.runs.options import EngineName
from dutystation.terms.errors import UnusableCommand


def opened_engine(name: EngineName, scratch: Path) -> Engine:
    """A new engine that keeps what it must in the folder `scratch`. Raises UnusableCommand."""
    if name == "duckdb":
        with interrupts_wait():
            from dutystation.runs.engines.duckdb_engine import DuckDBEngine

        return DuckDBEngine(scratch)
    try:
        from dutystation.runs.engines.spark_engine import SparkEngine
    except ModuleNotFoundError as error:
        raise UnusableCommand(
            f"--engine spark: the package {error.name} is not installed. "
            "Install what Spark needs with: pip install 'dutystation[spark]'."
        ) from error
    return SparkEngine(scratch)


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Ctrl-C is heard after the block: in the middle of loading, a library in C++ would end the program.

    A blocked signal would not do: it goes to another thread, and Python hears it in this one all the same.
    """
    heard: list[int] = []
    handlers: dict[int, Callable[[int, FrameType | None], object]] = {}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        handler = signal.getsignal(number)
        if callable(handler):
            with suppress(ValueError):  # only the main thread may set handlers, and only there they are heard
                signal.signal(number, lambda told, _: heard.append(told))
                handlers[number] = handler
    try:
        yield
    finally:
        for waiting, handler in handlers.items():
            signal.signal(waiting, handler)
        for told in heard:
            handlers[told](told, None)
