"""The words of single days."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutystation.web.situational.rules import State, Verb

Words = str | Promise

STATES: Mapping[str, Words] = {
    State.ASKED: _("waits for a decision"),
    State.APPROVED: _("approved"),
    State.DECLINED: _("declined"),
    State.WITHDRAWN: _("withdrawn"),
    State.GIVEN_BACK: _("given back"),
    State.LAPSED: _("not decided in time"),
    State.ENDED: _("ended with the order"),
}
VERBS: Mapping[Verb, Words] = {
    Verb.APPROVE: _("Approve this day"),
    Verb.DECLINE: _("Decline this day"),
    Verb.WITHDRAW: _("Withdraw it"),
    Verb.GIVE_BACK: _("Give the day back"),
}
CHANGES: Mapping[str, Words] = {
    Verb.APPROVE: _("approved"),
    Verb.DECLINE: _("declined"),
    Verb.WITHDRAW: _("withdrawn"),
    Verb.GIVE_BACK: _("given back"),
    Verb.LAPSE: _("nobody had decided by the last day for it"),
    Verb.END: _("the order was rescinded before anybody decided"),
}
