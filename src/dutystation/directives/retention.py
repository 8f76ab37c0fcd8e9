"""How long records are kept, by the item of a records schedule. Source: domain section 6.5 and rule 10.30.

An order without any item has nothing proposed for disposal; so has a kind that no item covers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT, DatedRule
from dutystation.directives.values import Identifier, Sentence, refuse, whole
from dutystation.terms.retention import COUNTED_FROM, KeptFrom, RecordKind


@dataclass(frozen=True, config=STRICT)
class RetentionItem:
    """One item of a schedule: which records it covers, and for how many years after which event."""

    title: Sentence
    schedule_item: Sentence
    """As it is cited: `GRS 2.3, item 020`."""
    covers: Annotated[tuple[RecordKind, ...], Field(min_length=1)]
    counted_from: KeptFrom
    kept: DatedRule[Annotated[int, whole(1, 100)], Literal["years"]]


def _each_kind_once(items: Mapping[str, RetentionItem]) -> Mapping[str, RetentionItem]:
    by_kind: dict[RecordKind, str] = {}
    for name, item in items.items():
        for place, kind in enumerate(item.covers):
            if kind in by_kind:
                refuse(
                    f"{kind.value} is covered by {by_kind[kind]} already",
                    "Let one item say how long records of a kind are kept",
                    at=(name, "covers", place),
                )
            by_kind[kind] = name
            if item.counted_from not in COUNTED_FROM[kind]:
                allowed = " or ".join(start.value for start in KeptFrom if start in COUNTED_FROM[kind])
                refuse(
                    f"{kind.value} cannot be counted from {item.counted_from.value}",
                    f"Count them from {allowed}, or give them an item of their own",
                    at=(name, "counted_from"),
                )
    return items


RetentionSchedule = Annotated[Mapping[Identifier, RetentionItem], AfterValidator(_each_kind_once)]
"""By id, in the order of the file."""
