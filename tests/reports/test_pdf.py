"""The printed report: accessible, complete, the same twice, and about no person."""

from __future__ import annotations

import functools
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import typst
from tests.reports.invented import NAMES, ORDER, bridge_line, empty, publication

from dutystation.reports.buildings import A_QUESTION
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.contents import Section, sections
from dutystation.reports.front_page import front_page
from dutystation.reports.pdf import pdf_bytes, report_document, write_pdf
from dutystation.reports.pictures import Picture
from dutystation.reports.printable import PRINTED, printable
from dutystation.reports.table import Table
from dutystation.terms.figure import FigureCode
from dutystation.terms.ground import REASONS
from dutystation.terms.publication import Publication

SMALL = publication(number_of_periods=3, facilities=2)


@pytest.fixture(scope="module")
def small() -> bytes:
    return pdf_bytes(SMALL, ORDER)


@functools.cache
def pages_of(pdf: bytes) -> tuple[str, ...]:
    """The text of each page, its white space made even."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))


def root_of(pdf: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]


@functools.cache
def structure_of(pdf: bytes) -> list[dict[str, Any]]:
    """Every element of the tree that a screen reader walks, in its order."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict) and ("/S" in node or "/K" in node):
            found.append(node)
            walk(node.get("/K", []))

    walk(root_of(pdf)["/StructTreeRoot"])
    return found


@functools.cache
def small_blocks() -> tuple[object, ...]:
    return tuple(block for section in sections(Consolidated(SMALL, ORDER)) for block in section.blocks)


def words_of(report: Publication) -> str:
    """Everything printed but the pictures' drawings, without setting it in type."""
    consolidated = Consolidated(report, ORDER)
    return repr(front_page(consolidated)) + repr(sections(consolidated))


def test_the_report_is_tagged_and_declares_pdf_ua(small: bytes) -> None:
    root = root_of(small)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", xmp)


def test_the_report_has_its_title_and_no_date_but_the_as_of_date(small: bytes) -> None:
    about: Any = pypdf.PdfReader(io.BytesIO(small)).metadata
    assert about["/Title"] == "Return to duty station"
    assert about["/CreationDate"].startswith("D:20250219")


def test_every_picture_says_in_words_what_it_shows(small: bytes) -> None:
    pictures = [element for element in structure_of(small) if element.get("/S") == "/Figure"]
    drawn = [block for block in small_blocks() if isinstance(block, Picture)]
    assert len(pictures) >= len(drawn) + 1  # and the one on the front page
    assert all(len(str(element["/Alt"])) > 40 for element in pictures)


def test_every_table_has_its_headings_as_headings(small: bytes) -> None:
    kinds = [str(element.get("/S")) for element in structure_of(small)]
    columns = sum(len(block.columns) for block in small_blocks() if isinstance(block, Table))
    assert kinds.count("/THead") == sum(isinstance(block, Table) for block in small_blocks())
    assert kinds.count("/TH") == columns


def test_the_first_page_has_the_order_the_headline_the_bridge_and_what_is_unknown(small: bytes) -> None:
    text = pages_of(small)[0]
    figure = Consolidated(SMALL, ORDER).figure("DEPT", period="2025-02")
    assert figure is not None and figure.value is not None and figure.low is not None
    assert ORDER.policy_sentence in text
    assert f"{figure.value:.1%} of the hours worked in pay period 2025-02" in text
    assert f"Low {figure.low:.1%}, high {figure.high:.1%}" in text
    assert f"Status: {figure.status}" in text
    line = SMALL.return_bridge[0]
    assert f"{line.on_rolls:,} on the rolls = {line.returned:,} returned + " in text
    assert f"{line.unknown:,} people" in text
    assert "Component report on people not returned: 19 February 2025" in text


def test_the_sections_come_in_the_order_of_reading(small: bytes) -> None:
    headings = [section.heading for section in sections(Consolidated(SMALL, ORDER))]
    outline = pypdf.PdfReader(io.BytesIO(small)).outline
    bookmarks = [str(entry.title) for entry in outline if not isinstance(entry, list)]
    assert [title for title in bookmarks if title in headings] == headings


def test_a_cited_figure_is_never_printed_without_what_it_measures(small: bytes) -> None:
    text = text_of(small)
    for sentence in ORDER.cited_figures:
        assert sentence in text
    assert text.count("28.9%") == 1


def test_an_uncorroborated_day_is_called_a_question(small: bytes) -> None:
    assert A_QUESTION in text_of(small)


def test_small_protected_counts_are_in_no_table_picture_or_alternative_text() -> None:
    reasons = {"disability": 4, "medical": 3, "space": 61, "none": 83}
    report = replace(
        publication(NAMES[:1], number_of_periods=1, badge=False),
        return_bridge=(bridge_line("DEPT", reasons), bridge_line("AIR", reasons)),
    )
    section = next(s for s in sections(Consolidated(report, ORDER)) if s.heading.startswith("Why"))
    picture, table = _picture_and_table(section)
    assert [row[2:] for row in table.rows] == [(61, "s", "s"), (61, "s", "s")]
    assert "Protected accommodation s" in picture.alternative
    drawn = [row for rows in picture.spec["datasets"].values() for row in rows]
    assert [row["people"] for row in drawn] == [61, None, None]
    assert not re.search(r"\b(7|83|86|90)\b", picture.alternative + repr(list(table.rows)) + repr(drawn))


def test_the_reasons_are_merged_before_they_are_printed(small: bytes) -> None:
    text = text_of(small)
    assert "Protected accommodation" in text
    assert not re.search(r"\b(Disability|Medical|Religious)\b(?! and| grounds|,)", text)


def test_no_person_is_in_the_report() -> None:
    # A publication has no field for persons; what could slip in are the names of row-level files.
    words = words_of(SMALL)
    assert "return_status.csv" not in words
    assert "evidence.csv" not in words
    assert "intervals" not in words


def test_rates_and_coverage_stand_in_one_table() -> None:
    tables = [b for b in small_blocks() if isinstance(b, Table) and "badge events" in b.title]
    assert tables
    for table in tables:
        headings = [column.heading for column in table.columns]
        assert headings[-2:] == ["Coverage", "Rate"]


def test_without_badge_events_the_report_says_so() -> None:
    words = words_of(publication(badge=False, number_of_periods=1))
    assert "No badge events were delivered." in words
    assert FigureCode.UNCORROBORATED_RATE not in words


def test_a_department_without_hours_or_people_has_a_report() -> None:
    text = text_of(pdf_bytes(empty(), ORDER))
    assert "No share can be given for the hours worked in all pay periods delivered" in text
    assert "Nobody is on the rolls." in text
    assert "No pay period has accepted time records." in text


def test_one_component_and_one_period_have_a_report() -> None:
    report = publication(NAMES[:1], number_of_periods=1, badge=False)
    assert "The department by pay period" in words_of(report)


def test_more_units_than_a_picture_has_room_for_are_all_in_the_tables() -> None:
    many = publication([(f"C{n:02}", f"Component {n}") for n in range(60)], number_of_periods=2, facilities=1)
    words = words_of(many)
    assert "The first 36 of 61 units." in words
    for false in ("No hours worked were delivered", "Nobody is on the rolls", "No in-person day was claimed"):
        assert false not in words
    tables = [b for s in sections(Consolidated(many, ORDER)) for b in s.blocks if isinstance(b, Table)]
    with_all = {t.title for t in tables if "C59" in {row[0] for row in t.rows}}
    assert len(with_all) == 6, "shares and evidence of two spans, the bridge and the reasons"


def test_odd_ids_and_names_are_printed_as_text() -> None:
    odd = (
        ("<b>*x*#$@'\"\\`_[", "#let $x$ *bold* @ref // \U0001f600"),
        ("\x00\x01\x7f", "\u202e\u05e9\u05dc\u05d5\u05dd\u2066 \u0645\u0631\u062d\u0628\u0627\u2028"),
        ("L" * 200, "tab\tnew\nline " + "word" * 120),
    )
    text = text_of(pdf_bytes(publication(odd, number_of_periods=1, badge=False), ORDER))
    assert "<b>*x*#$@'\"\\`_[" in text
    assert "#let $x$ *bold* @ref // [U+1F600]" in text
    assert "[U+202E]" in text
    assert "[U+0001]" in text


def test_every_character_that_is_said_to_be_printed_can_be() -> None:
    every = "".join(chr(n) for first, last in PRINTED for n in range(ord(first), ord(last) + 1))
    assert printable(every) == every
    source = (
        b'#set document(title: "x")\n#set text(lang: "en", font: "Libertinus Serif")\n#title()\n'
        b'#sys.inputs.it #text(font: "DejaVu Sans Mono", sys.inputs.it)'
    )
    spaced = " ".join(every)
    assert typst.compile(
        source, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, sys_inputs={"it": spaced}
    )


def test_the_same_publication_gives_the_same_bytes(small: bytes, tmp_path: Path) -> None:
    write_pdf(SMALL, ORDER, tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes() == small


def test_a_long_table_may_be_broken_and_a_short_one_is_not() -> None:
    document = report_document(Consolidated(empty(), ORDER))
    tables = [b for s in document["sections"] for b in s["blocks"] if b["kind"] == "table"]
    whole = {table["title"]: table["whole"] for table in tables}
    assert whole["Rows delivered"]
    assert not whole[""], "the definitions"


def test_the_columns_of_the_reasons_fit_on_the_page_whatever_the_counts() -> None:
    many = dict.fromkeys(REASONS, 24_000)
    report = replace(
        publication(NAMES[:1], number_of_periods=1, badge=False),
        return_bridge=(bridge_line("DEPT", many), bridge_line("A" * 100, many)),
    )
    document = report_document(Consolidated(report, ORDER))
    (table,) = (b for s in document["sections"] for b in s["blocks"] if b.get("turned"))
    assert len(table["columns"]) == 16
    assert sum(column["width"] for column in table["columns"]) * table["size"] <= 504  # points of 7 inches
    assert all(len(part) <= 12 for part in table["rows"][1][0].split("\u200b"))


def _picture_and_table(section: Section) -> tuple[Picture, Table]:
    picture, table = section.blocks
    assert isinstance(picture, Picture) and isinstance(table, Table)
    return picture, table
