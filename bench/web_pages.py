"""How fast the pages are with a large department: python -m bench.web_pages.

Fills an empty PostgreSQL database (DATABASE_URL), serves it as `dutystation serve` does, and asks for all its
pages three times over: one reader alone; many readers, each of whom looks at a page before asking for the
next, as people do; and as many who ask again as soon as they are answered, which measures what the machine
can do and not what people wait. Prints a table with the median and the 95th of 100, and the pages a second of
the last.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
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

    (workspace / "web").mkdir()
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
    program = "from dutystation.cli.main import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", program, "serve", str(workspace), "--port", str(PORT)], stdout=sys.stderr
    )
    try:
        _until_it_answers()
        _read(cookies, readers=asked.readers, turns=WARM)
        alone = _read(cookies, readers=1, turns=asked.alone)
        pausing = _read(cookies, readers=asked.readers, turns=asked.turns, pause=tuple(asked.pause))
        restless = _read(cookies, readers=asked.readers, turns=asked.turns)
    finally:
        server.terminate()
        server.wait()
    _print(alone, pausing, restless, queries, asked)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=260_000)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=20, help="readers at once")
    parser.add_argument("--turns", type=int, default=3, help="turns of each reader through all pages")
    parser.add_argument("--alone", type=int, default=20, help="turns of the reader who is alone")
    parser.add_argument(
        "--pause", type=float, nargs=2, default=(1.0, 2.0), help="seconds between pages, from and to"
    )
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


@dataclass(frozen=True)
class Answers:
    """Seconds of every answer by page, and how many answers a second there were in all."""

    times: dict[Page, list[float]]
    a_second: float

    @property
    def all(self) -> list[float]:
        return [took for found in self.times.values() for took in found]


def _read(
    cookies: dict[str, str], *, readers: int, turns: int, pause: tuple[float, float] = (0.0, 0.0)
) -> Answers:
    """Readers begin at different pages, and pause for a while of chance between two."""
    times: dict[Page, list[float]] = defaultdict(list)
    held = threading.Lock()

    def reader(number: int) -> None:
        chance = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        time.sleep(chance.uniform(0, pause[1]))
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
            time.sleep(chance.uniform(*pause))

    began = time.perf_counter()
    threads = [threading.Thread(target=reader, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return Answers(times, readers * turns * len(PAGES) / took)


def _print(
    alone: Answers, pausing: Answers, restless: Answers, queries: dict[Page, int], asked: argparse.Namespace
) -> None:
    who = f"{asked.readers} readers who pause"
    lines = [
        f"### {asked.people:,} people, {asked.requests:,} requests",
        "",
        f"| page | queries | one reader: median ms | 95th of 100 | {who}: median ms | 95th of 100 |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for page in PAGES:
        found = (*_figures(alone.times[page]), *_figures(pausing.times[page]))
        lines.append(f"| {page.name} | {queries[page]} | {' | '.join(found)} |")
    everything = (*_figures(alone.all), *_figures(pausing.all))
    lines.append(f"| **all pages** | {max(queries.values())} | {' | '.join(everything)} |")
    first, last = asked.pause
    middle, most = _figures(restless.all)
    lines += [
        "",
        f"Readers pause {first:g} to {last:g} s and get {pausing.a_second:.1f} pages a second together. "
        f"{asked.readers} who never pause get {restless.a_second:.0f}, and wait {middle} ms at the median, "
        f"{most} ms in 95 of 100 cases.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stderr.write(json.dumps({"load": os.getloadavg()}) + "\n")


def _figures(seconds: Sequence[float]) -> tuple[str, str]:
    return f"{1000 * median(seconds):.0f}", f"{1000 * quantiles(seconds, n=20)[-1]:.0f}"


if __name__ == "__main__":
    main()
