"""No reason rests on an approval that has ended. Source: domain rule 10.17: expired is not approved."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.web.filings.checks.case import Block, Case, Check, some

ENDED = "Approvals that are counted have ended: {people}."
DECIDE_ANEW = "Decide on them, deliver the decisions, measure anew, receive the run and prepare again."


def blocks(case: Case) -> Iterator[Block]:
    ended = [
        f"{named.person} ({named.ended_on})"
        for named in case.people
        if named.ended_on is not None and named.ended_on < case.day
    ]
    if ended:
        yield Block(ENDED, DECIDE_ANEW, {"people": some(ended)})


CHECK = Check("no_ended_approval", "No approval is counted that has ended.", (ENDED, DECIDE_ANEW), blocks)
