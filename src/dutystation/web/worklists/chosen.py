"""Which findings of a kind somebody looks at or does something with: a filter that stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Person
from dutystation.web.worklists.rules import ItemState

EVERY_STATE = "all"
MINE = "mine"
NOBODYS = "none"


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; an empty text narrows nothing.

    `owner` is `mine`, `none` or an id; `search` the beginning of a person's name or id; `overdue` is `1` for
    those beyond their day.
    """

    state: str = ItemState.OPEN
    owner: str = ""
    sender: str = ""
    reason: str = ""
    period: str = ""
    component: str = ""
    search: str = ""
    overdue: str = ""

    @classmethod
    def asked(cls, query: QueryDict) -> Filter:
        """The filter of an address. A state that there is not counts as none asked for."""
        state = query.get("state", "")
        return cls(
            state=state if state in (*ItemState, EVERY_STATE) else ItemState.OPEN,
            owner=query.get("owner", ""),
            sender=query.get("sender", ""),
            reason=query.get("reason", ""),
            period=query.get("period", ""),
            component=query.get("component", ""),
            search=query.get("search", "").strip(),
            overdue="1" if query.get("overdue") == "1" else "",
        )

    @property
    def parts(self) -> Mapping[str, str]:
        """What it narrows, as an address holds it."""
        return {name: str(value) for name, value in vars(self).items() if value}

    @property
    def noted(self) -> dict[str, Any]:
        """What it narrows, as an event holds it: nothing that somebody typed, which may be anything."""
        chosen = {name: value for name, value in self.parts.items() if name in ("state", "overdue")}
        return {**chosen, "narrowed_by": sorted(self.parts.keys() - chosen.keys())}

    def condition(self, person: str, day: str) -> Q:
        """The condition on findings, for a person who looks on a day (YYYY-MM-DD)."""
        found = Q() if self.state == EVERY_STATE else Q(state=self.state)
        if self.owner:
            mine = Q(owner=None) if self.owner == NOBODYS else Q(owner=self.owner)
            found &= Q(owner=person) if self.owner == MINE else mine
        for name in ("sender", "reason", "period", "component"):
            if value := getattr(self, name):
                found &= Q(**{name: value})
        if self.search:
            begins = Q(name__istartswith=self.search) | Q(person__istartswith=self.search)
            found &= Q(person__in=Person.objects.filter(begins).values("pk"))
        if self.overdue:
            found &= Q(state=ItemState.OPEN, due_on__lt=day)
        return found


@dataclass(frozen=True)
class Chosen:
    """The findings of one kind that something is done with: those that are ticked, by number, or with None
    all that the filter finds."""

    kind: FindingKind
    filter: Filter
    ticked: Sequence[int] | None

    @property
    def said(self) -> dict[str, Any]:
        """How an event names them."""
        if self.ticked is None:
            return {"kind": self.kind.value, "filter": self.filter.noted}
        return {"kind": self.kind.value, "ticked": list(self.ticked)}
