"""Contract section 7, first half: badge events become presence days and stays, and never hours worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from tests.measures.written import written

from dutystation.measures.presence import badge_quality, followed_events, presences, stays
from dutystation.runs.engines.engine import Engine, Row

HOUR = 3600
DAY = 24 * HOUR
GATE, ANNEX, LOBBY = range(3)
"""The gate and the annex read at entry and exit, the lobby at the entry alone."""
COLUMNS = "person_no facility_no direction exit_reader denied instant local_day"
COUNTS = ("denied", "repeats", "open_stays", "lone_exits")

Event = tuple[int, str] | tuple[int, str, int]
"""Seconds since 1970; `in`, `out`, nothing, or `denied`; the facility, if it is not the gate. At UTC."""


class Found(NamedTuple):
    """What events come to.

    Stays as facility, entry and exit; the four counts; the days present as facility, day and whether an
    event marks the day.
    """

    stays: Sequence[tuple[int, int, int]]
    quality: tuple[int, int, int, int]
    days: Sequence[tuple[int, int, bool]]


NONE = (0, 0, 0, 0)
CASES: Mapping[str, tuple[Sequence[Event], Found]] = {
    "an entry makes a stay with the exit that follows next": (
        [(8 * HOUR, "in"), (9 * HOUR, "in"), (12 * HOUR, "out"), (13 * HOUR, "out")],
        Found([(GATE, 9 * HOUR, 12 * HOUR)], (0, 0, 1, 1), [(GATE, 0, True)]),
    ),
    "the order of the rows is not that of the events": (
        [(12 * HOUR, "out"), (9 * HOUR, "in")],
        Found([(GATE, 9 * HOUR, 12 * HOUR)], NONE, [(GATE, 0, True)]),
    ),
    "readers out of order: an exit before any entry": (
        [(9 * HOUR, "out"), (12 * HOUR, "in")],
        Found([], (0, 0, 1, 1), [(GATE, 0, True)]),
    ),
    "readers out of order: entries alone": (
        [(9 * HOUR, "in"), (33 * HOUR, "in")],
        Found([], (0, 0, 2, 0), [(GATE, 0, True), (GATE, 1, True)]),
    ),
    "at one instant the entry comes first": (
        [(HOUR, "out"), (HOUR, "in")],
        Found([(GATE, HOUR, HOUR)], NONE, [(GATE, 0, True)]),
    ),
    "events without a direction stand between nothing but mark the day": (
        [(23 * HOUR, "in"), (25 * HOUR, ""), (26 * HOUR, "out"), (3 * DAY, "")],
        Found([(GATE, 23 * HOUR, 26 * HOUR)], NONE, [(GATE, 0, True), (GATE, 1, True), (GATE, 3, True)]),
    ),
    "exact repeats count once and denied events not at all": (
        [
            *((HOUR, "in"), (HOUR, "in"), (HOUR, "in"), (2 * HOUR, ""), (2 * HOUR, ""), (5 * DAY, "denied")),
            *((3 * HOUR, "out"), (3 * HOUR, "out")),
        ],
        Found([(GATE, HOUR, 3 * HOUR)], (1, 4, 0, 0), [(GATE, 0, True)]),
    ),
    "an entry, an exit and neither at one instant repeat nothing": (
        [(HOUR, "in"), (HOUR, "out"), (HOUR, "")],
        Found([(GATE, HOUR, HOUR)], NONE, [(GATE, 0, True)]),
    ),
    "entries a second apart repeat nothing": (
        [(HOUR, "in"), (HOUR + 1, "in"), (2 * HOUR, "out")],
        Found([(GATE, HOUR + 1, 2 * HOUR)], (0, 0, 1, 0), [(GATE, 0, True)]),
    ),
    "a denied event stands between nothing": (
        [(HOUR, "in"), (2 * HOUR, "denied"), (3 * HOUR, "out")],
        Found([(GATE, HOUR, 3 * HOUR)], (1, 0, 0, 0), [(GATE, 0, True)]),
    ),
    "a stay lasts a day at most": (
        [(HOUR, "in"), (HOUR + DAY, "out")],
        Found([(GATE, HOUR, HOUR + DAY)], NONE, [(GATE, 0, True), (GATE, 1, True)]),
    ),
    "what lasts a second longer is no stay": (
        [(HOUR, "in"), (HOUR + DAY + 1, "out")],
        Found([], (0, 0, 1, 1), [(GATE, 0, True), (GATE, 1, True)]),
    ),
    "a night shift is one stay, and presence on both days": (
        [(22 * HOUR, "in"), (30 * HOUR, "out")],
        Found([(GATE, 22 * HOUR, 30 * HOUR)], NONE, [(GATE, 0, True), (GATE, 1, True)]),
    ),
    "an exit at midnight is of the day that begins": (
        [(22 * HOUR, "in"), (24 * HOUR, "out")],
        Found([(GATE, 22 * HOUR, 24 * HOUR)], NONE, [(GATE, 0, True), (GATE, 1, True)]),
    ),
    "two facilities on one day are two presences, and stays pair at one facility": (
        [(8 * HOUR, "in"), (9 * HOUR, "in", ANNEX), (10 * HOUR, "out"), (11 * HOUR, "out", ANNEX)],
        Found(
            [(GATE, 8 * HOUR, 10 * HOUR), (ANNEX, 9 * HOUR, 11 * HOUR)],
            NONE,
            [(GATE, 0, True), (ANNEX, 0, True)],
        ),
    ),
    "an entry at one facility and an exit at another are no stay": (
        [(8 * HOUR, "in"), (9 * HOUR, "out", ANNEX)],
        Found([], (0, 0, 1, 1), [(GATE, 0, True), (ANNEX, 0, True)]),
    ),
    "at one instant at two facilities nothing is repeated": (
        [(HOUR, "in"), (HOUR, "in", ANNEX)],
        Found([], (0, 0, 2, 0), [(GATE, 0, True), (ANNEX, 0, True)]),
    ),
    "without readers at the exit there are no stays, and none is open": (
        [(HOUR, "in", LOBBY), (2 * HOUR, "out", LOBBY), (2 * HOUR, "out", LOBBY)],
        Found([], (0, 1, 0, 0), [(LOBBY, 0, True)]),
    ),
    # Two persons of one case: what one of them does ends no stay of the other.
    "an entry": ([(8 * HOUR, "in")], Found([], (0, 0, 1, 0), [(GATE, 0, True)])),
    "an exit": ([(9 * HOUR, "out")], Found([], (0, 0, 0, 1), [(GATE, 0, True)])),
}


def rows_of(events: Sequence[Event], person_no: int) -> list[tuple[Any, ...]]:
    rows = []
    for instant, told, *elsewhere in events:
        facility = elsewhere[0] if elsewhere else GATE
        direction = told if told in ("in", "out") else None
        rows.append(
            (person_no, facility, direction, facility != LOBBY, told == "denied", instant, instant // DAY)
        )
    return rows


@pytest.fixture(scope="module")
def found(engine: Engine) -> dict[str, Found]:
    """Every case at once: each is a person in a slice of its own, so that it has counts of its own."""
    rows = [
        (*row, number)
        for number, (events, _) in enumerate(CASES.values())
        for row in rows_of(events, person_no=number)
    ]
    events = written(engine, f"{COLUMNS} slice_no", rows)
    followed = engine.kept(followed_events(events))
    stayed = engine.kept(stays(followed, DAY))
    counts = engine.rows(badge_quality(events, followed, stayed))
    present = engine.rows(presences(followed, stayed))
    quality = {row["slice_no"]: quality_of(row) for row in counts}
    return {
        name: Found(stays_of(engine.rows(stayed), number), quality[number], days_of(present, number))
        for number, name in enumerate(CASES)
    }


def quality_of(row: Row) -> tuple[int, int, int, int]:
    denied, repeats, open_stays, lone_exits = (int(row[name]) for name in COUNTS)
    return denied, repeats, open_stays, lone_exits


def stays_of(rows: Sequence[Row], person_no: int) -> list[tuple[int, int, int]]:
    mine = [row for row in rows if row["person_no"] == person_no]
    assert all(row["entry_day"] == row["entered"] // DAY for row in mine)
    assert all(row["exit_day"] == row["left"] // DAY for row in mine)
    return sorted((row["facility_no"], row["entered"], row["left"]) for row in mine)


def days_of(rows: Sequence[Row], person_no: int) -> list[tuple[int, int, bool]]:
    mine = [row for row in rows if row["person_no"] == person_no]
    return sorted((row["facility_no"], row["day"], row["badged"]) for row in mine)


@pytest.mark.parametrize("case", CASES)
def test_events_of_a_person_at_a_facility_make_stays_and_presence_days(
    found: dict[str, Found], case: str
) -> None:
    assert found[case] == CASES[case][1]


LONG: Mapping[str, tuple[Sequence[Event], list[tuple[int, int, bool]]]] = {
    "the days between": (
        [(HOUR, "in"), (3 * DAY + HOUR, "out")],
        [(GATE, 0, True), (GATE, 1, False), (GATE, 2, False), (GATE, 3, True)],
    ),
    "no day between": ([(HOUR, "in"), (DAY + HOUR, "out")], [(GATE, 0, True), (GATE, 1, True)]),
    "an event on a day between marks it": (
        [(HOUR, "in"), (DAY, ""), (2 * DAY + HOUR, "out")],
        [(GATE, 0, True), (GATE, 1, True), (GATE, 2, True)],
    ),
    "an event elsewhere does not": (
        [(HOUR, "in"), (DAY, "", LOBBY), (2 * DAY + HOUR, "out")],
        [(GATE, 0, True), (GATE, 1, False), (GATE, 2, True), (LOBBY, 1, True)],
    ),
}


def test_days_between_entry_and_exit_are_days_present_without_an_event(engine: Engine) -> None:
    """Where the order lets a stay last longer than a day; here four."""
    rows = [
        row for number, (events, _) in enumerate(LONG.values()) for row in rows_of(events, person_no=number)
    ]
    followed = engine.kept(followed_events(written(engine, COLUMNS, rows)))
    present = engine.rows(presences(followed, stays(followed, 4 * DAY)))
    told = {name: days_of(present, number) for number, name in enumerate(LONG)}
    assert told == {name: days for name, (_, days) in LONG.items()}


def test_counts_of_a_whole_delivery_are_one_row_and_of_no_events_nothing_comes(engine: Engine) -> None:
    def measured(*people: Sequence[Event]) -> tuple[list[Row], list[tuple[int, ...]]]:
        rows = [row for number, events in enumerate(people) for row in rows_of(events, person_no=number)]
        events = written(engine, COLUMNS, rows)
        followed = engine.kept(followed_events(events))
        stayed = engine.kept(stays(followed, DAY))
        counts = engine.rows(badge_quality(events, followed, stayed))
        return engine.rows(presences(followed, stayed)), [quality_of(row) for row in counts]

    entered = [(HOUR, "in"), (HOUR, "in"), (2 * HOUR, "denied")]
    _, counts = measured(entered, [(9 * HOUR, "out"), (10 * HOUR, "out")])
    assert counts == [(1, 1, 1, 2)]
    assert measured() == ([], [NONE])
