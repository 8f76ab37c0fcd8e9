"""The claimed days behind one `uncorroborated_rate`, from the report's own table `evidence`.

They are listed by person and day and in no other order: an uncorroborated day is a question to a reader or a
door, and no person has a number of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dutystation.published.layout import EVIDENCE_COLUMNS
from dutystation.published.row_batches import row_batches
from dutystation.terms.errors import UnusableInput
from dutystation.terms.evidence_class import EvidenceClass
from dutystation.terms.figure import Figure
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.publication import Publication

EVIDENCE = "evidence"
ASSESSED = (EvidenceClass.UNCORROBORATED, EvidenceClass.CORROBORATED)
"""The classes in the denominator (contract section 7), the numerator's first."""
_ORDER = [("person", "ascending"), ("work_date", "ascending")]


@dataclass(frozen=True)
class DaysBehind:
    """The first days behind a rate, the uncorroborated ones before the others, and how many there are.

    One row is one claimed day, in the columns of `evidence`.
    """

    first: list[Mapping[str, Any]]
    counts: Mapping[EvidenceClass, int]


def days_behind(figure: Figure, publication: Publication, report: Path, *, most: int) -> DaysBehind:
    """The days that badges can speak to of a unit and a period, `most` of them as rows.

    `report` is the folder of the report. Raises UnusableInput where `evidence` is not in it, is broken, or
    holds other days than the figure counts.
    """
    units = pa.array(sorted({figure.org_unit, *publication.units_below(figure.org_unit)}))
    counts = dict.fromkeys(ASSESSED, 0)
    first: dict[EvidenceClass, pa.Table] = {}
    for batch in row_batches(report, EVIDENCE, EVIDENCE_COLUMNS):
        wanted = pc.is_in(batch["org_unit"], value_set=units)
        if figure.period != ALL_PERIODS:
            wanted = pc.and_(wanted, pc.equal(batch["period"], figure.period))
        days = pa.table(batch).filter(wanted)
        for named in ASSESSED:
            found = days.filter(pc.equal(days["class"], named.value))
            counts[named] += found.num_rows
            known = [first[named]] if named in first else []
            # Parts that two engines have written may differ in the widths of whole numbers.
            both = pa.concat_tables([*known, found], promote_options="permissive")
            first[named] = both.sort_by(_ORDER).slice(0, most)
    _refuse_other_days(figure, counts, report)
    rows = [row for named in ASSESSED if named in first for row in first[named].to_pylist()]
    return DaysBehind(rows[:most], counts)


def _refuse_other_days(figure: Figure, counts: Mapping[EvidenceClass, int], report: Path) -> None:
    found = counts[EvidenceClass.UNCORROBORATED], sum(counts.values())
    if found != (figure.numerator, figure.denominator):
        raise UnusableInput(
            str(report),
            f"its table {EVIDENCE} holds {found[0]:,} uncorroborated of {found[1]:,} days behind this "
            f"figure, which says {figure.numerator:,} of {figure.denominator:,}",
            remedy="Take an unchanged copy of the report; dutystation verify names what differs",
        )
