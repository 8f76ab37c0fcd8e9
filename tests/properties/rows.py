"""Rows of the seven tables: most are sound, and a spoiled one has a single wrong cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from tests.oracle.rows import COLUMNS, GROUNDS, PLACES
from tests.properties import cells

Rows = list[dict[str, str]]
Cells = SearchStrategy[str]


@dataclass(frozen=True)
class World:
    """The ids that the tables of one folder share, and the day of the report."""

    as_of: date
    people: tuple[str, ...]
    units: tuple[str, ...]
    facilities: tuple[str, ...]
    pay_codes: tuple[str, ...]
    place_codes: tuple[str, ...]


AS_OF_DAYS = (
    date(2025, 3, 22),  # ends a pay period; the clocks went on on March 9
    date(2025, 3, 31),  # two months before it is no 31st
    date(2025, 11, 8),  # the clocks went back on November 2
    date(2024, 3, 1),  # the day after a leap day
    date(2025, 1, 12),  # the anchor
)


@st.composite
def worlds(draw: DrawFn) -> World:
    def some(most: int) -> tuple[str, ...]:
        return tuple(draw(st.lists(cells.ids(), min_size=1, max_size=most, unique=True)))

    pay_codes = ("REG", "OT", "a", "a/b", "𝒳")
    place_codes = ("", "TW", "b", "b/c", "\uffee")
    return World(
        as_of=draw(st.sampled_from(AS_OF_DAYS)),
        people=some(6),
        units=some(7),
        facilities=some(4),
        pay_codes=pay_codes,
        place_codes=place_codes,
    )


def one_of(*values: str) -> Cells:
    return st.sampled_from(values)


def table_rows(table: str, good: dict[str, Cells], bad: dict[str, Cells], most: int) -> SearchStrategy[Rows]:
    """Up to `most` rows, in every second table many; every sixth or so has one cell from `bad` instead."""
    rows = row(table, good, bad)
    return st.lists(rows, max_size=most) | st.lists(rows, min_size=most // 2, max_size=most)


@st.composite
def row(draw: DrawFn, table: str, good: dict[str, Cells], bad: dict[str, Cells]) -> dict[str, str]:
    cells_of_row = {column: draw(good[column]) for column in COLUMNS[table]}
    if draw(st.integers(0, 5)) == 5:
        spoiled = draw(st.sampled_from(sorted(bad)))
        cells_of_row[spoiled] = draw(bad[spoiled])
    if draw(st.integers(0, 11)) == 11:
        column = draw(st.sampled_from(COLUMNS[table]))
        cells_of_row[column] = f" {cells_of_row[column]}\t"
    return cells_of_row


@st.composite
def org_units(draw: DrawFn, world: World) -> Rows:
    """A tree in which every parent stands before its children, then sometimes rows that do not belong."""
    rows = [{"org_unit": world.units[0], "name": draw(cells.texts()), "parent": ""}]
    for at, unit in enumerate(world.units[1:], start=1):
        above = world.units[draw(st.integers(0, at - 1))]
        rows.append({"org_unit": unit, "name": draw(cells.texts()), "parent": above})
    strays = st.tuples(
        one_of("stray", "stray of stray", *world.units), one_of("stray", "nowhere", *world.units)
    )
    for unit, parent in draw(st.lists(strays, max_size=3)):
        rows.append({"org_unit": unit, "name": draw(one_of("Stray", "")), "parent": parent})
    return draw(st.permutations(rows))


def roster(world: World) -> SearchStrategy[Rows]:
    start = cells.days(world.as_of, 120, 5) | one_of("2020-01-01", "0001-01-08", "2024-02-29")
    end = one_of("", "", "9999-12-31", world.as_of.isoformat()) | cells.days(world.as_of, 60, 5)
    good = {
        "person": one_of(*world.people),
        "org_unit": one_of(*world.units),
        "effective_from": start,
        "effective_to": end,
        "arrangement": one_of("", "none", "situational", "routine", "remote"),
        "population": one_of("", "", "civilian", "military", "contractor"),
        "telework_eligible": one_of("", "true", "false"),
        "duty_station": one_of("", *world.facilities, "nowhere"),
        "supervisor": one_of("", *world.people),
        "bargaining_unit": one_of("", "AFGE"),
    }
    bad = {
        "person": one_of("", " \t"),
        "org_unit": one_of("", "nowhere", "stray"),
        "effective_from": one_of("", *cells.NO_DATES, "9999-12-31"),
        "effective_to": one_of(*cells.NO_DATES, "0001-01-01"),
        "arrangement": one_of("Remote", "hybrid", "null"),
        "population": one_of("Civilian", "visitor"),
        "telework_eligible": one_of("TRUE", "yes", "1"),
    }
    return table_rows("roster", good, bad, 14)


@st.composite
def full_roster(draw: DrawFn, world: World) -> Rows:
    """Everybody has a row, some have several, and these may overlap."""
    rows = draw(roster(world))
    plain = {"effective_from": "2020-01-01", "org_unit": world.units[-1]}
    for person in draw(st.lists(one_of(*world.people), unique=True)):
        rows.append(dict.fromkeys(COLUMNS["roster"], "") | plain | {"person": person})
    return rows


def time_records(world: World) -> SearchStrategy[Rows]:
    good = {
        "person": one_of(*world.people),
        "work_date": cells.days(world.as_of, 40, 3),
        "hours": one_of("", *cells.ODD_HOURS),
        "minutes": one_of("", *cells.MINUTES),
        "pay_code": one_of(*world.pay_codes),
        "place_code": one_of(*world.place_codes),
        "record_id": st.just("") | cells.ids(),
    }
    bad = {
        "person": one_of("", "nobody"),
        "work_date": one_of("", *cells.NO_DATES, *cells.ODD_DATES),
        "hours": one_of(*cells.NO_NUMBERS, *cells.HOURS_OUT_OF_RANGE),
        "minutes": one_of(*cells.NO_WHOLES, *cells.MINUTES_OUT_OF_RANGE),
        "pay_code": one_of("", "reg"),
        "place_code": one_of("?", " TW "),
    }
    return table_rows("time_records", good, bad, 40)


@st.composite
def weeks_of_work(draw: DrawFn, world: World) -> Rows:
    """Five equal days from Monday to Friday, about forty hours: what `statute_40h` looks for."""
    rows = []
    sunday = world.as_of - timedelta(days=(world.as_of.weekday() + 1) % 7)
    weeks = st.tuples(
        one_of(*world.people), st.integers(0, 9), one_of("8", "7.99", "8.5"), one_of("", "TW", "b")
    )
    for person, back, hours, place_code in draw(st.lists(weeks, max_size=4)):
        for day in range(1, 6):
            work_date = (sunday + timedelta(days=day - 7 * back)).isoformat()
            values = {"person": person, "work_date": work_date, "hours": hours, "place_code": place_code}
            rows.append(dict.fromkeys(COLUMNS["time_records"], "") | {"pay_code": "REG"} | values)
    return rows


def codes(world: World) -> SearchStrategy[Rows]:
    good = {
        "pay_code": one_of(*world.pay_codes),
        "place_code": one_of(*world.place_codes),
        "place": one_of(*PLACES, "office", "office", "situational"),
        "hours_type": one_of("", "regular", "overtime"),
    }
    bad = {
        "pay_code": one_of(""),
        "place": one_of("", "Office", "unclassified", "home"),
        "hours_type": one_of("Regular", "holiday"),
    }
    return table_rows("codes", good, bad, 16)


def decisions(world: World) -> SearchStrategy[Rows]:
    when = one_of("", "", *cells.ODD_DATES) | cells.days(world.as_of, 3, 3)
    good = {
        "person": one_of(*world.people),
        "ground": one_of(*GROUNDS),
        "outcome": one_of("approved", "approved", "approved", "denied", "pending"),
        "valid_from": when,
        "valid_to": one_of("", "9999-12-31") | cells.days(world.as_of, 1, 3),
        "decided_on": when,
    }
    bad = {
        "person": one_of("", "nobody"),
        "ground": one_of("", "Space", "none"),
        "outcome": one_of("", "granted"),
        "valid_from": one_of(*cells.NO_DATES),
        "valid_to": one_of(*cells.NO_DATES, "0001-01-01"),
        "decided_on": one_of(*cells.NO_DATES),
    }
    return table_rows("decisions", good, bad, 10)


def facilities(world: World) -> SearchStrategy[Rows]:
    good = {
        "facility": one_of(*world.facilities),
        "name": cells.texts().filter(lambda text: text.strip(" \t") != ""),
        "timezone": one_of("", *cells.ZONES),
        "usable_sqft": one_of("", *cells.SQUARE_FEET),
        "seats": one_of("", *cells.SEATS),
        "readers": one_of("entry_exit", "entry_exit", "", "entry", "none"),
    }
    bad = {
        "facility": one_of(""),
        "name": one_of("", "\t"),
        "timezone": one_of(*filter(None, cells.NO_ZONES)),
        "usable_sqft": one_of(*cells.NO_NUMBERS, *cells.SQUARE_FEET_OUT_OF_RANGE),
        "seats": one_of(*cells.NO_WHOLES, *cells.SEATS_OUT_OF_RANGE),
        "readers": one_of("Entry", "exit"),
    }
    return table_rows("facilities", good, bad, 6)


def badge_events(world: World) -> SearchStrategy[Rows]:
    good = {
        "person": one_of(*world.people),
        "facility": one_of(*world.facilities),
        "occurred_at": cells.times(world.as_of, 4, 1) | cells.times(world.as_of, 14),
        "direction": one_of("in", "out", "in", "out", ""),
        "outcome": one_of("", "", "granted", "denied"),
        "event_id": st.just("") | st.just("") | cells.ids(),
    }
    bad = {
        "person": one_of("", "nobody"),
        "facility": one_of("", "nowhere"),
        "occurred_at": one_of("", "9999-12-31T23:59:59-23:59", "9999-12-31 23:59") | cells.no_times(),
        "direction": one_of("IN", "both"),
        "outcome": one_of("approved", "Denied"),
    }
    return table_rows("badge_events", good, bad, 50)
