"""What is done about findings: given to somebody, moved, explained, reopened; and what the person says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.worklists.chosen import Chosen
from dutystation.web.worklists.models import Answer, Item
from dutystation.web.worklists.queries import chosen_findings, of_units
from dutystation.web.worklists.rules import (
    TABLE,
    Explanation,
    ItemState,
    ItemVerb,
    after,
    before,
    done_here,
    is_answered_by_its_person,
)


@dataclass(frozen=True)
class Done:
    """How many findings something was done with, and how many were chosen and left as they are."""

    count: int
    left: int


@transaction.atomic
def assign(act: Act, sight: Sight, chosen: Chosen, owner: Person) -> Done:
    """Somebody of human resources looks at the chosen findings from now on.

    Raises Refused where they are not there for any that is open.
    """
    theirs = of_units(sight_of(owner, act.day).units_of(Role.COMPONENT_HR))
    asked = chosen_findings(sight, chosen)
    ready = asked.filter(pk__in=Item.objects.filter(theirs).values("pk"))
    done = _change(asked, ready, ItemVerb.ASSIGN, owner=owner)
    record(act, Verb.FINDINGS_ASSIGNED, _subject(chosen), owner=owner.pk, count=done.count, **chosen.said)
    return done


@transaction.atomic
def move_due(act: Act, sight: Sight, chosen: Chosen, due_on: date, reason: str) -> Done:
    """The chosen findings are looked at by another day, and why. Raises Refused for a day gone by."""
    if due_on < act.day:
        raise Refused(_("The day has gone by."), remedy=_("Choose today or a later day."))
    asked = chosen_findings(sight, chosen)
    done = _change(asked, asked, ItemVerb.MOVE_DUE, due_on=due_on, due_reason=reason)
    record(
        act,
        Verb.FINDINGS_DUE_MOVED,
        _subject(chosen),
        due_on=due_on.isoformat(),
        count=done.count,
        **chosen.said,
    )
    return done


@transaction.atomic
def explain(
    act: Act, sight: Sight, chosen: Chosen, note: str, explanation: Explanation | None = None
) -> Done:
    """Human resources say why the chosen findings are as they are; nobody does so for rows of their own.

    Raises Refused where a questioned day has no class of explanation, or another kind has one, and for kinds
    that the report explains.
    """
    _refuse_elsewhere(ItemVerb.EXPLAIN, chosen)
    if is_answered_by_its_person(chosen.kind) != (explanation is not None):
        raise Refused(_("A questioned day is explained by a class."), remedy=_("Choose one of the list."))
    asked = chosen_findings(sight, chosen)
    done = _change(
        asked,
        asked.exclude(person=sight.person),
        ItemVerb.EXPLAIN,
        note=note,
        explanation=explanation or "",
        closed_at=act.at,
    )
    record(act, Verb.FINDINGS_EXPLAINED, _subject(chosen), count=done.count, **chosen.said)
    return done


@transaction.atomic
def reopen(act: Act, sight: Sight, chosen: Chosen, due_on: date) -> Done:
    """The chosen findings that were explained are looked at once more, by a day. Raises as `explain`."""
    _refuse_elsewhere(ItemVerb.REOPEN, chosen)
    if due_on < act.day:
        raise Refused(_("The day has gone by."), remedy=_("Choose today or a later day."))
    asked = chosen_findings(sight, chosen)
    done = _change(asked, asked, ItemVerb.REOPEN, closed_at=None, due_on=due_on, due_reason="")
    record(act, Verb.FINDINGS_REOPENED, _subject(chosen), count=done.count, **chosen.said)
    return done


def settle_missing_delivery(act: Act, component: str, key: str) -> None:
    """A delivery of a component is explained in its report, and so its finding is explained.

    Call it before the report is held: a run that is received comes to findings first, and to reports then.
    """
    found = Item.objects.filter(kind=FindingKind.MISSING_DELIVERY, key=key, component=component)
    found.filter(state__in=before(ItemVerb.EXPLAIN)).update(state=ItemState.EXPLAINED, closed_at=act.at)


@transaction.atomic
def answer(act: Act, item_id: int, explanation: Explanation, says: str) -> Answer:
    """A person says how a day of theirs was, which badges question. What was said before stays beside it.

    Raises Refused for somebody else's day, for what is no such question, and once a run finds it no more.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    if item.person_id != act.actor or not is_answered_by_its_person(item.kind_of_finding):
        raise Refused(_("Only the person whose day it is answers."), remedy=_("Write to human resources."))
    if after(ItemVerb.ANSWER, ItemState(item.state)) is None:
        raise Refused(_("Badges do not question this day any more."), remedy=_("There is nothing to answer."))
    given = Answer.objects.create(item=item, explanation=explanation, says=says, at=act.at)
    record(act, Verb.QUESTION_ANSWERED, str(item), about=act.actor, day=str(item.day))
    return given


def _refuse_elsewhere(verb: ItemVerb, chosen: Chosen) -> None:
    if verb not in done_here(chosen.kind):
        raise Refused(
            _("Why a delivery is missing is said in the report of the component."),
            remedy=_("Open it under Reports."),
        )


def _change(asked: QuerySet[Item], ready: QuerySet[Item], verb: ItemVerb, **fields: Any) -> Done:
    """Changes those of `ready` that the verb can be done with, in one statement, once they are locked."""
    able = ready.filter(state__in=before(verb))
    numbers = list(able.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if not numbers:
        raise Refused(
            _("With none of these findings this can be done."),
            remedy=_("Tick others, or look at what state they are in."),
        )
    [state] = set(TABLE[verb].values())
    all_of_them = asked.count()
    count = Item.objects.filter(pk__in=able.values("pk")).update(state=state, **fields)
    return Done(count, all_of_them - count)


def _subject(chosen: Chosen) -> str:
    return f"findings:{chosen.kind.value}"
