"""What holds for every test: how far properties search, which engines run, that no skip goes unsaid."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.postgresql import fresh_database, started_server

from dutystation.runs.engines.by_name import opened_engine
from dutystation.runs.engines.engine import Engine
from dutystation.runs.garbage import OBJECTS_BETWEEN
from dutystation.runs.options import EngineName

NOTHING_SKIPPED = "DUTYSTATION_NOTHING_SKIPPED"
"""Set where everything is installed that a test can ask for: then a skipped test has failed."""

# The same examples in every run, so that a change is judged by what it changed; `HYPOTHESIS_PROFILE=search`
# looks further. Time limits would judge the machine.
settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


# Started in the background, a shell lets programs ignore these, and theirs too; tests send them to programs.
for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)


gc.set_threshold(OBJECTS_BETWEEN)  # for what the commands do: Python's own 700 cost a tenth of all tests


def pytest_collection_finish() -> None:
    """What all libraries and tests have made by now stays to the end, and is not searched for garbage."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if os.environ.get(NOTHING_SKIPPED) and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


ON_SPARK = (pytest.mark.spark, pytest.mark.enable_socket)
"""Marks of a test that runs on Spark: Python talks with Java through a socket of this machine."""

QUICK_SPARK = {
    # Small tables: one task is enough, and code that is compiled is never run often enough to pay.
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.warehouse.dir": str(Path(tempfile.gettempdir()) / "dutystation-spark-warehouse"),
}


@pytest.fixture(scope="session")
def spark_installed() -> None:
    """What Spark needs; without it a test is skipped."""
    pytest.importorskip("pyspark.sql", reason="Spark's tests need: pip install 'dutystation[spark]'")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark's tests need Java: apt-get install openjdk-17-jre-headless")


@pytest.fixture(scope="session")
def spark_session(spark_installed: None) -> Iterator[None]:
    """One Spark session per test process; the engines of all tests work beside one another in it."""
    sql = pytest.importorskip("pyspark.sql")
    session = sql.SparkSession.builder.master("local[2]").config(map=QUICK_SPARK).getOrCreate()
    yield
    session.stop()


@pytest.fixture(scope="session", params=["duckdb", pytest.param("spark", marks=ON_SPARK)])
def engine_name(request: pytest.FixtureRequest) -> EngineName:
    """Every engine in turn."""
    name: EngineName = request.param
    if name == "spark":
        request.getfixturevalue("spark_session")
    return name


@pytest.fixture(scope="module")
def engine(engine_name: EngineName, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(opened_engine(engine_name, tmp_path_factory.mktemp("scratch"))) as engine:
        yield engine


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server: one for each test process that asks for it."""
    with started_server() as address:
        yield address


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database, `postgresql://…`."""
    with fresh_database(postgresql_server) as address:
        yield address
