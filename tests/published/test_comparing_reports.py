"""Contract section 8: verify prints a line per difference between a report and what its inputs give now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.published.example import publication

from dutystation.published.compare import differences, figures_csv_differences
from dutystation.published.compare_files import files_that_differ
from dutystation.published.read import read_publication
from dutystation.published.write import write_publication
from dutystation.terms.errors import UnusableInput
from dutystation.terms.publication import Publication, UnclassifiedPair

REPORT = publication()


def first(entries: tuple[Any, ...], **changes: object) -> tuple[Any, ...]:
    return (replace(entries[0], **changes), *entries[1:])


def badge(**changes: object) -> Publication:
    assert REPORT.badge is not None
    return replace(REPORT, badge=replace(REPORT.badge, **changes))  # type: ignore[arg-type]


def provenance(table: str = "", changes: Any = None, **others: object) -> Publication:
    tables = dict(REPORT.provenance.tables)
    if table:
        tables[table] = replace(tables[table], **changes)
    return replace(REPORT, provenance=replace(REPORT.provenance, tables=tables, **others))  # type: ignore[arg-type]


def test_equal_reports_do_not_differ() -> None:
    assert differences(REPORT, publication()) == []


def test_times_and_versions_are_no_differences() -> None:
    later = provenance(
        started_at="2026-01-01T00:00:00Z",
        ended_at="2026-01-01T00:00:01Z",
        package_version="2.0",
        engine_name="spark",
        engine_version="4.0",
    )
    assert differences(REPORT, later) == []


def test_counts_of_zero_are_equal_to_none() -> None:
    again = provenance("roster", {"rejected": {"overlap": 1, "duplicate": 0}})
    bridge = first(again.return_bridge, reasons={"disability": 1, "pending": 1, "none": 2, "space": 0})
    assert differences(REPORT, replace(again, return_bridge=bridge)) == []


IN = "in the report, "
NOW = " in the recomputation"
ONE_CHANGE: list[tuple[Publication, str]] = [
    (
        provenance("roster", {"files": (("roster.csv", "1" * 64, 200),)}),
        f"roster, file roster.csv, SHA-256: {'d' * 64} {IN}{'1' * 64}{NOW}",
    ),
    (
        provenance("roster", {"files": (("roster.csv", "d" * 64, 201),)}),
        f"roster, file roster.csv, bytes: 200 {IN}201{NOW}",
    ),
    (
        provenance("time_records", {"files": (("part-0.parquet", "e" * 64, 5000),)}),
        "time_records, file part-1.parquet: the report has this input, the recomputation has not",
    ),
    (
        provenance("roster", {"files": (("roster.csv", "d" * 64, 200), ("b\n.csv", "d" * 64, 1))}),
        "roster, file 'b\\n.csv': the recomputation has this input, the report has not",
    ),
    (provenance("roster", {"raw": 10}), f"roster, rows, raw: 9 {IN}10{NOW}"),
    (provenance("roster", {"rejected": {}}), f"roster, rows, rejected overlap: 1 {IN}nothing{NOW}"),
    (
        provenance("roster", {"excluded": {"contractor_hours": 3}}),
        f"roster, rows, excluded contractor_hours: nothing {IN}3{NOW}",
    ),
    (provenance(directive_name="other"), f"directive, name: dhs-2025 {IN}other{NOW}"),
    (provenance(directive_sha256="8" * 64), f"directive, SHA-256: {'9' * 64} {IN}{'8' * 64}{NOW}"),
    (replace(REPORT, as_of=date(2025, 2, 20)), f"report, as of: 2025-02-19 {IN}2025-02-20{NOW}"),
    (replace(REPORT, status_period="2025-03"), f"report, status period: 2025-02 {IN}2025-03{NOW}"),
    (replace(REPORT, periods=()), "pay period 2025-01: the report has this entry, the recomputation has not"),
    (
        replace(REPORT, org_units=first(REPORT.org_units, name="Agency")),
        f"org unit A, name: Agency, the first {IN}Agency{NOW}",
    ),
    (
        replace(REPORT, figures=first(REPORT.figures, value=0.8750000000000001)),
        f"in_person_share of A, period 2025-01, variant total, value: 0.875 {IN}0.8750000000000001{NOW}",
    ),
    (
        replace(REPORT, figures=first(REPORT.figures, value=None)),
        f"in_person_share of A, period 2025-01, variant total, value: 0.875 {IN}nothing{NOW}",
    ),
    (
        replace(
            REPORT, figures=first(REPORT.figures, minutes={**(REPORT.figures[0].minutes or {}), "field": 61})
        ),
        f"in_person_share of A, period 2025-01, variant total, minutes field: 60 {IN}61{NOW}",
    ),
    (
        replace(REPORT, figures=REPORT.figures[1:]),
        "in_person_share of A, period 2025-01, variant total: "
        "the report has this figure, the recomputation has not",
    ),
    (
        replace(REPORT, figures=(*REPORT.figures, REPORT.figures[0])),
        "in_person_share of A, period 2025-01, variant total (number 2): "
        "the recomputation has this figure, the report has not",
    ),
    (
        replace(REPORT, return_bridge=first(REPORT.return_bridge, returned=4)),
        f"return bridge of D, returned: 3 {IN}4{NOW}",
    ),
    (
        replace(REPORT, return_bridge=first(REPORT.return_bridge, reasons={"pending": 1, "none": 2})),
        f"return bridge of D, reasons disability: 1 {IN}nothing{NOW}",
    ),
    (
        replace(REPORT, unclassified_pairs=first(REPORT.unclassified_pairs, minutes=121)),
        f"unclassified pair pay code 01, place code Z9, minutes: 120 {IN}121{NOW}",
    ),
    (
        replace(REPORT, unclassified_pairs=(*REPORT.unclassified_pairs, UnclassifiedPair("02", "", 1, 1))),
        "unclassified pair pay code 02, place code (empty): "
        "the recomputation has this entry, the report has not",
    ),
    (
        badge(quality={"denied": 3, "repeats": 1, "open_stays": 2, "lone_exits": 1}),
        f"badge quality, repeats: nothing {IN}1{NOW}",
    ),
    (
        badge(evidence_counts=first(REPORT.badge.evidence_counts, explained=2)) if REPORT.badge else REPORT,
        f"evidence counts of A, period 2025-01, explained: 1 {IN}2{NOW}",
    ),
    (
        badge(occupancy=first(REPORT.badge.occupancy, people=5)) if REPORT.badge else REPORT,
        f"occupancy of HQ on 2025-01-13, people: 4 {IN}5{NOW}",
    ),
    (
        badge(utilisation=first(REPORT.badge.utilisation, utilisation=0.5)) if REPORT.badge else REPORT,
        f"utilisation of HQ, gsa_weekdays from 2025-01-12, utilisation: 0.0089997 {IN}0.5{NOW}",
    ),
    (replace(REPORT, badge=None), "badge results: the report has them, the recomputation has not"),
]


@pytest.mark.parametrize(("again", "line"), ONE_CHANGE, ids=[line[:50] for _, line in ONE_CHANGE])
def test_one_change_is_one_line(again: Publication, line: str) -> None:
    assert differences(REPORT, again) == [line]


def test_the_lines_name_both_sides_the_right_way_round() -> None:
    again = replace(REPORT, badge=None)
    assert differences(again, REPORT) == ["badge results: the recomputation has them, the report has not"]


def test_a_figure_without_minutes_differs_from_one_with_zero_minutes() -> None:
    rate = REPORT.figures[-1]
    again = replace(REPORT, figures=(*REPORT.figures[:-1], replace(rate, minutes={"office": 0})))
    assert len(differences(REPORT, again)) == 1


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return folder_with(tmp_path / "out", lambda path: path.write_text("person\np1\np2\n", encoding="utf-8"))


def folder_with(folder: Path, return_status: Callable[[Path], object]) -> Path:
    folder.mkdir()
    write_publication(REPORT, folder)
    return_status(folder / "return_status.csv")
    return folder


def edit(path: Path, part: str, other: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert part in text
    path.write_text(text.replace(part, other, 1), encoding="utf-8")


def test_figures_csv_and_figures_json_of_one_report_agree(out: Path) -> None:
    assert figures_csv_differences(out, read_publication(out)) == []


def test_an_edited_figures_csv_is_found_by_value(out: Path) -> None:
    edit(out / "figures.csv", ",0.875,", ",0.975,")
    assert figures_csv_differences(out, read_publication(out)) == [
        "in_person_share of A, period 2025-01, variant total, value: "
        "0.975 in figures.csv, 0.875 in figures.json"
    ]


def test_a_row_more_or_less_in_figures_csv_is_found(out: Path) -> None:
    lines = (out / "figures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (out / "figures.csv").write_text("".join([*lines[:1], *lines[2:], lines[2]]), encoding="utf-8")
    assert figures_csv_differences(out, read_publication(out)) == [
        "in_person_share of A, period all, variant total (number 2): "
        "figures.csv has this figure, figures.json has not",
        "in_person_share of A, period 2025-01, variant total: "
        "figures.json has this figure, figures.csv has not",
    ]


def test_a_figures_csv_that_is_gone_is_refused(out: Path) -> None:
    (out / "figures.csv").unlink()
    with pytest.raises(UnusableInput, match=r"figures\.csv: the file is missing"):
        figures_csv_differences(out, REPORT)


def again_of(tmp_path: Path) -> Path:
    return folder_with(tmp_path / "again", lambda path: path.write_text("person\np1\np2\n", encoding="utf-8"))


def test_equal_folders_do_not_differ_whatever_the_provenance_says(out: Path, tmp_path: Path) -> None:
    again = again_of(tmp_path)
    edit(again / "provenance.json", "10:00:07", "11:11:11")
    (again / "report.pdf").write_bytes(b"x")
    assert files_that_differ(out, again) == []


@pytest.mark.parametrize(
    ("name", "part", "other", "line"),
    [
        ("return_status.csv", "p2", "p3", 3),
        ("return_status.csv", "p2\n", "p2\np3\n", 4),
        ("return_status.csv", "p2\n", "p2", 3),
        ("occupancy.csv", "HQ,2025-01-13,4", "HQ,2025-01-13,5", 2),
        ("utilisation.csv", "0.0089997", "0.0089998", 2),
        ("figures.csv", ",0.875,", ",0.8750,", 2),
        ("figures.json", '"value": 0.875', '"value": 0.8750', 10),
        ("org_units.csv", "Branch", "branch", 3),
    ],
)
def test_an_edited_file_is_found_with_its_line(
    out: Path, tmp_path: Path, name: str, part: str, other: str, line: int
) -> None:
    again = again_of(tmp_path)
    edit(out / name, part, other)
    assert files_that_differ(out, again) == [f"{name}: differs from line {line} on"]


def test_a_file_that_only_one_report_has_is_found(out: Path, tmp_path: Path) -> None:
    again = again_of(tmp_path)
    (again / "evidence.csv").write_bytes(b"person\n")
    (again / "return_status.csv").unlink()
    assert files_that_differ(out, again) == [
        "return_status.csv: the report has it, the recomputation has not",
        "evidence.csv: the recomputation has it, the report has not",
    ]


def test_differences_far_down_a_large_file_are_found(out: Path, tmp_path: Path) -> None:
    again = again_of(tmp_path)
    rows = "".join(f"p{n:07d}\n" for n in range(300_000))  # 2.7 MB, more than one piece
    (out / "return_status.csv").write_text(rows, encoding="utf-8")
    (again / "return_status.csv").write_text(rows.replace("p0250000", "p0250001"), encoding="utf-8")
    assert files_that_differ(out, again) == ["return_status.csv: differs from line 250001 on"]


def parts(folder: Path, *people: list[str], minutes: pa.DataType | None = None) -> None:
    (folder / "return_status.csv").unlink(missing_ok=True)
    (folder / "return_status").mkdir()
    for number, names in enumerate(people):
        numbers = pa.array([len(name) for name in names], minutes or pa.int64())
        table = pa.table({"person": pa.array(names, pa.string()), "in_person_minutes": numbers})
        pq.write_table(table, folder / "return_status" / f"part-{number}.parquet")


def test_parquet_tables_are_compared_by_their_rows(out: Path, tmp_path: Path) -> None:
    again = again_of(tmp_path)
    parts(out, ["a", "b", "c"], [], ["d"])
    parts(again, ["a"], ["b", "c", "d"], minutes=pa.int32())
    assert files_that_differ(out, again) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["a", "b", "x", "d"], "differs from row 3 on"),
        (["b", "a", "c", "d"], "differs from row 1 on"),
        (["a", "b", "c"], "ends after row 3 in the recomputation only"),
        (["a", "b", "c", "d", "e"], "ends after row 4 in the report only"),
        ([], "ends after row 0 in the recomputation only"),
    ],
)
def test_parquet_rows_that_differ_are_found(out: Path, tmp_path: Path, rows: list[str], words: str) -> None:
    again = again_of(tmp_path)
    parts(out, ["a", "b"], ["c", "d"])
    parts(again, rows)
    assert files_that_differ(out, again) == [f"return_status: {words}"]


def test_a_value_that_the_other_type_does_not_hold_is_a_difference(out: Path, tmp_path: Path) -> None:
    again = again_of(tmp_path)
    parts(out, ["a" * 200], minutes=pa.uint8())
    parts(again, ["a" * 300])
    assert files_that_differ(out, again) == ["return_status: differs from row 1 on"]


def test_a_part_that_is_no_parquet_is_refused(out: Path, tmp_path: Path) -> None:
    again = again_of(tmp_path)
    parts(out, ["a"])
    parts(again, ["a"])
    (out / "return_status" / "part-0.parquet").write_bytes(b"x")
    with pytest.raises(UnusableInput, match=r"part-0\.parquet: the part cannot be read"):
        files_that_differ(out, again)
