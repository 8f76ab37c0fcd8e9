"""The tests of the application once more, on PostgreSQL: python -m tests.web.on_postgresql [arguments].

They ask for nothing that SQLite has and PostgreSQL has not, so the same tests run on both, but for those that
only look at how a browser draws a page.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

import pytest
from tests.conftest import NOTHING_SKIPPED
from tests.postgresql import started_server

TESTS = Path(__file__).parent
ELSEWHERE = sorted(set((TESTS / "browser").glob("test_*.py")) - {TESTS / "browser" / "test_whole_story.py"})
"""In a browser, only the whole story is told once more.

The other tests there hold how a browser draws pages and how they are worked with, and either database gives
the same page: what every address asks of it is asked in `site/test_every_address.py`, here too. The
demonstration keeps its cases in a database of its own, whatever the tests are given.
"""

WAITS_NO_LONGER = "-c lock_timeout=60s"
"""A test that leaves a transaction open makes another one fail, and not wait for ever."""


def main() -> int:
    """Runs them on a server of their own; without one says how to get it, which fails where nothing may."""
    try:
        with started_server() as server:
            environment = {**os.environ, "DATABASE_URL": with_host(server), "PGOPTIONS": WAITS_NO_LONGER}
            command = [
                sys.executable,
                "-m",
                "pytest",
                *(sys.argv[1:] or ["-n", "2", "--dist", "worksteal"]),
                str(TESTS),
            ]
            command += (f"--ignore={file}" for file in ELSEWHERE)
            return subprocess.run(command, env=environment, check=False).returncode
    except pytest.skip.Exception as reason:
        sys.stderr.write(f"Skipped: the application on PostgreSQL. {reason}\n")
        return 1 if os.environ.get(NOTHING_SKIPPED) else 0


def with_host(address: str) -> str:
    """An address with the folder of its socket in the place of the host, as Django's settings hold it."""
    parts = urlsplit(address)
    folder = parse_qs(parts.query).get("host")
    if not folder:
        return address
    name = parts.username or "postgres"
    return urlunsplit(parts._replace(netloc=f"{name}@{quote(folder[0], safe='')}", query=""))


if __name__ == "__main__":
    sys.exit(main())
