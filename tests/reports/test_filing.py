"""A filed report: what it says, and what of it those may see who may not see people.

Expected values are worked out by hand from `filed_sample`.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pypdfium2
import pytest
from openpyxl import load_workbook
from pydantic import ValidationError
from tests.reports.filed_sample import (
    EXPLANATION,
    NARRATIVE,
    PEOPLE_SHA256,
    SHA256,
    STATEMENT,
    certified,
    content,
    filed,
    person,
)

from dutystation.reports.filing import Filed, as_json, content_from, schema
from dutystation.reports.filing_contents import MOST_PEOPLE_PRINTED, sections
from dutystation.reports.filing_pdf import filing_document, write_filing_pdf
from dutystation.reports.filing_shielded import without_people
from dutystation.reports.filing_workbook import write_filing_workbook
from dutystation.reports.labels import HIDDEN
from dutystation.reports.suppression import hidden_in_a_line

Sheets = dict[str, list[tuple[Any, ...]]]


def for_all(of: dict[str, Any] | None = None) -> Filed:
    """The edition without people."""
    return without_people(filed(of), smallest_published_count=10)


def pages(report: Filed, tmp_path: Path) -> list[str]:
    """The text of each page of the PDF, its white space made even."""
    path = tmp_path / "filing.pdf"
    write_filing_pdf(report, path)
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def sheets(report: Filed, tmp_path: Path) -> Sheets:
    """The cells of each sheet."""
    path = tmp_path / "filing.xlsx"
    write_filing_workbook(report, path)
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def row(sheet: list[tuple[Any, ...]], first: str) -> tuple[Any, ...]:
    """The row that begins with a text."""
    [found] = [cells for cells in sheet if cells[0] == first]
    return found


def test_the_pdf_says_the_share_with_its_bounds_and_who_has_returned(tmp_path: Path) -> None:
    first = pages(filed(), tmp_path)[0]
    assert "80.0% of the hours worked in pay period 2025-02 were worked in person." in first
    assert "Low 78.4%, high 80.4%: 2.0% of the hours are unclassified and could be either." in first
    assert "1,072 on the rolls = 950 returned + 72 not returned + 30 not in duty status + 20 unknown" in first


def test_the_pdf_shows_the_certification_with_its_words_and_the_hash(tmp_path: Path) -> None:
    text = " ".join(pages(filed(), tmp_path))
    assert "filed by hanna (component head, as a delegate) on 18 February 2025 at 14:05 UTC" in text
    assert STATEMENT in text
    assert SHA256 in text
    assert "Report as of 14 February 2025, version 2" in text
    assert "19 February 2025; filed in time." in text


def test_a_late_report_says_by_how_many_days(tmp_path: Path) -> None:
    late = replace(filed(), certification=replace(certified(), days_late=9))
    assert "19 February 2025; filed 9 days late." in pages(late, tmp_path)[0]
    assert "9 days late" in row(sheets(late, tmp_path)["Report"], "On")[1]


def test_every_part_that_the_order_asks_for_is_in_the_pdf(tmp_path: Path) -> None:
    text = " ".join(pages(filed(), tmp_path))
    for said in (
        "In person Low High Unclassified Status Hours known Office only 2025-02 80.0% 78.4% 80.4% 2.0% final "
        "1,000 70.0%",
        "2025-02 700 50 50 100 75 25 150 20",
        "No office space 25 250 21 4 0 0 11 February 2025 3",
        "Protected accommodation 7 70 5 2 0 0 – 0",
        "Requests 19",
        "From the first asking to the decision it took 12.5 business days",
        "TOWER North Tower 30000 120 145 25 10 February 2025",
        "Agreement of the harbour workers, article 12",
        "11 to 30 days ago 2",
        "31 days ago or earlier 0",
        "rejected row not a date 13",
        f"CBP badge events 2025-03 {EXPLANATION}",
        "In-person share, 2025-02, All hours worked, civilians and military 50.0% (30000/60000, 1200) "
        "80.0% (48000/60000, 1200)",
        "Not returned: Protected accommodation 6 7",
        "Two floors of the North Tower are being painted. Seats follow in March; Ada asked first.",
        "time records 5,013 5,000 13 0",
    ):
        assert said in text


def test_the_annex_names_each_person_with_reason_authority_evidence_and_end(tmp_path: Path) -> None:
    annex = pages(filed(), tmp_path)[-1]
    assert "invented-00002 NORTH-1 TOWER routine No office space Paragraph 4(c), lack of space" in annex
    assert "request:2, 2 documents. What the order asks for was found sufficient" in annex
    assert "2025-05-30 80" in annex


def test_every_page_of_the_named_edition_carries_the_mark_twice_and_no_page_of_the_other(
    tmp_path: Path,
) -> None:
    named, others = pages(filed(people=20), tmp_path), pages(for_all(), tmp_path)
    assert len(named) > 4
    assert [page.count("CUI//PRVCY CONTROLLED UNCLASSIFIED INFORMATION") for page in named] == [2] * len(
        named
    )
    assert not any("CUI" in page for page in others)


def test_the_pdf_is_tagged_and_declares_itself_accessible(tmp_path: Path) -> None:
    path = tmp_path / "filing.pdf"
    write_filing_pdf(filed(), path)
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Northern Division: Component report on people not returned"


def test_more_people_than_are_printed_are_all_in_the_workbook(tmp_path: Path) -> None:
    number = MOST_PEOPLE_PRINTED + 3
    report = filed(content(no_reason=number - 32), people=number)
    document = filing_document(report)
    [said, table] = document["annex"]["blocks"][2:]
    assert said["text"].startswith(
        "1,003 people have not returned. The first 1,000 by identifier are printed"
    )
    assert [cells[0] for cells in table["rows"]][-1] == "invented-01000"
    assert sheets(report, tmp_path)["People"][-1][0] == "invented-01003"


def test_a_report_of_zero_is_a_report(tmp_path: Path) -> None:
    made = content(protected=0, no_reason=0, kind="zero", people=0)
    made["bridge"] |= {"not_returned": 0, "on_rolls": 1000, "reasons": {}}
    made["registers"]["exceptions"] = []
    text = " ".join(pages(filed(made, people=0), tmp_path))
    assert "A zero report as of 14 February 2025" in text
    assert "Nobody has the status not returned. This is a report of zero, and a report." in text


def test_a_component_without_hours_gets_no_share(tmp_path: Path) -> None:
    text = " ".join(pages(filed(content(figures=[])), tmp_path))
    assert "No share can be given, for want of classified hours." in text
    assert "No hours worked were delivered; no share can be given." in text


def test_the_workbook_has_numbers_as_numbers_and_everybody_by_name(tmp_path: Path) -> None:
    found = sheets(filed(), tmp_path)
    assert row(found["Shares by pay period"], "2025-02")[1:4] == (0.8, 48_000 / 61_200, 49_200 / 61_200)
    assert row(found["Reasons"], "No office space")[1:7] == (25, 250, 21, 4, 0, 0)
    assert row(found["Report"], "SHA-256 of the content")[1] == SHA256
    assert row(found["Report"], "In these words")[1] == STATEMENT
    assert [cells[0] for cells in found["People"]][1:4] == [f"invented-0000{n}" for n in (1, 2, 3)]
    assert found["People"][1][13:15] == (4_800, 1)
    assert found["CUI banner"][0][0] == "CUI//PRVCY   CONTROLLED UNCLASSIFIED INFORMATION"


def test_the_same_version_gives_the_same_bytes(tmp_path: Path) -> None:
    for write, ending in ((write_filing_pdf, "pdf"), (write_filing_workbook, "xlsx")):
        first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
        write(filed(), first)
        write(filed(), second)
        assert first.read_bytes() == second.read_bytes()


def everything_said(report: Filed, tmp_path: Path) -> str:
    """All texts and numbers of PDF, workbook and JSON."""
    said = [*pages(report, tmp_path), repr(sheets(report, tmp_path)), repr(as_json(report.content))]
    return "\n".join([*said, repr(as_json(report.certification))])


def test_without_people_no_person_no_free_text_and_no_hash_is_anywhere(tmp_path: Path) -> None:
    named, others = everything_said(filed(), tmp_path), everything_said(for_all(), tmp_path)
    for planted in (
        "invented-00001",
        "Ada",
        "asked first",
        NARRATIVE[:20],
        EXPLANATION,
        SHA256,
        PEOPLE_SHA256,
    ):
        assert planted in named
        assert planted not in others


def test_without_people_a_small_protected_count_and_what_would_tell_it_are_hidden(tmp_path: Path) -> None:
    """72 not returned: 25 + 7 + 40. With 7 hidden, 40 is hidden too, since they add up to 47."""
    report = for_all()
    assert report.content.bridge.reasons == {"space": 25, "protected_accommodation": None, "none": None}
    found = sheets(report, tmp_path)["Reasons"]
    assert row(found, "Protected accommodation")[1:7] == (HIDDEN,) * 6
    assert row(found, "No approved reason")[1:7] == (HIDDEN,) * 6
    assert row(found, "No office space")[1:7] == (25, 250, 21, 4, 0, 0)
    assert not any("Protected accommodation 7" in page for page in pages(report, tmp_path))


def test_a_fault_that_is_found_once_for_each_person_without_a_reason_is_hidden_with_them(
    tmp_path: Path,
) -> None:
    """With the 40 of the fault 72 - 25 - 40 would give the 7 on protected grounds."""
    faults = [
        {"kind": "no_reason", "reason": "none", "count": 40},
        {"kind": "not_eligible", "reason": "", "count": 4},
    ]
    report = for_all(content(faults=faults))
    assert [fault.count for fault in report.content.faults] == [None, 4]
    assert row(sheets(report, tmp_path)["Known faults"], "no reason")[:3] == ("no reason", "none", HIDDEN)
    jsonschema.validate(as_json(report.content), schema("content"))
    open_to_all = for_all(content(protected=12, faults=faults))
    assert [fault.count for fault in open_to_all.content.faults] == [40, 4]


def test_without_people_changes_of_single_reasons_are_left_out() -> None:
    assert [change.what for change in for_all().content.changes] == [
        "bridge.returned",
        "figures.in_person_share.2025-02.total",
    ]


def test_a_protected_count_that_is_large_enough_is_shown_and_its_small_parts_are_not() -> None:
    """12 people on protected grounds, 10 approved and 2 pending."""
    shown = for_all(content(protected=12)).content
    assert shown.bridge.reasons == {"space": 25, "protected_accommodation": 12, "none": 40}
    line = shown.registers.exceptions[1]
    assert (line.people, line.approved, line.pending) == (12, None, None)


def test_of_small_numbers_of_accommodations_only_the_requests_are_shown() -> None:
    register = for_all().content.registers.accommodation
    assert (register.requests, register.granted, register.denied) == (19, None, None)
    assert register.median_business_days is None


def test_without_people_distances_are_counted_by_test_and_no_office_is_named() -> None:
    """Three people and two, one of whom would be relocated; with few on protected grounds all are hidden."""
    [line] = for_all().content.registers.distance or ()
    assert (line.reference, line.office) == ("department_facility", "")
    assert (line.people, line.relocation, line.no_relocation) == (5, 1, 0)
    made = content()
    made["bridge"]["reasons"] = {"distance": 5, "protected_accommodation": 7}
    [line] = for_all(made).content.registers.distance or ()
    assert (line.people, line.relocation, line.no_relocation) == (None, None, None)


def test_a_version_from_before_distances_were_counted_says_so() -> None:
    made = content()
    del made["registers"]["distance"]
    [section] = [part for part in sections(filed(made)) if part.heading == "Remote beyond distance"]
    assert section.blocks == ("This version was prepared before distances were counted.",)
    assert for_all(made).content.registers.distance is None


def test_of_few_requests_nothing_is_shown() -> None:
    made = content()
    made["registers"]["accommodation"] |= {"requests": 9}
    assert for_all(made).content.registers.accommodation.requests is None


def test_large_numbers_of_accommodations_are_shown_as_they_are() -> None:
    made = content()
    made["registers"]["accommodation"] |= {
        "requests": 90,
        "granted": 60,
        "alternative": 10,
        "denied": 10,
        "undecided": 10,
        "interim": 0,
        "over_target": 0,
        "over_limit": 10,
    }
    register = for_all(made).content.registers.accommodation
    assert (register.granted, register.median_business_days) == (60, 12.5)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"space": 25, "protected_accommodation": 0, "none": 40}, set()),
        ({"space": 25, "protected_accommodation": 10, "none": 40}, set()),
        ({"space": 25, "protected_accommodation": 9, "none": 40}, {"protected_accommodation", "none"}),
        ({"protected_accommodation": 9, "none": 10}, {"protected_accommodation", "none"}),
        (
            {"protected_accommodation": 1, "none": 9, "pending": 1},
            {"protected_accommodation", "none", "pending"},
        ),
    ],
)
def test_other_reasons_are_hidden_until_they_hold_as_many_people_as_may_be_shown(
    counts: dict[str, int], hidden: set[str]
) -> None:
    assert hidden_in_a_line(counts, smallest_published_count=10) == hidden


def test_the_same_reasons_are_hidden_when_the_protected_count_moves() -> None:
    """Else the reason that the next version shows would tell what this one hides."""
    before = hidden_in_a_line(
        {"protected_accommodation": 3, "none": 40, "space": 70}, smallest_published_count=10
    )
    after = hidden_in_a_line(
        {"protected_accommodation": 9, "none": 40, "space": 12}, smallest_published_count=10
    )
    assert before == after


def test_content_is_described_by_its_schema_in_both_editions() -> None:
    described = schema("content")
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(content(), described)
    jsonschema.validate(as_json(for_all().content), described)
    jsonschema.validate(as_json(person(1)), schema("person"))
    jsonschema.validate(as_json(certified()), schema("certification"))


def test_content_goes_through_the_values_unchanged() -> None:
    """So that its hash, which was certified, can be taken again from what the package holds."""
    assert as_json(content_from(content())) == content()


def test_content_of_another_shape_is_refused() -> None:
    with pytest.raises(ValidationError):
        content_from(content(diagnosis="planted"))
