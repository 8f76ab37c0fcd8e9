"""Turns the gate events of one office into the tables of the contract.

python keycard_mapping.py events.csv FOLDER
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

OFFICE = "OFFICE"
FIRST_DAY, LAST_DAY = "2023-02-01", "2023-02-28"


def badge_events(events: Path) -> list[tuple[str, ...]]:
    """`person, facility, occurred_at, direction` of the events of the month.

    The event names come in two cases (`GATE_IN`, `gate_in`). The times end in `Z`: the engine takes them
    for UTC as they stand.
    """
    with events.open(encoding="utf-8", newline="") as stream:
        return [
            (row["user_id"], OFFICE, row["event_time"], row["event_type"].lower().removeprefix("gate_"))
            for row in csv.DictReader(stream)
            if FIRST_DAY <= row["event_time"][:10] <= LAST_DAY
        ]


def write_tables(events: Path, folder: Path) -> None:
    """Write the badge events, and around them the least that a report needs: people, a unit, an office."""
    swipes = badge_events(events)
    people = sorted({person for person, *_ in swipes})
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "badge_events.csv", ("person", "facility", "occurred_at", "direction"), swipes)
    _write(
        folder / "facilities.csv",
        ("facility", "name", "timezone", "readers"),
        [(OFFICE, "The office", "UTC", "entry_exit")],
    )
    _write(folder / "org_units.csv", ("org_unit", "name", "parent"), [("FIRM", "The firm", "")])
    _write(
        folder / "roster.csv",
        ("person", "org_unit", "effective_from", "duty_station"),
        [(person, "FIRM", FIRST_DAY, OFFICE) for person in people],
    )
    _write(folder / "codes.csv", ("pay_code", "place_code", "place"), [])
    _write(folder / "time_records.csv", ("person", "work_date", "hours", "pay_code", "place_code"), [])


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), Path(sys.argv[2]))
