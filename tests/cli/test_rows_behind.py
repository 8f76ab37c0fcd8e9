"""`dutystation explain --rows`: the rows that make up a figure, or a sentence why there are none."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cli.commands import Ended, deliver, run
from tests.lake.loading import take

from dutystation.directives.load import load_directive
from dutystation.runs.options import Options
from dutystation.runs.report import write_report
from dutystation.runs.run import run as run_of_a_workspace

Capture = pytest.CaptureFixture[str]
TABLES = {
    "org_units": "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\nCBP1,Field,CBP\n"
    "FEMA,Emergency,DHS\nFEMA1,Supply,FEMA\n",
    "roster": "person,org_unit,effective_from,arrangement,population,telework_eligible,duty_station\n"
    "P1,CBP,2025-01-01,none,civilian,true,HQ\nP2,CBP1,2025-01-01,none,military,true,HQ\n"
    "P3,FEMA,2025-01-01,remote,civilian,true,HQ\nP4,FEMA,2025-01-01,none,contractor,true,HQ\n"
    "P5,FEMA1,2025-01-01,none,civilian,false,\n",
    "codes": "pay_code,place_code,place,hours_type\n01,,office,\n01,FD,field,\n01,RM,remote,\n"
    "OT,,office,overtime\n61,,nonwork,\n",
}
HEADER = "person,work_date,hours,pay_code,place_code\n"
# Nobody was seen at HQ on 2025-02-06; P4 is a contractor; nobody has mapped 9,9; the last row is rejected.
RECORDS = {
    "2025-02": "P1,2025-02-03,8,01,\nP1,2025-02-04,4,01,FD\nP1,2025-02-06,2.5,OT,\nP2,2025-02-03,8,01,\n"
    "P3,2025-02-03,5,01,RM\nP3,2025-02-03,1,01,\nP4,2025-02-03,8,01,\n"
    'P5,2025-02-03,7,"9,9",\nP5,2025-02-04,8,61,\nP5,2025-02-04,eight,01,\n',
    "2025-03": "P2,2025-02-11,6,01,\nP3,2025-02-11,3,01,\n",
}
BADGE_TABLES = {
    "facilities": "facility,name,readers\nHQ,Headquarters,entry\n",
    "badge_events": "person,facility,occurred_at\nP1,HQ,2025-02-03T08:00\nP3,HQ,2025-02-11T08:00\n",
}
DAYS = (
    "P2,2025-02-03,2025-02,CBP,CBP1,HQ,480,uncorroborated",
    "P2,2025-02-11,2025-03,CBP,CBP1,HQ,360,uncorroborated",
    "P3,2025-02-03,2025-02,FEMA,FEMA,HQ,60,uncorroborated",
    "P1,2025-02-03,2025-02,CBP,CBP,HQ,480,corroborated",
    "P3,2025-02-11,2025-03,FEMA,FEMA,HQ,180,corroborated",
)
"""All that badges can speak to: P1's other days are in the field alone, and on a day without any badge."""
EVIDENCE_HEADER = "person,work_date,period,component,org_unit,duty_station,claimed_minutes,class"
RECORD_HEADER = "file,line,person,work_date,minutes,pay_code,place_code,place"


@dataclass(frozen=True)
class Filed:
    """A report or run; `inputs` is None for a run, which knows its rows."""

    out: Path
    report: Path
    inputs: Path | None

    def explained(
        self, capsys: Capture, figure: str, org_unit: str, *options: str | Path, rows: int = 99
    ) -> Ended:
        where = () if self.inputs is None else ("--inputs", self.inputs)
        asked = ("--figure", figure, "--org-unit", org_unit, "--rows", str(rows))
        return run(capsys, "explain", self.out, *asked, *where, *options)


def report_of(folder: Path, *, form: str, badges: bool = True) -> Filed:
    tables = {
        **TABLES,
        "time_records": HEADER + "".join(RECORDS.values()),
        **(BADGE_TABLES if badges else {}),
    }
    inputs, out = deliver(folder / "inputs", tables), folder / "out"
    options = Options(tables="csv" if form == "csv" else "parquet", documents=False)
    order = load_directive("dhs-2025")
    write_report(inputs, out, directive=order, as_of=date(2025, 2, 24), options=options)
    return Filed(out, out, inputs)


def run_in(folder: Path) -> Filed:
    for table, text in {**TABLES, **BADGE_TABLES}.items():
        if table != "badge_events":
            take(folder / "lake", text, table=table, sender="DHS")
    header, *events = BADGE_TABLES["badge_events"].splitlines(keepends=True)
    for (period, records), event in zip(RECORDS.items(), events, strict=True):
        on = date(2025, 2, 24)
        take(folder / "lake", HEADER + records, sender="DHS", period=period, received_on=on)
        take(folder / "lake", header + event, table="badge_events", period=period, received_on=on)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dutystation.runs.run.OPTIONS", Options(tables="parquet", documents=False))
        order = load_directive("dhs-2025")
        made = run_of_a_workspace(folder / "lake", directive=order, as_of=date(2025, 2, 24))
    return Filed(made.folder, made.report, None)


@pytest.fixture(scope="module")
def in_csv(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    return report_of(tmp_path_factory.mktemp("csv"), form="csv")


@pytest.fixture(scope="module")
def in_parquet(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    return report_of(tmp_path_factory.mktemp("parquet"), form="parquet")


@pytest.fixture(scope="module")
def of_a_run(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    return run_in(tmp_path_factory.mktemp("run"))


@pytest.fixture(params=["in_csv", "in_parquet", "of_a_run"])
def filed(request: pytest.FixtureRequest) -> Filed:
    found: Filed = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def without_badges(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    return report_of(tmp_path_factory.mktemp("without"), form="csv", badges=False)


@pytest.fixture
def copy(in_csv: Filed, tmp_path: Path) -> Filed:
    """A report and its inputs, to be changed."""
    assert in_csv.inputs is not None
    shutil.copytree(in_csv.inputs.parent, tmp_path / "copy")
    return Filed(tmp_path / "copy/out", tmp_path / "copy/out", tmp_path / "copy/inputs")


def listed(ended: Ended) -> list[str]:
    """The lines about the rows behind a figure, after its explanation."""
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    [begin] = (at for at, line in enumerate(lines) if " behind it: " in line)
    return lines[begin:]


def test_behind_a_rate_are_the_days_that_badges_can_speak_to_the_uncorroborated_first(
    filed: Filed, capsys: Capture
) -> None:
    assert listed(filed.explained(capsys, "uncorroborated_rate", "DHS")) == [
        "Claimed days behind it: 5, of which 3 uncorroborated and 2 corroborated; 5 of them listed, the "
        "uncorroborated first.",
        EVIDENCE_HEADER,
        *DAYS,
    ]


def test_they_are_those_of_the_unit_with_everything_below_it_and_of_the_pay_period(
    filed: Filed, capsys: Capture
) -> None:
    ended = filed.explained(capsys, "uncorroborated_rate", "CBP", "--period", "2025-02")
    assert listed(ended)[2:] == [DAYS[0], DAYS[3]]


def test_no_more_are_listed_than_asked_for_and_all_are_counted(filed: Filed, capsys: Capture) -> None:
    days = listed(filed.explained(capsys, "uncorroborated_rate", "DHS", rows=1))
    assert days[0].startswith(
        "Claimed days behind it: 5, of which 3 uncorroborated and 2 corroborated; 1 of "
    )
    assert days[2:] == [DAYS[0]]
    records = listed(filed.explained(capsys, "in_person_share", "DHS", rows=1))
    assert records[0] == (
        "Delivered rows behind it: 10 time records, 1 of them listed; all of them add up to the minutes by "
        "place."
    )
    assert len(records) == 3


def test_the_days_behind_a_rate_need_no_inputs(filed: Filed, capsys: Capture) -> None:
    asked = ("--figure", "uncorroborated_rate", "--org-unit", "DHS", "--rows", "5")
    assert listed(run(capsys, "explain", filed.out, *asked))[2:] == list(DAYS)


def test_where_the_table_of_the_days_is_gone_nothing_is_printed_but_that(
    copy: Filed, capsys: Capture
) -> None:
    (copy.out / "evidence.csv").unlink()
    assert copy.explained(capsys, "uncorroborated_rate", "DHS").sentence == (
        f"{copy.out}: the table evidence is not in it, neither as evidence.csv nor as a folder of that name. "
        "Take a whole copy of the report, or make it again."
    )
    assert copy.explained(capsys, "in_person_share", "DHS").code == 0


def test_days_that_are_not_those_of_the_figure_are_refused(copy: Filed, capsys: Capture) -> None:
    table = copy.out / "evidence.csv"
    table.write_text(table.read_text().replace("P2,2025-02-11", "P2,2025-02-12").replace(f"{DAYS[0]}\n", ""))
    assert copy.explained(capsys, "uncorroborated_rate", "DHS").sentence == (
        f"{copy.out}: its table evidence holds 2 uncorroborated of 4 days behind this figure, which "
        "says 3 of 5. Take an unchanged copy of the report; dutystation verify names what differs."
    )


def test_a_part_of_the_table_with_other_columns_is_refused(
    copy: Filed, in_parquet: Filed, capsys: Capture
) -> None:
    shutil.copytree(in_parquet.out / "return_status", copy.out / "evidence")
    sentence = copy.explained(capsys, "uncorroborated_rate", "DHS").sentence
    assert "a part has the columns person, component, org_unit, " in sentence


def test_parts_of_a_table_may_differ_in_the_width_of_a_number(
    copy: Filed, in_parquet: Filed, capsys: Capture
) -> None:
    """As parts do that two engines have written."""
    (copy.out / "evidence").mkdir()
    [part] = (in_parquet.out / "evidence").iterdir()
    days = pq.read_table(part)
    at = days.schema.get_field_index("claimed_minutes")
    for name, width in (("part-0", pa.int32()), ("part-1", pa.int64())):
        some = days.slice(0, 2) if name == "part-0" else days.slice(2)
        minutes = some["claimed_minutes"].cast(width)
        pq.write_table(some.set_column(at, "claimed_minutes", minutes), copy.out / f"evidence/{name}.parquet")
    assert listed(copy.explained(capsys, "uncorroborated_rate", "DHS"))[2:] == list(DAYS)


def test_rows_of_other_inputs_are_never_shown_as_those_of_the_report(copy: Filed, capsys: Capture) -> None:
    """Of 480 + 150 + 480 + 60 + 360 + 180 minutes at the office the first are 420 now."""
    assert copy.inputs is not None
    table = copy.inputs / "time_records.csv"
    table.write_text(table.read_text().replace("P1,2025-02-03,8", "P1,2025-02-03,7"))
    assert copy.explained(capsys, "office_share", "DHS").sentence == (
        f"{table.name}: the rows behind this figure come to 1,650 minutes office, and the report says 1,710. "
        "Give the tables that the report was made from; dutystation verify names what differs."
    )


def test_inputs_that_are_not_there_are_named_before_anything_is_printed(copy: Filed, capsys: Capture) -> None:
    assert copy.inputs is not None
    copy.inputs.rename(copy.inputs.with_name("away"))
    assert "the folder with the inputs does not exist" in (
        copy.explained(capsys, "in_person_share", "DHS").sentence
    )
    asked = ("--figure", "in_person_share", "--org-unit", "DHS", "--rows", "1")
    assert "give the folder they are in with --inputs" in run(capsys, "explain", copy.out, *asked).sentence


def test_where_there_are_no_rows_a_sentence_says_why(filed: Filed, capsys: Capture) -> None:
    """Nobody at FEMA is military, and at FEMA1 nobody has hours that are known to be in person."""
    assert listed(filed.explained(capsys, "office_share", "FEMA", "--variant", "military")) == [
        "Delivered rows behind it: none, since no accepted time record counts in it."
    ]
    assert listed(filed.explained(capsys, "uncorroborated_rate", "FEMA1")) == [
        "Claimed days behind it: none, since badges can speak to no claimed day."
    ]


@pytest.mark.parametrize(
    ("variant", "lines"),
    [
        ("total", [2, 3, 4, 5, 6, 7, 9, 10, 12, 13]),
        ("civilian", [2, 3, 4, 6, 7, 9, 10, 13]),
        ("military", [5, 12]),
        ("regular_excl_remote", [2, 3, 5, 9, 10, 12]),
        ("eligible_excl_remote", [2, 3, 5, 12]),
    ],
)
def test_behind_each_variant_are_the_lines_that_count_in_it(
    without_badges: Filed, capsys: Capture, variant: str, lines: list[int]
) -> None:
    """Line 4 is overtime, 6, 7 and 13 are P3's, who is remote; 9 and 10 P5's, who is not eligible."""
    found = rows(listed(without_badges.explained(capsys, "in_person_share", "DHS", "--variant", variant)))
    assert [int(row["line"]) for row in found] == lines


def test_cells_are_quoted_as_in_every_csv(filed: Filed, capsys: Capture) -> None:
    lines = listed(filed.explained(capsys, "in_person_share", "FEMA", "--period", "2025-02"))
    assert lines[1] == RECORD_HEADER
    [unmapped] = (line for line in lines if line.endswith(",unclassified"))
    assert unmapped.split(",", 2)[2] == 'P5,2025-02-03,420,"9,9",,unclassified'


def rows(lines: list[str]) -> Iterator[dict[str, str]]:
    return csv.DictReader(lines[1:])


def test_the_rows_behind_each_measure_add_up_to_it(filed: Filed, capsys: Capture) -> None:
    published = json.loads((filed.report / "figures.json").read_text())["figures"]
    whole = [f for f in published if (f["org_unit"], f["period"], f["variant"]) == ("DHS", "all", "total")]
    assert [figure["code"] for figure in whole] == ["in_person_share", "office_share", "uncorroborated_rate"]
    for figure in whole:
        found = rows(listed(filed.explained(capsys, figure["code"], "DHS")))
        if figure["code"] == "uncorroborated_rate":
            classes = Counter(row["class"] for row in found)
            assert (classes["uncorroborated"], classes.total()) == (
                figure["numerator"],
                figure["denominator"],
            )
        else:
            minutes = Counter[str]()
            for row in found:
                minutes[row["place"]] += int(row["minutes"])
            assert minutes == Counter(figure["minutes"])


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("uncorroborated_rate", "a report has it where badge_events and facilities were delivered"),
        ("return_bridge", "this table counts the people in return_status by component, status and reason"),
        ("occupancy", "this table counts the people present on a day, whom no table of a report lists"),
    ],
)
def test_what_is_no_figure_says_where_its_rows_are(
    without_badges: Filed, capsys: Capture, asked: str, why: str
) -> None:
    assert without_badges.explained(capsys, asked, "DHS").sentence.endswith(f". {asked}: {why}.")
