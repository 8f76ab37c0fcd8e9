"""The words of requests."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dutystation.directives.grounds import Term
from dutystation.web.exception_requests.models import Outcome, Request
from dutystation.web.exception_requests.rules import Objection, State, Verb
from dutystation.web.notices.queries import directive_of

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
    Outcome.GIVEN_UP: _("Given up by whom it was for"),
}

VERBS: Mapping[Verb, Words] = {
    Verb.SUBMIT: _("Hand it in"),
    Verb.CORRECT_DAY: _("Mend the day on which it was made"),
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

GIVE_UP: Words = _("Give up what was approved")
"""What a withdrawal is called where it ends an approval."""

_OBJECTIONS: Mapping[Objection, Words] = {
    Objection.AGREED_ALREADY: _(
        "You have agreed to this request already; the next one must be somebody else."
    ),
    Objection.DECIDED_BEFORE: _("You decided this request before; another official looks at it now."),
    Objection.NO_LAST_DAY: _("The order asks for a last day on this ground."),
    Objection.ENDS_BEFORE_IT_BEGINS: _("The last day lies before the first."),
}


def ground_words(request: Request) -> Words:
    """The ground in words; of a protected request the name that they all share."""
    if request.protected:
        return PROTECTED
    return directive_of(request.directive).grounds[request.ground].label  # type: ignore[index]


def objection_words(objection: Objection, term: Term | None = None) -> str:
    """The sentence of an objection; `term` is the order's where the objection is to how long it lasts."""
    if objection is not Objection.TOO_LONG:
        return str(_OBJECTIONS[objection])
    assert term is not None and term.at_most_months is not None
    return ngettext(
        "The order lets one approval on this ground last %(months)s month at most.",
        "The order lets one approval on this ground last %(months)s months at most.",
        term.at_most_months,
    ) % {"months": term.at_most_months}
