"""How fast the department's report opens: python -m bench.consolidation.

Invents what 22 components have filed on 26 pay periods, in an embedded database of its own, puts it together
and opens the page again and again. Minutes are drawn at random; their size is that of 260,000 people.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from dutystation.directives.load import load_directive
from dutystation.publication.consolidation import Consolidation, OwnRun, filed_report
from dutystation.publication.consolidation_document import consolidation_of, document_of
from dutystation.published.canonical import canonical, sha256_of
from dutystation.published.write import figure_entry
from dutystation.terms.figure import Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import BridgeLine
from dutystation.terms.share import NUMERATORS, share_figure

ORDER = load_directive("dhs-2025")
AS_OF = date(2026, 1, 17)
NOON = datetime(2026, 1, 17, 17, tzinfo=UTC)
MINUTES_OF_A_PERSON = 4800
LIMIT = Fraction(1, 50)


def main() -> None:
    asked = _asked()
    with _workspace():
        began = time.perf_counter()
        found = _consolidation(asked.components, asked.periods, asked.people)
        document = document_of(found)
        put_together = time.perf_counter() - began
        number = _kept(document, found)
        seconds, queries = _opened(number, asked.times)
    size = len(canonical(document))
    lines = (
        f"### {asked.components} components × {asked.periods} pay periods, {asked.people:,} people",
        "",
        "| what | value |",
        "| --- | ---: |",
        f"| filings invented and added up, seconds | {put_together:.2f} |",
        f"| bytes kept | {size:,} |",
        f"| page opened, median milliseconds of {asked.times} | {1000 * median(seconds):.0f} |",
        f"| page opened, 95th of 100 | {1000 * quantiles(seconds, n=20)[-1]:.0f} |",
        f"| queries | {queries} |",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stderr.write(f"load of the machine {os.getloadavg()[0]:.1f}\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--components", type=int, default=22)
    parser.add_argument("--periods", type=int, default=26)
    parser.add_argument("--people", type=int, default=260_000)
    parser.add_argument("--times", type=int, default=40, help="how often the page is opened")
    return parser.parse_args()


@contextmanager
def _workspace() -> Iterator[None]:
    """An application of its own, gone afterwards."""
    folder = tempfile.mkdtemp(prefix="dutystation-department-")
    os.environ["DUTYSTATION_WORKSPACE"] = folder
    from dutystation.web.site.start import close_cases, open_cases

    (Path(folder) / "web").mkdir()
    try:
        open_cases(Path(folder))
        yield
        close_cases()
    finally:
        shutil.rmtree(folder)


def _consolidation(components: int, periods: int, people: int) -> Consolidation:
    chance = random.Random(1)
    rules = ORDER.rules_on(AS_OF)
    last = rules.calendar.last_ended_by(AS_OF)
    labels = [
        rules.calendar.period_of(last.first - timedelta(days=rules.pay_period_days * back)).label
        for back in reversed(range(periods))
    ]
    each = people // components
    reports = tuple(
        filed_report(content, sha256=sha256_of(content), filed_on=AS_OF, days_late=0)
        for content in (_content(f"C{n:02}", labels, each, chance) for n in range(components))
    )
    hours = filed_report(_content("D", labels, 20, chance), sha256="", filed_on=AS_OF, days_late=0).hours
    line = BridgeLine("", 20, 20, 0, 0, 0, {})
    own = OwnRun("run", AS_OF, last.label, "D", "Invented Department", hours, line, (), (), {})
    return Consolidation(
        ORDER.name, "component-report", rules.provisional_limit, rules.calendar, reports, (), own
    )


def _content(component: str, labels: Sequence[str], people: int, chance: random.Random) -> dict[str, Any]:
    places = ALL_PLACES
    figures = []
    for period in (*labels, ALL_PERIODS):
        for variant in Variant:
            minutes = {place: chance.randrange(1 + people * MINUTES_OF_A_PERSON // 8) for place in places}
            figures += [
                figure_entry(share_figure(code, component, period, variant, minutes, provisional_limit=LIMIT))
                for code in NUMERATORS
            ]
    counts = {"on_rolls": people, "returned": people - 5, "not_returned": 5}
    return {
        "component": component,
        "component_name": f"Invented component {component}",
        "as_of": AS_OF.isoformat(),
        "status_period": labels[-1],
        "run": "run",
        "version": 1,
        "kind": "report",
        "figures": figures,
        "bridge": {**counts, "not_in_duty_status": 0, "unknown": 0, "reasons": {"none": 3, "space": 2}},
    }


def _kept(document: dict[str, object], found: Consolidation) -> int:
    """Two rows, so that the page also says what has moved; returns the second one's number."""
    from dutystation.web.department.models import Consolidation as Row

    assert consolidation_of(document) == found
    rows = [
        Row.objects.create(
            order=found.order,
            obligation=found.obligation,
            number=number,
            as_of=found.as_of,
            filed=len(found.filed),
            missing=0,
            content=document,
            sha256="",
            at=NOON,
        )
        for number in (1, 2)
    ]
    return int(rows[-1].pk)


def _opened(number: int, times: int) -> tuple[list[float], int]:
    """Seconds of every opening, and how many times the page asks the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from dutystation.web.accounts.models import Grant, Person, Unit
    from dutystation.web.accounts.roles import Role
    from dutystation.web.notices.models import IssuedDirective

    root = Unit.objects.create(org_unit="D", name="Invented Department", path="D/")
    office = Person.objects.create(person="office", password="!", unit=root)
    Grant.objects.create(person=office, role=Role.POLICY_OFFICE, unit=root, from_day=date(2025, 1, 1))
    IssuedDirective.objects.create(
        name=ORDER.name,
        title=ORDER.title,
        version=1,
        text=ORDER.source_text,
        sha256=ORDER.sha256,
        from_day=ORDER.issued_on,
        issued_at=NOON,
        issued_by=office,
    )
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(office)
    address = f"/department/{number}/"
    seconds = []
    for _ in range(times + 1):
        began = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"the page answers {answer.status_code}"
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return seconds[1:], len(captured)


if __name__ == "__main__":
    main()
