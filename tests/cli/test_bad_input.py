"""Contract section 1: what cannot be used ends in exit 2 and one sentence, and leaves nothing behind."""

from __future__ import annotations

import gzip
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cli.commands import TABLES, deliver, left_beside, report, run

Capture = pytest.CaptureFixture[str]


def refused(capsys: Capture, inputs: Path, *options: str, **order: str) -> str:
    """The sentence of a refused report, of which nothing is left."""
    sentence = report(capsys, inputs, *options, **order).sentence  # type: ignore[arg-type]
    assert left_beside(inputs) == []
    return sentence


@pytest.mark.parametrize("table", ["org_units", "roster", "time_records", "codes"])
def test_a_missing_required_table_is_named_with_its_forms(
    tmp_path: Path, capsys: Capture, table: str
) -> None:
    assert refused(capsys, deliver(tmp_path / "inputs", {table: None})) == (
        f"{table}: the required table is missing. "
        f"Deliver it as {table}.csv, {table}.csv.gz or {table}.parquet."
    )


def test_two_forms_of_one_table_are_refused(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"codes.csv.gz": gzip.compress(TABLES["codes"].encode())})
    deliver(inputs, {"codes": TABLES["codes"]})
    assert refused(capsys, inputs) == (
        "codes.csv: the same table lies there also as codes.csv.gz. Keep one of them."
    )


def test_a_missing_column_is_named_with_its_file(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"roster": "person,unit,effective_from\n"})
    assert refused(capsys, inputs) == (
        "roster.csv, column org_unit: the required column is missing. "
        "Add a column named org_unit to the header; it has person, unit, effective_from."
    )


def test_time_records_need_hours_or_minutes(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"time_records": "person,work_date,pay_code,place_code\n"})
    assert refused(capsys, inputs).startswith(
        "time_records.csv, column hours: the required column is missing, and so is minutes"
    )


def test_a_repeated_column_is_named_with_its_file(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"codes": "pay_code,place_code,place,place\n"})
    assert refused(capsys, inputs) == (
        "codes.csv, column place: the column stands 2 times in the header. "
        "Keep one of them or rename the others."
    )


def test_a_folder_of_inputs_that_does_not_exist_is_named(tmp_path: Path, capsys: Capture) -> None:
    inputs = tmp_path / "nowhere"
    assert refused(capsys, inputs) == f"{inputs}: the folder with the inputs does not exist. Check the path."


def test_a_file_in_place_of_the_folder_of_inputs_is_named(tmp_path: Path, capsys: Capture) -> None:
    inputs = tmp_path / "inputs"
    inputs.write_text("no folder")
    assert refused(capsys, inputs) == f"{inputs}: this is a file. Give the folder that holds the tables."


def test_an_unreadable_file_is_named(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"codes": None})
    (inputs / "codes.csv").symlink_to(tmp_path / "gone.csv")
    assert refused(capsys, inputs).startswith("codes.csv: the file cannot be read")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty"),
        (TABLES["codes"].encode("utf-16"), "the file is UTF-16, not UTF-8"),
        (TABLES["codes"].encode("utf-16-le"), "the file holds binary data (zero bytes), not UTF-8 text"),
        (b"PK\x03\x04" + bytes(99), "the file is a ZIP archive or an Excel workbook, not CSV text"),
        (TABLES["codes"].encode() + b"\xe9,,office\n", "near line 4 there are bytes that are not UTF-8 text"),
        (b"pay_code;place_code;place\n", "the required column is missing"),
        (b'"pay_code,place_code,place\n', "a quotation mark in the header is never closed"),
        (
            TABLES["codes"].encode() + b'02,"TS,office\n',
            "a quotation mark opens in this record and is never closed",
        ),
    ],
    ids=["empty", "utf-16", "utf-16 unmarked", "workbook", "latin-1", "semicolons", "header quote", "quote"],
)
def test_what_is_no_csv_is_refused_by_name(
    tmp_path: Path, capsys: Capture, content: bytes, problem: str
) -> None:
    sentence = refused(capsys, deliver(tmp_path / "inputs", {"codes": content}))
    assert sentence.startswith("codes.csv")
    assert problem in sentence


def test_a_quote_that_is_never_closed_is_named_by_its_line(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"codes": TABLES["codes"] + '02,"TS,office\n'})
    assert refused(capsys, inputs).startswith("codes.csv, line 4: a quotation mark opens")


def test_a_truncated_gzip_file_is_refused(tmp_path: Path, capsys: Capture) -> None:
    rows = "".join(f"P1,2025-02-03,{n % 9},01,X{n * n}\n" for n in range(20_000))
    whole = gzip.compress((TABLES["time_records"] + rows).encode())
    inputs = deliver(tmp_path / "inputs", {"time_records.csv.gz": whole[: len(whole) // 2]})
    assert refused(capsys, inputs) == (
        "time_records.csv.gz: the gzip file ends in the middle. Deliver the file again."
    )


def test_three_gigabytes_that_are_no_csv_are_refused_quickly(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs")
    with (inputs / "time_records.csv").open("r+b") as sparse:
        sparse.truncate(3 << 30)
    import dutystation.runs.report  # noqa: F401 (loading the libraries does not count)

    began = time.process_time()
    sentence = refused(capsys, inputs)
    assert sentence.startswith("time_records.csv")
    assert time.process_time() - began < 1.5  # of the processor; to read and hash it all takes many


def test_a_parquet_column_of_another_type_is_named_by_file_and_type(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"codes": None})
    cells = {"pay_code": ["01"], "place_code": [["a", "b"]], "place": ["office"]}
    pq.write_table(pa.table(cells), inputs / "codes.parquet")
    assert refused(capsys, inputs).startswith(
        "codes.parquet, column place_code: the column has the type list<"
    )


@pytest.mark.parametrize("command", ["report", "load"])
def test_a_parquet_file_that_is_damaged_within_is_refused(
    tmp_path: Path, capsys: Capture, command: str
) -> None:
    """Its end is whole, so that only who reads its pages finds out."""
    inputs = deliver(tmp_path / "inputs", {"roster": None})
    path = inputs / "roster.parquet"
    rows = {"person": ["P1", "P2"], "org_unit": ["CBP"] * 2, "effective_from": ["2025-01-01"] * 2}
    pq.write_table(pa.table(rows), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + b"\xff" * 60 + whole[64:])
    workspace = ("--into", tmp_path / "workspace", "--sender", "CBP", "--table", "roster")
    ended = report(capsys, inputs) if command == "report" else run(capsys, command, path, *workspace)
    assert ended.sentence == "roster.parquet: the Parquet file is damaged. Write or deliver it again."


def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs", {"codes.parquet": b"PAR1 and then nothing"})
    assert refused(capsys, inputs) == (
        "codes.parquet: the file is not a whole Parquet file. Write or deliver it again."
    )


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        (
            "org_unit,name,parent\n",
            "org_units.csv, column parent: no unit is the root, so there is no department. "
            "Leave parent empty in the department's own row.",
        ),
        (
            "org_unit,name,parent\nDHS,D,\nDOJ,J,\n",
            "org_units.csv, column parent: 2 units are roots (DHS, DOJ). "
            "Leave parent empty in one row only, the department's.",
        ),
        (
            "org_unit,name,parent\nDHS,D,\nA,A,B\nB,B,A\n",
            "org_units.csv, column parent: units stand above one another in a circle (A, B). "
            "Correct the parent of one of them.",
        ),
    ],
    ids=["no root", "two roots", "cycle"],
)
def test_units_that_form_no_tree_are_refused(
    tmp_path: Path, capsys: Capture, units: str, sentence: str
) -> None:
    assert refused(capsys, deliver(tmp_path / "inputs", {"org_units": units})) == sentence


@pytest.mark.parametrize("day", ["2025-2-19", "20250219", "2025-02-30", "tomorrow", "", "２０２５-02-19"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, capsys: Capture, day: str) -> None:
    inputs = deliver(tmp_path / "inputs")
    assert refused(capsys, inputs, as_of=day).startswith(f"--as-of {day}: this is no day. Write it as")


def test_an_unknown_directive_is_refused_with_what_is_shipped(tmp_path: Path, capsys: Capture) -> None:
    sentence = refused(capsys, deliver(tmp_path / "inputs"), directive="dhs-1999")
    assert sentence == (
        "Unknown directive 'dhs-1999'; shipped are dhs-2025, example-hybrid, "
        "or give the path of a directive file."
    )


@pytest.mark.parametrize(
    ("option", "named"),
    [
        (("--nonsense",), "--nonsense"),
        (("--engine", "oracle"), "--engine"),
        (("--tables", "xml"), "--tables"),
        (("--directive", "twice"), "--directive"),
        (("one", "too", "many"), "one"),
    ],
)
def test_a_command_line_that_cannot_be_used_is_refused_by_option(
    tmp_path: Path, capsys: Capture, option: tuple[str, ...], named: str
) -> None:
    assert named in refused(capsys, deliver(tmp_path / "inputs"), *option)


def test_a_word_that_nothing_takes_is_refused_in_words(capsys: Capture) -> None:
    assert run(capsys, "profile", "check", "webta", "export.csv").sentence == (
        "export.csv: nothing takes this. Name the option that it belongs to; --help lists them."
    )


def test_a_number_that_is_none_is_refused_in_words(tmp_path: Path, capsys: Capture) -> None:
    ended = run(capsys, "simulate", tmp_path / "out", "--people", "many")
    assert ended.sentence == "--people many: give a whole number."


def test_a_report_that_is_not_there_is_named_before_its_inputs_are_asked_for(
    tmp_path: Path, capsys: Capture
) -> None:
    out = tmp_path / "out"
    assert run(capsys, "verify", out).sentence == (
        f"{out}: there is no such file or folder. Give the folder of a report or of a run, or a package."
    )


def test_a_missing_option_is_named(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs")
    ended = run(capsys, "report", inputs, "--directive", "dhs-2025", "--as-of", "2025-02-19")
    assert "--out" in ended.sentence
    assert left_beside(inputs) == []


def test_an_unknown_command_is_refused(capsys: Capture) -> None:
    assert "recieve" in run(capsys, "recieve").sentence


def test_a_folder_with_something_in_it_is_refused_and_stays_as_it_was(
    tmp_path: Path, capsys: Capture
) -> None:
    inputs, out = deliver(tmp_path / "inputs"), tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("dear all")
    assert report(capsys, inputs, out=out).sentence == (
        f"{out}: the folder exists and is not empty. Choose another --out, or give --replace "
        "to put the new report in its place."
    )
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
    assert left_beside(inputs) == ["out"]


def test_a_file_in_place_of_the_report_is_refused_and_stays(tmp_path: Path, capsys: Capture) -> None:
    inputs, out = deliver(tmp_path / "inputs"), tmp_path / "out"
    out.write_text("a file")
    sentence = report(capsys, inputs, "--replace", out=out).sentence
    assert sentence.startswith(f"{out}: a file stands where the report folder is to be.")
    assert out.read_text() == "a file"


def test_a_report_may_not_take_the_place_of_its_inputs(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs")
    sentence = report(capsys, inputs, "--replace", out=inputs).sentence
    assert "would take the place of the input folder" in sentence
    assert len(list(inputs.iterdir())) == len(TABLES)


def test_the_day_that_the_calendar_ends_is_a_day(tmp_path: Path, capsys: Capture) -> None:
    """The first and the last day of the calendar end in a report or a sentence."""
    inputs = deliver(tmp_path / "inputs", {"org_units": "org_unit,name,parent\n"})
    for day in (date.min, date.max):
        assert refused(capsys, inputs, as_of=str(day)).startswith("org_units")
