"""Domain rule 10.20, over all pages: whoever adds up what the department is shown finds no small count.

The attacker has every page that tells how many people of a component have a reason: the figures, the
findings, the what-if questions and their files. They see by name whom other components have filed and, as the
head of the agency does, every request on an open ground. What is left is solved by linear programs.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from tests.reports.attacker import Cell, bounds
from tests.web.cast import NOON
from tests.web.dashboards.test_reasons_and_badges import reasons_on
from tests.web.issued_orders import issue_order

from dutystation.publication.what_if import GROUNDS
from dutystation.published.what_if import GroundLine
from dutystation.reports.suppression import OWN_STAFF, PUBLISHED_REASONS
from dutystation.terms.finding import FindingKind
from dutystation.terms.ground import PROTECTED
from dutystation.web.accounts.models import Unit
from dutystation.web.dashboards.wording import said
from dutystation.web.department import what_if_views
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import BridgeCount, RunPeriod
from dutystation.web.worklists.models import Item
from dutystation.web.worklists.wording import KINDS

Browse = Callable[[str], Client]
Table = Mapping[str, Mapping[str, int]]
COMPONENTS = ("EAST", "NORTH", "SOUTH", "WEST")
OFFICE = ("dana", "gale")
"""The policy office and the head of the agency."""
OPEN = ("space", "distance", "legal_impediment")
SMALLEST = 10
"""`smallest_published_count` of `dhs-2025`."""


@pytest.fixture
def run(cast: object) -> ReceivedRun:
    for name in ("EAST", "WEST"):
        unit = Unit.objects.create(org_unit=name, name=name, parent_id="RIVERS", path=f"RIVERS/{name}/")
        unit.component = unit
        unit.save()
    issue_order()
    made = ReceivedRun.objects.create(
        name="by-hand",
        as_of=NOON.date(),
        ended_at=NOON,
        directive_name="dhs-2025",
        directive_sha256="0" * 64,
        received_at=NOON,
    )
    RunPeriod.objects.create(
        run=made, period="2025-01", first="2025-01-12", last="2025-01-25", is_status_period=True
    )
    return made


def counted(run: ReceivedRun, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that has found these people, in the components and in none."""
    reasons = {reason for counts in table.values() for reason in counts}
    total = {reason: sum(counts.get(reason, 0) for counts in table.values()) for reason in reasons}
    for place, unit in enumerate(("RIVERS", *COMPONENTS)):
        counts = total if unit == "RIVERS" else table[unit]
        people = sum(counts.values())
        BridgeCount.objects.create(
            run=run,
            org_unit_id=unit,
            place=place,
            on_rolls=people + 100,
            returned=100,
            not_returned=people,
            not_in_duty_status=0,
            unknown=0,
            reasons={"disability" if reason == PROTECTED else reason: n for reason, n in counts.items() if n},
        )
    Item.objects.bulk_create(
        Item(
            component_id=line or "RIVERS",
            kind=FindingKind.NO_REASON,
            key=f"{line}/{number}",
            content="0" * 64,
            first_run=run,
            changed_in=run,
            due_on=NOON.date(),
            state="open" if number % 3 else "explained",
        )
        for line, counts in table.items()
        for number in range(counts.get("none", 0))
    )
    lines = tuple(
        GroundLine(line or "RIVERS", ground, "", "none", counts[ground], 0, 4_800 * counts[ground], 0)
        for line, counts in table.items()
        for ground in OPEN
        if counts.get(ground)
    )
    monkeypatch.setattr(what_if_views, "_grounds", lambda name, ended_at: lines)
    monkeypatch.setattr(what_if_views, "_pairs", lambda name, ended_at: ())


def shown_by_figures(client: Client) -> dict[str, dict[str, int | None]]:
    """The reasons of the department, its own staff, which no page has, and the components."""
    shown: dict[str, dict[str, int | None]] = {OWN_STAFF: dict.fromkeys(PUBLISHED_REASONS, None)}
    for unit in ("RIVERS", *COMPONENTS):
        written = reasons_on(client.get(f"/figures/units/{unit}/").content.decode())
        counts = {reason: written.pop(said(reason), "0") for reason in PUBLISHED_REASONS}
        assert not written
        shown[unit] = {reason: None if count == "s" else int(count) for reason, count in counts.items()}
    return shown


def told_by_findings(client: Client) -> dict[Cell, int]:
    """People without a reason, of whom each is a finding that is open or explained."""
    page = client.get("/worklists/").content.decode()
    row = re.compile(rf'<th scope="row">(\w+)</th><td>{KINDS[FindingKind.NO_REASON].label}</td>(.*?)</tr>')
    found = {}
    for unit, cells in row.findall(page):
        open_, _overdue, _nobodys, explained = re.findall(r"<td>(\w+)</td>", cells)
        if open_ != "s":
            found[OWN_STAFF if unit == "RIVERS" else unit, "none"] = int(open_) + int(explained)
        else:
            assert explained == "s"
    return found


def told_by_what_if(client: Client) -> dict[Cell, int]:
    """People on each open ground; a unit that is not in the list has nobody on it."""
    found: dict[Cell, int] = {}
    for ground in GROUNDS:
        address = f"/what-if/ground/?ground={ground}"
        text = client.get(f"{address}&form=csv").content.decode()
        rows = {row["org_unit"]: row for row in csv.DictReader(io.StringIO(text))}
        page = client.get(address).content.decode()
        cells = dict(re.findall(r'<th scope="row">([^<]+)</th><td>(\w+)</td>', page))
        names = dict(Unit.objects.values_list("pk", "name"))
        for unit in ("RIVERS", *COMPONENTS):
            in_file = rows[unit]["people"] if unit in rows else "0"
            on_page = cells.get(names[unit], cells.get(unit, "0"))
            assert on_page == (in_file or "s")
            if in_file:
                found[unit, ground] = int(in_file)
            else:
                assert not any(rows[unit][column] for column in ("ending_before", "after_value", "pending"))
    return found


def invented(seed: int) -> dict[str, dict[str, int]]:
    """Components with few and with many people on each reason, and staff in no component."""
    chance = random.Random(seed)
    sizes = (0, 0, 1, 2, 4, 8, 9, 14, 40)
    return {
        line: {reason: chance.choice(sizes) for reason in (PROTECTED, *OPEN, "pending", "none")}
        for line in (OWN_STAFF, *COMPONENTS)
    }


@pytest.mark.parametrize("seed", range(8))
def test_whoever_adds_up_all_pages_finds_no_small_count_of_who_has_not_filed(
    seed: int, run: ReceivedRun, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = invented(seed)
    counted(run, table, monkeypatch)
    sums = {line: sum(counts.values()) for line, counts in table.items()}
    sums["RIVERS"] = sum(sums.values())
    for person in OFFICE:
        client = browse(person)
        shown = shown_by_figures(client)
        told = told_by_findings(client) | told_by_what_if(client)
        told |= {(line, ground): counts[ground] for line, counts in table.items() for ground in OPEN}
        for line, counts in table.items():
            if not 0 < counts[PROTECTED] < SMALLEST:
                continue
            filed = {
                (other, reason): table[other].get(reason, 0)
                for other in COMPONENTS
                if other != line
                for reason in PUBLISHED_REASONS
            }
            assumed = {cell: n for cell, n in (told | filed).items() if shown[cell[0]][cell[1]] is None}
            low, high = bounds(shown, sums, "RIVERS", assumed=assumed)[line, PROTECTED]
            people = counts[PROTECTED] + counts["pending"] + counts["none"]
            assert low <= (1 if people >= SMALLEST - 1 else 0), (person, line, low, high)
            assert high >= min(SMALLEST - 1, people), (person, line, low, high)


def test_what_no_small_count_follows_from_is_shown_on_every_page(
    run: ReceivedRun, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {
        OWN_STAFF: {PROTECTED: 0, "none": 2},
        "EAST": {PROTECTED: 12, "space": 3, "none": 7},
        "NORTH": {PROTECTED: 0, "distance": 1, "none": 4},
        "SOUTH": {PROTECTED: 3, "space": 5, "none": 40},
        "WEST": {PROTECTED: 10, "none": 1},
    }
    counted(run, table, monkeypatch)
    dana = browse("dana")
    shown = shown_by_figures(dana)
    hidden = {(line, reason) for line in shown if line for reason, n in shown[line].items() if n is None}
    assert hidden == {(line, reason) for line in ("RIVERS", "SOUTH") for reason in (PROTECTED, "none")}
    assert told_by_findings(dana) == {
        (OWN_STAFF, "none"): 2,
        ("EAST", "none"): 7,
        ("NORTH", "none"): 4,
        ("WEST", "none"): 1,
    }
    spaces = {cell: n for cell, n in told_by_what_if(dana).items() if cell[1] == "space"}
    assert spaces == {
        ("RIVERS", "space"): 8,
        ("EAST", "space"): 3,
        ("NORTH", "space"): 0,
        ("SOUTH", "space"): 5,
        ("WEST", "space"): 0,
    }
    # 3 and 40 are hidden: together 43 people, which the sum of the line says anyway.
    assert "Together the hidden counts are 43." in dana.get("/figures/units/SOUTH/").content.decode()


def test_the_auditor_who_sees_the_people_sees_every_count(
    run: ReceivedRun, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {line: {PROTECTED: 1, "space": 2, "none": 3} for line in (OWN_STAFF, *COMPONENTS)}
    counted(run, table, monkeypatch)
    ines = browse("ines")
    assert shown_by_figures(ines)["EAST"][PROTECTED] == 1
    assert told_by_findings(ines)["EAST", "none"] == 3
    assert told_by_what_if(ines)["EAST", "space"] == 2


def test_without_an_order_no_page_tells_how_many_have_a_reason(
    run: ReceivedRun, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No order says then from which count on any may be shown."""
    counted(run, invented(1), monkeypatch)
    monkeypatch.setattr("dutystation.web.results.reasons.issued_on", lambda day: None)
    assert told_by_findings(browse("dana")) == {}
    assert told_by_what_if(browse("dana")) == {}
