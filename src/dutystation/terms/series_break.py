"""Where a series of figures changes its meaning, and which figures are of that kind.

Source: domain rule 10.10. Until 2023 the hours of remote work stood within those of routine telework; since
then they are recorded apart, and so is who works remotely. What sums the two up, as the in-person share
of all hours does, means the same on both sides. What tells them apart does not, and no line of it goes across
such a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dutystation.terms.figure import Variant

WITHOUT_REMOTE = frozenset({Variant.REGULAR_EXCL_REMOTE, Variant.ELIGIBLE_EXCL_REMOTE})
"""The variants that leave remote workers out, and so mean something else where these were not told apart."""

NAMED = "Series break on %(day)s%(whose)s: %(says)s"
"""How a note begins, on pages and in reports alike; one of the following ends it."""
NOT_COMPARABLE = (
    "Before that nobody could be left out as a remote worker, so that the variants without remote workers "
    "are not comparable across it."
)
ONLY_THE_SUM = (
    "Before that routine telework holds the hours of remote work: only the sum of the two is comparable "
    "across it."
)
THE_SAME = (
    "This share counts routine telework and remote work as off site, so that it means the same before and "
    "after and its line goes on."
)


@dataclass(frozen=True, order=True)
class SeriesBreak:
    """From `first_day` on, remote work is recorded apart from routine telework.

    `component` is whose hours; empty for every component that has no break of its own. `clause` comes with
    its source and how well that is known.
    """

    first_day: date
    component: str
    says: str
    clause: str

    @property
    def whose(self) -> str:
        """What `NAMED` says of the component after the day."""
        return f", {self.component}" if self.component else ""


def breaks_of(breaks: Iterable[SeriesBreak], component: str) -> tuple[SeriesBreak, ...]:
    """The break of a component: its own, where it has none the general one. In the order of days."""
    known = sorted(breaks)
    own = tuple(each for each in known if each.component == component)
    return own or tuple(each for each in known if not each.component)


def breaks_within(breaks: Iterable[SeriesBreak], first: date, last: date) -> tuple[SeriesBreak, ...]:
    """Those with days from `first` to `last` on both sides of them, in the order of days.

    A department's figures hold the hours of every component: its series breaks wherever one of theirs does.
    """
    return tuple(each for each in sorted(breaks) if first < each.first_day <= last)
