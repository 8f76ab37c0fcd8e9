"""A form that is refused comes back with what was typed, which is nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import planted
from tests.web.planted import WORD, Logged
from tests.web.site.addresses import ADDRESSES, ada_asks, listed

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.audit import actions as audit
from dutystation.web.audit.verbs import Verb

Browse = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("measured")

LATER = "2030-02-11"
NOTHING_IS_TYPED = {
    "sign_in",  # an id and a password, which are not given back
    "certify_filing",  # a password or a name
    "sign_out",
    "acknowledge_notice",
    "chase_order",
    "end_role",
    "end_delegate",
    "withdraw_dispute",
    "withdraw_document",
    "add_document",  # a file, which is not given back
    "draw_seats",
    "chase_filing",
    "put_together",
    "approve_release",
    "release_hold",
    "export_events",
}
"""Addresses to which nothing is sent but what a button or a list says, or a day of a role."""


@dataclass(frozen=True)
class Typed:
    """Somebody types the word into a field of a form that is filled in rightly otherwise."""

    person: str
    into: str
    besides: Mapping[str, Any] = field(default_factory=dict)
    made: Callable[[], Mapping[str, Any]] | None = None
    fits: bool = True
    """Whether the word fits the field, so that the rules alone can refuse it."""


def with_request(verb: str, ground: Ground = Ground.SPACE) -> Callable[[], Mapping[str, Any]]:
    return lambda: {**ada_asks(ground=ground)(), "verb": verb}


def ready_list() -> Mapping[str, Any]:
    return {**ADDRESSES["do_with_disposal"].made(), "verb": "decline"}


SEALED = Ground.DISABILITY
WISH = {"asked": "Telework", "from_day": LATER, "until_day": "2030-05-11", "statement": "Because."}
SPACE_FACTS = {"checked_on": LATER, "host_decision": "No", "seat_expected_on": LATER}

FORMS: dict[str, Typed | tuple[Typed, ...]] = {
    "issue_order": Typed(
        "dana",
        "reason",
        {
            "shipped": "dhs-2025",
            "units": "RIVERS",
            "populations": "civilian",
            "from_day": LATER,
            "replaces": "1",
            "send": "yes",
        },
        made=listed,
    ),
    "rescind_order": Typed("dana", "reason", {"from_day": LATER}),
    "roles": Typed("root", "unit", {"person": "ada", "role": "supervisor", "from_day": LATER}, fits=False),
    "delegates": Typed("gale", "person", {"from_day": LATER, "until_day": LATER}, fits=False),
    "answer_dispute": Typed("chen", "answer", {"how": "correct"}),
    "record_day": Typed("ada", "statement"),
    "new_request": (
        Typed("ada", "statement", {**WISH, "ground": SEALED.value}),
        Typed("ada", "asked", {**WISH, "ground": "space"}),
    ),
    "change_request": Typed("ada", "statement", WISH, made=ada_asks(ground=SEALED, state="drafted")),
    "oral_request": Typed("boris", "statement", {**WISH, "ground": SEALED.value, "asked_on": "2025-02-03"}),
    "do_with_request": (
        Typed("finn", "reasons", SPACE_FACTS, with_request("approve")),
        Typed("finn", "reason", {"expected_on": LATER}, with_request("note_delay")),
        Typed("noor", "reasons", {"alternatives": "A room"}, with_request("deny", SEALED)),
        Typed("noor", "reason", {"item": "x", "sufficient": "no"}, with_request("judge_item", SEALED)),
        Typed("ada", "what", made=with_request("ask_reconsideration", SEALED)),
    ),
    "offer_seat": Typed("finn", "reason"),
    "situational_days": Typed("ada", "why", {"day": "2025-02-06"}),
    "do_with_situational_day": Typed("omar", "says"),
    "write_narrative": Typed("chen", "text"),
    "explain_gap": Typed("chen", "text", {"key": "x"}),
    "do_with_filing": Typed("hanna", "reason"),
    "fulfil": Typed("dana", "reference"),
    "propose_release": Typed("dana", "why"),
    "decline_release": Typed("gale", "reason"),
    "findings": Typed(
        "chen", "explain-note", {"verb": "explain", "which": "all", "explain-explanation": "other_site"}
    ),
    "case_list": Typed(
        "chen", "move_due-reason", {"verb": "move_due", "which": "all", "move_due-due_on": LATER}
    ),
    "question": Typed("ada", "says", {"explanation": "other"}),
    "place_hold": Typed(
        "lena", "reason", {"reach": "person", "whose": "ada", "from_day": "2025-02-03", "reference": "1"}
    ),
    "ask_for_release": Typed("lena", "reason"),
    "do_with_disposal": Typed("chen", "reason", {"again_from": LATER}, ready_list),
}
TOO_LONG = WORD + "x" * 20_000
FASTER = "Somebody was faster."
CASES = [
    pytest.param(name, typed, id=f"{name}-{number}")
    for name, rows in FORMS.items()
    for number, typed in enumerate(rows if isinstance(rows, tuple) else (rows,))
]


def somebody_is_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is done next is refused at its end, when its event is recorded; looks are not."""
    adds = audit._add

    def refuses(act: object, verb: Verb, *rest: Any) -> None:
        if not verb.value.endswith("viewed"):
            raise Refused(FASTER)
        adds(act, verb, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "_add", refuses)


def comes_back(answer: Any) -> str:
    """What a refused form says first; it has what was typed, and the browser goes there."""
    page: bytes = answer.getvalue()
    assert answer.status_code == 200
    assert planted.holds(page)
    begin = page.decode().partition('role="alert" tabindex="-1" autofocus')
    assert begin[1], "nothing says what is wrong"
    said = begin[2].partition("Nothing was changed.")
    assert said[1]
    return said[0]


@pytest.mark.parametrize(("name", "typed"), CASES)
def test_what_was_typed_comes_back_and_lies_nowhere(
    name: str, typed: Typed, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused for what was typed, and by a rule of which the form knows nothing."""
    place = reverse(name, kwargs=dict((typed.made or ADDRESSES[name].made)()))
    client = browse(typed.person)
    with Logged() as logged:
        comes_back(client.post(place, {**typed.besides, typed.into: TOO_LONG}))
        if typed.fits:
            somebody_is_faster(monkeypatch)
            said = comes_back(client.post(place, {**typed.besides, typed.into: WORD}))
            assert said.count("<p") > 1, "it does not say why"
    assert planted.tables_with() == []
    assert planted.mails_with() == []
    assert logged.holding() == []


def test_every_form_in_which_somebody_types_is_among_them() -> None:
    answering = {name for name, address in ADDRESSES.items() if address.posted_by}
    assert answering == FORMS.keys() | NOTHING_IS_TYPED
