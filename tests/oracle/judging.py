"""Which rows are accepted, rejected, excluded. Contract section 3, reason by reason in its order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tests.oracle.cells import judge_alone
from tests.oracle.clock import local_date_of
from tests.oracle.rows import Row, Unusable
from tests.oracle.settings import Settings

UNIQUE = {
    "org_units": ("org_unit",),
    "facilities": ("facility",),
    "codes": ("pay_code", "place_code"),
    "time_records": ("record_id",),
    "badge_events": ("event_id",),
}

Tables = dict[str, list[Row]]


def judge(tables: Tables, settings: Settings) -> None:
    """Mark every row. `tables` holds the rows as delivered, earlier ones first."""
    for rows in tables.values():
        for row in rows:
            judge_alone(row)  # reasons 1 to 5
    for table, columns in UNIQUE.items():
        mark_duplicates(tables.get(table, []), columns)
    mark_unknown_parents(tables["org_units"])
    check_tree(tables["org_units"])
    units = known(tables["org_units"], "org_unit")
    for row in good(tables["roster"]):
        if row.values["org_unit"] not in units:
            row.reject("unknown_org_unit", "org_unit")
    mark_unknown_facilities(tables)
    mark_overlaps(tables["roster"])
    mark_unknown_persons(tables)
    mark_days_off_the_roster(tables)
    exclude(tables, settings)


def mark_duplicates(rows: list[Row], columns: tuple[str, ...]) -> None:
    """Reason 6. Called before any later reason is given, so every good row has passed 1 to 5."""
    seen: set[tuple[str, ...]] = set()
    for row in good(rows):
        key = tuple(row.values[column] for column in columns)
        if not any(key):
            continue  # no record_id, no event_id
        if key in seen:
            row.reject("duplicate", columns[0])
        seen.add(key)


def mark_unknown_parents(org_units: list[Row]) -> None:
    """Reason 7 for units, until nothing changes: a unit goes with the parent that went."""
    changed = True
    while changed:
        changed = False
        accepted = known(org_units, "org_unit")
        for row in good(org_units):
            if row.values["parent"] != "" and row.values["parent"] not in accepted:
                row.reject("unknown_org_unit", "parent")
                changed = True


def check_tree(org_units: list[Row]) -> None:
    parents = {row.values["org_unit"]: row.values["parent"] for row in good(org_units)}
    roots = [unit for unit, parent in parents.items() if parent == ""]
    if len(roots) != 1:
        raise Unusable(f"org_units has {len(roots)} roots")
    for start in parents:
        unit, steps = start, 0
        while parents[unit] != "":
            unit, steps = parents[unit], steps + 1
            if steps > len(parents):
                raise Unusable(f"org_units: {start} is below itself")


def mark_unknown_facilities(tables: Tables) -> None:
    """Reason 8."""
    facilities = known(tables.get("facilities", []), "facility")
    for row in good(tables.get("badge_events", [])):
        if row.values["facility"] not in facilities:
            row.reject("unknown_facility", "facility")


def mark_overlaps(roster: list[Row]) -> None:
    """Reason 10. Lines that are themselves rejected here still count for those sorted after them."""
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in good(roster):  # earlier lines first, and sorting keeps that order among equals
        lines[row.values["person"]].append(row)
    for own in lines.values():
        own.sort(key=lambda row: (row.values["effective_from"], end_of(row)))
        greatest_end = None
        for row in own:
            if greatest_end is not None and (row.values["effective_from"], False) <= greatest_end:
                row.reject("overlap", "effective_from")
            greatest_end = max(end_of(row), greatest_end or end_of(row))


def end_of(row: Row) -> tuple[date, bool]:
    """The last day of a roster row, so that an open end is later than every date there is."""
    last: date | None = row.values["effective_to"]
    return (date.max, True) if last is None else (last, False)


def mark_unknown_persons(tables: Tables) -> None:
    """Reason 9, which needs the accepted roster and so is worked out after reason 10."""
    persons = known(tables["roster"], "person")
    for table in ("time_records", "decisions", "badge_events"):
        for row in good(tables.get(table, [])):
            if row.values["person"] not in persons:
                row.reject("unknown_person", "person")


def mark_days_off_the_roster(tables: Tables) -> None:
    """Reason 11."""
    roster = Roster(tables["roster"])
    for row in good(tables["time_records"]):
        if roster.on(row.values["person"], row.values["work_date"]) is None:
            row.reject("not_on_roster", "work_date")


def exclude(tables: Tables, settings: Settings) -> None:
    """After all reasons: first what is later than the as-of date, then hours of contractors."""
    roster = Roster(tables["roster"])
    for row in good(tables["time_records"]):
        on_roster = roster.on(row.values["person"], row.values["work_date"])
        assert on_roster is not None
        if row.values["work_date"] > settings.as_of:
            row.excluded = "after_as_of"
        elif on_roster.values["population"] == "contractor":
            row.excluded = "contractor_hours"
    zones = {row.values["facility"]: row.values["timezone"] for row in good(tables.get("facilities", []))}
    for row in good(tables.get("badge_events", [])):
        clock, offset = row.values["occurred_at"]
        if local_date_of(clock, offset, zones[row.values["facility"]]) > settings.as_of:
            row.excluded = "after_as_of"


class Roster:
    """The accepted roster: at most one row of a person is in force on any day."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        for row in good(rows):
            self.rows[row.values["person"]].append(row)

    def on(self, person: str, day: date) -> Row | None:
        for row in self.rows.get(person, []):
            if row.values["effective_from"] <= day and (day, False) <= end_of(row):
                return row
        return None


def good(rows: Iterable[Row]) -> list[Row]:
    """A list made before anything is marked, so that marking inside a loop is safe."""
    return [row for row in rows if row.good]


def known(rows: Iterable[Row], column: str) -> set[str]:
    return {row.values[column] for row in good(rows)}
