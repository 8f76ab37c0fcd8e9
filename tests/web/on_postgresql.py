"""The tests of the application once more, on PostgreSQL: python -m tests.web.on_postgresql [arguments].

They ask for nothing that SQLite has and PostgreSQL has not, so the same tests run on both, but for those of
which either database makes the same: how a browser draws a page, what a page says to one and to another, and
which verb a state allows. What every address reads and writes is asked in `site/test_every_address.py`, what
two do at once, what is frozen, counted, searched and put in order in its own files, and all of that here too.
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
WHOLE_STORY = TESTS / "browser" / "test_whole_story.py"
"""In a browser, only this is told once more; the demonstration keeps its cases in a database of its own."""

SAME_ON_EITHER = (
    "department/test_nothing_gives_a_small_count_away.py",
    "exception_requests/test_ground_is_not_told.py",
    "exception_requests/test_planted_in_a_request.py",
    "filings/test_filing_states_and_verbs.py",
    "filings/test_package_of_a_version.py",
    "filings/test_planted_in_a_filing.py",
    "site/test_catalogue.py",
    "test_planted_diagnosis.py",
)
"""Tests that compare pages and files with one another, or a state with a table of verbs, for minutes.

A dump of PostgreSQL is still searched for the diagnosis, and for what tells one ground from another.
"""

ELSEWHERE = sorted(
    {*(TESTS / "browser").glob("test_*.py"), *(TESTS / name for name in SAME_ON_EITHER)} - {WHOLE_STORY}
)

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
