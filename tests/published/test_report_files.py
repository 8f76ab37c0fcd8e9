"""Contract sections 5 to 8: what the files of a report hold, to the character, and reading them back."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.published.example import publication

from dutystation.published.csv_text import csv_line, read_csv, write_csv
from dutystation.published.json_text import json_lines, json_value
from dutystation.published.numbers import shortest
from dutystation.published.read import read_provenance, read_publication
from dutystation.published.write import write_publication
from dutystation.terms.errors import UnusableInput
from dutystation.terms.publication import Publication


def shuffled(report: Publication) -> Publication:
    """The same report with every list in another order."""
    order = random.Random(7)

    def mixed(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(order.sample(entries, len(entries)))

    assert report.badge is not None
    badge = replace(
        report.badge,
        evidence_counts=mixed(report.badge.evidence_counts),
        occupancy=mixed(report.badge.occupancy),
        utilisation=mixed(report.badge.utilisation),
    )
    return replace(
        report,
        org_units=mixed(report.org_units),
        figures=mixed(report.figures),
        return_bridge=mixed(report.return_bridge),
        unclassified_pairs=mixed(report.unclassified_pairs),
        badge=badge,
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_publication(publication(), tmp_path)
    return tmp_path


@pytest.mark.parametrize("badge", [True, False])
def test_what_was_written_is_read_back_as_equal_values(tmp_path: Path, badge: bool) -> None:  # noqa: FBT001
    write_publication(publication(badge=badge), tmp_path)
    assert read_publication(tmp_path) == publication(badge=badge)
    assert read_provenance(tmp_path) == publication(badge=badge).provenance


def test_without_badge_tables_there_are_no_badge_files(tmp_path: Path) -> None:
    write_publication(publication(badge=False), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "figures.csv",
        "figures.json",
        "org_units.csv",
        "provenance.json",
    ]
    assert "badge_quality" not in (tmp_path / "figures.json").read_text(encoding="utf-8")


def test_the_order_in_which_a_report_holds_its_entries_does_not_matter(out: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    write_publication(shuffled(publication()), again)
    for path in again.iterdir():
        assert path.read_bytes() == (out / path.name).read_bytes()


def test_figures_are_sorted_by_code_unit_period_and_variant_in_utf_8_bytes(out: Path) -> None:
    figures = json.loads((out / "figures.json").read_text(encoding="utf-8"))["figures"]
    keys = [(f["code"], f["org_unit"], f["period"], f["variant"]) for f in figures]
    assert keys == sorted(keys, key=lambda key: tuple(part.encode() for part in key))
    assert [key[1] for key in keys[:8:2]] == ["A", "A1", "D", "É"]


def test_figures_json_has_the_keys_of_the_contract_in_its_order(out: Path) -> None:
    document = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    assert list(document) == [
        "contract",
        "directive",
        "as_of",
        "periods",
        "status_period",
        "figures",
        "return_bridge",
        "unclassified_pairs",
        "badge_quality",
        "evidence_counts",
    ]
    assert document["periods"] == [{"period": "2025-01", "from": "2025-01-12", "to": "2025-01-25"}]
    assert document["figures"][0] == {
        "code": "in_person_share",
        "org_unit": "A",
        "period": "2025-01",
        "variant": "total",
        "numerator": 1260,
        "denominator": 1440,
        "unclassified": 12,
        "value": 0.875,
        "low": 1260 / 1452,
        "high": 1272 / 1452,
        "status": "final",
        "minutes": {
            "office": 1200,
            "other_facility": 0,
            "field": 60,
            "routine": 180,
            "situational": 0,
            "remote": 0,
            "nonwork": 480,
            "unclassified": 12,
        },
    }


def test_the_root_comes_first_in_the_bridge_and_reasons_nobody_has_are_left_out(tmp_path: Path) -> None:
    report = publication()
    first = replace(report.return_bridge[0], reasons={"none": 2, "space": 0, "pending": 1, "disability": 1})
    write_publication(replace(report, return_bridge=(*report.return_bridge[1:], first)), tmp_path)
    bridge = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["return_bridge"]
    assert [line["org_unit"] for line in bridge] == ["D", "A", "É"]
    assert list(bridge[0]["reasons"].items()) == [("disability", 1), ("pending", 1), ("none", 2)]


def test_unclassified_pairs_come_by_minutes_then_rows_then_codes(tmp_path: Path) -> None:
    pair = publication().unclassified_pairs[0]
    pairs = [("01", "b", 1, 5), ("01", "a", 1, 5), ("00", "z", 2, 5), ("99", "", 1, 9)]
    mixed = tuple(
        replace(pair, pay_code=pay, place_code=place, rows=rows, minutes=minutes)
        for pay, place, rows, minutes in pairs
    )
    write_publication(replace(publication(), unclassified_pairs=mixed), tmp_path)
    written = read_publication(tmp_path).unclassified_pairs
    assert [(p.pay_code, p.place_code) for p in written] == [
        ("99", ""),
        ("00", "z"),
        ("01", "a"),
        ("01", "b"),
    ]


def test_provenance_json_has_the_keys_of_the_contract(out: Path) -> None:
    document = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    assert set(document) == {
        "tables",
        "directive",
        "contract",
        "package",
        "engine",
        "started_at",
        "ended_at",
    }
    assert document["tables"]["roster"] == {
        "files": [{"name": "roster.csv", "sha256": "d" * 64, "bytes": 200}],
        "raw": 9,
        "accepted": 8,
        "rejected": {"overlap": 1},
        "excluded": {},
    }
    assert document["package"] == {"name": "dutystation", "version": "1.0.0"}


def test_times_stand_in_no_other_file_than_the_provenance(out: Path) -> None:
    for path in out.iterdir():
        assert (b"10:00:07" in path.read_bytes()) == (path.name == "provenance.json")


def test_figures_csv_holds_the_characters_of_figures_json(out: Path) -> None:
    lines = (out / "figures.csv").read_text(encoding="utf-8").split("\n")
    assert lines[0] == (
        "code,org_unit,period,variant,numerator,denominator,unclassified,value,low,high,status,"
        "minutes_office,minutes_other_facility,minutes_field,minutes_routine,minutes_situational,"
        "minutes_remote,minutes_nonwork,minutes_unclassified"
    )
    # 1,260 ÷ 1,452 and 1,272 ÷ 1,452
    assert lines[1] == (
        "in_person_share,A,2025-01,total,1260,1440,12,0.875,0.8677685950413223,0.8760330578512396,final,"
        "1200,0,60,180,0,0,480,12"
    )
    assert lines[3] == (
        "in_person_share,A1,2025-01,total,1,100000,0,0.00001,0.00001,0.00001,final,1,0,0,99999,0,0,0,0"
    )
    assert lines[7].startswith("in_person_share,É,2025-01,total,0,0,120,,0.0,1.0,provisional,")
    assert lines[-2] == "uncorroborated_rate,É,all,total,0,0,0,,,,no_days,,,,,,,,"
    assert lines[-1] == ""
    in_json = (out / "figures.json").read_text(encoding="utf-8")
    assert '"value": 0.00001, "low": 0.00001, "high": 0.00001' in in_json
    assert '"value": null, "low": 0.0, "high": 1.0' in in_json


def test_building_tables_hold_dates_empty_cells_and_area_as_delivered(out: Path) -> None:
    assert (out / "occupancy.csv").read_text(encoding="utf-8") == (
        "facility,local_date,people,seats,usable_sqft\n"
        "HQ,2025-01-13,4,100,15000.50\n"
        "HQ,2025-01-14,5,100,15000.50\n"
        "Lab,2025-01-13,1,,\n"
    )
    assert (out / "utilisation.csv").read_text(encoding="utf-8") == (
        "facility,measure,from,to,occupancy,usable_sqft,utilisation\n"
        "HQ,gsa_weekdays,2025-01-12,2025-01-25,0.9,15000.50,0.0089997\n"
        "HQ,statute_40h,2024-12-20,2025-02-19,0.0,15000.50,0.0\n"
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.0, "1.0"),
        (0.0, "0.0"),
        (0.1, "0.1"),
        (1 / 3, "0.3333333333333333"),
        (0.00001, "0.00001"),
        (1e-7, "0.0000001"),
        (1.5e-9, "0.0000000015"),
        (1e22, "10000000000000000000000.0"),
        (150.0, "150.0"),
    ],
)
def test_a_ratio_has_the_shortest_digits_with_a_point_and_no_exponent(number: float, text: str) -> None:
    assert shortest(number) == text
    assert json_value(number) == text
    assert json_value({"e-": number}) == '{"e-": ' + text + "}"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_ratio_reads_back_the_same(number: float) -> None:
    assert float(shortest(number)) == number
    assert json.loads(json_value(number)) == number


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_never_published(number: float) -> None:
    for write in (shortest, json_value):
        with pytest.raises(ValueError):
            write(number)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("plain", "plain"),
        ("", ""),
        (" blanks around ", " blanks around "),
        ("tab\there", "tab\there"),
        ("it's", "it's"),
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
        ("two\nlines", '"two\nlines"'),
        ("carriage\rreturn", '"carriage\rreturn"'),
        ("\u2028", "\u2028"),
        ("#;=+-@", "#;=+-@"),
    ],
)
def test_a_cell_is_quoted_only_for_comma_quote_and_line_ends(cell: str, text: str) -> None:
    assert csv_line([cell, "x"]) == f"{text},x\n"
    assert csv_line(["x", cell]) == f"x,{text}\n"


@given(st.lists(st.lists(st.text(alphabet='a,"\n\r \té'), min_size=2, max_size=4), min_size=1, max_size=5))
def test_csv_reads_back_the_same(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        write_csv(path, rows[0], rows[1:])
        assert list(read_csv(path)) == rows
        assert path.read_bytes() == "".join(map(csv_line, rows)).encode()


def test_json_has_one_entry_of_a_list_per_line_and_reads_back_the_same() -> None:
    document = {
        "a": 1,
        "list": [{"x": 1, "y": [1e-9]}, {"é": "\u2028\n"}],
        "none": [],
        "o": {"t": {"k": 0.5}},
    }
    text = "".join(json_lines(document))
    assert json.loads(text) == document
    assert text == (
        "{\n"
        '  "a": 1,\n'
        '  "list": [\n'
        '    {"x": 1, "y": [0.000000001]},\n'
        '    {"é": "\u2028\\n"}\n'
        "  ],\n"
        '  "none": [],\n'
        '  "o": {\n'
        '    "t": {"k": 0.5}\n'
        "  }\n"
        "}\n"
    )
    assert "".join(json_lines({})) == "{}\n"


def refusal(folder: Path) -> str:
    with pytest.raises(UnusableInput) as caught:
        read_publication(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_that_is_no_report_is_refused(tmp_path: Path) -> None:
    remedy = "Give the folder that `dutystation report` wrote (its --out)."
    assert refusal(tmp_path / "x") == f"{tmp_path / 'x'}: there is no such folder. {remedy}"
    assert refusal(tmp_path) == f"{tmp_path}: it holds no figures.json, so it is no report folder. {remedy}"


BROKEN = [
    (
        "figures.json",
        '"contract": 1',
        '"contract": 2',
        "it follows contract version 2, and this program reads",
    ),
    (
        "figures.json",
        '"numerator": 1260',
        '"numerator": "x"',
        "entry 1, numerator is 'x' where a whole number",
    ),
    (
        "figures.json",
        '"status": "final"',
        '"status": "fine"',
        "status is 'fine' where one of final, provisional",
    ),
    ("figures.json", '"value": 0.875', '"value": NaN', "the file is not JSON (NaN is no number of JSON)"),
    ("figures.json", '"as_of": "2025-', '"as_of": "soon', "as_of is 'soon02-19' where a date such as"),
    ("figures.json", '"office": 1200, ', "", "minutes, office is missing where a whole number is expected"),
    ("figures.json", "{", "[", "the file is not JSON"),
    ("provenance.json", '"raw": 9', '"raw": true', "raw is True where a whole number is expected"),
    ("occupancy.csv", "HQ,2025-01-13,4", "HQ,2025-01-13,four", "people is 'four' where a whole number"),
    ("occupancy.csv", "facility,", "building,", "line 1: its header is not facility,local_date,people"),
    ("utilisation.csv", ",0.9,", ",0.9,,", "line 2: it has 8 cells where 7 are expected"),
    ("org_units.csv", "Agency", '"Agency', "the file is not CSV in UTF-8"),
]


@pytest.mark.parametrize(("name", "part", "other", "words"), BROKEN)
def test_a_report_that_was_edited_into_nonsense_is_refused(
    out: Path, name: str, part: str, other: str, words: str
) -> None:
    text = (out / name).read_text(encoding="utf-8")
    assert part in text
    (out / name).write_text(text.replace(part, other, 1), encoding="utf-8")
    assert str(out / name) in refusal(out)
    assert words in refusal(out)


@pytest.mark.parametrize("name", ["org_units.csv", "occupancy.csv", "utilisation.csv"])
def test_a_missing_file_of_a_report_is_named(out: Path, name: str) -> None:
    (out / name).unlink()
    assert refusal(out).startswith(f"{out / name}: the file is missing.")
