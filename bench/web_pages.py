"""How fast the pages are with a large department: python -m bench.web_pages.

Fills an empty PostgreSQL database (DATABASE_URL), serves it, and lets many readers ask for pages at once.
Prints a table: the median, the 95th of 100 and the slowest answer of each page, and its queries.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

PORT = 8765
WARM = 3
"""Turns through all pages before anything is timed."""


@dataclass(frozen=True)
class Page:
    """One page, as the holder of a role sees it."""

    name: str
    role: str
    address: str


PAGES = (
    Page("home, employee", "employee", "/"),
    Page("home, component HR", "hr", "/"),
    Page("own requests", "employee", "/requests/"),
    Page("grounds", "employee", "/requests/new/"),
    Page("worklist, component HR", "hr", "/worklist/"),
    Page("worklist, waits for a head", "head", "/worklist/?mine=1"),
    Page("worklist, page 20", "auditor", "/worklist/?page=20"),
    Page("search in the worklist", "hr", "/worklist/?search=Q12"),
    Page("one request", "auditor", "/requests/77/"),
    Page("people, component HR", "hr", "/people/"),
    Page("search for people", "auditor", "/people/?search=K345"),
    Page("disputes", "hr", "/disputes/"),
    Page("notices", "employee", "/notices/"),
    Page("how far an order has come", "policy", "/orders/1/"),
    Page("events", "auditor", "/events/"),
    Page("figures of the department", "policy", "/figures/"),
    Page("figures of a component", "hr", "/figures/?variant=civilian"),
    Page("figures of a unit", "supervisor", "/figures/?period=all"),
    Page("buildings of the department, all periods", "auditor", "/figures/buildings/D/?period=all"),
    Page("one building, all periods", "head", "/figures/facilities/F001/?period=all"),
    Page("what the data lacks", "policy", "/figures/data/"),
)
SEARCHES = {page.address for page in PAGES if "search=" in page.address}


def main() -> None:
    asked = _asked()
    if not os.environ.get("DATABASE_URL"):
        sys.exit("Set DATABASE_URL to an empty PostgreSQL database, such as postgresql://localhost/pages.")
    with tempfile.TemporaryDirectory(prefix="dutystation-pages-") as workspace:
        _measure(asked, Path(workspace))


def _measure(asked: argparse.Namespace, workspace: Path) -> None:
    from dutystation.web.site.start import open_cases

    open_cases(workspace)
    from bench.web_data import NOON, ROLES, analyse, fill, session_of
    from bench.web_results import fill_results
    from dutystation.web.accounts.models import Person

    if not Person.objects.exists():
        began = time.perf_counter()
        fill(asked.people, asked.requests)
        sys.stderr.write(f"filled in {time.perf_counter() - began:.0f} s\n")
        began = time.perf_counter()
        figures = fill_results(NOON)
        sys.stderr.write(f"{figures:,} figures taken in {time.perf_counter() - began:.0f} s\n")
        analyse()
    cookies = {role: session_of(role) for role in ROLES}
    queries = {page: _queries(page, cookies[page.role]) for page in PAGES}
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "2"),
            *("--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(PORT), "--log-level", "error"),
            "dutystation.web.site.wsgi:application",
        ]
    )
    try:
        _until_it_answers()
        _read(cookies, readers=1, turns=WARM)
        times = _read(cookies, readers=asked.readers, turns=asked.turns)
    finally:
        server.terminate()
        server.wait()
    _print(times, queries, asked)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=260_000)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=20, help="readers who ask at once")
    parser.add_argument("--turns", type=int, default=5, help="turns of each reader through all pages")
    return parser.parse_args()


def _queries(page: Page, cookie: str) -> int:
    """How many times a page asks the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Host": "127.0.0.1"})
    client.cookies["sessionid"] = cookie
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page.address)
    assert answer.status_code == 200, f"{page.name} answers {answer.status_code}"
    return len(captured)


def _until_it_answers() -> None:
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/health/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The server does not answer.")


def _read(cookies: dict[str, str], *, readers: int, turns: int) -> dict[Page, list[float]]:
    """Seconds of every answer, by page; readers begin at different pages."""
    times: dict[Page, list[float]] = defaultdict(list)
    held = threading.Lock()

    def reader(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for turn in range(turns * len(PAGES)):
            page = PAGES[(number * 7 + turn) % len(PAGES)]
            began = time.perf_counter()
            connection.request("GET", page.address, headers={"Cookie": f"sessionid={cookies[page.role]}"})
            answer = connection.getresponse()
            answer.read()
            took = time.perf_counter() - began
            assert answer.status == 200, f"{page.name} answers {answer.status}"
            with held:
                times[page].append(took)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _print(times: dict[Page, list[float]], queries: dict[Page, int], asked: argparse.Namespace) -> None:
    lines = [
        f"### {asked.people:,} people, {asked.requests:,} requests, {asked.readers} readers at once",
        "",
        "| page | queries | median ms | 95th of 100 ms | slowest ms |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for page in PAGES:
        lines.append(f"| {page.name} | {queries[page]} | {' | '.join(_figures(times[page]))} |")
    everything = [took for found in times.values() for took in found]
    lines.append(f"| **all pages** | {max(queries.values())} | {' | '.join(_figures(everything))} |")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stderr.write(json.dumps({"load": os.getloadavg()}) + "\n")


def _figures(seconds: Sequence[float]) -> tuple[str, str, str]:
    return tuple(
        f"{1000 * value:.0f}" for value in (median(seconds), quantiles(seconds, n=20)[-1], max(seconds))
    )  # type: ignore[return-value]


if __name__ == "__main__":
    main()
