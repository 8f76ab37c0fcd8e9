"""On a server of Spark Connect, a report is what DuckDB makes of the rows, and a run can ask what it does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.commands import ENDS_WITHIN, deliver, left_beside, process
from tests.conftest import ON_SPARK, QUICK_SPARK
from tests.runs import asked_of_an_engine

pytestmark = [*ON_SPARK, pytest.mark.usefixtures("spark_installed")]

ORDER = ("--directive", "dhs-2025", "--as-of", "2025-02-19")
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
STARTED_WITHIN = 90
"""Seconds that a busy machine may take to start the server."""


def free_port() -> int:
    with socket.socket() as unbound:
        unbound.bind(("127.0.0.1", 0))
        return int(unbound.getsockname()[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server, of the installed PySpark."""
    pyspark = pytest.importorskip("pyspark")
    port = free_port()
    settings = QUICK_SPARK | {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
    }
    program = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    options = [f"--conf={name}={value}" for name, value in settings.items()]
    command = [str(program), "--class", SERVER, "--master", "local[2]", *options, "spark-internal"]
    log = tmp_path_factory.mktemp("server") / "log"
    environment = {name: value for name, value in os.environ.items() if name != "SPARK_CONNECT_MODE_ENABLED"}
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, stdout=stream, stderr=stream, cwd=log.parent, env=environment) as server,
    ):
        until = time.monotonic() + STARTED_WITHIN
        while b"server started" not in log.read_bytes():
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield f"sc://127.0.0.1:{port}"
        server.terminate()


def asked_at(address: str) -> str:
    """Python that asks for the server, as `SPARK_REMOTE` in the environment does, and draws no PDF."""
    return (
        f"import os; os.environ['SPARK_REMOTE'] = {address!r}\n"
        "from dutystation.runs import documents; documents.write_pdf = lambda *_: None\n"
        "documents.write_workbook = lambda *_: None"
    )


def test_a_report_is_what_duckdb_writes(address: str, tmp_path: Path) -> None:
    inputs = deliver(tmp_path / "inputs")  # without badges: each statement costs seconds here
    for engine in ("duckdb", "spark"):
        ended = process(
            *("report", inputs, *ORDER, "--out", tmp_path / engine, "--engine", engine),
            before=asked_at(address),
        )
        assert (ended.code, ended.err) == (0, "")
    on_duckdb, on_spark = (
        {file.name: file.read_bytes() for file in (tmp_path / engine).iterdir()}
        for engine in ("duckdb", "spark")
    )
    assert b'"spark"' in on_spark.pop("provenance.json")
    del on_duckdb["provenance.json"]
    assert on_spark == on_duckdb


def test_it_answers_everything_that_a_run_asks_as_any_engine_does(address: str, tmp_path: Path) -> None:
    """A run sends the same SQL as on Spark without a server; what it asks beside that is little."""
    asked = subprocess.run(
        [sys.executable, "-m", asked_of_an_engine.__name__, tmp_path],
        env=os.environ | {"SPARK_REMOTE": address},
        capture_output=True,
        text=True,
        check=False,
        timeout=ENDS_WITHIN,
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    assert json.loads(asked.stdout) == asked_of_an_engine.ANSWERS


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("sc://127.0.0.1:1", "there is no session at sc://127.0.0.1:1 (no answer within 1 seconds)"),
        ("local[2]", "local[2] is no address of a server, such as sc://host:15002"),
    ],
)
def test_an_address_at_which_no_server_answers_is_said_soon(tmp_path: Path, wrong: str, words: str) -> None:
    inputs = deliver(tmp_path / "inputs")
    ended = process(
        *("report", inputs, *ORDER, "--out", tmp_path / "out", "--engine", "spark"),
        before=f"{asked_at(wrong)}\nfrom dutystation.runs.engines import spark_session\n"
        "spark_session.ANSWER_SECONDS = 1",
    )
    assert ended.sentence.startswith("SPARK_REMOTE: ")
    assert words in ended.sentence
    assert left_beside(inputs) == []
