"""What stands beside figures that lie on both sides of a series break. Source: domain rule 10.10.

A note stands only where the break changes what is shown, and beside each line that is drawn across one.
"""

from __future__ import annotations

from collections.abc import Sequence

from dutystation.reports.labels import day
from dutystation.terms.order import Definition
from dutystation.terms.series_break import SeriesBreak

VARIANTS = (
    "Before that nobody could be left out as a remote worker, so that the variants without remote workers "
    "are not comparable across it."
)
PLACES = (
    "Before that routine telework holds the hours of remote work: only the sum of the two is comparable "
    "across it."
)
TELEWORK_DAYS = "Before that a day of remote work counts as a telework day: the means here hold both."
THE_SAME = (
    "This share counts both as off site, so that it means the same before and after and its line goes on."
)


def definition(each: SeriesBreak) -> Definition:
    """A break as one of the terms of an order."""
    return Definition("Series break", _sentence(each), each.clause)


def note(breaks: Sequence[SeriesBreak], *follows: str) -> tuple[str, ...]:
    """The note on some breaks with what follows from them; nothing where there is no break."""
    if not breaks:
        return ()
    return (" ".join((_named(breaks), *follows)),)


def _named(breaks: Sequence[SeriesBreak]) -> str:
    return " ".join(f"Series break on {_sentence(each)}" for each in breaks)


def _sentence(each: SeriesBreak) -> str:
    return f"{day(each.first_day)}{f', {each.component}' if each.component else ''}: {each.says}"
