"""The words of requests."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutystation.web.exception_requests.models import Outcome
from dutystation.web.exception_requests.rules import State, Verb

Words = str | Promise
PROTECTED: Words = _("Accommodation (protected)")
"""What requests on protected grounds are called, all alike, for whoever may not know which it is."""

STATES: Mapping[str, Words] = {
    State.DRAFT: _("draft"),
    State.SUBMITTED: _("handed in"),
    State.IN_REVIEW: _("being looked at"),
    State.AWAITING_DOCUMENTS: _("waits for documents"),
    State.APPROVED: _("approved"),
    State.DENIED: _("denied"),
    State.IN_RECONSIDERATION: _("looked at again"),
    State.WITHDRAWN: _("withdrawn"),
    State.LAPSED: _("ended"),
}

OUTCOMES: Mapping[str, Words] = {
    Outcome.APPROVED: _("Approved as asked"),
    Outcome.APPROVED_FOR_LESS: _("Approved for less"),
    Outcome.CONFIRMED: _("Found to hold still"),
    Outcome.DENIED: _("Denied"),
    Outcome.LAPSED: _("Ended on its last day"),
}

VERBS: Mapping[Verb, Words] = {
    Verb.SUBMIT: _("Hand it in"),
    Verb.ACKNOWLEDGE: _("Take it up"),
    Verb.JUDGE_ITEM: _("Judge a document"),
    Verb.ASK_FOR_DOCUMENTS: _("Return it for documents"),
    Verb.HAND_IN: _("The documents are there"),
    Verb.RECORD_INTERIM: _("Note what holds until the decision"),
    Verb.NOTE_DELAY: _("Note why it takes longer"),
    Verb.AGREE: _("Agree"),
    Verb.APPROVE: _("Approve as asked"),
    Verb.APPROVE_FOR_LESS: _("Approve for less"),
    Verb.DENY: _("Deny"),
    Verb.ASK_RECONSIDERATION: _("Ask another official to look at it again"),
    Verb.CONFIRM: _("It still holds"),
    Verb.REOPEN: _("Reopen it"),
    Verb.WITHDRAW: _("Withdraw it"),
}
