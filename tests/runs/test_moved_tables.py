"""`dutystation diff` names every table of a report of which any row moved, and never a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from tests.cli.commands import run as command
from tests.lake.loading import take
from tests.runs.report_alone import report_alone
from tests.runs.test_causes import AT_HQ, AT_PORT, CBP, DEPARTMENT, EVENTS, FEMA, HEADER, ROSTER, measured

from dutystation.runs.run import Run

Capture = pytest.CaptureFixture[str]
AS_OF = date(2025, 2, 19)
AT_HOME = CBP.replace("P1,2025-01-27,8,01,,", "P1,2025-01-27,8,01,TS,")
EXCHANGED = AT_HOME.replace("P1,2025-01-27,8", "P1,2025-01-27,6").replace(
    "P2,2025-01-27,4", "P2,2025-01-27,6"
)
SHORTER = EXCHANGED.replace("P2,2025-01-28,8", "P2,2025-01-28,7")
RETURNED = EXCHANGED.replace("P1,2025-01-27,6,01,TS", "P1,2025-01-27,6,01,")
MORE_OF_FEMA = (
    AT_PORT
    + AT_PORT.replace("01-27", "01-28").replace(",E", ",F")
    + AT_PORT.replace("01-27", "02-05").replace("PORT", "HQ").replace(",E", ",H")
)
MORE_OF_CBP = AT_HQ + AT_HQ.replace("01-27", "01-29").replace("P1", "P3").replace(",E", ",G")
FULL_WEEK = "P3,2025-01-27,3,01,,R7\n" + "".join(f"P4,2025-01-{day},8,01,,W{day}\n" for day in range(27, 32))
FIGURES_MOVED = re.compile(r"(No figure|[0-9,]+ figures?) moved[.:]")
NOTHING = "Nothing in the report moved: no figure, and no row of any other table."


@dataclass(frozen=True)
class Change:
    """What is delivered anew before the next run: by table and sender, the text of the file."""

    files: Mapping[tuple[str, str], str]
    as_of: date = AS_OF


CHANGES = {
    "P1 was at home": Change({("time_records", "CBP"): HEADER + AT_HOME}),
    "more badges": Change(
        {("badge_events", "FEMA"): EVENTS + MORE_OF_FEMA, ("badge_events", "CBP"): EVENTS + MORE_OF_CBP}
    ),
    "left later": Change(
        {("badge_events", "CBP"): EVENTS + MORE_OF_CBP.replace("T16:30,out,E", "T17:30,out,E")}
    ),
    "exchanged": Change({("time_records", "CBP"): HEADER + EXCHANGED}),
    "as before": Change({("roster", "DHS"): ROSTER + "\n"}),
    "a decision": Change(
        {("decisions", "DHS"): "person,ground,outcome,decided_on\nP4,space,approved,2025-01-02\n"}
    ),
    "an unmapped code": Change({("codes", "DHS"): "pay_code,place_code,place\n01,,office\n"}),
    "a larger building": Change({("facilities", "DHS"): DEPARTMENT["facilities"].replace("900", "1000")}),
    "another name": Change({("org_units", "DHS"): DEPARTMENT["org_units"].replace("Customs", "Border")}),
    "a faulty row": Change(
        {
            ("time_records", "FEMA"): HEADER + FEMA + "P3,2025-01-28,eight,01,,R12\n",
            ("time_records", "CBP"): HEADER + SHORTER,
        }
    ),
    "a full week": Change(
        {("time_records", "FEMA"): HEADER + FULL_WEEK, ("time_records", "CBP"): HEADER + EXCHANGED}
    ),
    "two pay periods": Change(
        {
            ("time_records", "FEMA"): HEADER + "P3,2025-02-10,8,01,,R20\n",
            ("time_records", "CBP"): HEADER + RETURNED,
        }
    ),
    "a later day": Change({}, date(2025, 2, 24)),
}


@dataclass(frozen=True)
class Changed:
    """The runs before and after a change, and the ids of its deliveries by sender."""

    before: Run
    after: Run
    ids: Mapping[str, str]

    def told(self, capsys: Capture, *options: str) -> list[str]:
        """What `diff` says beside settings and deliveries, without ids."""
        said = command(capsys, "diff", self.before.folder, self.after.folder, *options).out
        for sender, delivery in self.ids.items():
            said = said.replace(delivery, sender.lower())
        assert not re.search(r"\bP[1-4]\b", said)
        lines = said.splitlines()
        begin = next(at for at, line in enumerate(lines) if line == NOTHING or FIGURES_MOVED.fullmatch(line))
        return lines[begin:]

    def table(self, capsys: Capture, name: str) -> list[str]:
        """The lines about one table: with each its heading, those of other tables left out."""
        found, inside = [], False
        for line in self.told(capsys)[1:]:
            if " moved;" in line or line.endswith("moved:"):
                inside = line.startswith((f"{name}:", f"{name} by"))
            if inside:
                found.append(line)
        return found


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Changed]]:
    """One workspace after all changes, one after another; each is told against the run before it."""
    workspace = tmp_path_factory.mktemp("moved") / "lake"
    for table, text in DEPARTMENT.items():
        take(workspace, text, table=table, sender="DHS")
    for sender, records, events in (("CBP", CBP, AT_HQ), ("FEMA", FEMA, AT_PORT)):
        take(workspace, HEADER + records, sender=sender)
        take(workspace, EVENTS + events, table="badge_events", sender=sender)
    with pytest.MonkeyPatch.context() as patch:
        report_alone(patch)
        before, found = measured(workspace), {}
        for name, change in CHANGES.items():
            ids = {
                sender: take(workspace, text, table=table, sender=sender).delivery.id
                for (table, sender), text in change.files.items()
            }
            after = measured(workspace, change.as_of)
            found[name] = Changed(before, after, ids)
            before = after
        yield found


BY_CBP = "may be moved by time_records of CBP for 2025-02 (cbp: 1 rows gone, 1 new)"


def test_the_return_bridge_is_told_by_its_counts(changed: Mapping[str, Changed], capsys: Capture) -> None:
    """P1 and P3 had returned, P2 and P4 not; after the correction P1 has worked off site alone."""
    assert changed["P1 was at home"].table(capsys, "return_bridge") == [
        f"return_bridge: 2 lines moved; {BY_CBP}:",
        "return bridge of DHS: returned 2 → 1, not_returned 2 → 3, reasons none 2 → 3",
        "return bridge of CBP: returned 1 → 0, not_returned 1 → 2, reasons none 1 → 2",
    ]


def test_of_return_statuses_only_counts_by_component_and_status_are_told(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    assert changed["P1 was at home"].table(capsys, "return_status") == [
        f"return_status by component and status: 2 lines moved; {BY_CBP}:",
        "return_status of CBP, not_returned: 1 → 2 rows, 0 gone and 1 new",
        "return_status of CBP, returned: 1 → 0 rows, 1 gone and 0 new",
    ]


def test_evidence_is_told_by_unit_and_class(changed: Mapping[str, Changed], capsys: Capture) -> None:
    """P1's day in person was corroborated; there is none now."""
    assert changed["P1 was at home"].table(capsys, "evidence_counts") == [
        f"evidence_counts: 4 lines moved; {BY_CBP}:",
        "evidence counts of CBP, period 2025-02: corroborated 1 → 0",
        "evidence counts of CBP, period all: corroborated 1 → 0",
        "evidence counts of DHS, period 2025-02: corroborated 2 → 1",
        "evidence counts of DHS, period all: corroborated 2 → 1",
    ]
    assert changed["P1 was at home"].table(capsys, "evidence") == [
        f"evidence by component and class: 1 line moved; {BY_CBP}:",
        "evidence of CBP, corroborated: 1 → 0 rows, 1 gone and 0 new",
    ]


def test_each_facility_is_moved_by_the_badges_at_it(changed: Mapping[str, Changed], capsys: Capture) -> None:
    """Of ten weekdays HQ has one person on three and PORT on two: 150 × 0.3 ÷ 3,000, 150 × 0.2 ÷ 900.

    FEMA's badges at HQ are of another week than CBP's.
    """
    cbp = "badge_events of CBP for 2025-02 (cbp: 0 rows gone, 2 new)"
    fema = "badge_events of FEMA for 2025-02 (fema: 0 rows gone, 4 new)"
    assert changed["more badges"].told(capsys) == [
        "No figure moved.",
        f"occupancy: 1 line moved; may be moved by {cbp}:",
        "occupancy of HQ on 2025-01-29: not there → people 1, usable_sqft 3000",
        f"occupancy: 2 lines moved; may be moved by {fema}:",
        "occupancy of HQ on 2025-02-05: not there → people 1, usable_sqft 3000",
        "occupancy of PORT on 2025-01-28: not there → people 1, usable_sqft 900",
        f"utilisation: 1 line moved; may be moved by {cbp}, {fema}:",
        "utilisation of HQ, gsa_weekdays from 2025-01-26: occupancy 0.1 → 0.3, utilisation 0.005 → 0.015",
        f"utilisation: 1 line moved; may be moved by {fema}:",
        "utilisation of PORT, gsa_weekdays from 2025-01-26: occupancy 0.1 → 0.2, utilisation "
        "0.016666666666666666 → 0.03333333333333333",
        f"intervals by facility: 1 line moved; may be moved by {cbp}, {fema}:",
        "intervals of HQ: 1 → 3 rows, 0 gone and 2 new",
        f"intervals by facility: 1 line moved; may be moved by {fema}:",
        "intervals of PORT: 1 → 2 rows, 0 gone and 1 new",
    ]


def test_a_stay_that_ends_later_moves_no_number_and_is_not_passed_over(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    assert changed["left later"].told(capsys) == [
        "No figure moved.",
        "intervals by facility: 1 line moved; may be moved by badge_events of CBP for 2025-02 (cbp: 1 rows "
        "gone, 1 new):",
        "intervals of HQ: 3 → 3 rows, 1 gone and 1 new",
    ]


def test_minutes_that_one_person_has_for_another_are_not_passed_over(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    """Two hours less at home of P1 are two more of P2, so that every sum is the same."""
    assert changed["exchanged"].told(capsys) == [
        "No figure moved.",
        "return_status by component and status: 1 line moved; may be moved by time_records of CBP for "
        "2025-02 (cbp: 2 rows gone, 2 new):",
        "return_status of CBP, not_returned: 2 → 2 rows, 2 gone and 2 new",
    ]


def test_that_nothing_moved_is_said_of_all_tables(changed: Mapping[str, Changed], capsys: Capture) -> None:
    assert changed["as before"].told(capsys) == [NOTHING]


def test_a_decision_moves_reasons_and_no_figure(changed: Mapping[str, Changed], capsys: Capture) -> None:
    by = "may be moved by decisions of DHS (dhs: 0 rows gone, 1 new):"
    assert changed["a decision"].told(capsys) == [
        "No figure moved.",
        f"return_bridge: 2 lines moved; {by}",
        "return bridge of DHS: reasons none 3 → 2, reasons space nothing → 1",
        "return bridge of FEMA: reasons none 1 → nothing, reasons space nothing → 1",
        f"return_status by component and status: 1 line moved; {by}",
        "return_status of FEMA, not_returned: 1 → 1 rows, 1 gone and 1 new",
    ]


def test_a_pair_of_codes_that_nobody_has_mapped_any_more_is_told(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    """6 + 6 + 5 hours of three rows."""
    assert changed["an unmapped code"].table(capsys, "unclassified_pairs") == [
        "unclassified_pairs: 1 line moved; may be moved by codes of DHS (dhs: 1 rows gone, 0 new):",
        "unclassified pair pay code 01, place code TS: not there → rows 3, minutes 1020",
    ]


def test_a_building_of_another_size_is_told_and_no_other(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    by = "may be moved by facilities of DHS (dhs: 1 rows gone, 1 new):"
    assert changed["a larger building"].told(capsys) == [
        "No figure moved.",
        f"occupancy: 2 lines moved; {by}",
        "occupancy of PORT on 2025-01-27: usable_sqft 900 → 1000",
        "occupancy of PORT on 2025-01-28: usable_sqft 900 → 1000",
        f"utilisation: 2 lines moved; {by}",
        "utilisation of PORT, gsa_weekdays from 2025-01-26: usable_sqft 900 → 1000, utilisation "
        "0.03333333333333333 → 0.03",
        "utilisation of PORT, statute_40h from 2024-12-20: usable_sqft 900 → 1000",
    ]


def test_a_list_is_cut_and_says_how_much_is_left(
    changed: Mapping[str, Changed], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = changed["a larger building"].told(capsys)
    monkeypatch.setattr("dutystation.cli.diff.MOST_OF_A_TABLE", 1)
    cut = changed["a larger building"].told(capsys)
    assert cut[1:4] == [*whole[1:3], "… and 1 more; --all-figures lists them."]
    assert changed["a larger building"].told(capsys, "--all-figures") == whole


def test_a_unit_by_another_name_is_told(changed: Mapping[str, Changed], capsys: Capture) -> None:
    assert changed["another name"].told(capsys) == [
        "No figure moved.",
        "org_units: 1 line moved; may be moved by org_units of DHS (dhs: 1 rows gone, 1 new):",
        "org unit CBP: name Customs → Border",
    ]


def test_rejected_rows_are_counted_by_table_and_reason(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    """FEMA's delivery brought no new accepted row; what CBP corrects can repeat an id."""
    assert changed["a faulty row"].table(capsys, "rejected") == [
        "rejected by table and reason: 1 line moved; may be moved by time_records of CBP for 2025-02 (cbp: "
        "1 rows gone, 1 new), time_records of FEMA for 2025-02 (fema: 0 rows gone, 0 new):",
        "rejected of time_records, not_a_number: 0 → 1 rows, 0 gone and 1 new",
    ]


def test_a_full_week_counts_where_its_person_is_stationed(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    """P4 has one of eight weeks: 150 × 0.125 ÷ 1,000. What CBP corrects is of people stationed at HQ."""
    assert changed["a full week"].table(capsys, "utilisation") == [
        "utilisation: 1 line moved; may be moved by time_records of FEMA for 2025-02 (fema: 2 rows gone, 5 "
        "new):",
        "utilisation of PORT, statute_40h from 2024-12-20: occupancy 0.0 → 0.125, utilisation 0.0 → 0.01875",
    ]


def test_return_status_is_moved_by_its_own_pay_period_alone(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    """P1 has hours that are known again; FEMA has delivered the next pay period."""
    two = changed["two pay periods"]
    assert two.table(capsys, "return_bridge") == [
        "return_bridge: 2 lines moved; may be moved by time_records of CBP for 2025-02 (cbp: 1 rows gone, 1 "
        "new):",
        "return bridge of DHS: returned 3 → 4, unknown 1 → 0",
        "return bridge of CBP: returned 1 → 2, unknown 1 → 0",
    ]
    assert two.table(capsys, "periods") == [
        "periods: 1 line moved; may be moved by time_records of FEMA for 2025-03 (fema: 0 rows gone, 1 new):",
        "pay period 2025-03: not there → from 2025-02-09, to 2025-02-22",
    ]


def test_on_a_later_day_the_other_status_period_is_a_setting(
    changed: Mapping[str, Changed], capsys: Capture
) -> None:
    """Of 2025-03 nobody but P3 has a time record."""
    later = changed["a later day"]
    said = command(capsys, "diff", later.before.folder, later.after.folder).out
    assert said.startswith(
        "Settings: as of 2025-02-19, then 2025-02-24.\n"
        "Settings: return status by pay period 2025-02, then 2025-03.\n"
    )
    assert later.table(capsys, "return_bridge")[0] == "return_bridge: 3 lines moved:"
