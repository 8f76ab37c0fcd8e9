"""Where Spark cannot run, one sentence says what is missing, and nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.commands import deliver, left_beside, process

ORDER = ("--directive", "dhs-2025", "--as-of", "2025-02-19", "--engine", "spark")
OLD_JAVA = "java.lang.UnsupportedClassVersionError: org/apache/spark/launcher/Main has been compiled"
STRANGE = "java.net.UnknownHostException: master.invalid"


def fake_java(folder: Path, said: str) -> Path:
    """A Java that says one thing and ends."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "Java 17 or newer is needed, and none is found"),
        (OLD_JAVA, "Java 17 or newer is needed, and another one is found"),
        (STRANGE, f"Spark cannot be started ({STRANGE})"),
    ],
)
def test_a_java_that_will_not_do_is_said_with_what_to_install(tmp_path: Path, said: str, words: str) -> None:
    pytest.importorskip("pyspark", reason="install what Spark needs: pip install 'dutystation[spark]'")
    inputs = deliver(tmp_path / "in" / "inputs")
    java = fake_java(tmp_path / "java", said) if said else tmp_path / "nowhere"
    ended = process(
        "report", inputs, *ORDER, "--out", tmp_path / "in" / "out",
        before=f"import os; os.environ['JAVA_HOME'] = {str(java)!r}",
    )  # fmt: skip
    assert words in ended.sentence
    assert left_beside(inputs) == []


def test_packages_that_are_missing_are_said_with_what_to_install(tmp_path: Path) -> None:
    inputs = deliver(tmp_path / "inputs")
    ended = process(
        "report",
        inputs,
        *ORDER,
        "--out",
        tmp_path / "out",
        before="import sys; sys.modules['pyspark'] = None",
    )
    assert "pip install 'dutystation[spark]'" in ended.sentence
    assert left_beside(inputs) == []


def test_packages_that_spark_connect_misses_are_said_with_what_to_install(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="install what Spark needs: pip install 'dutystation[spark]'")
    inputs = deliver(tmp_path / "inputs")
    ended = process(
        "report", inputs, *ORDER, "--out", tmp_path / "out",
        before="import os, sys; os.environ['SPARK_REMOTE'] = 'sc://127.0.0.1:1'; sys.modules['grpc'] = None",
    )  # fmt: skip
    assert ended.sentence.startswith("SPARK_REMOTE: ")
    assert "pip install 'pyspark[connect]" in ended.sentence
    assert left_beside(inputs) == []
