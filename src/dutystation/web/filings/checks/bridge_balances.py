"""People on the rolls = returned + not returned + not in duty status + unknown. Source: domain rule 10.13."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.web.filings.checks.case import Block, Case, Check

NOBODY = "The run knows nobody of this component."
SEE_THE_ROSTER = "See whether its roster was delivered."
UNBALANCED = "The four statuses add up to {added} people, and {on_rolls} are on the rolls."
MEASURE_ANEW = "Measure anew and receive the new run; if it stays so, tell whoever runs the program."


def blocks(case: Case) -> Iterator[Block]:
    line = case.bridge
    if line is None:
        yield Block(NOBODY, SEE_THE_ROSTER)
        return
    added = line.returned + line.not_returned + line.not_in_duty_status + line.unknown
    if added != line.on_rolls:
        yield Block(UNBALANCED, MEASURE_ANEW, {"added": added, "on_rolls": line.on_rolls})


CHECK = Check(
    "bridge_balances",
    "Everybody on the rolls is in exactly one status.",
    (NOBODY, SEE_THE_ROSTER, UNBALANCED, MEASURE_ANEW),
    blocks,
)
