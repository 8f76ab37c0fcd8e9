"""A finished run is taken in: whoever needs something of it takes it here, all of them or none."""

from __future__ import annotations

from django.db import transaction

from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import recorded_last
from dutystation.web.filings.actions import open_filings
from dutystation.web.records.actions import receive_run
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import publication_of
from dutystation.web.results.actions import take_results
from dutystation.web.worklists.taking import take_findings


@transaction.atomic
def receive(act: Act, run: str) -> ReceivedRun:
    """Takes in a run by its name: people, days, what is disputed, its figures, what it found, what is owed.

    Its report is read once. Raises UnusableInput where the workspace has no such run or it is broken, Refused
    where a newer one was received.
    """
    publication = publication_of(run)
    with recorded_last():
        received = receive_run(act, run, publication)
        take_results(act, received, publication)
        take_findings(act, received)
        open_filings(act)
    return received
