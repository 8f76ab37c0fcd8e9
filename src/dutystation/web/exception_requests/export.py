"""Decisions as the contract's table `decisions`, to be delivered into the lake like any other file.

What the engine sees of a case: person, ground, outcome and days. The file is for the machine that measures:
it holds grounds that are sealed here, so only its owner can read it, and reports merge them (contract
section 2; domain rule 10.20).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from dutystation.published.new_file import named_file
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.exception_requests.models import Decision, Outcome, Request
from dutystation.web.exception_requests.rules import UNDECIDED
from dutystation.web.exception_requests.sealed import content_of

COLUMNS = ("person", "ground", "outcome", "valid_from", "valid_to", "decided_on")
OUTCOMES = {
    Outcome.APPROVED: "approved",
    Outcome.APPROVED_FOR_LESS: "approved",
    Outcome.CONFIRMED: "approved",
    Outcome.LAPSED: "approved",
    Outcome.DENIED: "denied",
}
"""An approval that lapsed still was one; its last day says that it holds no more."""
AT_ONCE = 1000

Row = tuple[str, str, str, str, str, str]


def write_decisions(act: Act, file: Path) -> int:
    """Writes the newest decision of every request, and undecided requests as pending; returns how many.

    The file is there once it is whole: of whom it does not tell, no exception holds at the next run. Raises
    UnusableOutput where it is there already or cannot be made, Refused where a seal cannot be opened.
    """
    count = 0
    with named_file(file) as opened:
        rows = csv.writer(opened, lineterminator="\n")
        rows.writerow(COLUMNS)
        for row in decision_rows():
            rows.writerow(row)
            count += 1
        with transaction.atomic():  # before the file is there: none leaves without its event
            record(act, Verb.DECISIONS_EXPORTED, "decisions", count=count)
    return count


def decision_rows() -> Iterator[Row]:
    """One row per request that was handed in and not withdrawn, in the order of their numbers."""
    batch: list[Request] = []
    for request in Request.objects.exclude(submitted_on=None).order_by("pk").iterator(AT_ONCE):
        batch.append(request)
        if len(batch) == AT_ONCE:
            yield from _rows(batch)
            batch = []
    yield from _rows(batch)


def _rows(requests: list[Request]) -> Iterator[Row]:
    decisions = Decision.objects.filter(request__in=requests).order_by("pk")
    newest = {decision.request_id: decision for decision in decisions}
    for request in requests:
        decision = newest.get(request.pk)
        undecided = request.state in UNDECIDED
        if decision is None and not undecided:
            continue  # withdrawn before it was decided
        ground = content_of(request).ground.value
        if decision is None or (undecided and decision.outcome == Outcome.DENIED):
            yield request.person_id, ground, "pending", "", "", ""
        else:
            yield (
                request.person_id,
                ground,
                OUTCOMES[Outcome(decision.outcome)],
                decision.valid_from.isoformat() if decision.valid_from else "",
                decision.valid_until.isoformat() if decision.valid_until else "",
                decision.decided_on.isoformat(),
            )
