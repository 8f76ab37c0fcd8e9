"""What each command does when all goes well, and what it says."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cli.commands import BADGE_TABLES, TABLES, command, deliver, left_beside, process, report, run

import dutystation
from dutystation.directives.load import load_directive, shipped_directives
from dutystation.landing.inputs import find_inputs
from dutystation.tables.inputs import INPUT_TABLES

Capture = pytest.CaptureFixture[str]
SAID = "Department, in pay period 2025-02: 87.5% of hours worked in person, as of 2025-02-19.\n"
"""14 of 16 hours."""


@pytest.fixture
def without_documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Measures and writes everything but the PDF and the workbooks, which take the longest."""
    monkeypatch.setattr("dutystation.runs.documents.write_documents", lambda *_: None)
    yield


def closed(folder: Path) -> set[str]:
    """What nobody but the owner may look into."""
    return {path.name for path in folder.iterdir() if not path.stat().st_mode & 0o077}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_report_holds_every_file_of_the_contract(tmp_path: Path, capsys: Capture) -> None:
    inputs, out = deliver(tmp_path / "inputs", {**TABLES, **BADGE_TABLES}), tmp_path / "out"
    ended = report(capsys, inputs, "--restricted", "--list-excluded")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == SAID + f"The report is in {out}; begin with {out / 'report.pdf'}.\n"
    contract = (
        "figures.json figures.csv return_status.csv rejected.csv provenance.json report.xlsx report.pdf"
    )
    badges = "intervals.csv occupancy.csv utilisation.csv evidence.csv"
    asked_for = "restricted.xlsx excluded.csv"
    beside = "directive.yaml org_units.csv"
    assert names(out) == sorted(f"{contract} {badges} {asked_for} {beside}".split())
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert left_beside(inputs) == ["out"]
    person_rows = "return_status.csv rejected.csv excluded.csv intervals.csv evidence.csv restricted.xlsx"
    assert closed(out) == {*person_rows.split()}


@pytest.mark.usefixtures("without_documents")
def test_a_parquet_column_in_other_case_is_another_column_that_is_ignored(
    tmp_path: Path, capsys: Capture
) -> None:
    inputs = deliver(tmp_path / "inputs", {"codes": None})
    pairs = {"pay_code": ["01", "01"], "place_code": ["", "TS"]}
    codes = {"PLACE": ["nonwork"] * 2, **pairs, "place": ["office", "situational"]}
    pq.write_table(pa.table(codes), inputs / "codes.parquet")
    assert report(capsys, inputs).code == 0
    figures = json.loads((tmp_path / "out" / "figures.json").read_text())["figures"]
    shares = {figure["value"] for figure in figures if figure["variant"] == "total"}
    assert 14 / 16 in shares
    provenance = json.loads((tmp_path / "out" / "provenance.json").read_text())
    assert [file["name"] for file in provenance["tables"]["codes"]["files"]] == ["codes.parquet"]


@pytest.mark.usefixtures("without_documents")
def test_with_tables_parquet_the_row_tables_are_folders_of_parts(tmp_path: Path, capsys: Capture) -> None:
    inputs, out = deliver(tmp_path / "inputs", {**TABLES, **BADGE_TABLES}), tmp_path / "out"
    ended = report(capsys, inputs, "--tables", "parquet", "--list-excluded")
    assert ended.code == 0
    for table, rows in {
        "return_status": 2,
        "rejected": 0,
        "excluded": 0,
        "intervals": 1,
        "evidence": 2,
    }.items():
        parts = list((out / table).glob("*.parquet"))
        assert sum(pq.read_metadata(part).num_rows for part in parts) == rows, table
        assert not (out / f"{table}.csv").exists()
    assert closed(out) == {"return_status", "rejected", "excluded", "intervals", "evidence"}
    assert pq.read_schema(next((out / "excluded").iterdir())).names == [
        "table",
        "file",
        "line",
        "reason",
        "id",
    ]
    assert {"figures.csv", "occupancy.csv", "utilisation.csv"} <= set(names(out))
    ended = run(capsys, "verify", out, "--inputs", inputs)
    assert (ended.code, ended.out) == (0, "Inputs, directive and every figure agree.\n")


@pytest.mark.usefixtures("without_documents")
def test_tables_without_rows_come_out_as_a_report_without_rows(tmp_path: Path, capsys: Capture) -> None:
    headers = {name: text.partition("\n")[0] + "\n" for name, text in {**TABLES, **BADGE_TABLES}.items()}
    headers["decisions"] = "person,ground,outcome"
    inputs = deliver(tmp_path / "inputs", {**headers, "org_units": TABLES["org_units"]})
    ended = report(capsys, inputs)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Department, in all pay periods: no share of hours worked in person can be")
    out = tmp_path / "out"
    for table in ("return_status", "rejected", "intervals", "occupancy", "utilisation", "evidence"):
        assert len((out / f"{table}.csv").read_text().splitlines()) == 1, table
    figures = json.loads((out / "figures.json").read_bytes())
    assert figures["periods"] == []
    assert {figure["period"] for figure in figures["figures"]} == {"all"}
    assert {figure["status"] for figure in figures["figures"]} == {"no_hours", "no_days"}
    assert run(capsys, "verify", out, "--inputs", inputs).code == 0


@pytest.mark.usefixtures("without_documents")
def test_the_same_rows_come_out_the_same_however_the_file_is_written(tmp_path: Path, capsys: Capture) -> None:
    """Windows line ends, a byte order mark, blanks, a stray quote, empty lines, an unknown column."""
    plain = deliver(tmp_path / "plain", {**TABLES, "org_units": 'org_unit,name,parent\nDHS,The "D",\n'})
    plain = deliver(plain, {"roster": TABLES["roster"].replace("CBP", "DHS"), "org_units": None})
    (plain / "org_units.csv").write_text('org_unit,name,parent\nDHS,"The ""D""",\n')
    codes = 'place,note,pay_code,place_code\noffice,any, 01 ,\n\nsituational,"a\nb",01,\tTS\n'
    other = deliver(
        tmp_path / "other",
        {
            "org_units": 'org_unit,name,parent\nDHS,The "D"\n',
            "roster": b"\xef\xbb\xbf" + TABLES["roster"].replace("CBP", "DHS").replace("\n", "\r\n").encode(),
            "codes": codes.replace("\n", "\r\n"),
            "time_records": TABLES["time_records"].replace("\n", "\r").rstrip("\r"),
        },
    )
    assert report(capsys, plain, out=tmp_path / "one").code == 0
    ended = report(capsys, other, out=tmp_path / "two")
    assert ended.code == 0
    assert ended.err == "codes.csv: the column note is not part of the contract and is ignored.\n"
    for name in ("figures.json", "figures.csv", "return_status.csv", "rejected.csv", "org_units.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


@pytest.mark.usefixtures("without_documents")
def test_with_replace_a_report_takes_the_place_of_the_former_one(tmp_path: Path, capsys: Capture) -> None:
    inputs, out = deliver(tmp_path / "inputs"), tmp_path / "out"
    out.mkdir()
    (out / "provenance.json").write_text("{}")
    (out / "evidence.csv").write_text("of the former report")
    assert report(capsys, inputs, "--replace").code == 0
    assert "evidence.csv" not in names(out)
    assert left_beside(inputs) == ["out"]


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `inputs` and the report `out` made from them; tests change copies of it."""
    from datetime import date

    from dutystation.directives.load import load_directive
    from dutystation.runs.options import Options
    from dutystation.runs.report import write_report

    folder = tmp_path_factory.mktemp("filed")
    write_report(
        deliver(folder / "inputs"),
        folder / "out",
        directive=load_directive("dhs-2025"),
        as_of=date(2025, 2, 19),
        options=Options(documents=False),
    )
    return folder


@pytest.fixture
def copy(filed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filed, tmp_path / "copy")


def test_verify_agrees_with_an_unchanged_report(filed: Path, capsys: Capture) -> None:
    ended = run(capsys, "verify", filed / "out", "--inputs", filed / "inputs")
    assert (ended.code, ended.out, ended.err) == (0, "Inputs, directive and every figure agree.\n", "")


def test_verify_names_the_changed_file_and_every_figure_that_follows(copy: Path, capsys: Capture) -> None:
    records = copy / "inputs" / "time_records.csv"
    records.write_text(records.read_text().replace("P2,2025-02-04,2,", "P2,2025-02-04,3,"))
    ended = run(capsys, "verify", copy / "out", "--inputs", copy / "inputs")
    assert (ended.code, ended.err) == (1, "")
    lines = ended.out.splitlines()
    assert any("time_records.csv" in line and "SHA-256" in line for line in lines), lines
    assert any("in_person_share" in line and "DHS" in line and "denominator" in line for line in lines), lines
    assert any("return_status.csv" in line for line in lines), lines
    assert len(lines) == len(set(lines))


def test_verify_names_the_one_figure_that_was_edited(copy: Path, capsys: Capture) -> None:
    path = copy / "out" / "figures.json"
    document = json.loads(path.read_bytes())
    [figure] = [
        figure
        for figure in document["figures"]
        if (figure["code"], figure["org_unit"], figure["period"], figure["variant"])
        == ("in_person_share", "CBP", "all", "total")
    ]
    assert figure["numerator"] == 840
    figure["numerator"] = 960
    path.write_text(json.dumps(document))
    ended = run(capsys, "verify", copy / "out", "--inputs", copy / "inputs")
    assert ended.code == 1
    [line] = [line for line in ended.out.splitlines() if "numerator" in line and "figures.csv" not in line]
    for word in ("in_person_share", "CBP", "all", "total", "960", "840"):
        assert word in line


def test_verify_names_what_was_changed_in_figures_csv(copy: Path, capsys: Capture) -> None:
    path = copy / "out" / "figures.csv"
    text = path.read_text()
    changed = text.replace(",0.875,", ",0.999,", 1)
    assert changed != text
    path.write_text(changed)
    ended = run(capsys, "verify", copy / "out", "--inputs", copy / "inputs")
    assert ended.code == 1
    assert "0.999" in ended.out
    assert all("figures.csv" in line for line in ended.out.splitlines())


def test_verify_says_so_where_the_inputs_cannot_be_used(copy: Path, capsys: Capture) -> None:
    (copy / "inputs" / "codes.csv").unlink()
    ended = run(capsys, "verify", copy / "out", "--inputs", copy / "inputs")
    assert ended.code == 1
    assert "codes: the required table is missing." in ended.out


@pytest.mark.parametrize("name", ["dhs-2025.yaml", "ours.yaml"])
def test_verify_agrees_with_a_report_under_an_order_of_ones_own(
    name: str, tmp_path: Path, capsys: Capture
) -> None:
    """Whatever its file is called, also as a shipped order, and wherever it has gone since."""
    inputs, order = deliver(tmp_path / "inputs"), tmp_path / name
    order.write_bytes(load_directive("dhs-2025").source_text + b"# ours\n")
    assert report(capsys, inputs, directive=str(order)).code == 0
    order.unlink()
    ended = run(capsys, "verify", tmp_path / "out", "--inputs", inputs)
    assert (ended.code, ended.out) == (0, "Inputs, directive and every figure agree.\n")


@pytest.mark.parametrize("name", ["figures.csv", "figures.json", "provenance.json", "org_units.csv"])
def test_verify_names_a_file_that_is_gone_from_the_report(name: str, copy: Path, capsys: Capture) -> None:
    (copy / "out" / name).unlink()
    ended = run(capsys, "verify", copy / "out", "--inputs", copy / "inputs")
    assert (ended.code, ended.err) == (1, "")
    assert name in ended.out


def test_verify_names_an_order_that_was_edited_in_the_report(copy: Path, capsys: Capture) -> None:
    with (copy / "out" / "directive.yaml").open("a") as order:
        order.write("# later\n")
    ended = run(capsys, "verify", copy / "out", "--inputs", copy / "inputs")
    assert ended.code == 1
    assert ended.out == "directive.yaml: it is not the order that was filed, by its SHA-256\n"


def test_verify_says_so_where_the_order_of_the_report_is_gone(tmp_path: Path, capsys: Capture) -> None:
    inputs, order = deliver(tmp_path / "inputs"), tmp_path / "ours.yaml"
    order.write_bytes(load_directive("dhs-2025").source_text)
    assert report(capsys, inputs, directive=str(order)).code == 0
    (tmp_path / "out" / "directive.yaml").unlink()
    ended = run(capsys, "verify", tmp_path / "out", "--inputs", inputs)
    assert (ended.code, ended.err) == (1, "")
    assert "directive.yaml" in ended.out


def test_verify_refuses_a_folder_that_is_no_report(tmp_path: Path, capsys: Capture) -> None:
    inputs = deliver(tmp_path / "inputs")
    assert "figures.json" in run(capsys, "verify", inputs, "--inputs", inputs).sentence


def test_verify_leaves_the_report_and_its_surroundings_alone(copy: Path, capsys: Capture) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    assert run(capsys, "verify", copy / "out", "--inputs", copy / "inputs").code == 0
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before


def test_directive_list_names_every_shipped_order(capsys: Capture) -> None:
    ended = run(capsys, "directive", "list")
    assert (ended.code, ended.err) == (0, "")
    assert [line.split()[0] for line in ended.out.splitlines()] == list(shipped_directives())


@pytest.mark.parametrize("name", shipped_directives())
def test_directive_show_and_check_read_every_shipped_order(capsys: Capture, name: str) -> None:
    shown = run(capsys, "directive", "show", name, "--as-of", "2026-03-02")
    assert shown.code == 0
    assert "Rules in force on 2026-03-02" in shown.out
    checked = run(capsys, "directive", "check", name)
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith(f"{name} can be used: ")


def test_directive_show_needs_a_day_that_is_one(capsys: Capture) -> None:
    assert run(capsys, "directive", "show", "dhs-2025", "--as-of", "soon").sentence.startswith(
        "--as-of soon:"
    )


def test_directive_check_names_file_line_and_key(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("title: Ours\nissued_by: 7\n")
    sentence = run(capsys, "directive", "check", file).sentence
    assert str(file) in sentence
    assert "line" in sentence


def test_simulate_writes_the_tables_and_the_truth_about_them(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "department"
    ended = run(capsys, "simulate", out, "--people", "40", "--periods", "1", "--seed", "7")
    assert (ended.code, ended.err) == (0, "")
    tables = {f"{name}.csv" for name in (*TABLES, *BADGE_TABLES, "decisions")}
    assert set(names(out)) == {*tables, "truth.json"}
    assert find_inputs(out, INPUT_TABLES).notes == ()
    with (out / "roster.csv").open(encoding="utf-8", newline="") as stream:
        assert len({row["person"] for row in csv.DictReader(stream)} - {""}) >= 40
    again = run(capsys, "simulate", out)
    assert "the folder is not empty" in again.sentence


def test_simulate_refuses_numbers_that_make_no_department(tmp_path: Path, capsys: Capture) -> None:
    sentence = run(capsys, "simulate", tmp_path / "department", "--people", "0").sentence
    assert sentence.startswith("0 people cannot be simulated.")
    assert names(tmp_path) == []


def test_a_terminal_that_lacks_a_letter_is_shown_an_escape() -> None:
    before = "import sys; sys.stdout.reconfigure(encoding='ascii', errors='strict')"
    ended = process("directive", "show", "dhs-2025", before=before)
    assert (ended.code, ended.err) == (0, "")
    assert "\\u201c" in ended.out


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    show = command("directive", "show", "dhs-2025")
    with subprocess.Popen(show, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_the_installed_command_refuses_like_the_function() -> None:
    installed = Path(sys.executable).with_name("dutystation")
    done = subprocess.run([installed, "report", "--nonsense"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Unknown option: --nonsense.")
    assert done.stderr.count("\n") == 1


def test_the_version_is_that_of_the_package(capsys: Capture) -> None:
    ended = run(capsys, "--version")
    assert (ended.code, ended.out) == (0, dutystation.__version__ + "\n")


@pytest.mark.parametrize("name", ["report", "verify", "explain", "simulate", "demo", "directive"])
def test_every_command_explains_itself(capsys: Capture, name: str) -> None:
    ended = run(capsys, name, "--help")
    assert ended.code == 0
    assert ended.out.startswith(f"Usage: dutystation {name}")
