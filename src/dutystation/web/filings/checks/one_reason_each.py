"""Who has not returned has one reason of the list, and the reasons add up. Source: domain rule 10.14."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dutystation.reports.suppression import PUBLISHED_REASONS
from dutystation.web.filings.checks.bridge_balances import MEASURE_ANEW
from dutystation.web.filings.checks.case import Block, Case, Check, some

WITHOUT = "No reason of the list is given for {people}."
TWICE = "More than one reason is given for {people}."
SUMS = (
    "{not_returned} people have not returned; the reasons add up to {reasons}, and {named} people are named."
)


def blocks(case: Case) -> Iterator[Block]:
    without = [named.person for named in case.people if named.reason not in PUBLISHED_REASONS]
    if without:
        yield Block(WITHOUT, MEASURE_ANEW, {"people": some(without)})
    twice = [person for person, times in Counter(named.person for named in case.people).items() if times > 1]
    if twice:
        yield Block(TWICE, MEASURE_ANEW, {"people": some(twice)})
    if case.bridge is not None:
        sums = {
            "not_returned": case.bridge.not_returned,
            "reasons": sum(case.bridge.reasons.values()),
            "named": len(case.people),
        }
        if len(set(sums.values())) > 1:
            yield Block(SUMS, MEASURE_ANEW, sums)


CHECK = Check(
    "one_reason_each",
    "Each person who has not returned has exactly one reason.",
    (WITHOUT, TWICE, SUMS, MEASURE_ANEW),
    blocks,
)
