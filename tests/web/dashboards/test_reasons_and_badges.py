"""Counts of few people are hidden from whoever may not see the people; no rate without coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from django.test import Client
from tests.web.cast import NOON
from tests.web.issued_orders import issue_order

from dutystation.directives.load import load_directive
from dutystation.terms.figure import FigureCode, Variant
from dutystation.web.accounts.models import Unit
from dutystation.web.dashboards.cited import baselines, cited_of
from dutystation.web.dashboards.corroboration import corroboration
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import BridgeCount, EvidenceTally, RunPeriod, UnitFigure

Browse = Callable[[str], Client]
DEPARTMENT = {"disability": 14, "medical": 3, "religious": 1, "space": 40, "none": 30}
NORTH = {"disability": 12, "space": 20, "none": 10}
SOUTH = {"disability": 2, "medical": 3, "religious": 1, "space": 20, "none": 20}
"""Southern: six people on protected grounds, fewer than the order's ten."""


@pytest.fixture
def counted(cast: object) -> ReceivedRun:
    """A run whose bridge is counted by hand; nobody is stationed anywhere."""
    run = ReceivedRun.objects.create(
        name="by-hand",
        as_of=NOON.date(),
        ended_at=NOON,
        directive_name="dhs-2025",
        directive_sha256="0" * 64,
        received_at=NOON,
    )
    RunPeriod.objects.create(
        run=run, period="2025-01", first="2025-01-12", last="2025-01-25", is_status_period=True
    )
    for place, (unit, reasons) in enumerate((("RIVERS", DEPARTMENT), ("NORTH", NORTH), ("SOUTH", SOUTH))):
        _line(run, place, unit, reasons)
    return run


def _line(run: ReceivedRun, place: int, unit: str, reasons: Mapping[str, int]) -> None:
    people = sum(reasons.values())
    BridgeCount.objects.create(
        run=run,
        org_unit_id=unit,
        place=place,
        on_rolls=people + 100,
        returned=100,
        not_returned=people,
        not_in_duty_status=0,
        unknown=0,
        reasons=dict(reasons),
    )


def reasons_on(page: str) -> dict[str, str]:
    """Reason → people, as the table beside the chart has it."""
    table = page[page.index("People by reason</caption>") :].split("<tbody>")[1].split("</tbody>")[0]
    rows = [row.split("</th><td>") for row in table.split('<th scope="row">')[1:]]
    return {reason: count.split("</td>")[0] for reason, count in rows}


@pytest.mark.usefixtures("counted")
def test_human_resources_see_every_count_with_protected_grounds_merged(browse: Browse) -> None:
    page = browse("eric").get("/figures/units/SOUTH/").content.decode()
    assert reasons_on(page) == {
        "No office space": "20",
        "Protected accommodation": "6",
        "No approved reason": "20",
    }
    for ground in ("isability", "edical", "eligious"):
        assert ground not in page


@pytest.mark.usefixtures("counted")
def test_a_count_below_the_orders_is_hidden_from_whoever_may_not_see_the_people(browse: Browse) -> None:
    # A second reason is hidden with it, or the sum of the line would give it away.
    issue_order()
    page = browse("dana").get("/figures/units/SOUTH/").content.decode()
    counts = reasons_on(page)
    assert counts["Protected accommodation"] == "s"
    assert list(counts.values()).count("s") == 2
    assert "below 10 are not shown" in page
    assert '"people": 6' not in page  # nor does the chart hold it


@pytest.mark.usefixtures("counted")
def test_another_line_of_the_table_is_hidden_too(browse: Browse) -> None:
    # Northern and Southern come to the department: what is hidden in one is hidden in another line.
    issue_order()
    counts = [
        reasons_on(browse("dana").get(f"/figures/units/{unit}/").content.decode())["Protected accommodation"]
        for unit in ("RIVERS", "NORTH", "SOUTH")
    ]
    assert counts.count("s") == 2


@pytest.mark.usefixtures("counted")
def test_no_reason_is_shown_where_no_order_says_from_which_count_on(browse: Browse) -> None:
    page = browse("dana").get("/figures/units/SOUTH/").content.decode()
    assert "No order holds" in page
    assert "People by reason</caption>" not in page
    assert reasons_on(browse("eric").get("/figures/units/SOUTH/").content.decode())


def tally(**counts: int) -> EvidenceTally:
    every = {"corroborated": 0, "explained": 0, "not_assessable": 0, "uncorroborated": 0} | counts
    return EvidenceTally(org_unit_id="NORTH", period="all", **every)


RATES = {"all": UnitFigure(org_unit_id="NORTH", period="all", value=0.25)}


@pytest.mark.parametrize(
    ("not_assessable", "coverage", "rate"),
    [
        (5, 0.5, 0.25),  # five of ten: as many as the order asks for
        (6, 5 / 11, None),
    ],
)
def test_a_rate_is_shown_from_the_orders_coverage_on(
    not_assessable: int, coverage: float, rate: float | None
) -> None:
    lines = [tally(corroborated=3, explained=1, uncorroborated=1, not_assessable=not_assessable)]
    [row] = corroboration(lines, RATES, least=Fraction(1, 2))
    assert (row.coverage, row.rate) == (coverage, rate)


def test_where_nobody_claims_a_day_there_is_no_coverage_and_no_rate() -> None:
    [row] = corroboration([tally()], RATES, least=Fraction(1, 2))
    assert (row.claimed, row.coverage, row.rate) == (0, None, None)


@pytest.mark.parametrize(("unit", "in_person"), [("FEMA", 71.1), ("USCG", 75.6), ("CISA", 60.3)])
def test_what_the_order_cites_stands_in_person_and_never_without_its_words(
    unit: str, in_person: float
) -> None:
    cited = cited_of(load_directive("dhs-2025"), [Unit(org_unit=unit)])
    first = baselines(cited, FigureCode.IN_PERSON_SHARE, Variant.TOTAL)[0]
    assert first.share == pytest.approx(in_person / 100)
    assert first.words == f"{in_person} % in person; disputed"


def test_a_disputed_reading_stands_beside_the_other() -> None:
    cited = cited_of(load_directive("dhs-2025"), [Unit(org_unit="FEMA")])
    found = [line.words for line in baselines(cited, FigureCode.IN_PERSON_SHARE, Variant.TOTAL)]
    assert found == ["71.1 % in person; disputed", "28.9 % in the office; disputed"]
    office = [line.words for line in baselines(cited, FigureCode.OFFICE_SHARE, Variant.TOTAL)]
    assert office == ["28.9 % in the office; disputed"]


def test_nothing_cited_stands_beside_hours_that_the_order_does_not_speak_of() -> None:
    cited = cited_of(load_directive("dhs-2025"), [Unit(org_unit="FEMA")])
    assert baselines(cited, FigureCode.IN_PERSON_SHARE, Variant.REGULAR_EXCL_REMOTE) == []
