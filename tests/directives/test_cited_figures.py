"""A cited percentage never appears without the words that say what it measures (domain rule 10.4)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from dutystation.directives.cited_figures import Measured
from dutystation.directives.describe import describe
from dutystation.directives.load import load_directive

DHS = load_directive("dhs-2025")
CITED = {"fema-2024": ("28.9", "71.1"), "coast-guard-2024": ("24.4", "75.6"), "cisa-2024": ("39.7", "60.3")}


@pytest.mark.parametrize(("name", "printed", "in_person"), [(name, *two) for name, two in CITED.items()])
def test_both_readings_are_kept_with_their_sources(name: str, printed: str, in_person: str) -> None:
    cited = DHS.cited_figures[name]
    assert cited.printed == printed
    assert [reading.measured for reading in cited.readings] == [
        Measured.WORKED_REMOTELY,
        Measured.WORKED_IN_OFFICE,
    ]
    assert not set(cited.readings[0].sources) & set(cited.readings[1].sources)
    assert cited.disputed
    remote, office = cited.in_person_shares()
    assert remote.percent == Decimal(in_person)
    assert office.percent == Decimal(printed)
    assert f"{in_person} % in person, the complement of {printed} % worked remotely" in str(remote)
    assert f"{printed} % in the office" in str(office)
    assert "the direction is disputed" in str(remote)
    assert "the direction is disputed" in str(office)


@pytest.mark.parametrize("name", CITED)
def test_the_sentence_says_what_is_measured_by_whom_and_that_it_is_disputed(name: str) -> None:
    sentence = DHS.cited_figures[name].sentence()
    for words in ("of total hours worked", "worked remotely", "worked in the office", "calendar year 2024"):
        assert words in sentence
    assert sentence.endswith("The direction is disputed.")


def test_no_text_of_the_order_holds_a_cited_number_outside_its_figure() -> None:
    source = DHS.source_text.decode()
    for printed, in_person in CITED.values():
        assert re.findall(rf".*\b{re.escape(printed)}\b.*", source) == [f"    printed: {printed}"]
        assert in_person not in source


def test_in_the_description_every_cited_number_stands_in_a_sentence_with_its_words() -> None:
    paragraphs = re.split(r"\n(?!    )", describe(DHS, as_of=date(2025, 2, 19)))
    for number in [number for two in CITED.values() for number in two]:
        holding = [" ".join(part.split()) for part in paragraphs if number in part]
        assert holding
        assert all("worked remotely" in part or "in the office" in part for part in holding)


def test_a_figure_with_one_reading_is_not_disputed() -> None:
    (cited,) = load_directive("example-hybrid").cited_figures.values()
    assert not cited.disputed
    assert cited.sentence() == (
        "Division of vessels, calendar year 2025: 88.5 % of hours worked, "
        "printed as worked in person (the order itself)."
    )
    assert [share.percent for share in cited.in_person_shares()] == [Decimal("88.5")]
