"""What badges say of the days that people claim in person: always with how many days they can speak to.

A rate is shown where badges can speak to at least the order's share of the claimed days, and nowhere else.
Days that no badge bears out are questions to the data. Source: contract section 7, domain rule 10.27.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dutystation.reports.buildings import coverage_of
from dutystation.terms.publication import EvidenceCount
from dutystation.web.results.models import EvidenceTally, UnitFigure

CLASSES = ("corroborated", "explained", "not_assessable", "uncorroborated")


@dataclass(frozen=True)
class Corroborated:
    """One row is a unit's claimed days in a pay period or in `all`.

    `coverage` is the share of them that badges can speak to, None where there are none; `rate` is None where
    it may not be shown or there is none.
    """

    period: str
    counts: Mapping[str, int]
    coverage: float | None
    rate: float | None
    covered: bool
    """Whether coverage is at least what the order asks for."""

    @property
    def claimed(self) -> int:
        return sum(self.counts.values())


def corroboration(
    tallies: Sequence[EvidenceTally], rates: Mapping[str, UnitFigure], *, least: Fraction | None
) -> list[Corroborated]:
    """The rows in the order of `tallies`. `rates` are by period; `least` is the order's, None without one."""
    rows = []
    for tally in tallies:
        counts = {name: int(getattr(tally, name)) for name in CLASSES}
        coverage = coverage_of(EvidenceCount(tally.org_unit_id, tally.period, **counts))
        covered = coverage is not None and least is not None and coverage >= least
        rate = rates.get(tally.period)
        rows.append(
            Corroborated(tally.period, counts, coverage, rate.value if rate and covered else None, covered)
        )
    return rows
