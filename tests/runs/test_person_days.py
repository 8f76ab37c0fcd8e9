"""What a run publishes of people's days is what its figures stand on, record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.house_rules.pages import file_blocks, page
from tests.lake.loading import take
from tests.runs.as_made import as_made
from tests.runs.report_alone import RUN_OPTIONS
from tests.runs.test_runs_of_a_workspace import CORRECTED, DEPARTMENT, HEADER, loaded
from tests.simulation.inventing import invented, rows

from dutystation.directives.load import load_directive
from dutystation.published.csv_text import csv_line
from dutystation.published.person_days import PersonDay, PersonRecord, facilities_of, people_of, read_person
from dutystation.runs.kept.results import RESULTS
from dutystation.runs.person_days import refuse_other_minutes
from dutystation.runs.run import Run, run
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayCalendar
from dutystation.terms.place import ALL_PLACES

AS_OF = date(2025, 2, 19)
CALENDAR = PayCalendar(date(2025, 1, 12), 14)


@pytest.fixture(scope="module", autouse=True)
def without_documents() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)
        yield


def measured(workspace: Path, *, as_of: date = AS_OF) -> Run:
    return run(workspace, directive=load_directive("dhs-2025"), as_of=as_of)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The week that docs/way-of-the-data.md works by hand, delivered into a workspace."""
    workspace = tmp_path_factory.mktemp("week") / "workspace"
    text = page("docs/way-of-the-data.md").partition("### What is delivered")[2]
    for name, content in file_blocks(text.partition("### Which rows count")[0]).items():
        take(workspace, content, table=name.removesuffix(".csv"), sender="RIVERS")
    return measured(workspace)


def told(day: PersonDay) -> list[tuple[str, str, int, str, str]]:
    return [(r.record_id, r.hours, r.counted_minutes, r.place, r.fate) for r in day.records]


def test_each_day_of_the_week_by_hand_shows_its_records_its_badges_and_its_class(week: Run) -> None:
    ada = read_person(week.folder, "ada")
    assert [(day.day.day, told(day), day.evidence_class) for day in ada.days] == [
        (27, [("r1", "8", 480, "office", "accepted")], "corroborated"),
        (28, [("r2", "8", 480, "office", "accepted")], "uncorroborated"),
        (
            29,
            [("r3", "7.5", 450, "situational", "accepted"), ("r4", "0.5", 30, "unclassified", "accepted")],
            "",
        ),
        (30, [("r5", "4", 240, "field", "accepted"), ("r6", "4", 240, "nonwork", "accepted")], "explained"),
        (31, [("r7", "8", 480, "office", "accepted")], "corroborated"),
    ]
    monday, friday = ada.days[0], ada.days[-1]
    [stay] = monday.presences
    assert stay.entered_at is not None and stay.left_at is not None
    assert (stay.facility, stay.sighting, stay.entered_at.isoformat(), stay.left_at.isoformat()) == (
        *("HQ", "stay", "2025-01-27T08:02:00-05:00", "2025-01-27T16:40:00-05:00"),
    )
    # Friday's `in` has no `out`: a day, and no length.
    assert [(seen.facility, seen.sighting, seen.entered_at) for seen in friday.presences] == [
        ("HQ", "badge", None)
    ]
    assert {day.period for day in ada.days} == {"2025-02"}
    assert [(r.file.rpartition("/")[2], r.line) for r in monday.records] == [("time_records.csv", 2)]


def test_the_status_of_each_person_of_the_week_has_its_rule_and_minutes(week: Run) -> None:
    ada, boris = (read_person(week.folder, person).on_rolls for person in ("ada", "boris"))
    assert ada is not None and boris is not None
    assert (ada.status, ada.rule, ada.reason, ada.arrangement) == ("returned", 4, "", "situational")
    assert (ada.in_person_minutes, ada.off_site_minutes, ada.unclassified_minutes) == (1680, 450, 30)
    assert (boris.status, boris.rule, boris.duty_station) == ("unknown", 1, "HQ")
    assert [[person.person for person in some] for some in people_of(week.folder)] == [["ada", "boris"]]
    [office] = facilities_of(week.folder)
    assert (office.name, office.seats, office.usable_sqft, office.readers) == (
        *("Head office", 8, "1500", "entry_exit"),
    )


def test_a_person_without_records_has_the_days_a_badge_was_seen_and_a_stranger_has_none(week: Run) -> None:
    [day] = read_person(week.folder, "boris").days
    assert (day.day, day.records, day.evidence_class) == (date(2025, 1, 28), (), "")
    assert [seen.sighting for seen in day.presences] == ["badge"]
    nobody = read_person(week.folder, "nobody")
    # 2025-03 is the pay period in which the as-of date lies.
    assert (nobody.on_rolls, nobody.days) == (None, ())
    assert [period.label for period in nobody.periods] == ["2025-02", "2025-03"]


ROSTER = (
    "person,org_unit,effective_from,effective_to,arrangement,population,telework_eligible,duty_station,"
    "supervisor,bargaining_unit\n"
    "P1,CBP,2025-01-01,,routine,military,false,HQ,P2,BU7\n"
    "P2,CBP,2025-01-01,2025-01-31,,,,HQ,,\n"
    "P2,FEMA,2025-02-01,,,contractor,,,,\n"
)
"""P2 goes from CBP to a contractor's job at FEMA on 1 February."""
MIXED = (
    "person,work_date,hours,minutes,pay_code,place_code,record_id\n"
    "P1,2025-02-10,8.50,,01,,A1\n"
    "P1,2025-02-20,8,,01,,A2\n"  # after the as-of date
    "P2,2025-02-10,,450,01,TS,A3\n"  # a contractor's
    "P1,2025-02-11,7,430,99,Z,\n"  # hours win; nobody has mapped the codes
)
EARLIER = (
    "person,work_date,hours,pay_code,place_code,record_id\n"
    "P1,2024-12-30,8,01,,B1\n"  # before the roster knows P1
    "P3,2024-12-30,8,01,,B2\n"  # whom the roster does not know
    "P1,2024-12-31,24.000000,01,,B3\n"
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    workspace = tmp_path_factory.mktemp("mixed") / "workspace"
    for table, text in {**DEPARTMENT, "roster": ROSTER}.items():
        take(workspace, text, table=table, sender="DHS")
    take(workspace, MIXED)
    take(workspace, EARLIER)
    # P1 has A1 of CBP already: by another sender it repeats an id.
    take(workspace, HEADER + "P1,2025-02-12,6,01,TS,A1\n", sender="FEMA")
    return measured(workspace)


def all_records(record: PersonRecord) -> dict[str, tuple[str, str, int, str, str]]:
    return {
        r.record_id or "no id": (r.hours, r.minutes, r.counted_minutes, r.place, r.fate)
        for day in record.days
        for r in day.records
        if (r.record_id, r.place) != ("A1", "situational")
    }


def test_records_that_do_not_count_are_shown_with_their_reason_and_no_minutes(mixed: Run) -> None:
    assert all_records(read_person(mixed.folder, "P1")) == {
        "A1": ("8.5", "", 510, "office", "accepted"),
        "A2": ("8", "", 0, "office", "after_as_of"),
        "no id": ("7", "430", 420, "unclassified", "accepted"),
        "B1": ("8", "", 0, "office", "not_on_roster"),
        "B3": ("24", "", 0, "office", "not_on_roster"),
    }
    assert all_records(read_person(mixed.folder, "P2")) == {
        "A3": ("", "450", 0, "situational", "contractor_hours")
    }
    [day] = read_person(mixed.folder, "P1", date(2025, 2, 12), date(2025, 2, 12)).days
    assert told(day) == [("A1", "6", 0, "situational", "duplicate")]


def test_records_of_whom_the_roster_does_not_know_are_nobodys_days(mixed: Run) -> None:
    assert read_person(mixed.folder, "P3").days == ()


def test_the_rolls_hold_what_the_roster_says_on_the_day_and_no_status_for_a_contractor(mixed: Run) -> None:
    one, two = (person for some in people_of(mixed.folder) for person in some)
    assert (one.population, one.telework_eligible, one.supervisor, one.bargaining_unit) == (
        *("military", False, "P2", "BU7"),
    )
    assert (one.status, one.rule, one.reason) == ("unknown", 1, "")  # no record in 2025-02
    assert (two.population, two.org_unit, two.component, two.duty_station) == (
        *("contractor", "FEMA", "FEMA", ""),
    )
    assert (two.status, two.rule, two.in_person_minutes) == ("", 0, 0)


def test_nobody_but_the_owner_may_read_any_of_it(week: Run) -> None:
    found = [week.folder / "person_days", *(week.folder / "person_days").rglob("*")]
    modes = {(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in found}
    assert modes == {(True, "0o700"), (False, "0o600")}


def kept(workspace: Path) -> set[str]:
    return {place.name for place in (workspace / RESULTS).glob("person_hours-*")}


def files_of(made: Run) -> dict[str, Path]:
    folder = made.folder / "person_days"
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def test_a_correction_writes_its_own_slice_and_takes_the_others_as_they_are() -> None:
    workspace = as_made(loaded)
    before = measured(workspace)
    first = kept(workspace)
    take(workspace, HEADER + CORRECTED)
    after = measured(workspace)
    assert (len(first), len(kept(workspace) - first)) == (4, 1)
    # CBP is the first sender of each pay period, and the only one of 2025-01; FEMA is the second of 2025-02.
    *untouched, touched = (
        f"hours/{slice_}-part-0000.parquet" for slice_ in ("2025-01/00001", "2025-02/00002", "2025-02/00001")
    )
    for file in untouched:
        assert files_of(after)[file].samefile(files_of(before)[file])
    assert not files_of(after)[touched].samefile(files_of(before)[touched])
    assert {file.rpartition("/")[0] for file in files_of(after) if "slices" in file} == {"slices/2025-02"}
    [day] = (d for d in read_person(after.folder, "P1").days if d.day == date(2025, 1, 28))
    assert told(day) == [("R2", "7", 420, "office", "accepted")]


def test_minutes_of_days_that_are_not_those_of_the_figures_end_the_run(week: Run) -> None:
    period, figures = CALENDAR.period_of(date(2025, 1, 27)), week.publication.figures
    minutes = {"office": 1440, "situational": 450, "field": 240, "nonwork": 240, "unclassified": 30}
    refuse_other_minutes(minutes, period, "RIVERS", figures)
    with pytest.raises(
        AssertionError, match="2025-02, field: people's days hold 239 minutes, the figures 240"
    ):
        refuse_other_minutes({**minutes, "field": 239}, period, "RIVERS", figures)
    with pytest.raises(AssertionError, match="2025-01, office"):  # of which there are no figures
        refuse_other_minutes({"office": 1}, CALENDAR.period_of(date(2025, 1, 12)), "RIVERS", figures)


@pytest.fixture(scope="module")
def department(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """An invented department with heavy faults, its large tables delivered one pay period at a time."""
    folder = tmp_path_factory.mktemp("department")
    as_of = invented(folder / "inputs", people=150, periods=2, faults="heavy").as_of
    for table in ("org_units", "facilities", "codes", "roster", "decisions"):
        content = (folder / "inputs" / f"{table}.csv").read_bytes()
        take(folder / "workspace", content, table=table, sender="D", received_on=as_of)
    for table, column in (("time_records", "work_date"), ("badge_events", "occurred_at")):
        by_period: dict[str, list[str]] = {}
        for row in rows(folder / "inputs", table):
            label = "2025-01"
            with suppress(ValueError):
                label = CALENDAR.period_of(date.fromisoformat(row[column][:10])).label
            by_period.setdefault(label, [csv_line(list(row))]).append(csv_line(list(row.values())))
        for lines in by_period.values():
            with suppress(UnusableInput):  # rows of a time that has not come yet are not taken
                take(folder / "workspace", "".join(lines), table=table, received_on=as_of)
    return measured(folder / "workspace", as_of=as_of)


def sums(made: Run, query: str, table: str) -> list[tuple[Any, ...]]:
    source = f"read_parquet('{made.folder}/person_days/{table}/*/*.parquet', filename=true)"
    label = "regexp_extract(filename, '([0-9-]+)/[^/]+$', 1)"
    found: list[tuple[Any, ...]] = duckdb.sql(query.format(source=source, label=label)).fetchall()
    return found


def test_minutes_by_period_and_place_are_those_of_the_figures(department: Run) -> None:
    root = next(unit.org_unit for unit in department.publication.org_units if not unit.parent)
    published = {
        (figure.period, place): minutes
        for figure in department.publication.figures
        if (figure.code, figure.org_unit, figure.variant) == ("in_person_share", root, "total")
        for place, minutes in (figure.minutes or {}).items()
        if minutes and figure.period != "all"
    }
    found = sums(
        department, "select {label}, place, sum(counted_minutes) from {source} group by all", "hours"
    )
    assert {(period, place): minutes for period, place, minutes in found if minutes} == published
    assert {place for _, place in published} == set(ALL_PLACES)


def test_records_by_fate_are_those_of_the_account(department: Run) -> None:
    account = department.publication.provenance.tables["time_records"]
    found = Counter[str](dict(sums(department, "select fate, count(*) from {source} group by fate", "hours")))
    assert found["accepted"] == account.accepted > 0
    for fate, number in account.excluded.items():
        assert found[fate] == number
    assert found["not_on_roster"] == account.rejected["not_on_roster"] > 0


def test_claimed_days_by_class_are_those_of_the_figures(department: Run) -> None:
    root = next(unit.org_unit for unit in department.publication.org_units if not unit.parent)
    assert department.publication.badge is not None
    [counts] = (
        count
        for count in department.publication.badge.evidence_counts
        if (count.org_unit, count.period) == (root, "all")
    )
    found = sums(
        department,
        "select evidence_class, count(distinct (person, work_date)) from {source} "
        "where evidence_class is not null group by all",
        "hours",
    )
    assert dict(found) == {name: getattr(counts, name) for name, _ in found}
    assert len(found) == 4


def test_stays_are_those_of_the_report(department: Run) -> None:
    [(stays, seconds)] = sums(
        department,
        "select count(*), sum(\"left\" - entered) from {source} where sighting = 'stay'",
        "presence",
    )
    [reported] = duckdb.sql(
        f"select count(*), sum(seconds) from '{department.report}/intervals/*.parquet'"
    ).fetchall()
    assert (stays, seconds) == reported
    assert stays > 0


def test_people_and_facilities_present_by_day_are_those_of_the_occupancy(department: Run) -> None:
    found = sums(
        department,
        "select facility, local_date, count(distinct person) from {source} group by all",
        "presence",
    )
    assert department.publication.badge is not None
    published = {(day.facility, day.local_date): day.people for day in department.publication.badge.occupancy}
    assert {(facility, day): people for facility, day, people in found} == published
