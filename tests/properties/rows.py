"""Rows of the seven tables: a small department at work, told with all the faults of real deliveries.

Everything follows from one `Random`, so that rows fit together: people are stationed where they badge, and
work under codes that somebody has mapped. Every sixth row or so is then spoiled in one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from tests.oracle.rows import COLUMNS, GROUNDS, PLACES
from tests.properties import cells

Rows = list[dict[str, str]]
Cell = Callable[[Random], str]


@dataclass(frozen=True)
class World:
    """The ids that the tables of one folder share, and the day of the report."""

    as_of: date
    clocks_changed: date
    people: tuple[str, ...]
    units: tuple[str, ...]
    facilities: tuple[str, ...]
    pay_codes: tuple[str, ...] = ("REG", "OT", "a", "a/b", "𝒳")
    place_codes: tuple[str, ...] = ("", "TW", "b", "b/c", "\uffee")


DAYS_OF_REPORTS = (
    # As-of date, and a day not long before it on which clocks changed somewhere.
    (date(2025, 3, 22), date(2025, 3, 9)),  # ends a pay period; New York went on
    (date(2025, 3, 31), date(2025, 3, 30)),  # two months before it is no 31st; London went on
    (date(2025, 4, 8), date(2025, 4, 6)),  # Lord Howe went back by half an hour
    (date(2025, 11, 8), date(2025, 11, 2)),  # New York went back
    (date(2024, 3, 1), date(2024, 2, 29)),  # no clocks changed, but it was a leap day
    (date(2025, 1, 12), date(2025, 1, 1)),  # the anchor
)


def world(random: Random) -> World:
    """Ids of different kinds are drawn from one pool, and so collide."""

    def some(least: int, most: int) -> tuple[str, ...]:
        return tuple(random.sample(cells.ODD_IDS, random.randint(least, most)))

    days = random.choice(DAYS_OF_REPORTS)
    return World(*days, people=some(2, 8), units=some(2, 7), facilities=some(1, 4))


def one_of(*values: str) -> Cell:
    return lambda random: random.choice(values)


def day(last: date, back: int, ahead: int = 0) -> Cell:
    return lambda random: (last - timedelta(days=random.randint(-ahead, back))).isoformat()


def either(*choices: Cell) -> Cell:
    return lambda random: random.choice(choices)(random)


def spoiled(random: Random, rows: Rows, bad: dict[str, Cell]) -> Rows:
    """Puts a wrong cell into some of the rows, and blanks around some other cells."""
    for row in rows:
        if random.random() < 1 / 6:
            column = random.choice(sorted(bad))
            row[column] = bad[column](random)
        if random.random() < 1 / 12:
            column = random.choice(sorted(row))
            row[column] = f" {row[column]}\t"
    return rows


def any_rows(random: Random, good: dict[str, Cell], most: int) -> Rows:
    return [{column: cell(random) for column, cell in good.items()} for _ in range(random.randint(0, most))]


def org_units(random: Random, world: World) -> Rows:
    """A tree in any order, with sometimes a unit that does not belong."""
    parents = ["", *(random.choice(world.units[:at]) for at in range(1, len(world.units)))]
    strays = [
        (random.choice(("stray", "below stray", world.units[-1])), random.choice(("stray", "nowhere")))
        for _ in range(random.choice((0, 0, 0, 1, 2)))
    ]
    if random.random() < 1 / 20:  # a second root, or a circle
        strays.append(random.choice((("stray", ""), ("stray", "stray"))))
    rows = [
        {"org_unit": unit, "name": random.choice(cells.ODD_TEXTS), "parent": parent}
        for unit, parent in (*zip(world.units, parents, strict=True), *strays)
    ]
    random.shuffle(rows)
    if random.random() < 1 / 4:
        rows.append({"org_unit": "no name", "name": " \t", "parent": world.units[0]})
    return rows


def roster(random: Random, world: World) -> Rows:
    """Most people have one row or a few that follow one another; then come rows that overlap."""
    rows: Rows = []
    details: dict[str, Cell] = {
        "org_unit": one_of(*world.units),
        "arrangement": one_of("", "none", "situational", "situational", "routine", "remote"),
        "population": one_of("", "", "", "civilian", "military", "contractor"),
        "telework_eligible": one_of("", "true", "false"),
        "duty_station": one_of(*world.facilities, *[world.facilities[0]] * 4, "", "nowhere"),
        "supervisor": one_of("", *world.people),
        "bargaining_unit": one_of("", "AFGE"),
    }
    for person in world.people:
        if random.random() < 1 / 8:
            continue
        cuts = sorted(random.sample(range(60), random.choice((0, 0, 1, 2))), reverse=True)
        starts = [date(2020, 1, 1), *(world.as_of - timedelta(days=cut) for cut in cuts)]
        ends = [(start - timedelta(days=1)).isoformat() for start in starts[1:]]
        last = random.choice(("", "", "", "9999-12-31", world.as_of.isoformat(), "2024-03-01"))
        for start, end in zip(starts, [*ends, last], strict=True):
            row = {"person": person, "effective_from": start.isoformat(), "effective_to": end}
            rows.append(row | {column: cell(random) for column, cell in details.items()})
    good = details | {
        "person": one_of(*world.people),
        "effective_from": either(day(world.as_of, 120, 5), one_of("2020-01-01", "0001-01-08", "2024-02-29")),
        "effective_to": either(one_of("", "9999-12-31"), day(world.as_of, 60, 5)),
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
    return rows + spoiled(random, any_rows(random, good, 5), bad)


def time_records(random: Random, world: World) -> Rows:
    """Most people record most days; some have whole weeks of about forty hours."""
    rows: Rows = []
    for person in world.people:
        density = random.choice((0, 0.1, 0.5, 0.9))
        for back in range(45):
            if random.random() < density:
                work_date = (world.as_of - timedelta(days=back)).isoformat()
                rows.append({"person": person, "work_date": work_date})
    sunday = world.as_of - timedelta(days=(world.as_of.weekday() + 1) % 7)
    for person in random.sample(world.people, random.randint(0, len(world.people))):
        back, hours = random.randint(0, 9), random.choice(("8", "7.99", "8.5"))
        for weekday in range(1, 6):
            work_date = (sunday + timedelta(days=weekday - 7 * back)).isoformat()
            codes = {"pay_code": "REG", "place_code": "TW"}
            rows.append({"person": person, "work_date": work_date, "hours": hours, **codes})
    details: dict[str, Cell] = {
        "hours": one_of("", "8", *cells.ODD_HOURS),
        "minutes": one_of("", "480", *cells.MINUTES),
        "pay_code": one_of("REG", "REG", "REG", *world.pay_codes),
        "place_code": one_of("TW", *world.place_codes),
        "record_id": own_id("r"),
    }
    good = details | {
        "person": one_of(*world.people),
        "work_date": either(day(world.as_of, 40, 6), one_of(*cells.ODD_DATES)),
    }
    bad = {
        "person": one_of("", "nobody"),
        "work_date": one_of("", *cells.NO_DATES, *cells.ODD_DATES),
        "hours": one_of(*cells.NO_NUMBERS, *cells.HOURS_OUT_OF_RANGE),
        "minutes": one_of(*cells.NO_WHOLES, *cells.MINUTES_OUT_OF_RANGE),
        "pay_code": one_of("", "reg"),
        "place_code": one_of("?", " TW "),
        "record_id": one_of(*cells.ODD_IDS),
    }
    whole = [{column: cell(random) for column, cell in details.items()} | row for row in rows]
    return spoiled(random, whole + any_rows(random, good, 10), bad)


def own_id(prefix: str) -> Cell:
    """An id that nearly nobody else has, none, or one that collides."""
    return lambda random: random.choice(
        (f"{prefix}{random.random()}", f"{prefix}{random.randint(0, 30)}", "", random.choice(cells.ODD_IDS))
    )


def codes(random: Random, world: World) -> Rows:
    """Most pairs are mapped; the pair of whole weeks is always worked in person."""
    place = one_of(*PLACES, "office", "office", "office", "situational")
    hours_type = one_of("", "", "regular", "overtime")
    rows = [
        {"pay_code": pay, "place_code": code, "place": place(random), "hours_type": hours_type(random)}
        for pay in world.pay_codes
        for code in world.place_codes
        if random.random() < 3 / 4 and (pay, code) != ("REG", "TW")
    ]
    good = {
        "pay_code": one_of(*world.pay_codes),
        "place_code": one_of(*world.place_codes),
        "place": place,
        "hours_type": hours_type,
    }
    bad = {
        "pay_code": one_of(""),
        "place": one_of("", "Office", "unclassified", "home"),
        "hours_type": one_of("Regular", "holiday"),
    }
    whole = {
        "pay_code": "REG",
        "place_code": "TW",
        "place": random.choice(("office", "field", "situational")),
    }
    return [whole | {"hours_type": ""}, *rows, *spoiled(random, any_rows(random, good, 5), bad)]


def decisions(random: Random, world: World) -> Rows:
    when = either(one_of("", *cells.ODD_DATES), day(world.as_of, 2, 2), day(world.as_of, 0))
    good = {
        "person": one_of(*world.people),
        "ground": one_of(*GROUNDS),
        "outcome": one_of("approved", "approved", "approved", "approved", "denied", "pending"),
        "valid_from": either(one_of("", "2020-01-01"), when),
        "valid_to": either(one_of("", "9999-12-31"), day(world.as_of, 1, 3)),
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
    return spoiled(random, any_rows(random, good, 40), bad)


def facilities(random: Random, world: World) -> Rows:
    good = {
        "facility": one_of(*world.facilities),
        "name": one_of(*(text for text in cells.ODD_TEXTS if text.strip(" \t"))),
        "timezone": one_of("", *cells.ZONES),
        "usable_sqft": one_of("", *cells.SQUARE_FEET),
        "seats": one_of("", *cells.SEATS),
        "readers": one_of("entry_exit", "entry_exit", "entry_exit", "", "entry", "none"),
    }
    bad = {
        "facility": one_of(""),
        "name": one_of("", "\t"),
        "timezone": one_of(*filter(None, cells.NO_ZONES)),
        "usable_sqft": one_of(*cells.NO_NUMBERS, *cells.SQUARE_FEET_OUT_OF_RANGE),
        "seats": one_of(*cells.NO_WHOLES, *cells.SEATS_OUT_OF_RANGE),
        "readers": one_of("Entry", "exit"),
    }
    rows = [
        {column: cell(random) for column, cell in good.items()} | {"facility": facility}
        for facility in world.facilities
        if random.random() < 7 / 8
    ]
    return spoiled(random, any_rows(random, good, 2), bad) + rows


def badge_events(random: Random, world: World) -> Rows:
    """Visits with an entry and an exit, over midnight and changes of the clocks, and single events."""
    rows: Rows = []
    clock, offset = one_of(*cells.CLOCKS), one_of(*cells.OFFSETS)
    for person in world.people:
        for _ in range(random.choice((0, 1, 4, 12))):
            facility = random.choice((world.facilities[0], *world.facilities))
            zone = offset(random)
            entered = random.choice(
                (world.as_of - timedelta(days=random.randint(0, 20)), world.clocks_changed)
            )
            for direction, days in (("in", 0), ("out", random.choice((0, 0, 0, 1, 2)))):
                on = (entered + timedelta(days=days)).isoformat()
                where = {"person": person, "facility": facility, "direction": direction}
                rows.append(where | {"occurred_at": f"{on}{random.choice('T ')}{clock(random)}{zone}"})
    for first, second in pairwise(rows):
        if random.random() < 1 / 12:
            second.update(first)
    details: dict[str, Cell] = {"outcome": one_of("", "", "", "granted", "denied"), "event_id": own_id("e")}
    good = details | {
        "person": one_of(*world.people),
        "facility": one_of(*world.facilities),
        "direction": one_of("in", "out", ""),
        "occurred_at": lambda random: (
            day(world.as_of, 6, 2)(random) + random.choice("T ") + clock(random) + offset(random)
        ),
    }
    bad: dict[str, Cell] = {
        "person": one_of("", "nobody"),
        "facility": one_of("", "nowhere"),
        "occurred_at": no_time,
        "direction": one_of("IN", "both", ""),
        "outcome": one_of("approved", "Denied"),
        "event_id": one_of(*cells.ODD_IDS),
    }
    whole = [{column: cell(random) for column, cell in details.items()} | row for row in rows]
    return spoiled(random, whole + any_rows(random, good, 15), bad)


def no_time(random: Random) -> str:
    choices: Sequence[str] = (
        "",
        "9999-12-31T23:59:59-23:59",
        "9999-12-31 23:59",
        "2025-02-03" + random.choice(cells.NO_CLOCKS),
        random.choice(cells.NO_DATES) + "T08:00",
        random.choice(cells.ODD_TEXTS),
    )
    return random.choice(choices)


TABLES: dict[str, Callable[[Random, World], Rows]] = {
    "org_units": org_units,
    "roster": roster,
    "time_records": time_records,
    "codes": codes,
    "decisions": decisions,
    "facilities": facilities,
    "badge_events": badge_events,
}
assert TABLES.keys() == COLUMNS.keys()
