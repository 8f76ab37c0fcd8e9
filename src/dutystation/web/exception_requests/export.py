"""Decisions as the contract's table `decisions`, to be delivered into the lake like any other file.

What the engine sees of a case: person, ground, outcome and days. The file is for the machine that measures:
it holds grounds that are sealed here, so only its owner can read it, and reports merge them (contract
section 2; domain rule 10.20).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction

from dutystation.published.new_file import named_file
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.exception_requests.holding import holdings
from dutystation.web.exception_requests.models import Decision, Outcome, Request
from dutystation.web.exception_requests.rules import UNDECIDED
from dutystation.web.exception_requests.sealed import content_of

COLUMNS = ("person", "ground", "outcome", "valid_from", "valid_to", "decided_on")
AT_ONCE = 1000

Said = tuple[str, str, str, str]
Row = tuple[str, str, str, str, str, str]
PENDING: Said = ("pending", "", "", "")


def write_decisions(act: Act, file: Path) -> int:
    """Writes every approval and denial, and undecided requests as pending; returns how many rows.

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
    """The rows of every request that was handed in, in the order of their numbers."""
    batch: list[Request] = []
    for request in Request.objects.exclude(submitted_on=None).order_by("pk").iterator(AT_ONCE):
        batch.append(request)
        if len(batch) == AT_ONCE:
            yield from _rows(batch)
            batch = []
    yield from _rows(batch)


def _rows(requests: list[Request]) -> Iterator[Row]:
    made: dict[int, list[Decision]] = {}
    for decision in Decision.objects.filter(request__in=requests).order_by("pk"):
        made.setdefault(decision.request_id, []).append(decision)
    for request in requests:
        said = list(_said(made.get(request.pk, ())))
        if request.state in UNDECIDED:
            said.append(PENDING)
        if said:
            ground = content_of(request).ground.value
            yield from ((request.person_id, ground, *row) for row in said)


def _said(decisions: Sequence[Decision]) -> Iterator[Said]:
    """What the decisions of one request come to: each approval with the days on which it held, each denial.

    An approval is decided on its own day, whatever was found, reopened or given up later.
    """
    held = {holding.approval.pk: holding for holding in holdings(decisions)}
    for decision in decisions:
        decided_on = decision.decided_on.isoformat()
        if decision.pk in held:
            first, last = held[decision.pk].first, held[decision.pk].last
            yield "approved", first.isoformat(), last.isoformat() if last else "", decided_on
        elif decision.outcome == Outcome.DENIED:
            yield "denied", "", "", decided_on
