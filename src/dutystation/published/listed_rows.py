"""The rows behind a figure as lines below its explanation: a sentence, and CSV where there are any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dutystation.published.csv_text import quoted
from dutystation.published.days_behind import DaysBehind
from dutystation.published.layout import EVIDENCE_COLUMNS
from dutystation.published.words import one_line
from dutystation.terms.evidence_class import EvidenceClass

_RECORD_COLUMNS = ("file", "line", "person", "work_date", "minutes", "pay_code", "place_code", "place")


def listed_records(first: Sequence[Mapping[str, Any]], count: int) -> Iterator[str]:
    """The lines about the first of `count` delivered time records behind a share."""
    yield ""
    if not count:
        yield "Delivered rows behind it: none, since no accepted time record counts in it."
        return
    records = "time record" if count == 1 else "time records"
    yield (
        f"Delivered rows behind it: {count:,} {records}, {len(first):,} of them listed; all of them add up "
        "to the minutes by place."
    )
    yield from _csv(_RECORD_COLUMNS, first)


def listed_days(found: DaysBehind) -> Iterator[str]:
    """The lines about the first of the claimed days behind a rate."""
    uncorroborated = found.counts[EvidenceClass.UNCORROBORATED]
    corroborated = found.counts[EvidenceClass.CORROBORATED]
    count = uncorroborated + corroborated
    yield ""
    if not count:
        yield "Claimed days behind it: none, since badges can speak to no claimed day."
        return
    yield (
        f"Claimed days behind it: {count:,}, of which {uncorroborated:,} uncorroborated and {corroborated:,} "
        f"corroborated; {len(found.first):,} of them listed, the uncorroborated first."
    )
    yield from _csv(EVIDENCE_COLUMNS, found.first)


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield ",".join(columns)
    for row in rows:
        yield ",".join(quoted(one_line(str(row[column]))) for column in columns)
