"""A series break has a note wherever it changes a meaning, and wherever a line goes on across it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.reports import invented
from tests.reports.filed_sample import filed

from dutystation.reports import filing_hours, hours, pictures
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.filing_shielded import without_people
from dutystation.reports.front_page import front_page
from dutystation.reports.table import Table
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.series_break import SeriesBreak

# The invented pay periods begin on 15 and 29 December, 12 and 26 January, 9 February.
BREAK = SeriesBreak(date(2025, 1, 12), "", "Remote hours are apart.", "1")
NAMED = "Series break on 12 January 2025: Remote hours are apart. Before that "
NOT_COMPARABLE = f"{NAMED}nobody could be left out as a remote worker"
PLACES = f"{NAMED}routine telework holds the hours of remote work"


def report(*breaks: SeriesBreak) -> Consolidated:
    order = replace(invented.ORDER, series_breaks=breaks)
    return Consolidated(invented.publication(number_of_periods=5), order)


def has_note(table: Table, words: str) -> bool:
    return any(note.startswith(words) for note in table.notes)


def test_variants_without_remote_workers_have_it_where_they_cover_both_sides() -> None:
    broken = report(BREAK)
    assert has_note(hours.share_by_variant(broken, ALL_PERIODS), NOT_COMPARABLE)
    assert not has_note(hours.share_by_variant(broken, broken.publication.status_period), "Series")
    assert has_note(hours.every_figure(broken), NOT_COMPARABLE)
    assert not has_note(hours.share_by_period(broken), "Series")


def test_lines_of_the_share_of_all_hours_go_on_with_a_note() -> None:
    for draw in (pictures.trend, pictures.trends_by_unit):
        picture, before = draw(report(BREAK)), draw(report())
        assert picture is not None
        assert before is not None
        assert picture.spec == before.spec
        assert (
            "Series break on 12 January 2025: Remote hours are apart. This share counts routine telework"
            in picture.caption
        )
        assert "Series" not in before.caption


@pytest.mark.parametrize("day", [date(2024, 12, 15), date(2025, 3, 9)])
def test_nothing_is_said_of_a_break_that_no_pay_period_lies_before_or_after(day: date) -> None:
    apart = report(replace(BREAK, first_day=day))
    assert not has_note(hours.every_figure(apart), "Series")
    assert "Series" not in str(pictures.trend(apart))
    assert "Series" not in str(front_page(apart))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (filing_hours.shares_by_population, NOT_COMPARABLE),
        (filing_hours.hours_by_place, PLACES),
        (filing_hours.every_figure, NOT_COMPARABLE),
    ],
)
def test_a_filed_report_has_it_in_both_editions(make: Callable[..., Table], words: str) -> None:
    named = replace(filed(), series_breaks=(BREAK,))
    for edition in (named, without_people(named, smallest_published_count=10)):
        assert has_note(make(edition), words)
        assert not has_note(filing_hours.shares_by_period(edition), "Series")
    assert not has_note(make(filed()), "Series")
