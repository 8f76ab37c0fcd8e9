"""What stands beside figures that lie on both sides of a series break. Source: domain rule 10.10.

A note stands only where the break changes what is shown, and beside each line that is drawn across one.
"""

from __future__ import annotations

from collections.abc import Sequence

from dutystation.reports.labels import day
from dutystation.terms.order import Definition
from dutystation.terms.series_break import NAMED, SeriesBreak

TELEWORK_DAYS = "Before that a day of remote work counts as a telework day: the means here hold both."


def definition(each: SeriesBreak) -> Definition:
    """A break as one of the terms of an order."""
    return Definition("Series break", f"{day(each.first_day)}{each.whose}: {each.says}", each.clause)


def note(breaks: Sequence[SeriesBreak], *follows: str) -> tuple[str, ...]:
    """The note on some breaks with what follows from them; nothing where there is no break."""
    if not breaks:
        return ()
    return (" ".join((_named(breaks), *follows)),)


def _named(breaks: Sequence[SeriesBreak]) -> str:
    return " ".join(
        NAMED % {"day": day(each.first_day), "whose": each.whose, "says": each.says} for each in breaks
    )
