"""A full disk, Ctrl-C and a request to end leave OUT as it was, and nothing beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from tests.cli.commands import TABLES, Ended, command, deliver, left_beside, process

from dutystation.published.folder import WORK_PREFIX
from dutystation.runs.engines.by_name import interrupts_wait

ORDER = ("--directive", "dhs-2025", "--as-of", "2025-02-19")
MANY = "".join(f"P1,2025-02-{1 + n % 9:02},0.5,01,X{n}\n" for n in range(300_000))


def with_a_file_limit(number_of_bytes: int) -> str:
    """Python that lets no file grow beyond a size, as on a disk that fills up.

    It keeps no compiled modules, which it would cut off, and which every later process would stumble over.
    """
    return (
        "import resource, sys; sys.dont_write_bytecode = True; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({number_of_bytes},) * 2)"
    )


@pytest.mark.parametrize("full_at", [1000, 30_000])
def test_a_full_disk_is_said_in_one_sentence_and_leaves_nothing(tmp_path: Path, full_at: int) -> None:
    """Full while the hours are read, and full while the report is written."""
    rows = MANY if full_at == 1000 else ""
    inputs = deliver(tmp_path / "inputs", {"time_records": TABLES["time_records"] + rows})
    out = tmp_path / "out"
    ended = process("report", inputs, *ORDER, "--out", out, before=with_a_file_limit(full_at))
    assert "nothing was written" in ended.sentence
    assert "Make room" in ended.sentence
    assert left_beside(inputs) == []


def stopped(arguments: list[str], beside: Path, number: signal.Signals) -> Ended:
    """A command that is sent a signal as soon as it has begun to write beside the inputs."""
    with subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        until = time.monotonic() + 90
        while not list(beside.glob(f"{WORK_PREFIX}*/report")):
            assert run.poll() is None, run.communicate()
            assert time.monotonic() < until
            time.sleep(0.01)
        run.send_signal(number)
        out, err = run.communicate(timeout=60)
    return Ended(run.returncode, out, err)


def test_ctrl_c_leaves_the_former_report_as_it_was(tmp_path: Path) -> None:
    inputs = deliver(tmp_path / "inputs", {"time_records": TABLES["time_records"] + MANY})
    out = tmp_path / "out"
    out.mkdir()
    (out / "provenance.json").write_text("the former report")
    arguments = ["report", str(inputs), *ORDER, "--out", str(out), "--replace"]
    ended = stopped(arguments, tmp_path, signal.SIGINT)
    assert ended == Ended(130, "", "Interrupted; nothing was written.\n")
    assert [path.name for path in out.iterdir()] == ["provenance.json"]
    assert (out / "provenance.json").read_text() == "the former report"
    assert left_beside(inputs) == ["out"]


def test_ctrl_c_waits_while_a_library_is_loaded_whichever_thread_it_reaches() -> None:
    loaded, end = [], threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        with pytest.raises(KeyboardInterrupt), interrupts_wait():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            loaded.append("all of it")
        assert loaded == ["all of it"]
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
    finally:
        end.set()
        other.join()


IN_A_STATEMENT = """
import os, signal, threading
from dutystation.runs.engines.spark_engine import SparkEngine
execute = SparkEngine.kept
def broken_off(self, rows):
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    return execute(self, rows)
SparkEngine.kept = broken_off
"""


@pytest.mark.spark
@pytest.mark.usefixtures("spark_installed")
def test_ctrl_c_in_the_middle_of_a_statement_of_spark_leaves_nothing(tmp_path: Path) -> None:
    inputs = deliver(tmp_path / "inputs")
    ended = process(
        "report", inputs, *ORDER, "--out", tmp_path / "out", "--engine", "spark", before=IN_A_STATEMENT
    )
    assert ended == Ended(130, "", "Interrupted; nothing was written.\n")
    assert left_beside(inputs) == []


def test_a_first_run_that_is_asked_to_end_leaves_nothing(tmp_path: Path) -> None:
    inputs = deliver(tmp_path / "inputs", {"time_records": TABLES["time_records"] + MANY})
    arguments = ["report", str(inputs), *ORDER, "--out", str(tmp_path / "new" / "out")]
    ended = stopped(arguments, tmp_path / "new", signal.SIGTERM)
    assert ended == Ended(130, "", "Interrupted; nothing was written.\n")
    assert left_beside(inputs) == []
