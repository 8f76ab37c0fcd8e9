"""Each person's days, published beside the report of a run, for who may show them to that person.

    WORKSPACE/results/person_hours-<hash>/      the time records of one slice
    WORKSPACE/results/person_presence-<hash>/   when badges were seen in one pay period
    WORKSPACE/results/person_slices-<hash>/     which slice of a pay period holds whose records
    WORKSPACE/runs/<run>/person_days/           see `published/person_day_files.py`; the same files once more

The minutes of the days are added up again and must be those of the figures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from dutystation.directives.rules import Rules
from dutystation.intake.people import on_day
from dutystation.measures.pay_periods import period_no
from dutystation.measures.person_days import told_people
from dutystation.published.person_day_files import (
    CONTENTS_JSON,
    FACILITIES_PARQUET,
    FACILITIES_SCHEMA,
    HOURS,
    KINDS,
    PEOPLE_PARQUET,
    PEOPLE_SCHEMA,
    full_tables,
    write_contents,
    write_file,
)
from dutystation.runs.days import day_number
from dutystation.runs.delivered.department import Facility
from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.folders import kept_apart, kept_folder, linked
from dutystation.runs.measurement import Measured, Measurement
from dutystation.runs.told_days import ToldDays
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.marking import MARK, OWNER_ONLY_FOLDER
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES


@dataclass(frozen=True)
class PersonDays:
    """Publishes the days of one run into `folder`; what is told of slices is kept in `results`."""

    results: Path
    folder: Path
    read: bool

    def publish(self, measured: Measured, measurement: Measurement) -> None:
        """Writes the folder. Raises AssertionError where its minutes are not those of the figures."""
        assert measurement.kept is not None  # only a workspace has people's days
        with measurement.progress.step("Writing people's days") as step:
            self.folder.mkdir(mode=OWNER_ONLY_FOLDER)
            for kind in KINDS:
                (self.folder / kind).mkdir(mode=OWNER_ONLY_FOLDER)
            told = ToldDays(measured, measurement, measurement.kept)
            present = _periods_with_presence(measured, measurement.rules, measurement.engine)
            periods = sorted({*measurement.kept.periods, *present})
            listed = []
            for number, period in enumerate(periods):
                step.reached(number, len(periods))
                listed.append(self._published(period, told))
            write_file(_people(measured, measurement), PEOPLE_SCHEMA, self.folder / PEOPLE_PARQUET)
            write_file(_facilities(measured), FACILITIES_SCHEMA, self.folder / FACILITIES_PARQUET)
            contents = {"marking": MARK, "as_of": measurement.as_of.isoformat(), "periods": listed}
            write_contents(contents, self.folder)

    def _published(self, period: PayPeriod, told: ToldDays) -> dict[str, Any]:
        """Puts the files of a period into the folder, and says what is in them."""
        parts: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        minutes = Counter[str]()
        for number, kept in self._hours(period, told).items():
            contents = _contents(kept)
            minutes.update(contents["minutes"])
            names = {part["name"]: f"{number:05}-{part['name']}" for part in contents[HOURS]}
            self._link(HOURS, period, {name: kept / HOURS / file for file, name in names.items()})
            parts[HOURS] += [
                {**part, "name": names[part["name"]], "slice": number} for part in contents[HOURS]
            ]
        refuse_other_minutes(minutes, period, told.measured.department.tree.root, told.whole_department)
        for kind, name, write in told.of_the_period(period):
            kept = kept_folder(self.results / name, write, read=self.read)
            parts[kind] = _contents(kept)[kind]
            self._link(kind, period, {part["name"]: kept / kind / part["name"] for part in parts[kind]})
        days = {"from": period.first.isoformat(), "to": period.last.isoformat()}
        return {"period": period.label, **days, **parts}

    def _hours(self, period: PayPeriod, told: ToldDays) -> dict[int, Path]:
        """The kept folders of the slices of a period; those that are missing are filled in one go."""
        places = {number: self.results / name for number, name in told.slice_names(period).items()}
        kept_apart(places, lambda works: told.write_hours(period, works), read=self.read)
        return places

    def _link(self, kind: str, period: PayPeriod, files: Mapping[str, Path]) -> None:
        if files:
            into = self.folder / kind / period.label
            into.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
            linked(files, into)


def _contents(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / CONTENTS_JSON).read_text(encoding="utf-8"))
    return found


def refuse_other_minutes(
    minutes: Mapping[str, int], period: PayPeriod, root: str, figures: tuple[Figure, ...]
) -> None:
    """Raises AssertionError where the minutes of people's days, by place, are not those of the figures."""
    wanted = (FigureCode.IN_PERSON_SHARE, root, period.label, Variant.TOTAL)
    found = [f.minutes for f in figures if (f.code, f.org_unit, f.period, f.variant) == wanted]
    stated = found[0] if found and found[0] is not None else {}
    for place in ALL_PLACES:
        if minutes.get(place, 0) != stated.get(place, 0):
            raise AssertionError(
                f"{period.label}, {place}: people's days hold {minutes.get(place, 0)} minutes, "
                f"the figures {stated.get(place, 0)}"
            )


def _periods_with_presence(measured: Measured, rules: Rules, engine: Engine) -> set[PayPeriod]:
    """The pay periods in which anybody was present anywhere, also those without time records."""
    if measured.presences is None:
        return set()
    number = period_no(measured.presences.day, rules.calendar)
    numbers = measured.presences.select(number=number).distinct()
    return {rules.calendar.period_number(row["number"]) for row in engine.rows(numbers)}


def _people(measured: Measured, measurement: Measurement) -> Any:
    on_rolls = on_day(measured.department.roster, day_number(measurement.as_of))
    rows = told_people(on_rolls, measured.statuses).order_by("person_no").select(*PEOPLE_SCHEMA.names)
    return full_tables(measurement.engine.batches(rows), PEOPLE_SCHEMA)


def _facilities(measured: Measured) -> list[pa.Table]:
    def told(facility: Facility) -> dict[str, object]:
        return {name: getattr(facility, name) for name in FACILITIES_SCHEMA.names}

    return [pa.Table.from_pylist(list(map(told, measured.department.facilities)), FACILITIES_SCHEMA)]
