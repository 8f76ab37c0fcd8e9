"""What a run publishes for components to look at, and for what-if questions, worked by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.lake.loading import take
from tests.runs.report_alone import RUN_OPTIONS

from dutystation.directives.load import load_directive
from dutystation.published.findings import FINDINGS, FINDINGS_ORDER, FINDINGS_SCHEMA, Finding, findings_of
from dutystation.published.what_if import WHAT_IF_PAIRS_CSV, GroundLine, PairLine, read_grounds, read_pairs
from dutystation.runs.counted.finding_rows import rejected_row_findings
from dutystation.runs.engines.engine import Engine
from dutystation.runs.run import Run, run
from dutystation.terms.errors import UnusableInput
from dutystation.terms.finding import FindingKind
from dutystation.terms.place import ALL_PLACES

AS_OF = date(2025, 2, 19)
"""The status period is 2025-02, from 26 January to 8 February."""

TABLES = {
    "org_units": "org_unit,name,parent\nRIVERS,Department,\nNORTH,North,RIVERS\nSOUTH,South,RIVERS\n",
    "facilities": "facility,name,readers\nHQ,Head office,entry\n",
    "codes": "pay_code,place_code,place\n01,,office\n01,TS,situational\n01,RW,remote\n",
    "roster": (
        "person,org_unit,effective_from,effective_to,arrangement,telework_eligible,duty_station\n"
        "ada,NORTH,2025-01-01,,situational,true,HQ\n"
        "boris,NORTH,2025-01-01,,none,true,HQ\n"
        "cleo,SOUTH,2025-01-01,,none,false,HQ\n"
        "cleo,SOUTH,2025-02-01,,none,false,HQ\n"  # overlaps
        "dora,SOUTH,2025-01-01,,remote,true,\n"
        "egon,SOUTH,2025-01-01,,none,true,\n"
    ),
    "decisions": (
        "person,ground,outcome,valid_from,valid_to,decided_on\n"
        "dora,hired_remote,approved,,2025-12-31,2025-02-10\n"
        "dora,distance,approved,,,2025-01-10\n"
        "cleo,medical,approved,,,2025-01-10\n"
        "cleo,medical,approved,,,2025-02-10\n"
        "cleo,space,pending,,,\n"
    ),
}
HEADER = "person,work_date,hours,pay_code,place_code,record_id\n"
RECORDS = (
    "ada,2025-01-27,8,01,,r1\n"
    "boris,2025-01-27,6,01,,r2\n"
    "boris,2025-01-28,2.5,01,TS,r3\n"  # no arrangement
    "boris,2025-01-29,eight,01,,r4\n"  # no number
    "ghost,2025-01-29,7.50,01,TS,r5\n"  # nobody knows ghost
    "cleo,2025-01-27,3,01,TS,r6\n"  # neither arrangement nor eligible
    "cleo,2025-01-28,1,01,RW,r7\n"  # nor remote
    "dora,2025-01-28,8,01,RW,r8\n"
    "egon,2025-01-28,4,99,,r9\n"  # nobody has mapped the code
)
EVENTS = (
    "person,facility,occurred_at,direction\n"
    "ada,HQ,2025-01-27T08:00,\n"
    "ada,ANNEX,2025-01-28T08:00:30-05:00,\n"  # no such facility
)


@pytest.fixture(scope="module", autouse=True)
def without_documents() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)
        yield


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("findings") / "workspace"
    for table, text in TABLES.items():
        take(workspace, text, table=table, sender="RIVERS")
    take(workspace, HEADER + RECORDS, sender="NORTH")
    # South delivered two pay periods before, and nothing since.
    take(workspace, HEADER + "cleo,2025-01-01,1,01,,q1\n", sender="SOUTH")
    take(workspace, EVENTS, table="badge_events", sender="gates")
    return workspace


@pytest.fixture(scope="module")
def made(workspace: Path) -> Run:
    return run(workspace, directive=load_directive("dhs-2025"), as_of=AS_OF)


@pytest.fixture(scope="module")
def findings(made: Run) -> list[Finding]:
    return [finding for some in findings_of(made.folder) for finding in some]


def of_kind(findings: list[Finding], *kinds: FindingKind) -> list[Finding]:
    return [finding for finding in findings if finding.kind in kinds]


def test_each_day_that_no_arrangement_bears_out_is_one_finding_of_each_kind_that_holds(
    findings: list[Finding],
) -> None:
    kinds = (
        FindingKind.TELEWORK_WITHOUT_ARRANGEMENT,
        FindingKind.NOT_ELIGIBLE,
        FindingKind.REMOTE_WITHOUT_REMOTE_ARRANGEMENT,
    )
    assert [
        (f.component, f.kind, f.key, f.person, f.day, f.period, f.minutes, f.details)
        for f in of_kind(findings, *kinds)
    ] == [
        (component, kind, f"{person}/{day}", person, day, "2025-02", minutes, {"arrangement": "none"})
        for component, kind, person, day, minutes in (
            ("NORTH", "telework_without_arrangement", "boris", date(2025, 1, 28), 150),
            ("SOUTH", "not_eligible", "cleo", date(2025, 1, 27), 180),
            ("SOUTH", "remote_without_remote_arrangement", "cleo", date(2025, 1, 28), 60),
            ("SOUTH", "telework_without_arrangement", "cleo", date(2025, 1, 27), 180),
        )
    ]


def test_a_claimed_day_that_nobody_else_doubts_is_asked_about_with_its_station(
    findings: list[Finding],
) -> None:
    [asked] = of_kind(findings, FindingKind.QUESTIONED_DAY)
    # Ada was seen that day, so the readers worked; Boris was not.
    assert (asked.key, asked.component, asked.minutes) == ("boris/2025-01-27", "NORTH", 360)
    assert (asked.reason, asked.details) == ("uncorroborated", {"duty_station": "HQ"})


def test_who_has_no_status_or_no_reason_is_told_once_with_why(findings: list[Finding]) -> None:
    """Boris teleworked without an arrangement and has no decision; Egon has only unmapped hours."""
    kinds = (FindingKind.UNKNOWN_STATUS, FindingKind.NO_REASON)
    told = [(f.component, f.kind, f.key, f.period, f.reason, f.minutes) for f in of_kind(findings, *kinds)]
    assert told == [
        ("NORTH", "no_reason", "boris", "2025-02", "none", 150),
        ("SOUTH", "unknown_status", "egon", "2025-02", "only_unclassified", 0 + 240),
    ]


def test_an_approval_that_ends_within_sixty_days_or_ended_no_longer_ago_is_told(
    tmp_path: Path,
) -> None:
    """As of 19 February: sixty days before is 21 December, sixty days after is 20 April."""
    last_days = {
        "gia": "2025-04-20",
        "hal": "2025-04-21",
        "ivo": "2025-02-18",
        "jan": "2024-12-21",
        "kit": "2024-12-20",
        "lou": "2025-02-18",  # and another request of hers is not decided yet
        "mia": "2025-02-19",
        "ned": "2025-03-01",  # who has returned
    }
    remote = "".join(f"{who},NORTH,2025-01-01,,remote,true,\n" for who in last_days if who != "ned")
    approved = "".join(f"{who},distance,approved,,{day},2024-12-01\n" for who, day in last_days.items())
    at_home = "".join(f"{who},2025-01-28,8,01,RW,{who}\n" for who in last_days if who != "ned")
    for table in ("org_units", "codes"):
        take(tmp_path / "workspace", TABLES[table], table=table, sender="RIVERS")
    for table, rows in {
        "roster": remote + "ned,NORTH,2025-01-01,,none,true,\n",
        "decisions": approved + "lou,space,pending,,,\n",
    }.items():
        header = TABLES[table].partition("\n")[0] + "\n"
        take(tmp_path / "workspace", header + rows, table=table, sender="RIVERS")
    take(tmp_path / "workspace", HEADER + at_home + "ned,2025-01-28,8,01,,ned\n", sender="NORTH")
    made = run(tmp_path / "workspace", directive=load_directive("dhs-2025"), as_of=AS_OF)
    found = [finding for some in findings_of(made.folder) for finding in some]
    assert [
        (f.component, f.key, f.person, f.reason, f.minutes, f.details)
        for f in of_kind(found, FindingKind.ENDING_APPROVAL)
    ] == [
        ("NORTH", f"{who}/{day}", who, how, 480, {"last_valid": day})
        for who, day, how in (
            ("gia", "2025-04-20", "ends_soon"),
            ("ivo", "2025-02-18", "has_ended"),
            ("jan", "2024-12-21", "has_ended"),
            ("mia", "2025-02-19", "ends_soon"),
        )
    ]


def test_a_sender_that_delivered_before_is_missed_in_each_pay_period_up_to_the_status_period(
    findings: list[Finding],
) -> None:
    missing = of_kind(findings, FindingKind.MISSING_DELIVERY)
    # 1 January lies in the last pay period that began in 2024; the gates began in 2025-02.
    assert [(f.component, f.key, f.period, f.sender, f.table, f.details) for f in missing] == [
        (
            "SOUTH",
            f"SOUTH/time_records/{period}",
            period,
            "SOUTH",
            "time_records",
            {"first_delivered": "2024-26"},
        )
        for period in ("2025-01", "2025-02")
    ]


def test_every_rejected_row_is_a_finding_with_whose_it_is_and_how_it_came(
    findings: list[Finding], made: Run
) -> None:
    rejected = of_kind(findings, FindingKind.REJECTED_ROW)
    told = {
        (f.table, f.line): (f.component, f.person, f.sender, f.day, f.reason, f.as_delivered)
        for f in rejected
    }
    assert told == {
        ("roster", 5): (
            *("SOUTH", "cleo", "RIVERS", date(2025, 2, 1), "overlap"),
            "person=cleo; org_unit=SOUTH; effective_from=2025-02-01; arrangement=none; population=civilian; "
            "telework_eligible=false; duty_station=HQ",
        ),
        ("time_records", 5): (
            *("NORTH", "boris", "NORTH", date(2025, 1, 29), "not_a_number"),
            "person=boris; work_date=2025-01-29; hours=eight; pay_code=01; record_id=r4",
        ),
        ("time_records", 6): (
            # By its sender, a unit. The hours had been typed: the needless nought is gone.
            *("NORTH", "ghost", "NORTH", date(2025, 1, 29), "unknown_person"),
            "person=ghost; work_date=2025-01-29; hours=7.5; pay_code=01; place_code=TS; record_id=r5",
        ),
        ("badge_events", 3): (
            *("NORTH", "ada", "gates", date(2025, 1, 28), "unknown_facility"),
            "person=ada; facility=ANNEX; occurred_at=2025-01-28T08:00:30-05:00; outcome=granted",
        ),
    }
    counted = Counter({n: sum(t.rejected.values()) for n, t in made.publication.provenance.tables.items()})
    assert Counter(finding.table for finding in rejected) == +counted
    [number] = [finding for finding in rejected if finding.reason == "not_a_number"]
    assert number.file.endswith("/time_records.csv")
    assert number.details["message"].startswith("hours is not a number: write digits")


@pytest.mark.parametrize("also", ["", '"', "\\", '\\n"'])
def test_details_are_json_whatever_signs_an_id_or_a_message_holds(engine: Engine, also: str) -> None:
    """JSON is strict: a line break within a text is none, and neither is any other sign before the space."""
    ids = [f"r{chr(sign)}1{also}" for sign in range(33)] + [f"\x7f\u2028é{also}"]
    refused = {
        **{name: [""] * len(ids) for name in ("table", "sender", "reason", "as_delivered", "file", "person")},
        **{name: [""] * len(ids) for name in ("component", "column")},
        "line": list(range(len(ids))),
        "day": pa.array([None] * len(ids), pa.int64()),
        "id": ids,
        "message": [f"no hours: {one}" for one in ids],
    }
    rows = rejected_row_findings(engine.table_of(pa.table(refused)), "2025-02")
    found = engine.rows(rows.order_by("line").select("details"))
    assert [json.loads(row["details"]) for row in found] == [
        {"id": one, "message": f"no hours: {one}"} for one in ids
    ]


def test_findings_have_keys_of_their_own_and_each_part_is_in_order_and_for_the_owner_alone(
    findings: list[Finding], made: Run
) -> None:
    assert len({(finding.kind, finding.key) for finding in findings}) == len(findings)
    parts = sorted((made.folder / FINDINGS).iterdir())
    assert [part.name for part in parts] == [
        "badge_events-2025-02-00001-part-0.parquet",
        "part-0.parquet",
        "time_records-2024-26-00001-part-0.parquet",
        "time_records-2025-02-00001-part-0.parquet",
        "time_records-2025-03-00000-part-0.parquet",
    ]
    for part in parts:
        rows = pq.read_table(part)
        assert [(field.name, field.type) for field in rows.schema] == [
            (field.name, field.type) for field in FINDINGS_SCHEMA
        ]
        order = [tuple(row[name].encode() for name in FINDINGS_ORDER) for row in rows.to_pylist()]
        assert order == sorted(order)
        assert oct(part.stat().st_mode & 0o777) == "0o600"
    assert oct((made.folder / FINDINGS).stat().st_mode & 0o777) == "0o700"


def test_findings_are_given_some_at_a_time_however_few_a_part_has(
    made: Run, findings: list[Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [len(some) for some in findings_of(made.folder)] == [len(findings)]  # of four parts
    monkeypatch.setattr("dutystation.published.findings.FINDINGS_AT_ONCE", 3)
    some = list(findings_of(made.folder))
    assert [one for batch in some for one in batch] == findings
    assert all(3 <= len(batch) < 6 for batch in some[:-1])


def test_without_a_ground_the_next_reason_holds_whichever_decision_gave_the_first(made: Run) -> None:
    """Dora's decision of 10 February counts, before that of 10 January. Both of Cleo's are on one ground."""
    assert read_grounds(made.folder) == (
        GroundLine("SOUTH", "medical", "", "pending", 1, 0, 240, 0),
        GroundLine("SOUTH", "hired_remote", "2025-12-31", "distance", 1, 0, 480, 0),
    )


def test_the_pairs_of_codes_hold_every_accepted_minute_of_the_figures(made: Run) -> None:
    pairs = read_pairs(made.folder)
    assert pairs[1:] == (
        PairLine("NORTH", "2025-02", "01", "", "office", 2, 840),
        PairLine("NORTH", "2025-02", "01", "TS", "situational", 1, 150),
        PairLine("SOUTH", "2025-02", "01", "RW", "remote", 2, 540),
        PairLine("SOUTH", "2025-02", "01", "TS", "situational", 1, 180),
        PairLine("SOUTH", "2025-02", "99", "", "unclassified", 1, 240),
    )
    [total] = [
        figure.minutes
        for figure in made.publication.figures
        if (figure.code, figure.org_unit, figure.period, figure.variant)
        == ("in_person_share", "RIVERS", "all", "total")
    ]
    assert total == {place: sum(p.minutes for p in pairs if p.place == place) for place in ALL_PLACES}


def test_a_folder_without_findings_and_a_broken_file_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="this is no run with findings"):
        list(findings_of(tmp_path))
    (tmp_path / FINDINGS).mkdir()
    (tmp_path / FINDINGS / "part-0.parquet").write_bytes(b"no Parquet")
    with pytest.raises(UnusableInput, match=r"findings/part-0\.parquet: the file cannot be read"):
        list(findings_of(tmp_path))
    header = "component,period,pay_code,place_code,place,rows,minutes\n"
    (tmp_path / WHAT_IF_PAIRS_CSV).write_text(header + "NORTH,2025-02,01,,office,two,840\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"record 2, rows is 'two' where a whole number"):
        read_pairs(tmp_path)
