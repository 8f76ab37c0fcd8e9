"""Reasons and exclusions of contract section 3, one folder each, worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.oracle import Unusable, oracle
from tests.oracle.delivery import deliver

AS_OF = date(2025, 3, 31)


def refusals(folder: Path) -> list[tuple[object, ...]]:
    rows = oracle(folder, as_of=AS_OF)["rejected"]
    return [(row["table"], row["line"], row["reason"], row["column"], row["id"]) for row in rows]


def test_the_first_reason_and_within_it_the_first_column_is_given(tmp_path: Path) -> None:
    records = """
        record_id,pay_code,place_code,work_date,person,hours,minutes
        r1,REG,,2025-02-30,,-1,x
        r2,REG,,2025-02-30,ada,x,-1
        r3,REG,,2025-02-03,ada,8,1441
        r4,,,2025-02-03,ada,,
        r5,REG,,2025-02-03,ada,25,2.5
        r6,REG,,2025-02-03,ada,24,1440
        ,REG,,2025-02-03,bob,8,
    """
    assert refusals(deliver(tmp_path, time_records=records)) == [
        ("time_records", 2, "missing_value", "person", "r1"),
        ("time_records", 3, "not_a_date", "work_date", "r2"),
        ("time_records", 4, "out_of_range", "minutes", "r3"),
        ("time_records", 5, "missing_value", "hours", "r4"),
        ("time_records", 6, "not_a_number", "minutes", "r5"),
        ("time_records", 8, "unknown_person", "person", "bob"),
    ]


def test_a_duplicate_needs_an_earlier_line_that_is_sound_even_if_that_is_refused_or_excluded_later(
    tmp_path: Path,
) -> None:
    records = """
        person,work_date,hours,pay_code,place_code,record_id
        ada,2025-02-03,99,REG,,a
        ada,2025-02-03,8,REG,,a
        ada,2025-02-03,8,REG,,a
        bob,2025-02-03,8,REG,,b
        ada,2025-02-03,8,REG,,b
        ada,2025-05-01,8,REG,,c
        ada,2025-02-03,8,REG,,c
        ada,2025-02-03,8,REG,,
        ada,2025-02-03,8,REG,,
    """
    assert refusals(deliver(tmp_path, time_records=records)) == [
        ("time_records", 2, "out_of_range", "hours", "a"),
        ("time_records", 4, "duplicate", "record_id", "a"),
        ("time_records", 5, "unknown_person", "person", "b"),
        ("time_records", 6, "duplicate", "record_id", "b"),
        ("time_records", 8, "duplicate", "record_id", "c"),
    ]


def test_a_unit_goes_with_the_parent_that_went_and_takes_its_people_along(tmp_path: Path) -> None:
    units = """
        org_unit,name,parent
        DEPT,Department,
        deep,Deep,middle
        middle,Middle,top
        top,Top,nowhere
        A,Component,DEPT
        A,Second of the name,top
    """
    roster = """
        person,org_unit,effective_from
        ada,deep,2025-01-01
        bob,A,2025-01-01
    """
    assert refusals(deliver(tmp_path, org_units=units, roster=roster)) == [
        ("org_units", 3, "unknown_org_unit", "parent", "deep"),
        ("org_units", 4, "unknown_org_unit", "parent", "middle"),
        ("org_units", 5, "unknown_org_unit", "parent", "top"),
        ("org_units", 7, "duplicate", "org_unit", "A"),
        ("roster", 2, "unknown_org_unit", "org_unit", "ada"),
    ]


@pytest.mark.parametrize("units", ["A,Alone,A", "A,One,\nB,Two,", "D,Root,\nA,One,B\nB,Two,A"])
def test_a_department_without_one_root_or_with_a_circle_cannot_be_used(tmp_path: Path, units: str) -> None:
    with pytest.raises(Unusable):
        oracle(deliver(tmp_path, org_units="org_unit,name,parent\n" + units), as_of=AS_OF)


def test_an_overlap_is_measured_by_the_greatest_end_of_all_lines_sorted_before(tmp_path: Path) -> None:
    roster = """
        person,org_unit,effective_from,effective_to
        ada,A,2025-01-01,2025-01-31
        ada,A,2025-01-10,2025-03-31
        ada,A,2025-03-31,2025-04-30
        ada,A,2025-05-01,
        bob,A,2025-01-01,
        bob,A,2025-01-01,9999-12-31
        cleo,A,2025-06-01,2025-06-30
        cleo,A,2025-05-01,2025-05-31
    """
    # Line 3 starts within line 2; line 4 starts on the end of line 3, refused though that is. Of two rows
    # that begin together the open one comes last, whatever their order in the file.
    assert refusals(deliver(tmp_path, roster=roster)) == [
        ("roster", 3, "overlap", "effective_from", "ada"),
        ("roster", 4, "overlap", "effective_from", "ada"),
        ("roster", 6, "overlap", "effective_from", "bob"),
    ]


def test_a_person_whose_only_roster_row_is_refused_is_unknown(tmp_path: Path) -> None:
    roster = "person,org_unit,effective_from\nada,A,2025-01-06\nbob,nowhere,2025-01-01\n"
    records = """
        person,work_date,hours,pay_code,place_code
        bob,2025-02-03,8,REG,
        ada,2025-01-05,8,REG,
        ada,2025-01-06,8,REG,
    """
    assert refusals(deliver(tmp_path, roster=roster, time_records=records)) == [
        ("roster", 3, "unknown_org_unit", "org_unit", "bob"),
        ("time_records", 2, "unknown_person", "person", "bob"),
        ("time_records", 3, "not_on_roster", "work_date", "ada"),
    ]


def test_exclusion_is_tested_last_and_the_as_of_date_before_the_contract(tmp_path: Path) -> None:
    roster = """
        person,org_unit,effective_from,effective_to,population
        ada,A,2025-01-01,2025-04-30,contractor
    """
    records = """
        person,work_date,hours,pay_code,place_code,record_id
        ada,2025-03-31,8,REG,,a
        ada,2025-04-01,8,REG,,b
        ada,2025-05-01,8,REG,,c
    """
    report = oracle(deliver(tmp_path, roster=roster, time_records=records), as_of=AS_OF)
    assert [(row["line"], row["reason"], row["id"]) for row in report["excluded"]] == [
        (2, "contractor_hours", "a"),
        (3, "after_as_of", "b"),
    ]
    assert [(row["line"], row["reason"]) for row in report["rejected"]] == [(4, "not_on_roster")]


def test_without_facilities_every_badge_event_is_refused(tmp_path: Path) -> None:
    events = "person,facility,occurred_at\nnobody,X,2025-02-03T08:00\n,X,2025-02-03T08:00\nada,X,8 o'clock\n"
    assert refusals(deliver(tmp_path, badge_events=events)) == [
        ("badge_events", 2, "unknown_facility", "facility", "nobody"),
        ("badge_events", 3, "missing_value", "person", ""),
        ("badge_events", 4, "not_a_date", "occurred_at", "ada"),
    ]


def test_a_badge_event_is_dated_on_the_calendar_of_its_facility(tmp_path: Path) -> None:
    facilities = "facility,name,timezone\nTOKYO,Tokyo,Asia/Tokyo\nNY,New York,\n"
    events = """
        person,facility,occurred_at,event_id
        ada,TOKYO,2025-03-31T14:59:59Z,a
        ada,TOKYO,2025-03-31T15:00:00Z,b
        ada,NY,2025-04-01T03:59:59.999Z,c
        ada,NY,2025-04-01 00:00,d
    """
    report = oracle(deliver(tmp_path, facilities=facilities, badge_events=events), as_of=AS_OF)
    assert [row["id"] for row in report["excluded"]] == ["b", "d"]


def test_records_are_counted_not_lines_of_text(tmp_path: Path) -> None:
    records = (
        "\r\nperson,work_date,hours,pay_code,place_code\r\n\r\n"
        '"a\nda",2025-02-03,8,REG,\r\n\r\n ,,\r\n\t\r\nbob,2025-02-03\n'
    )
    assert refusals(deliver(tmp_path, time_records=records)) == [
        ("time_records", 2, "unknown_person", "person", "a\nda"),
        ("time_records", 3, "missing_value", "person", ""),
        ("time_records", 4, "missing_value", "person", ""),
        ("time_records", 5, "missing_value", "hours", "bob"),
    ]
