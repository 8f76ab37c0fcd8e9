"""Contract section 6: why a person has not returned is one ground, `pending`, or `none`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest
from tests.measures.written import written

from dutystation.measures.return_statuses import ending_approvals, reasons_in_force, unapproved
from dutystation.runs.days import day_number
from dutystation.runs.engines.engine import Engine
from dutystation.terms.ground import Ground

TODAY = date(2025, 2, 19)
"""The as-of date."""
DAY = timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY
EARLY = date(2025, 1, 2)

Decision = tuple[str, str, date | None, date | None, date | None]
"""Ground, outcome, first and last day, day of the decision."""


def approved(
    ground: str = "space", first: date | None = None, last: date | None = None, decided: date | None = EARLY
) -> Decision:
    return ground, "approved", first, last, decided


def pending(
    ground: str = "medical", first: date | None = None, last: date | None = None, decided: date | None = None
) -> Decision:
    return ground, "pending", first, last, decided


def denied(decided: date | None) -> Decision:
    return "space", "denied", None, None, decided


CASES: Mapping[str, tuple[list[Decision], str | None]] = {
    "an approval without end": ([approved()], "space"),
    "an approval that begins today": ([approved(first=TODAY)], "space"),
    "an approval that begins tomorrow": ([approved(first=TOMORROW)], None),
    "an approval that ends today": ([approved(last=TODAY)], "space"),
    "an approval that ended yesterday": ([approved(last=YESTERDAY)], None),
    "an approval of today alone": ([approved(first=TODAY, last=TODAY)], "space"),
    "an approval decided today": ([approved(decided=TODAY)], "space"),
    "an approval decided tomorrow is not decided yet": ([approved(decided=TOMORROW)], "pending"),
    "an approval decided tomorrow that begins later": (
        [approved(first=TOMORROW, decided=TOMORROW)],
        "pending",
    ),
    "an approval decided tomorrow that is over": ([approved(last=YESTERDAY, decided=TOMORROW)], "pending"),
    "an approval without a day of decision": ([approved(decided=None)], "space"),
    "a denial": ([denied(EARLY)], None),
    "a denial without a day of decision": ([denied(None)], None),
    "a denial of today": ([denied(TODAY)], None),
    "a denial of tomorrow is not decided yet": ([denied(TOMORROW)], "pending"),
    "a request": ([pending()], "pending"),
    "a request whose days are over": ([pending(last=EARLY)], "pending"),
    "a request whose days have not begun": ([pending(first=TOMORROW)], "pending"),
    "a request with a day of decision": ([pending(decided=EARLY)], "pending"),
    "an approval in force comes before a request": ([pending(), approved()], "space"),
    "a request comes before an approval that is over": ([approved(last=YESTERDAY), pending()], "pending"),
    "a request comes before a denial": ([denied(EARLY), pending()], "pending"),
    "an approval in force comes before one decided tomorrow": (
        [approved("space"), approved("disability", decided=TOMORROW)],
        "space",
    ),
    "the approval decided last": (
        [approved("space", decided=EARLY), approved("distance", decided=EARLY + DAY)],
        "distance",
    ),
    "the approval decided last of those in force": (
        [approved("space", decided=EARLY), approved("distance", last=YESTERDAY, decided=TODAY)],
        "space",
    ),
    "no day of decision is earlier than any": (
        [approved("space", decided=None), approved("distance", decided=date.min)],
        "distance",
    ),
    # The list of section 2, not the alphabet.
    "of one day the ground earliest in the list": ([approved("disability"), approved("space")], "space"),
    "of one day the ground earliest in the list, the other way round": (
        [approved("legal_impediment"), approved("deployable")],
        "legal_impediment",
    ),
}


@pytest.fixture(scope="module")
def reasons(engine: Engine) -> dict[str, str]:
    """The reason of each person whom a decision concerns. Each case is a person."""
    rows = [(name, *decision) for name, (decisions, _) in CASES.items() for decision in decisions]
    # Every two neighbours of the list of grounds, the later one first.
    neighbours = list(pairwise(Ground))
    rows += [
        (f"{first} before {second}", *approved(ground))
        for first, second in neighbours
        for ground in (second, first)
    ]
    decisions = written(engine, "person ground outcome valid_from valid_to decided_on", rows)
    found = engine.rows(reasons_in_force(decisions, day_number(TODAY)))
    assert len({row["person"] for row in found}) == len(found)  # nobody has two
    return {row["person"]: row["reason"] for row in found}


@pytest.mark.parametrize("case", CASES)
def test_the_reason_is_the_approval_in_force_decided_last_then_pending_and_a_denial_is_none(
    reasons: dict[str, str], case: str
) -> None:
    assert reasons.get(case) == CASES[case][1]


def test_of_approvals_of_one_day_the_list_of_grounds_decides_whole(reasons: dict[str, str]) -> None:
    order = (
        *("space", "disability", "medical", "religious", "legal_impediment", "military_spouse"),
        *("foreign_service_spouse", "other_compelling", "distance", "hired_remote", "deployable", "overseas"),
        *("equipment", "deferred_resignation"),
    )
    told = {case: reason for case, reason in reasons.items() if case not in CASES}
    assert told == {f"{first} before {second}": first for first, second in pairwise(order)}


SOON = 30
ENDING: Mapping[str, tuple[str, str, list[Decision], date | None]] = {
    "ends today": ("not_returned", "space", [approved(last=TODAY)], TODAY),
    "ends on the last of the days": (
        *("not_returned", "space"),
        [approved(last=TODAY + SOON * DAY)],
        TODAY + SOON * DAY,
    ),
    "ends a day later": ("not_returned", "space", [approved(last=TODAY + (SOON + 1) * DAY)], None),
    "has no end": ("not_returned", "space", [approved()], None),
    "ends soon, but another holds longer": (
        *("not_returned", "space"),
        [approved(last=TOMORROW), approved(last=TODAY + 90 * DAY)],
        None,
    ),
    "ended yesterday": ("not_returned", "none", [approved(last=YESTERDAY)], YESTERDAY),
    "ended on the first of the days": (
        *("not_returned", "none"),
        [approved(last=TODAY - SOON * DAY)],
        TODAY - SOON * DAY,
    ),
    "ended a day earlier": ("not_returned", "none", [approved(last=TODAY - (SOON + 1) * DAY)], None),
    "two ended": (
        *("not_returned", "none"),
        [approved(last=TODAY - 9 * DAY), approved("medical", last=TODAY - 5 * DAY)],
        TODAY - 5 * DAY,
    ),
    "ended, decided today": ("not_returned", "none", [approved(last=YESTERDAY, decided=TODAY)], YESTERDAY),
    "ended, without a day of decision": (
        *("not_returned", "none"),
        [approved(last=YESTERDAY, decided=None)],
        YESTERDAY,
    ),
    "a request ended": ("not_returned", "pending", [pending(last=YESTERDAY)], None),
    "ended, and a request is pending": (
        *("not_returned", "pending"),
        [approved(last=YESTERDAY), pending()],
        None,
    ),
    "a denial ended": (
        *("not_returned", "none"),
        [("space", "denied", None, YESTERDAY, EARLY)],
        None,
    ),
    "ended before it is decided": (
        *("not_returned", "none"),
        [approved(last=YESTERDAY, decided=TOMORROW)],
        None,
    ),
    "begins and ends tomorrow": ("not_returned", "none", [approved(first=TOMORROW, last=TOMORROW)], None),
    "ends today, but has returned": ("returned", "", [approved(last=TODAY)], None),
    "ended yesterday, but has returned": ("returned", "none", [approved(last=YESTERDAY)], None),
}


@pytest.fixture(scope="module")
def ending(engine: Engine) -> dict[str, date]:
    rows = [(name, *decision) for name, (_, _, decisions, _) in ENDING.items() for decision in decisions]
    decisions = written(engine, "person ground outcome valid_from valid_to decided_on", rows)
    statuses = written(
        engine,
        "person status reason",
        [(name, status, reason) for name, (status, reason, _, _) in ENDING.items()],
    )
    found = engine.rows(ending_approvals(statuses, decisions, day_number(TODAY), SOON))
    assert all(row["status"] == "not_returned" for row in found)
    return {row["person"]: date(1970, 1, 1) + row["last_valid"] * DAY for row in found}


@pytest.mark.parametrize("case", ENDING)
def test_an_approval_that_ends_soon_or_ended_lately_is_told_of_who_has_not_returned(
    ending: dict[str, date], case: str
) -> None:
    assert ending.get(case) == ENDING[case][3]


def test_people_on_a_ground_are_counted_by_what_their_reason_would_be_without_it(engine: Engine) -> None:
    """`unapproved`: of those who have not returned on a ground, the people and their minutes in P."""
    statuses = written(
        engine,
        "person component status in_person_minutes off_site_minutes unclassified_minutes",
        [
            ("ada", "N", "not_returned", 1, 10, 100),
            ("boris", "N", "not_returned", 2, 20, 200),
            ("cleo", "N", "not_returned", 4, 40, 400),  # would have another reason
            ("dan", "S", "not_returned", 8, 80, 800),
            ("eve", "N", "returned", 16, 160, 1600),
            ("finn", "N", "not_returned", 32, 320, 3200),  # on no ground
            ("gil", "N", "not_returned", 64, 640, 6400),  # until another day
        ],
    )
    following = written(
        engine,
        "person ground ends_on next_reason",
        [
            *((person, "space", TOMORROW, "none") for person in ("ada", "boris", "dan", "eve")),
            ("cleo", "space", TOMORROW, "pending"),
            ("gil", "space", None, "none"),
        ],
    )
    found = engine.rows(unapproved(statuses, following))
    names = ("component", "next_reason", "ends_on", "people")
    minutes = ("in_person_minutes", "off_site_minutes", "unclassified_minutes")
    told = {tuple(row[name] for name in names): tuple(row[name] for name in minutes) for row in found}
    tomorrow = day_number(TOMORROW)
    assert told == {
        ("N", "none", tomorrow, 2): (3, 30, 300),
        ("N", "pending", tomorrow, 1): (4, 40, 400),
        ("N", "none", None, 1): (64, 640, 6400),
        ("S", "none", tomorrow, 1): (8, 80, 800),
    }
    assert {row["ground"] for row in found} == {"space"}
