"""Who looks at a case that stands on a list before filing, and by when. The case itself does not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.worklists.actions import Done
from dutystation.web.worklists.cases import PERSONS, cases, cases_mended_by
from dutystation.web.worklists.models import Assignment
from dutystation.web.worklists.rules import CaseKind

AT_ONCE = 2000
"""Rows written in one statement."""


@dataclass(frozen=True)
class ChosenCases:
    """The cases of one list that something is done with: those that are ticked, by number, or with None all
    that the list holds for an owner (`mine`, `none`, or empty for everybody's)."""

    kind: CaseKind
    owner: str
    ticked: Sequence[int] | None

    @property
    def said(self) -> dict[str, Any]:
        """How an event names them."""
        ticked = None if self.ticked is None else list(self.ticked)
        return {"which": self.kind.words, "owner_filter": self.owner, "ticked": ticked}


@transaction.atomic
def assign_cases(act: Act, sight: Sight, chosen: ChosenCases, owner: Person) -> Done:
    """Somebody of human resources looks at the chosen cases from now on, but at none of their own.

    Raises Refused where they are not there for any of them.
    """
    asked = _chosen(sight, chosen)
    theirs = cases_mended_by(chosen.kind, sight_of(owner, act.day)).exclude(**{PERSONS[chosen.kind]: owner})
    done = _say(chosen.kind, asked, asked.filter(pk__in=theirs.order_by().values("pk")), owner=owner)
    record(act, Verb.CASES_ASSIGNED, _subject(chosen), owner=owner.pk, count=done.count, **chosen.said)
    return done


@transaction.atomic
def move_cases(act: Act, sight: Sight, chosen: ChosenCases, due_on: date, reason: str) -> Done:
    """The chosen cases are looked at by another day, and why. Raises Refused for a day gone by."""
    if due_on < act.day:
        raise Refused(_("The day has gone by."), remedy=_("Choose today or a later day."))
    asked = _chosen(sight, chosen)
    done = _say(chosen.kind, asked, asked, due_on=due_on, due_reason=reason)
    day = due_on.isoformat()
    record(act, Verb.CASES_MOVED, _subject(chosen), due_on=day, count=done.count, **chosen.said)
    return done


def _chosen(sight: Sight, chosen: ChosenCases) -> QuerySet[Any]:
    """The chosen cases that are on the list and of the units that somebody is human resources for."""
    wanted = Q() if chosen.ticked is None else Q(pk__in=chosen.ticked)
    mended = cases_mended_by(chosen.kind, sight).order_by().values("pk")
    return cases(chosen.kind, sight, chosen.owner).filter(wanted, pk__in=mended)


def _say(kind: CaseKind, asked: QuerySet[Any], ready: QuerySet[Any], **fields: Any) -> Done:
    """Says it of those that are ready; waits for whoever says something of the same."""
    numbers = list(ready.order_by("pk").values_list("pk", flat=True))
    if not numbers:
        raise Refused(
            _("With none of these cases this can be done."),
            remedy=_("Tick others, or choose somebody of their component."),
        )
    Assignment.objects.bulk_create(
        (Assignment(kind=kind, case=number, **fields) for number in numbers),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=("kind", "case"),
        update_fields=tuple(fields),
    )
    return Done(len(numbers), asked.count() - len(numbers))


def _subject(chosen: ChosenCases) -> str:
    return f"cases:{chosen.kind.value}"
