"""Domain rules 10.20, 10.21 and 10.29: what a release shows, what it never holds, and what it moves."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.reports.invented import NAMES, ORDER, bridge_line, publication

from dutystation.publication.earlier import EarlierRelease, read_release
from dutystation.publication.release import Release, release_of
from dutystation.publication.restatements import UNEXPLAINED, Causes
from dutystation.publication.site import write_release
from dutystation.publication.withheld import NOTHING_WITHHELD, Withheld, read_withheld
from dutystation.publication.write import write_data
from dutystation.reports.suppression import OWN_STAFF
from dutystation.terms.errors import Refused, UnusableInput
from dutystation.terms.ground import PROTECTED
from dutystation.terms.publication import Publication
from dutystation.terms.series_break import SeriesBreak
from dutystation.terms.telework import TeleworkLine

FIRST_DAY, SECOND_DAY = date(2025, 3, 1), date(2025, 4, 1)
REPORT = publication(number_of_periods=2)


def with_reasons(**components: Mapping[str, int]) -> Publication:
    """The invented department with these people not returned."""
    given = {code: components.get(code, {"none": 30}) for code, _ in NAMES}
    total: dict[str, int] = {}
    for reasons in given.values():
        for reason, people in reasons.items():
            total[reason] = total.get(reason, 0) + people
    lines = [bridge_line(code, reasons) for code, reasons in given.items()]
    department = replace(bridge_line("DEPT", total), returned=500, on_rolls=500 + sum(total.values()))
    return replace(REPORT, return_bridge=(department, *lines))


def released(
    report: Publication = REPORT,
    *earlier: EarlierRelease,
    on: date = FIRST_DAY,
    withheld: Withheld = NOTHING_WITHHELD,
    causes: Causes = UNEXPLAINED,
    reasons: bool = True,
) -> Release:
    return release_of(
        report,
        ORDER,
        released_on=on,
        earlier=earlier,
        withheld=withheld,
        causes=causes,
        with_reasons=reasons,
    )


def written(folder: Path, release: Release) -> Path:
    """The data of a release; drawing its pages takes a second."""
    folder.mkdir()
    write_data(release, folder)
    return folder


def with_pages(folder: Path, release: Release) -> Path:
    folder.mkdir()
    write_release(release, folder)
    return folder


def everything(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


def document(folder: Path, name: str = "release.json") -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


SMALL = with_reasons(AIR={"disability": 2, "medical": 1, "none": 40}, BORDER={"medical": 30, "none": 60})


def test_a_release_fits_the_schemas_it_carries(tmp_path: Path) -> None:
    again = read_release(written(tmp_path / "one", released(SMALL)))
    moved = replace(SMALL, return_bridge=with_reasons(AIR={"none": 44}).return_bridge)
    two = written(tmp_path / "two", released(moved, again, on=SECOND_DAY, causes=Causes("AIR sent more.")))
    line = TeleworkLine("DEPT", 9, 8, 2, 3, 1, 0, 2, 1, 23)
    counted = release_of(REPORT, ORDER, released_on=FIRST_DAY, telework=[line])
    for folder in (tmp_path / "one", two, written(tmp_path / "counted", counted)):
        for name in ("release", "figures"):
            schema = document(folder, f"{name}.schema.json")
            Draft202012Validator.check_schema(schema)
            assert not list(Draft202012Validator(schema).iter_errors(document(folder, f"{name}.json")))


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = with_pages(tmp_path / "one", released()), with_pages(tmp_path / "two", released())
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in two.iterdir()
    }


def test_a_small_protected_count_is_in_no_file_and_what_it_follows_from_is_hidden_too(
    tmp_path: Path,
) -> None:
    folder = with_pages(tmp_path / "one", released(SMALL))
    lines = {line["org_unit"]: line["counts"] for line in document(folder)["reasons"]}
    assert lines["AIR"][PROTECTED] is None
    assert lines["AIR"]["none"] is None
    assert lines["COAST"] == dict.fromkeys(lines["COAST"], 0) | {"none": 30}
    assert f"AIR,{PROTECTED},\n" in (folder / "reasons.csv").read_text(encoding="utf-8")
    text = everything(folder)
    assert not [word for word in ('"disability"', '"medical"', '"religious"') if word in text]


def test_units_below_components_badge_detail_files_and_hashes_are_in_no_release(tmp_path: Path) -> None:
    text = everything(with_pages(tmp_path / "one", released()))
    for absent in (
        "AIR-1",
        "uncorroborated",
        "roster.csv",
        "5e" * 32,
        ORDER.name + ".yaml",
        "d1" * 32,
        "2025-02-19T15",
    ):
        assert absent not in text, absent
    assert "AIR" in text


def test_a_withheld_facility_and_component_are_named_nowhere_and_counted_in_the_department(
    tmp_path: Path,
) -> None:
    release = released(withheld=Withheld(frozenset({"RIVER", "STORM"}), frozenset({"HQ001"})))
    folder = with_pages(tmp_path / "one", release)
    text = everything(folder)
    for absent in ("RIVER", "STORM", "Storm Relief", "HQ001"):
        assert absent not in text.replace("\n".join(ORDER.cited_figures), ""), absent
    assert document(folder)["withheld"] == {"components": 2, "facilities": 1}
    assert document(folder)["return_bridge"][0]["on_rolls"] == REPORT.return_bridge[0].on_rolls
    assert "2 components and 1 facility" in (folder / "index.html").read_text(encoding="utf-8")


def test_one_component_alone_cannot_be_withheld_because_it_follows_by_subtraction() -> None:
    """The invented department has staff of its own; without them the one left out would be the rest."""
    report = with_reasons()
    with pytest.raises(Refused, match=r"STORM would follow from the department's figures by subtraction"):
        released(report, withheld=Withheld(frozenset({"STORM"})))
    released(report, withheld=Withheld(frozenset({"STORM", "RIVER"})))


def test_a_misspelt_id_is_refused_and_withholds_nothing_in_silence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"STROM: the report has no such component"):
        released(withheld=Withheld(frozenset({"STROM", "AIR"})))
    listed = tmp_path / "withheld.yaml"
    listed.write_text("components: [STORM, RIVER]\nfacilities: ['HQ001']\n", encoding="utf-8")
    assert read_withheld(listed) == Withheld(frozenset({"STORM", "RIVER"}), frozenset({"HQ001"}))
    listed.write_text("units: [STORM]\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"Give the keys components and facilities"):
        read_withheld(listed)


def test_a_correction_lists_each_number_it_moves_with_the_reason_and_keeps_the_register(
    tmp_path: Path,
) -> None:
    one = read_release(written(tmp_path / "one", released(with_reasons(AIR={"none": 40}))))
    corrected = with_reasons(AIR={"none": 38, "space": 2})
    second = released(corrected, one, on=SECOND_DAY, causes=Causes("decisions of AIR: delivered anew."))
    assert second.name == "2025-02-19-2"
    assert [(m.what, m.org_unit, m.before, m.after, m.why) for m in second.register] == [
        ("reason:space", "DEPT", "0", "2", "decisions of AIR: delivered anew."),
        ("reason:none", "DEPT", "160", "158", "decisions of AIR: delivered anew."),
        ("reason:space", "AIR", "0", "2", "decisions of AIR: delivered anew."),
        ("reason:none", "AIR", "40", "38", "decisions of AIR: delivered anew."),
    ]
    two = read_release(written(tmp_path / "two", second))
    third = released(corrected, one, two, on=date(2025, 5, 1))
    assert third.register == second.register
    assert (third.name, third.earlier) == ("2025-02-19-3", ("2025-02-19-1", "2025-02-19-2"))


def test_a_number_that_moved_without_a_reason_is_not_released(tmp_path: Path) -> None:
    one = read_release(written(tmp_path / "one", released(with_reasons(AIR={"none": 40}))))
    with pytest.raises(Refused, match=r"4 published numbers have moved since release 2025-02-19-1"):
        released(with_reasons(AIR={"none": 38, "space": 2}), one, on=SECOND_DAY)


def test_a_reason_that_names_a_withheld_component_is_not_published(tmp_path: Path) -> None:
    """Senders are often components, and the register says who delivered anew."""
    left_out = Withheld(frozenset({"RIVER", "STORM"}))
    before, now = with_reasons(AIR={"none": 40}), with_reasons(AIR={"none": 38, "space": 2})
    one = read_release(written(tmp_path / "one", released(before, withheld=left_out)))
    with pytest.raises(Refused, match=r"names STORM, which this release leaves out"):
        released(
            now, one, on=SECOND_DAY, withheld=left_out, causes=Causes("decisions of STORM: delivered since.")
        )
    released(now, one, on=SECOND_DAY, withheld=left_out, causes=Causes("STORMS kept us in."))


def test_a_share_that_moved_is_told_with_its_minutes_and_the_reason_of_its_own(tmp_path: Path) -> None:
    one = read_release(written(tmp_path / "one", released()))
    at = next(n for n, f in enumerate(REPORT.figures) if (f.code, f.org_unit) == ("in_person_share", "AIR"))
    figure = REPORT.figures[at]
    moved = replace(figure, numerator=1, denominator=4, value=0.25)
    report = replace(REPORT, figures=(*REPORT.figures[:at], moved, *REPORT.figures[at + 1 :]))
    key = (figure.code.value, figure.org_unit, figure.period, figure.variant.value)
    (entry,) = released(report, one, on=SECOND_DAY, causes=Causes("", {key: "AIR sent hours."})).register
    assert entry.why == "AIR sent hours."
    assert entry.after == f"0.25 (1 of 4, {figure.unclassified} unclassified)"
    assert entry.before.endswith(
        f"({figure.numerator} of {figure.denominator}, {figure.unclassified} unclassified)"
    )


def test_telework_is_published_by_bin_but_for_components_that_are_withheld(tmp_path: Path) -> None:
    def telework(unit: str, regular: int) -> TeleworkLine:
        return TeleworkLine(unit, 100, 90, 10, regular, 5, 5, 79 - regular, 1, 400)

    lines = [telework("DEPT", 40), *(telework(code, 8) for code, _ in NAMES)]
    left_out = Withheld(frozenset({"RIVER", "STORM"}))
    first = release_of(REPORT, ORDER, released_on=FIRST_DAY, withheld=left_out, telework=lines)
    folder = with_pages(tmp_path / "one", first)
    assert [line["org_unit"] for line in document(folder)["telework"]] == ["DEPT", "AIR", "BORDER", "COAST"]
    assert "AIR,100,90,10,8,5,5,71,1,400\n" in (folder / "telework_bins.csv").read_text(encoding="utf-8")
    assert "How often people telework" in (folder / "hours.html").read_text(encoding="utf-8")
    second = release_of(
        REPORT,
        ORDER,
        released_on=SECOND_DAY,
        withheld=left_out,
        telework=[lines[0], telework("AIR", 9), *lines[2:]],
        earlier=[read_release(folder)],
        causes=Causes("AIR sent more."),
    )
    assert [(m.what, m.org_unit, m.before, m.after) for m in second.register] == [
        ("telework:regular", "AIR", "8", "9"),
        ("telework:never", "AIR", "71", "70"),
    ]


def test_a_series_break_is_told_and_not_the_name_of_a_component_that_is_left_out(tmp_path: Path) -> None:
    """Pay periods begin on 26 January and 9 February; RIVER breaks between them, all others long before."""
    breaks = (
        SeriesBreak(date(2023, 3, 12), "", "Remote hours are apart.", "paragraph 9"),
        SeriesBreak(date(2025, 2, 9), "RIVER", "RIVER came later.", "paragraph 9 on RIVER"),
    )
    order = replace(ORDER, series_breaks=breaks)
    lines = [TeleworkLine(code, 9, 9, 9, 0, 0, 0, 0, 0, 9) for code in ("DEPT", "AIR")]
    left_out = Withheld(frozenset({"RIVER", "STORM"}))
    release = release_of(REPORT, order, released_on=FIRST_DAY, withheld=left_out, telework=lines)
    folder = with_pages(tmp_path / "one", release)
    hours, definitions = (
        (folder / page).read_text(encoding="utf-8") for page in ("hours.html", "definitions.html")
    )
    assert "Series break on 9 February 2025: In a part of the department" in hours
    assert "a day of remote work counts as a telework day" in hours
    assert "12 March 2023: Remote hours are apart." in definitions
    assert "12 March 2023" not in hours
    assert "RIVER" not in everything(folder)


def test_the_page_of_restatements_gives_each_reason_once_above_what_it_moved(tmp_path: Path) -> None:
    one = read_release(written(tmp_path / "one", released(with_reasons(AIR={"none": 40}))))
    corrected = with_reasons(AIR={"none": 38, "space": 2})
    second = released(corrected, one, on=SECOND_DAY, causes=Causes("AIR sent more."))
    folder = with_pages(tmp_path / "two", second)
    page = (folder / "restatements.html").read_text(encoding="utf-8")
    assert "<h2>Release 2025-02-19-2 instead of 2025-02-19-1, 1 April 2025</h2>" in page
    assert page.count("AIR sent more.") == 1
    assert "reason:space" in page


def test_in_a_release_of_a_later_day_only_periods_that_had_ended_can_be_restated(tmp_path: Path) -> None:
    one = read_release(written(tmp_path / "one", released(with_reasons(AIR={"none": 40}))))
    later = replace(with_reasons(AIR={"none": 20}), as_of=date(2025, 3, 19))
    release = released(later, one, on=SECOND_DAY)
    assert (release.name, release.register) == ("2025-03-19-1", ())


def test_what_was_hidden_stays_hidden_and_is_told_as_not_shown(tmp_path: Path) -> None:
    one = read_release(written(tmp_path / "one", released(SMALL)))
    many = with_reasons(AIR={"disability": 12, "none": 31}, BORDER={"medical": 30, "none": 60})
    second = released(many, one, on=SECOND_DAY, causes=Causes("AIR decided."))
    assert second.reasons is not None
    lines = {line.org_unit: line.counts for line in second.reasons}
    assert lines["AIR"][PROTECTED] is None
    assert not [m for m in second.register if (m.what, m.org_unit) == (f"reason:{PROTECTED}", "AIR")]


def test_a_count_that_follows_from_an_earlier_release_is_released_without_the_table_alone(
    tmp_path: Path,
) -> None:
    """AIR had 12 people on protected grounds and now 9, and nothing else of its line has moved."""
    before = with_reasons(AIR={"medical": 12, "none": 40}, BORDER={"medical": 30, "none": 60})
    now = with_reasons(AIR={"medical": 9, "none": 40}, BORDER={"medical": 30, "none": 60})
    one = read_release(written(tmp_path / "one", released(before)))
    with pytest.raises(Refused, match=r"Protected accommodation of AIR: .*--without-reasons"):
        released(now, one, on=SECOND_DAY, causes=Causes("AIR decided."))
    second = released(now, one, on=SECOND_DAY, causes=Causes("AIR decided."), reasons=False)
    folder = written(tmp_path / "two", second)
    assert document(folder)["reasons"] is None
    assert not (folder / "reasons.csv").exists()
    assert not [m for m in second.register if m.what.startswith("reason:")]


def test_a_release_that_names_other_components_cannot_be_compared(tmp_path: Path) -> None:
    one = read_release(written(tmp_path / "one", released(with_reasons())))
    with pytest.raises(Refused, match=r"names other components than this one would: RIVER, STORM"):
        released(with_reasons(), one, withheld=Withheld(frozenset({"RIVER", "STORM"})))


def test_the_departments_own_staff_is_a_line_of_its_own() -> None:
    release = released()
    assert release.reasons is not None
    assert [line.org_unit for line in release.reasons][:2] == ["DEPT", OWN_STAFF]


class _Outline(HTMLParser):
    """What of a page can be checked without a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_pages_have_one_heading_captions_scopes_alternatives_and_nothing_from_elsewhere(
    tmp_path: Path,
) -> None:
    folder = with_pages(tmp_path / "one", released(SMALL))
    pages = sorted(folder.glob("*.html"))
    assert len(pages) == 7
    for path in pages:
        outline = _Outline()
        outline.feed(path.read_text(encoding="utf-8"))
        tags = [tag for tag, _ in outline.tags]
        assert tags.count("h1") == tags.count("main") == tags.count("title") == 1, path
        assert tags.count("caption") == tags.count("table"), path
        assert all(a.get("scope") in {"col", "row"} for tag, a in outline.tags if tag == "th"), path
        assert all(a.get("alt") for tag, a in outline.tags if tag == "img"), path
        assert not {"script", "style", "iframe"} & set(tags), path
        for _, attributes in outline.tags:
            for name in ("href", "src"):
                where = (attributes.get(name) or "").partition("#")[0]
                assert not where or (folder / where).is_file(), (path, where)


def test_pictures_are_drawn_for_a_screen_with_letters_that_readers_have(tmp_path: Path) -> None:
    folder = with_pages(tmp_path / "one", released(SMALL))
    drawings = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.svg"))]
    assert drawings
    for drawing in drawings:
        [(width, drawn)] = re.findall(r'^<svg[^>]* width="([\d.]+)"[^>]* viewBox="0 0 ([\d.]+) ', drawing)
        assert float(width) == 1.5 * float(drawn)  # 16 points where a printed picture has 11
        assert set(re.findall('font-family="([^"]*)"', drawing)) == {"Helvetica, Arial, sans-serif"}


def test_a_name_of_a_unit_is_never_markup(tmp_path: Path) -> None:
    units = tuple(
        replace(unit, name="<script>Air</script>") if unit.org_unit == "AIR" else unit
        for unit in REPORT.org_units
    )
    page = with_pages(tmp_path / "one", released(replace(REPORT, org_units=units))) / "people.html"
    assert "<script>" not in page.read_text(encoding="utf-8")


def test_a_folder_that_is_no_release_and_a_broken_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"so it is no release"):
        read_release(tmp_path)
    folder = written(tmp_path / "one", released())
    broken = document(folder)
    broken["reasons"][0]["counts"][PROTECTED] = "some"
    (folder / "release.json").write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"a whole number"):
        read_release(folder)
