"""Domain rules 10.6 and 10.21: the department is what was filed, added up; who is missing is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.publication.filed_reports import AS_OF, consolidated, content, filed, minutes, own
from tests.reports.invented import ORDER, publication

from dutystation.publication.consolidation import (
    Consolidation,
    Missing,
    filed_report,
    own_run,
    parts_moved,
    shares_moved,
)
from dutystation.publication.consolidation_document import consolidation_of, document_of, publication_of
from dutystation.publication.earlier import EarlierRelease, read_release
from dutystation.publication.release import Release, release_of
from dutystation.publication.restatements import Causes
from dutystation.publication.site import write_release
from dutystation.publication.withheld import NOTHING_WITHHELD, Withheld
from dutystation.published.canonical import canonical
from dutystation.terms.errors import Refused, UnusableInput
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.terms.place import ALL_PLACES

SOUTH_MISSING = Missing("SOUTH", "Southern Division", "open", AS_OF)


def share(found: Consolidation, unit: str = "RIVERS", period: str = "all") -> Figure:
    named = (FigureCode.IN_PERSON_SHARE, unit, period, Variant.TOTAL)
    return next(f for f in found.figures if (f.code, f.org_unit, f.period, f.variant) == named)


def test_ninety_of_a_hundred_and_ten_of_nine_hundred_are_ten_percent() -> None:
    north = filed("NORTH", {"2025-02": minutes(office=90, remote=10)})
    south = filed("SOUTH", {"2025-02": minutes(office=10, remote=890)})
    found = share(consolidated(north, south))
    assert (found.numerator, found.denominator, found.value) == (100, 1000, 0.1)


def test_unclassified_minutes_of_all_make_the_bounds() -> None:
    north = filed("NORTH", {"2025-02": minutes(office=60, routine=20, unclassified=20)})
    found = share(consolidated(north, of=own({"2025-02": minutes(field=100)})))
    assert (found.numerator, found.denominator, found.unclassified) == (160, 180, 20)
    assert (found.low, found.high) == (160 / 200, 180 / 200)
    assert found.status == "provisional"  # 20 of 200 is more than the order's 2 %


HOURS = st.dictionaries(
    st.sampled_from(["2025-01", "2025-02", "2025-03"]),
    st.fixed_dictionaries({place: st.integers(0, 10**9) for place in ALL_PLACES}),
    max_size=3,
)


@given(st.dictionaries(st.sampled_from(["EAST", "NORTH", "SOUTH", "WEST"]), HOURS), HOURS)
def test_every_figure_of_the_department_is_a_sum_and_never_a_mean(
    components: Mapping[str, Mapping[str, Mapping[str, int]]], rest: Mapping[str, Mapping[str, int]]
) -> None:
    found = consolidated(*(filed(name, hours) for name, hours in sorted(components.items())), of=own(rest))
    for figure in found.figures:
        if figure.org_unit != "RIVERS":
            continue
        units = [*components.values(), rest]
        periods = ["2025-01", "2025-02", "2025-03"] if figure.period == "all" else [figure.period]
        sums = {
            place: sum(hours[period][place] for hours in units for period in periods if period in hours)
            for place in ALL_PLACES
        }
        counts = ["office", "other_facility", "field"] if figure.code == "in_person_share" else ["office"]
        assert figure.numerator == sum(sums[place] for place in counts)
        known = sum(sums[place] for place in ALL_PLACES if place not in ("nonwork", "unclassified"))
        assert figure.denominator == known
        assert figure.value == (figure.numerator / known if known else None)
    assert consolidation_of(json.loads(canonical(document_of(found)))).figures == found.figures


def test_people_are_added_up_and_protected_grounds_are_one() -> None:
    north = filed("NORTH", {}, reasons={"medical": 2, "disability": 1, "none": 4}, returned=20)
    south = filed("SOUTH", {}, reasons={"protected_accommodation": 5, "space": 1}, returned=30)
    department, *components = consolidated(north, south, of=own(returned=7)).bridge
    assert (department.on_rolls, department.returned, department.not_returned) == (70, 57, 13)
    assert department.reasons == {"none": 4, "protected_accommodation": 8, "space": 1}
    assert [line.org_unit for line in components] == ["NORTH", "SOUTH"]


def test_who_is_missing_is_named_and_is_in_no_figure() -> None:
    found = consolidated(filed("NORTH", {"2025-02": minutes(office=1)}), missing=(SOUTH_MISSING,))
    assert {figure.org_unit for figure in found.figures} == {"RIVERS", "NORTH"}
    assert [line.org_unit for line in found.bridge] == ["RIVERS", "NORTH"]
    assert [missing.component for missing in found.missing] == ["SOUTH"]


def test_a_period_that_a_filing_does_not_cover_is_said_and_not_filled_in() -> None:
    north = filed("NORTH", {"2025-02": minutes(office=1)}, as_of=date(2025, 2, 10))
    south = filed("SOUTH", {"2025-02": minutes(office=1), "2025-03": minutes(remote=1)})
    found = consolidated(north, south)
    assert found.lacking == {"2025-03": ("NORTH",)}
    assert share(found, period="2025-03").denominator == 1
    assert (found.as_of, found.is_of_one_day) == (AS_OF, False)


def test_people_in_no_component_are_what_a_run_has_beyond_its_components() -> None:
    north = filed("NORTH", {"2025-02": minutes(office=60)}, reasons={"none": 2}, returned=5)
    of = own({"2025-02": minutes(office=30, remote=10)}, returned=3)
    found = own_run(publication_of(consolidated(north, of=of)), "a-run")
    assert found.hours["2025-02", Variant.TOTAL] == minutes(office=30, remote=10)
    assert (found.bridge.on_rolls, found.bridge.returned, found.bridge.reasons) == (3, 3, {})
    assert (found.department, found.name) == ("RIVERS", "Department of Rivers")


def test_a_filing_whose_minutes_do_not_make_its_shares_is_not_taken() -> None:
    broken = content("NORTH", {"2025-02": minutes(office=90, remote=10)})
    broken["figures"][0]["numerator"] = 91
    with pytest.raises(UnusableInput, match="do not add up"):
        filed_report(broken, sha256="", filed_on=AS_OF, days_late=0)


def test_a_consolidation_comes_back_from_its_document_as_it_was() -> None:
    north = filed("NORTH", {"2025-02": minutes(office=90, remote=10)}, reasons={"none": 3})
    run = own_run(publication(number_of_periods=2), "a-run")
    found = consolidated(north, missing=(SOUTH_MISSING,), of=run)
    text = canonical(document_of(found))
    again = consolidation_of(json.loads(text))
    assert (again, canonical(document_of(again))) == (found, text)


def test_what_has_moved_between_two_consolidations_is_named() -> None:
    before = consolidated(filed("NORTH", {"2025-02": minutes(office=90, remote=10)}), filed("WEST", {}))
    after = consolidated(
        filed("NORTH", {"2025-02": minutes(office=80, remote=20)}, version=2), filed("SOUTH", {})
    )
    assert [(moved.component, moved.before, moved.after) for moved in parts_moved(before, after)] == [
        ("NORTH", 1, 2),
        ("SOUTH", None, 1),
        ("WEST", 1, None),
    ]
    assert [
        (moved.period, moved.before and moved.before.value, moved.after and moved.after.value)
        for moved in shares_moved(before, after)
    ] == [("2025-02", 0.9, 0.8), ("all", 0.9, 0.8)]
    assert not parts_moved(before, before)
    assert not shares_moved(before, before)


COMPLETE = consolidated(filed("NORTH", {}, reasons={"none": 30}), filed("SOUTH", {}, reasons={"none": 40}))
INCOMPLETE = consolidated(filed("NORTH", {}, reasons={"none": 30}), missing=(SOUTH_MISSING,))


def released(
    found: Consolidation, *earlier: EarlierRelease, withheld: Withheld = NOTHING_WITHHELD
) -> Release:
    return release_of(
        publication_of(found),
        replace(ORDER, name="dhs-2025"),
        released_on=AS_OF,
        earlier=earlier,
        withheld=withheld,
        causes=Causes("SOUTH has filed."),
        filed=[report.part for report in found.filed],
        missing=found.missing,
    )


def written(folder: Path, release: Release) -> Path:
    folder.mkdir()
    write_release(release, folder)
    return folder


def test_reasons_are_released_once_every_component_has_filed(tmp_path: Path) -> None:
    first = released(INCOMPLETE)
    assert first.reasons is None
    second = released(COMPLETE, read_release(written(tmp_path / "first", first)))
    assert second.name == "2025-02-19-2"
    assert [line.org_unit for line in second.reasons or ()] == ["RIVERS", "NORTH", "SOUTH"]
    # SOUTH is shown for the first time: only what the first release said of the department has moved.
    assert {entry.org_unit for entry in second.register} == {"RIVERS"}


def test_once_the_reasons_are_out_a_component_can_neither_join_nor_leave(tmp_path: Path) -> None:
    complete = read_release(written(tmp_path / "complete", released(COMPLETE)))
    with pytest.raises(Refused, match="names other components"):
        released(INCOMPLETE, complete)


def test_nothing_is_withheld_by_name_while_a_component_is_missing() -> None:
    three = consolidated(
        *COMPLETE.filed, filed("WEST", {}), missing=(Missing("EAST", "East", "open", AS_OF),)
    )
    with pytest.raises(Refused, match="EAST is missing"):
        released(three, withheld=Withheld(components=frozenset({"SOUTH", "WEST"})))


def test_a_release_says_what_it_is_made_of_and_holds_no_hash_of_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "first", released(INCOMPLETE))
    document = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert document["filed"] == [
        {"component": "NORTH", "version": 1, "as_of": "2025-02-19", "filed_on": "2025-02-19", "days_late": 0}
    ]
    assert document["missing"] == [
        {"component": "SOUTH", "name": "Southern Division", "due_on": "2025-02-19"}
    ]
    everything = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert "NORTH-1" not in everything  # the invented hash
    assert "Southern Division (SOUTH) is missing" in (folder / "index.html").read_text(encoding="utf-8")
    schema = json.loads((folder / "release.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
