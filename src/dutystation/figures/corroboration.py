"""What badges say about claimed days, counted. Source: contract section 7, domain rule 10.27."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dutystation.terms.evidence_class import EvidenceClass
from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant, exact_ratio
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.publication import EvidenceCount


class ClassCell(NamedTuple):
    """Claimed person-days of one unit's own people in one pay period under one evidence class."""

    org_unit: str
    period: str
    evidence_class: str
    days: int


def evidence_counts(
    cells: Iterable[ClassCell],
    *,
    chains: Mapping[str, Sequence[str]],
    org_units: Sequence[str],
    periods: Sequence[str],
) -> tuple[EvidenceCount, ...]:
    """One count per unit, with everything below it, and period (and `all`), zeros included."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for cell in cells:
        for org_unit in chains[cell.org_unit]:
            sums[org_unit, cell.period, cell.evidence_class] += cell.days
            sums[org_unit, ALL_PERIODS, cell.evidence_class] += cell.days
    return tuple(
        EvidenceCount(
            org_unit, period, **{name.value: sums[org_unit, period, name.value] for name in EvidenceClass}
        )
        for org_unit in org_units
        for period in (*periods, ALL_PERIODS)
    )


def uncorroborated_rates(counts: Iterable[EvidenceCount]) -> Iterator[Figure]:
    """One rate per evidence count: of the days badges can speak to, those they do not corroborate.

    A question, not a finding: it says nothing about any person.
    """
    for count in counts:
        denominator = count.corroborated + count.uncorroborated
        rate = exact_ratio(count.uncorroborated, denominator)
        yield Figure(
            code=FigureCode.UNCORROBORATED_RATE,
            org_unit=count.org_unit,
            period=count.period,
            variant=Variant.TOTAL,
            numerator=count.uncorroborated,
            denominator=denominator,
            unclassified=0,
            value=rate,
            low=rate,
            high=rate,
            status=FigureStatus.NO_DAYS if denominator == 0 else FigureStatus.FINAL,
            minutes=None,
        )
