"""Shares, statuses, buildings and evidence of small departments, worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.oracle import oracle
from tests.oracle.delivery import deliver
from tests.oracle.status import reason_of

AS_OF = date(2025, 2, 22)  # the last day of 2025-03, which is 2025-02-09 to 2025-02-22
CODES = """
    pay_code,place_code,place,hours_type
    REG,,office,
    REG,TW,situational,
    REG,RT,routine,
    REG,FLD,field,
    OT,,office,overtime
    AL,,nonwork,
"""


def figure(report: dict[str, list[dict[str, Any]]], *key: str) -> dict[str, Any]:
    """The figure of a code, org unit, period and variant."""
    names = ("code", "org_unit", "period", "variant")
    return next(row for row in report["figures"] if tuple(row[name] for name in names) == key)


def test_shares_are_sums_over_the_unit_and_everything_below_it(tmp_path: Path) -> None:
    units = "org_unit,name,parent\nDEPT,D,\nA,A,DEPT\nA1,A1,A\nA2,A2,A\nB,B,DEPT\n"
    roster = """
        person,org_unit,effective_from,effective_to,arrangement,population,telework_eligible
        ada,A1,2025-01-01,2025-02-16,,,false
        ada,B,2025-02-17,,remote,,
        bob,DEPT,2025-01-01,,,military,
        cleo,A,2025-01-01,,,contractor,
    """
    records = """
        person,work_date,hours,minutes,pay_code,place_code
        ada,2025-02-10,6,1,REG,
        ada,2025-02-11,2,,REG,TW
        ada,2025-02-17,4,,REG,TW
        ada,2025-02-18,,30,??,
        bob,2025-01-27,3,,OT,
        bob,2025-01-27,5,,AL,
        cleo,2025-02-10,8,,REG,
    """
    folder = deliver(tmp_path, org_units=units, roster=roster, codes=CODES, time_records=records)
    report = oracle(folder, as_of=AS_OF)
    assert report["periods"] == [
        {"period": "2025-02", "from": "2025-01-26", "to": "2025-02-08"},
        {"period": "2025-03", "from": "2025-02-09", "to": "2025-02-22"},
    ]
    # A2 has nobody; A has no accepted row of its own but those of A1 and of the contractor.
    assert {row["org_unit"] for row in report["figures"]} == {"DEPT", "A", "A1", "B"}
    assert len(report["figures"]) == 2 * 4 * 3 * 5
    whole = figure(report, "in_person_share", "DEPT", "all", "total")
    assert (whole["numerator"], whole["denominator"], whole["unclassified"]) == (540, 900, 30)
    assert (whole["value"], whole["low"], whole["high"]) == (0.6, 540 / 930, 570 / 930)
    assert whole["status"] == "provisional"  # 30 of 930 are more than 2 %
    assert whole["minutes"]["nonwork"] == 300
    assert figure(report, "in_person_share", "A", "2025-03", "total")["value"] == 0.75
    assert figure(report, "in_person_share", "DEPT", "all", "military")["denominator"] == 180
    # Without remote ada of February 17 and without bob's overtime 480 minutes are left; she was not eligible.
    assert figure(report, "office_share", "DEPT", "all", "regular_excl_remote")["denominator"] == 480
    nothing = figure(report, "office_share", "A1", "all", "eligible_excl_remote")
    assert (nothing["value"], nothing["low"], nothing["status"]) == (None, None, "no_hours")
    assert report["unclassified_pairs"] == [{"pay_code": "??", "place_code": "", "rows": 1, "minutes": 30}]


@pytest.mark.parametrize(
    ("mapped", "unmapped", "status"),
    [(49, 1, "final"), (48, 1, "provisional"), (0, 1, "provisional"), (0, 0, "no_hours")],
)
def test_a_share_is_provisional_above_one_fiftieth_exactly(
    tmp_path: Path, mapped: int, unmapped: int, status: str
) -> None:
    records = (
        "person,work_date,minutes,pay_code,place_code\n"
        f"ada,2025-02-10,{mapped},REG,\nada,2025-02-10,{unmapped},REG,?\n"
    )
    report = oracle(deliver(tmp_path, time_records=records), as_of=AS_OF)
    found = figure(report, "in_person_share", "DEPT", "all", "total")
    assert found["status"] == status
    assert found["low"] == (mapped / (mapped + unmapped) if mapped + unmapped else None)


def test_everybody_has_the_status_of_the_first_rule_that_holds(tmp_path: Path) -> None:
    roster = """
        person,org_unit,effective_from,effective_to,arrangement,population
        p1,A,2025-01-01,,routine,
        p2,A,2025-01-01,,remote,
        p3a,A,2025-01-01,,routine,
        p3b,A,2025-01-01,,,
        p3c,A,2025-01-01,2025-02-14,none,
        p3c,A,2025-02-15,,situational,
        p3d,A,2025-01-01,,situational,
        p4,A,2025-01-01,,situational,
        p5,DEPT,2025-01-01,,,
        gone,A,2025-01-01,2025-02-21,,
        visitor,A,2025-01-01,,,contractor
    """
    records = """
        person,work_date,hours,pay_code,place_code
        p1,2025-02-08,8,REG,
        p2,2025-02-09,8,AL,
        p2,2025-02-10,0,REG,
        p3a,2025-02-10,8,REG,
        p3b,2025-02-10,8,REG,
        p3b,2025-02-11,1,REG,RT
        p3c,2025-02-14,1,REG,TW
        p3c,2025-02-17,8,REG,
        p3d,2025-02-10,8,REG,TW
        p4,2025-02-10,8,REG,TW
        p4,2025-02-22,0.02,REG,FLD
        p5,2025-02-10,8,REG,??
    """
    folder = deliver(tmp_path, roster=roster, codes=CODES, time_records=records)
    report = oracle(folder, as_of=AS_OF)
    rows = [(row["person"], row["status"], row["rule"], row["reason"]) for row in report["return_status"]]
    assert rows == [
        ("p1", "unknown", 1, ""),
        ("p2", "not_in_duty_status", 2, ""),
        ("p3a", "not_returned", 3, "none"),
        ("p3b", "not_returned", 3, "none"),
        ("p3c", "not_returned", 3, "none"),
        ("p3d", "not_returned", 3, "none"),
        ("p4", "returned", 4, ""),
        ("p5", "unknown", 5, ""),
    ]
    counts = {"returned": 1, "not_returned": 4, "not_in_duty_status": 1}
    assert report["return_bridge"] == [
        {"org_unit": "DEPT", "on_rolls": 8, **counts, "unknown": 2, "reasons": {"none": 4}},
        {"org_unit": "A", "on_rolls": 7, **counts, "unknown": 1, "reasons": {"none": 4}},
    ]


def decision(outcome: str, ground: str, **dates: date) -> dict[str, Any]:
    no_dates = {"valid_from": None, "valid_to": None, "decided_on": None}
    return no_dates | {"outcome": outcome, "ground": ground} | dates


EARLY, LATE, AFTER = date(2025, 1, 2), AS_OF, date(2025, 2, 23)


@pytest.mark.parametrize(
    ("decisions", "reason"),
    [
        ([], "none"),
        ([decision("denied", "space", decided_on=LATE)], "none"),
        ([decision("denied", "space", decided_on=AFTER)], "pending"),
        ([decision("approved", "space", valid_to=date(2025, 2, 21))], "none"),
        ([decision("approved", "space", valid_from=AFTER, decided_on=AFTER)], "pending"),
        ([decision("pending", "space", valid_to=EARLY)], "pending"),
        ([decision("pending", "space"), decision("approved", "medical", valid_to=LATE)], "medical"),
        # The one decided last; no date is before every date; then the list of section 2, not the alphabet.
        ([decision("approved", "space"), decision("approved", "legal_impediment", decided_on=EARLY)],
         "legal_impediment"),
        ([decision("approved", ground, decided_on=LATE) for ground in ("disability", "space")], "space"),
    ],
)  # fmt: skip
def test_a_person_who_has_not_returned_has_one_reason(decisions: list[dict[str, Any]], reason: str) -> None:
    assert reason_of(decisions, AS_OF) == reason


FACILITIES = """
    facility,name,timezone,usable_sqft,seats,readers
    HQ,Headquarters,,1000.50,+10,entry_exit
    ANNEX,Annex,,,,
    BARE,Without readers,,300,,none
"""


def test_stays_pair_neighbours_only_and_never_more_than_a_day(tmp_path: Path) -> None:
    roster = "person,org_unit,effective_from,population\nada,A,2025-01-01,contractor\n"
    events = """
        person,facility,occurred_at,direction,outcome
        ada,HQ,2025-02-10T22:00,in,
        ada,HQ,2025-02-10T22:00:00.9,in,
        ada,HQ,2025-02-11T03:00Z,in,denied
        ada,HQ,2025-02-12T03:00Z,out,
        ada,HQ,2025-02-12T04:00Z,out,
        ada,HQ,2025-02-13T08:00,in,
        ada,HQ,2025-02-13T08:00,out,
        ada,HQ,2025-02-13T09:00,in,
        ada,HQ,2025-02-13T10:00,,
        ada,HQ,2025-02-14T09:00:01,out,
        ada,ANNEX,2025-02-14T09:00,in,
        ada,ANNEX,2025-02-14T10:00,out,
        ada,HQ,2025-02-16T10:00,,
    """
    folder = deliver(tmp_path, roster=roster, facilities=FACILITIES, badge_events=events)
    report = oracle(folder, as_of=AS_OF)
    assert report["badge_quality"] == [{"denied": 1, "repeats": 1, "open_stays": 1, "lone_exits": 2}]
    # 2025-02-10 22:00 at Headquarters is 03:00 UTC on the 11th, exactly a day before the exit.
    stays = [(row["entered_at"], row["left_at"], row["seconds"]) for row in report["intervals"]]
    assert stays == [
        ("2025-02-11T03:00:00Z", "2025-02-12T03:00:00Z", 86_400),
        ("2025-02-13T13:00:00Z", "2025-02-13T13:00:00Z", 0),
    ]
    days = [
        (row["facility"], row["local_date"], row["people"], row["seats"], row["usable_sqft"])
        for row in report["occupancy"]
    ]
    assert days == [
        ("ANNEX", "2025-02-14", 1, None, ""),
        *(("HQ", f"2025-02-{day}", 1, 10, "1000.50") for day in (10, 11, 13, 14, 16)),
    ]
    # Four of the ten weekdays; the Sunday is no weekday. 150 × 0.4 ÷ 1000.5.
    weekdays = next(row for row in report["utilisation"] if row["measure"] == "gsa_weekdays")
    assert (weekdays["from"], weekdays["to"], weekdays["occupancy"]) == ("2025-02-09", "2025-02-22", 0.4)
    assert weekdays["utilisation"] == float(Fraction(60 * 2, 2001))


def test_forty_hours_count_at_the_duty_station_of_the_saturday(tmp_path: Path) -> None:
    roster = """
        person,org_unit,effective_from,effective_to,duty_station
        ada,A,2025-01-01,2025-02-14,ANNEX
        ada,A,2025-02-15,,HQ
    """
    week = "".join(f"ada,2025-02-{day},8,REG,\n" for day in (10, 11, 12, 13, 14, 17, 18, 19, 20))
    records = f"person,work_date,hours,pay_code,place_code\n{week}ada,2025-02-22,7.99,REG,\n"
    events = "person,facility,occurred_at\n"
    folder = deliver(
        tmp_path, roster=roster, time_records=records, facilities=FACILITIES, badge_events=events
    )
    # 2024-12-23 to 2025-02-22 holds eight full weeks. One has five times eight hours; the
    # next lacks a minute, since 7.99 hours are 479 minutes.
    rows = [
        (row["facility"], row["from"], row["occupancy"]) for row in oracle(folder, as_of=AS_OF)["utilisation"]
    ]
    assert rows == [("BARE", "2024-12-23", 0.0), ("HQ", "2024-12-23", 0.125)]


CLAIMING_ROSTER = """
    person,org_unit,effective_from,duty_station
    ada,A,2025-01-01,HQ
    bob,A,2025-01-01,HQ
    cleo,A,2025-01-01,BARE
    dan,DEPT,2025-01-01,nowhere
"""
CLAIMED_RECORDS = """
    person,work_date,hours,pay_code,place_code
    ada,2025-02-10,8,REG,
    bob,2025-02-10,4,REG,
    bob,2025-02-10,4,REG,FLD
    bob,2025-02-11,8,REG,FLD
    bob,2025-02-12,8,REG,
    bob,2025-02-13,8,REG,
    bob,2025-02-13,0,REG,FLD
    cleo,2025-02-10,8,REG,
    dan,2025-02-10,8,REG,
    dan,2025-02-11,8,REG,TW
"""
CORROBORATING_EVENTS = """
    person,facility,occurred_at
    ada,HQ,2025-02-10T08:00
    bob,ANNEX,2025-02-12T08:00
    dan,HQ,2025-02-12T08:00
"""


def test_evidence_gives_the_first_class_that_holds(tmp_path: Path) -> None:
    folder = deliver(
        tmp_path,
        roster=CLAIMING_ROSTER,
        codes=CODES,
        time_records=CLAIMED_RECORDS,
        facilities=FACILITIES,
        badge_events=CORROBORATING_EVENTS,
    )
    report = oracle(folder, as_of=AS_OF)
    rows = [
        (row["person"], row["work_date"][-2:], row["duty_station"], row["class"])
        for row in report["evidence"]
    ]
    assert rows == [
        ("ada", "10", "HQ", "corroborated"),
        ("bob", "10", "HQ", "uncorroborated"),  # field and office
        ("bob", "11", "HQ", "explained"),  # field only
        ("bob", "12", "HQ", "explained"),  # elsewhere
        ("bob", "13", "HQ", "not_assessable"),  # nobody has a presence day at Headquarters
        ("cleo", "10", "BARE", "not_assessable"),  # no readers
        ("dan", "10", "", "not_assessable"),  # no duty station that is a facility
    ]
    rate = figure(report, "uncorroborated_rate", "DEPT", "2025-03", "total")
    assert (rate["numerator"], rate["denominator"], rate["value"], rate["status"]) == (1, 2, 0.5, "final")
    counts = report["evidence_counts"][0]
    assert (counts["org_unit"], counts["period"], counts["explained"]) == ("A", "2025-03", 2)


def test_a_stay_over_midnight_is_presence_on_both_dates_but_a_presence_day_only_with_an_event(
    tmp_path: Path,
) -> None:
    facilities = "facility,name,readers\nHQ,Headquarters,entry_exit\n"
    roster = "person,org_unit,effective_from,duty_station\nada,A,2025-01-01,HQ\nbob,A,2025-01-01,HQ\n"
    records = """
        person,work_date,hours,pay_code,place_code
        ada,2025-02-11,8,REG,
        bob,2025-02-11,8,REG,
    """
    events = """
        person,facility,occurred_at,direction
        ada,HQ,2025-02-10T23:00,in
        ada,HQ,2025-02-12T01:00,out
    """
    folder = deliver(
        tmp_path, roster=roster, time_records=records, facilities=facilities, badge_events=events
    )
    report = oracle(folder, as_of=AS_OF, longest_stay_hours=26)
    assert [row["local_date"][-2:] for row in report["occupancy"]] == ["10", "11", "12"]
    # Nobody has an event at Headquarters on the 11th: ada was present there, bob's day cannot be assessed.
    assert [row["class"] for row in report["evidence"]] == ["corroborated", "not_assessable"]
