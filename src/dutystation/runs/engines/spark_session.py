"""The Spark session of a run: one that is there already, or one of its own under Spark's usual configuration.

Spark reads that configuration itself: `SPARK_HOME`, `SPARK_CONF_DIR` with `spark-defaults.conf`,
`PYSPARK_SUBMIT_ARGS`, or `SPARK_REMOTE` for Spark Connect. What is set there comes before what is set here,
except for `MEANING`.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from py4j.java_gateway import JavaGateway
from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.conf import SparkConf
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession
from pyspark.sql.utils import is_remote

from dutystation.terms.errors import UnusableCommand

MEANING = {
    "spark.sql.session.timeZone": "UTC",
    # With ANSI rules a cast that fails is an error; only `try_cast` gives null, where the code asks for it.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    # Ids and names of files are texts of the statement: nothing in them is to be replaced or read otherwise.
    "spark.sql.variable.substitute": "false",
    # Days before 1582 are of the Gregorian calendar, as in every file that does not come from old Spark.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    # Spark knows no nanoseconds; `spark_engine` makes timestamps of them.
    "spark.sql.legacy.parquet.nanosAsLong": "true",
}
"""What a statement means. The same in every session, whatever its configuration says."""

ALONE = {
    "spark.app.name": "dutystation",
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
    # Spark makes this folder although nothing is stored in it, else where the command was called.
    "spark.sql.warehouse.dir": str(Path(tempfile.gettempdir()) / "dutystation-spark-warehouse"),
}
"""What a session of our own has where the configuration does not say otherwise."""

ON_THIS_MACHINE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
"""A session that works on this machine alone listens to nobody else."""

DRIVER_MEMORY = "4g"
JAVA_ENDS_SECONDS = 10
ANSWER_SECONDS = 10
"""How long a server of Spark Connect has to answer at first."""
JAVA = "Java 17 or newer"
INSTALL_JAVA = "Install it (Debian and Ubuntu: apt-get install openjdk-17-jre-headless)"
_NO_JAVA = ("JAVA_HOME is not set", "java: command not found", "java: No such file")
_OLD_JAVA = ("UnsupportedClassVersionError", "Unrecognized option", "Module jdk.incubator.vector not found")


@dataclass(frozen=True)
class OpenedSession:
    """A session, what ends it, and what ends it where a call to it was broken off, as by Ctrl-C.

    A session that was there before stays as it was, and is not ended.
    """

    session: SparkSession
    end: Callable[[], None]
    break_off: Callable[[], None]


def opened_session() -> OpenedSession:
    """A session for a run.

    Raises UnusableCommand, which says what is missing or what Spark said.
    """
    if "SPARK_REMOTE" in os.environ:
        session = _remote(os.environ["SPARK_REMOTE"])
        return OpenedSession(session, session.stop, session.stop)
    there = SparkSession.getActiveSession()
    if there is None:
        return _of_our_own()
    if is_remote():
        raise UnusableCommand(
            "This program works with Spark Connect, where a run needs a session of its own. "
            "Set SPARK_REMOTE to the address of the server."
        )
    return OpenedSession(_meaning_the_same(there.newSession()), _nothing, _nothing)


def _nothing() -> None:
    """Ends nothing."""


def _meaning_the_same(session: SparkSession) -> SparkSession:
    for name, value in MEANING.items():
        session.conf.set(name, value)
    return session


def _remote(address: str) -> SparkSession:
    """A session of our own on a server of Spark Connect."""
    if not address.startswith("sc://"):
        raise UnusableCommand(
            f"SPARK_REMOTE: {address} is no address of a server, such as sc://host:15002. "
            "To measure on this machine, unset SPARK_REMOTE."
        )
    try:
        _wait_for(address)
        session: SparkSession = SparkSession.builder.remote(address).create()
    except ImportError as error:
        raise UnusableCommand(
            f"SPARK_REMOTE: Spark Connect needs packages that are missing ({_first_line(error)}). "
            "Install them with: pip install 'pyspark[connect]<4.1'."
        ) from error
    except Exception as error:  # of gRPC too
        raise _nobody_at(address, error) from error
    try:
        return _meaning_the_same(session)
    except BaseException as error:
        session.stop()
        if isinstance(error, PySparkException):
            raise _nobody_at(address, error) from error
        raise


def _wait_for(address: str) -> None:
    """Does not try for ten minutes, as PySpark does, to reach a server that is not there."""
    import grpc
    from pyspark.sql.connect.client import DefaultChannelBuilder

    with closing(DefaultChannelBuilder(address).toChannel()) as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=ANSWER_SECONDS)
        except grpc.FutureTimeoutError as error:
            raise TimeoutError(f"no answer within {ANSWER_SECONDS} seconds") from error


def _nobody_at(address: str, error: Exception) -> UnusableCommand:
    return UnusableCommand(
        f"SPARK_REMOTE: there is no session at {address} ({_first_line(error)}). "
        "Check the address and that Spark Connect runs there."
    )


def _of_our_own() -> OpenedSession:
    """Starts Java with its log in a file beside our own output, then a session with it."""
    with tempfile.TemporaryFile() as log:
        quiet = {"stdout": log, "stderr": log}
        try:
            # PySpark goes on with the Java of the first run in a process, and so do the settings.
            gateway = SparkContext._gateway or _new_java(quiet)
            # The configuration as Java has read it, so that what it says comes first.
            settings = SparkConf(_jvm=gateway.jvm)
            for name, value in ALONE.items():
                settings.setIfMissing(name, value)
            if (settings.get("spark.master") or "").startswith("local"):
                for name, value in ON_THIS_MACHINE.items():
                    settings.setIfMissing(name, value)
            with _ctrl_c_as_before():
                context = SparkContext(conf=settings, gateway=gateway)
            session = SparkSession(context)
            return OpenedSession(_meaning_the_same(session), session.stop, partial(_end_java, gateway))
        except (PySparkException, Py4JError, OSError) as error:
            if came_of_an_interrupt(error):
                raise KeyboardInterrupt from error
            raise UnusableCommand(_why_not(error, log)) from error


def _new_java(quiet: Mapping[str, IO[bytes]]) -> JavaGateway:
    with _default_driver_memory():
        return launch_gateway(popen_kwargs=dict(quiet))  # type: ignore[no-untyped-call]


@contextmanager
def _ctrl_c_as_before() -> Iterator[None]:
    """PySpark would speak with Java in the middle of another call, and then neither understands the other."""
    # Py4J logs a call that was broken off with a traceback, for all that it raises it too.
    logging.getLogger().addFilter(_worth_logging)
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        with suppress(ValueError):  # only the main thread may set handlers
            signal.signal(signal.SIGINT, before)


def _worth_logging(record: logging.LogRecord) -> bool:
    """Whether a record of the root logger, which Py4J uses here, is about something else."""
    return "KeyboardInterrupt while sending command" not in record.getMessage()


def came_of_an_interrupt(error: BaseException) -> bool:
    """Whether it was raised while PySpark tidied up after Ctrl-C, with a connection that was broken off."""
    before = error.__context__
    return before is not None and (isinstance(before, KeyboardInterrupt) or came_of_an_interrupt(before))


def _end_java(gateway: JavaGateway) -> None:
    """Ends Java without another word to it: it may still owe the answer to a call that was broken off."""
    gateway.proc.terminate()
    try:
        gateway.proc.wait(timeout=JAVA_ENDS_SECONDS)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
    # Another run of this program begins with a Java of its own.
    SparkContext._active_spark_context = SparkContext._gateway = SparkContext._jvm = None


@contextmanager
def _default_driver_memory() -> Iterator[None]:
    """Memory is given when Java starts; Spark falls back on this variable after its configuration."""
    name = "SPARK_DRIVER_MEMORY"
    if name in os.environ:
        yield
        return
    os.environ[name] = DRIVER_MEMORY
    try:
        yield
    finally:
        with suppress(KeyError):
            del os.environ[name]


def _why_not(error: Exception, log: IO[bytes]) -> str:
    log.seek(0)
    said = log.read().decode(errors="replace")
    if any(sign in said for sign in _NO_JAVA):
        return f"--engine spark: {JAVA} is needed, and none is found. {INSTALL_JAVA}, or set JAVA_HOME."
    if any(sign in said for sign in _OLD_JAVA):
        return (
            f"--engine spark: {JAVA} is needed, and another one is found. {INSTALL_JAVA}, or set JAVA_HOME."
        )
    lines = [line.strip() for line in said.splitlines() if "Exception" in line or "Error" in line]
    reason = lines[-1] if lines else _first_line(error)
    return f"--engine spark: Spark cannot be started ({reason}). Check its configuration."


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
