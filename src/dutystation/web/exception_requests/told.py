"""What is told of a request besides its decisions, and who could say more: one query for five tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, DateField, Value

from dutystation.web.exception_requests.asked import HELD, Holders, held_roles
from dutystation.web.exception_requests.models import Reconsideration, Request
from dutystation.web.exception_requests.rules import Vote


@dataclass(frozen=True)
class Noted:
    """One row is what an official noted of a request that is not decided.

    `text` is an interim measure from `first` until `last`, or why it takes longer, and then `first` is the
    day by which it will be decided.
    """

    text: str
    first: date | None
    last: date | None


@dataclass
class Told:
    """What is told of a request, each in its order: the oldest first."""

    interim: list[Noted] = field(default_factory=list)
    delays: list[Noted] = field(default_factory=list)
    again: list[Reconsideration] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    holders: Holders = field(default_factory=Holders)


NO_DAY = Value(None, output_field=DateField())
NO_WORD = Value("", output_field=CharField())
NO_NUMBER = Value(0)
NO = Value(False, output_field=BooleanField())
COLUMNS = ("pk", "text", "first", "last", "round", "person", "agreed", "as_delegate", "path")
NOTHING = dict(zip(COLUMNS[1:], (NO_WORD, NO_DAY, NO_DAY, NO_NUMBER, NO_WORD, NO, NO, NO_WORD), strict=True))


def told_of(request: Request, day: date) -> Told:
    """Everything that is told of a request on a day."""
    unit = request.person.unit
    tables: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
        "interim": (
            request.interim_measures,
            {"text": "text", "first": "from_day", "last": "until_day"},
        ),
        "delay": (request.delay_notes, {"text": "reason", "first": "expected_on"}),
        "again": (request.reconsiderations, {"text": "what", "round": "round"}),
        "vote": (
            request.steps,
            {
                "text": "role",
                "round": "round",
                "person": "person",
                "agreed": "agreed",
                "as_delegate": "as_delegate",
            },
        ),
        "holder": (held_roles(day, [unit] if unit else []), HELD),
    }
    first, *others = (
        rows.order_by().values_list(Value(kind), "pk", *{**NOTHING, **columns}.values())
        for kind, (rows, columns) in tables.items()
    )
    told, held = Told(), []
    for kind, number, *rest in sorted(first.union(*others, all=True), key=lambda row: row[1]):
        text, since, until, round_, person, agreed, as_delegate, path = rest
        if kind == "vote":
            told.votes.append(Vote(text, person, round_, agreed=bool(agreed)))
        elif kind == "holder":
            held.append((text, path, person, bool(as_delegate)))
        elif kind == "again":
            told.again.append(Reconsideration(pk=number, request=request, round=round_, what=text))
        else:
            (told.interim if kind == "interim" else told.delays).append(Noted(text, since, until))
    told.holders = Holders.of_rows(held)
    return told
