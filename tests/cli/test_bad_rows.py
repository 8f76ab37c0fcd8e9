"""Contract section 3: a bad row never stops a run; it is listed with a reason and what to do.

One delivery holds a row for every reason that each of the seven tables can have. Each row stands here with
what `rejected.csv` must say of it.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.cli.commands import deliver

from dutystation.cli.main import main
from dutystation.runs.options import EngineName


class Bad(NamedTuple):
    """A row as delivered; then its reason, column and id, and the words its message must hold."""

    row: str
    reason: str
    column: str
    id: str
    words: str


HEADERS = {
    "org_units": "org_unit,name,parent",
    "roster": "person,org_unit,effective_from,effective_to,arrangement,population,telework_eligible",
    "time_records": "person,work_date,hours,minutes,pay_code,place_code,record_id",
    "codes": "pay_code,place_code,place,hours_type",
    "decisions": "person,ground,outcome,valid_from,valid_to,decided_on",
    "facilities": "facility,name,timezone,usable_sqft,seats,readers",
    "badge_events": "person,facility,occurred_at,direction,outcome,event_id",
}
GOOD = {
    "org_units": ["DHS,Department,", "CBP,Customs,DHS"],
    "roster": ["P1,CBP,2025-01-01", "P3,CBP,2025-01-01,2025-01-31", "C1,CBP,2025-01-01,,,contractor"],
    "time_records": ["P1,2025-02-03,8,,01,,R1", "P1,2025-02-04,,480,01,,R2"],
    "codes": ["01,,office"],
    "decisions": ["P1,medical,approved"],
    "facilities": ["HQ,Headquarters,,3000,20,entry_exit"],
    "badge_events": ["P1,HQ,2025-02-03T08:00,in,,E1", "P1,HQ,2025-02-03 16:00:00.5-05:00,out,,E2"],
}
EXCLUDED = {
    "time_records": [
        ("P1,2025-02-20,8,,01,,R3", "after_as_of", "R3"),
        ("C1,2025-02-20,8,,01,,R4", "after_as_of", "R4"),
        ("C1,2025-02-03,8,,01,,", "contractor_hours", "C1"),
    ],
    "badge_events": [("P1,HQ,2025-02-20T08:00,in,,E3", "after_as_of", "E3")],
}
BAD = {
    "org_units": [
        Bad(",Nameless,DHS", "missing_value", "org_unit", "", "org_unit is empty: give the unit's id"),
        Bad("ICE,,DHS", "missing_value", "name", "ICE", "name is empty"),
        Bad("CBP,Again,DHS", "duplicate", "org_unit", "CBP", "org_unit repeats an earlier row"),
        Bad("LOST,Lost,NOWHERE", "unknown_org_unit", "parent", "LOST", "NOWHERE"),
        Bad("BELOW,Below it,LOST", "unknown_org_unit", "parent", "BELOW", "no accepted row of org_units"),
    ],
    "roster": [
        Bad(",CBP,2025-01-01", "missing_value", "person", "", "person is empty"),
        Bad("B1,,2025-01-01", "missing_value", "org_unit", "B1", "org_unit is empty"),
        Bad("B2,CBP, \t", "missing_value", "effective_from", "B2", "effective_from is empty"),
        Bad("B3,CBP,01/02/2025", "not_a_date", "effective_from", "B3", "write a day of the calendar"),
        Bad("B4,CBP,2025-02-30", "not_a_date", "effective_from", "B4", "(delivered: 2025-02-30)"),
        Bad("B5,CBP,2025-01-01,never", "not_a_date", "effective_to", "B5", "effective_to is not a date"),
        Bad("B6,CBP,2025-01-01,,hybrid", "not_in_list", "arrangement", "B6", "none, situational, routine"),
        Bad("B7,CBP,2025-01-01,,,Civilian", "not_in_list", "population", "B7", "(delivered: Civilian)"),
        Bad("B8,CBP,2025-01-01,,,,yes", "not_in_list", "telework_eligible", "B8", "true, false"),
        Bad("B9,CBP,2025-02-01,2025-01-01", "out_of_range", "effective_from", "B9", "after the end date"),
        Bad("B10,NOWHERE,2025-01-01", "unknown_org_unit", "org_unit", "B10", "(delivered: NOWHERE)"),
        Bad("B11,LOST,2025-01-01", "unknown_org_unit", "org_unit", "B11", "(delivered: LOST)"),
        Bad("P1,CBP,2025-02-01", "overlap", "effective_from", "P1", "end that row the day before"),
    ],
    "time_records": [
        Bad(",2025-02-03,8,,01,,", "missing_value", "person", "", "person is empty"),
        Bad("P1,,8,,01,,T1", "missing_value", "work_date", "T1", "work_date is empty"),
        Bad("P1,2025-02-03,,,01,,T2", "missing_value", "hours", "T2", "hours and minutes are empty"),
        Bad("P1,2025-02-03,8,,,,T3", "missing_value", "pay_code", "T3", "pay_code is empty"),
        Bad("P1,yesterday,many,,,,T4", "missing_value", "pay_code", "T4", "pay_code is empty"),
        Bad("P1,3.2.2025,many,,01,,T5", "not_a_date", "work_date", "T5", "(delivered: 3.2.2025)"),
        Bad('P1,2025-02-03,"8,5",,01,,T6', "not_a_number", "hours", "T6", "(delivered: 8,5)"),
        Bad("P1,2025-02-03,8e0,,01,,T7", "not_a_number", "hours", "T7", "at most one point"),
        Bad("P1,2025-02-03,NaN,,01,,T8", "not_a_number", "hours", "T8", "hours is not a number"),
        Bad("P1,2025-02-03,8.0000001,,01,,T9", "not_a_number", "hours", "T9", "six decimals"),
        Bad("P1,2025-02-03,8,7.5,01,,T10", "not_a_number", "minutes", "T10", "write digits only"),
        Bad("P1,2025-02-03,24.000001,,01,,T11", "out_of_range", "hours", "T11", "must be from 0 to 24"),
        Bad("P1,2025-02-03,-1,,01,,", "out_of_range", "hours", "P1", "(delivered: -1)"),
        Bad("P1,2025-02-03,,1441,01,,T12", "out_of_range", "minutes", "T12", "must be from 0 to 1440"),
        Bad("P1,2025-02-05,1,,01,,R1", "duplicate", "record_id", "R1", "send each row once"),
        Bad("X9,2025-02-03,8,,01,,T13", "unknown_person", "person", "T13", "nowhere on the accepted roster"),
        Bad("B3,2025-02-03,8,,01,,T14", "unknown_person", "person", "T14", "(delivered: B3)"),
        Bad("P3,2025-02-03,8,,01,,T15", "not_on_roster", "work_date", "T15", "is not on the roster"),
        Bad("P3,2025-02-20,8,,01,,T16", "not_on_roster", "work_date", "T16", "is not on the roster"),
    ],
    "codes": [
        Bad(",TS,office", "missing_value", "pay_code", "/TS", "pay_code is empty"),
        Bad("03,TX,", "missing_value", "place", "03/TX", "place is empty"),
        Bad("02,,home", "not_in_list", "place", "02/", "office, other_facility, field, routine"),
        Bad("02,X,office,double", "not_in_list", "hours_type", "02/X", "regular, overtime"),
        Bad("01,,field", "duplicate", "pay_code", "01/", "repeats an earlier row"),
    ],
    "decisions": [
        Bad("P1,,approved", "missing_value", "ground", "P1", "ground is empty"),
        Bad("P1,space,approved,,,soon", "not_a_date", "decided_on", "P1", "(delivered: soon)"),
        Bad("P1,tired,approved", "not_in_list", "ground", "P1", "space, disability, medical"),
        Bad("P1,space,granted", "not_in_list", "outcome", "P1", "approved, denied, pending"),
        Bad("P1,space,denied,2025-02-02,2025-02-01", "out_of_range", "valid_from", "P1", "correct one of"),
        Bad("X9,space,denied", "unknown_person", "person", "X9", "add the person to the roster"),
    ],
    "facilities": [
        Bad("F1,", "missing_value", "name", "F1", "name is empty"),
        Bad("F2,Second,,lots", "not_a_number", "usable_sqft", "F2", "(delivered: lots)"),
        Bad("F3,Third,,,2.5", "not_a_number", "seats", "F3", "write digits only"),
        Bad("F4,Fourth,Mars/Base", "not_in_list", "timezone", "F4", "IANA time zone database"),
        Bad("F5,Fifth,,,,turnstile", "not_in_list", "readers", "F5", "none, entry, entry_exit"),
        Bad("F6,Sixth,,0", "out_of_range", "usable_sqft", "F6", "must be more than 0"),
        Bad("F7,Seventh,,,-4", "out_of_range", "seats", "F7", "(delivered: -4)"),
        Bad("HQ,Again", "duplicate", "facility", "HQ", "repeats an earlier row"),
    ],
    "badge_events": [
        Bad("P1,HQ,", "missing_value", "occurred_at", "P1", "occurred_at is empty"),
        Bad("P1,HQ,2025-02-03", "not_a_date", "occurred_at", "P1", "write YYYY-MM-DDTHH:MM:SS"),
        Bad("P1,HQ,2025-02-03T24:00", "not_a_date", "occurred_at", "P1", "(delivered: 2025-02-03T24:00)"),
        Bad("P1,HQ,2025-02-03T08:00+24:00", "not_a_date", "occurred_at", "P1", "occurred_at is not a date"),
        Bad("P1,HQ,2025-02-03T08:00,IN", "not_in_list", "direction", "P1", "direction is not one of in, out"),
        Bad("P1,HQ,2025-02-03T08:00,in,ok", "not_in_list", "outcome", "P1", "granted, denied"),
        Bad("P1,HQ,2025-02-03T09:00,in,,E1", "duplicate", "event_id", "E1", "event_id repeats"),
        Bad("P1,F1,2025-02-03T08:00,in,,E8", "unknown_facility", "facility", "E8", "(delivered: F1)"),
        Bad("X9,HQ,2025-02-03T08:00,in,,E9", "unknown_person", "person", "E9", "(delivered: X9)"),
    ],
}


def delivered_rows(table: str) -> list[str]:
    """Good rows, then bad ones, then excluded ones."""
    return [
        *GOOD[table],
        *(bad.row for bad in BAD[table]),
        *(row for row, _, _ in EXCLUDED.get(table, [])),
    ]


@pytest.fixture(scope="module")
def out(engine_name: EngineName, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad_rows")
    texts = {name: "\n".join([header, *delivered_rows(name), ""]) for name, header in HEADERS.items()}
    inputs, out = deliver(folder / "inputs", texts), folder / "out"
    order = [
        "--directive",
        "dhs-2025",
        "--as-of",
        "2025-02-19",
        "--out",
        str(out),
        "--list-excluded",
        "--engine",
        engine_name,
    ]
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as ended:
        patch.setattr("dutystation.runs.documents.write_documents", lambda *_: None)
        main(["report", str(inputs), *order])
    assert ended.value.code == 0
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("table", HEADERS)
def test_every_bad_row_is_listed_with_reason_column_and_id(out: Path, table: str) -> None:
    first = len(GOOD[table]) + 2
    expected = [
        (f"{table}.csv", str(line), bad.reason, bad.column, bad.id)
        for line, bad in enumerate(BAD[table], start=first)
    ]
    found = [row for row in rows(out / "rejected.csv") if row["table"] == table]
    listed = [(row["file"], row["line"], row["reason"], row["column"], row["id"]) for row in found]
    assert listed == expected


@pytest.mark.parametrize("table", HEADERS)
def test_every_message_is_one_sentence_with_the_words_it_must_hold(out: Path, table: str) -> None:
    found = [row["message"] for row in rows(out / "rejected.csv") if row["table"] == table]
    for message, bad in zip(found, BAD[table], strict=True):
        assert bad.words in message, (bad, message)
        assert "\n" not in message
        assert message.startswith(bad.column), message


def test_every_excluded_row_is_listed_where_it_is_asked_for(out: Path) -> None:
    expected = []
    for table, excluded in EXCLUDED.items():
        first = len(GOOD[table]) + len(BAD[table]) + 2
        expected += [
            {"table": table, "file": f"{table}.csv", "line": str(line), "reason": reason, "id": name}
            for line, (_, reason, name) in enumerate(excluded, start=first)
        ]
    assert rows(out / "excluded.csv") == sorted(expected, key=lambda row: (row["table"], int(row["line"])))


@pytest.mark.parametrize("table", HEADERS)
def test_accepted_rejected_and_excluded_are_all_rows(out: Path, table: str) -> None:
    counted = json.loads((out / "provenance.json").read_bytes())["tables"][table]
    assert counted["raw"] == len(delivered_rows(table))
    assert counted["accepted"] == len(GOOD[table])
    assert counted["rejected"] == Counter(bad.reason for bad in BAD[table])
    assert counted["excluded"] == Counter(reason for _, reason, _ in EXCLUDED.get(table, []))


def test_every_reason_of_the_contract_stands_in_this_delivery(out: Path) -> None:
    assert {bad.reason for table in BAD.values() for bad in table} == {
        "missing_value",
        "not_a_date",
        "not_a_number",
        "not_in_list",
        "out_of_range",
        "duplicate",
        "unknown_org_unit",
        "unknown_facility",
        "unknown_person",
        "overlap",
        "not_on_roster",
    }
    assert (out / "rejected.csv").is_file()


def test_the_good_rows_are_measured_all_the_same(out: Path) -> None:
    figures = json.loads((out / "figures.json").read_bytes())["figures"]
    [whole] = [
        figure
        for figure in figures
        if (figure["code"], figure["org_unit"], figure["period"], figure["variant"])
        == ("in_person_share", "DHS", "all", "total")
    ]
    assert (whole["numerator"], whole["denominator"], whole["status"]) == (960, 960, "final")
    [stay] = rows(out / "intervals.csv")
    assert stay["entered_at"] == "2025-02-03T13:00:00Z"
    assert stay["left_at"] == "2025-02-03T21:00:00Z"
