"""What stands behind the reason of each person who has not returned: requests, decisions, documents.

Nothing sealed is opened here: of a request on a protected ground, which of the three it is stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from dutystation.terms.ground import NO_DECISION_YET, PROTECTED
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import within
from dutystation.web.exception_requests.holding import last_day
from dutystation.web.exception_requests.models import Decision, Outcome, Request
from dutystation.web.exception_requests.queries import IN_FORCE
from dutystation.web.exception_requests.rules import UNDECIDED, State
from dutystation.web.filings.judged import Judged, evidence_of

ACCOMMODATION = "The accommodation process, which the law sets above the order"
"""The authority of every decision on a protected ground, whichever of them it is."""


@dataclass(frozen=True)
class Ground:
    """One row is a request of a person and the decision that was made last on it, if any.

    `reason` is a published reason. `approval` is the decision that approved it, also where it has ended
    since. `documents` are those that are not withdrawn; of an approval only those that were there when it was
    decided, since nobody has judged what came later.
    """

    request: Request
    reason: str
    newest: Decision | None
    approval: Decision | None
    documents: int
    newest_document_on: date | None
    judged: Judged

    @property
    def undecided(self) -> bool:
        return self.request.state in UNDECIDED

    @property
    def denied(self) -> bool:
        return self.newest is not None and self.newest.outcome == Outcome.DENIED and not self.undecided

    @property
    def last_day(self) -> date | None:
        """The last day of the approval, as far as anybody knows; None where it has none."""
        if self.approval is None or self.newest is None:
            return None
        until = self.approval.valid_until
        return until if self.newest is self.approval else last_day(until, self.newest)

    def ended_on(self, day: date) -> date | None:
        """The last day of the approval where it does not hold on `day` any more; None where it does."""
        return self.last_day if self.last_day is not None and self.last_day < day else None

    @property
    def authority(self) -> str:
        """The clause under which it was approved."""
        if self.approval is None:
            return ""
        return ACCOMMODATION if self.request.protected else self.approval.authority

    @property
    def decided_by(self) -> str:
        """Who approved it, each with the role in which they did."""
        deciders = self.approval.deciders if self.approval else ()
        return ", ".join(
            f"{said['person']} ({Role(said['role']).words}{', as a delegate' if said['as_delegate'] else ''})"
            for said in deciders
        )

    @property
    def evidence(self) -> str:
        """A reference to the documents, and nothing of them."""
        number = "1 document" if self.documents == 1 else f"{self.documents} documents"
        elsewhere = f", {self.judged.elsewhere} kept elsewhere" if self.judged.elsewhere else ""
        return f"{self.request}, {number}{elsewhere}"

    @property
    def attestation(self) -> str:
        """Who has found what sufficient, without which nothing is approved."""
        seen = self.judged.words()
        if self.approval is None or not self.approval.deciders or not seen:
            return ""
        component = self.request.component_id
        if self.request.protected:
            who = f"The {Role.ACCOMMODATION_SPECIALIST.words} of {component}"
            return f"{who} has seen {seen} sufficient."
        roles = dict.fromkeys(f"the {Role(said['role']).words}" for said in self.approval.deciders)
        return (
            "What the order asks for was found sufficient before the decision of "
            f"{' and '.join(roles)} of {component}."
        )


def with_ended_approval(component: Unit, day: date) -> QuerySet[Decision, str]:
    """The ids of people of a component with an approval that does not hold on a day any more."""
    ended = Q(valid_until__lt=day, outcome__in=(*IN_FORCE, Outcome.LAPSED, Outcome.GIVEN_UP))
    taken_back = Q(outcome=Outcome.DENIED, previous__outcome__in=IN_FORCE)
    newest = Decision.objects.filter(within(component, "request__person"), followed_by=None)
    return newest.filter(ended | taken_back).order_by().values_list("request__person", flat=True)


def grounds_of(component: Unit, people: QuerySet[Decision, str] | None = None) -> Mapping[str, list[Ground]]:
    """Every request of people of a component that is decided or waits for it, by person, oldest first.

    A request that was withdrawn is left out, unless a decision had been made on it before: that stays one.
    With `people`, a query for ids, those of these alone. A constant number of queries.
    """
    mine = within(component, "person")
    asked = Request.objects.filter(mine, submitted_on__isnull=False)
    asked = asked.prefetch_related("pauses")
    decided = Decision.objects.filter(within(component, "request__person"), followed_by=None)
    given, judged = within(component, "about"), within(component, "request__person")
    if people is not None:
        asked = asked.filter(person__in=people)
        decided = decided.filter(request__person__in=people)
        given, judged = given & Q(about__in=people), judged & Q(request__person__in=people)
    decisions = {decision.request_id: decision for decision in decided.select_related("previous")}
    evidence = evidence_of(given, judged)
    found: dict[str, list[Ground]] = {}
    for request in asked.order_by("pk").iterator(2000):
        newest = decisions.get(request.pk)
        if newest is None and request.state == State.WITHDRAWN:
            continue
        approval = _approval(newest)
        decided_at = approval.decided_at if approval else None
        documents = evidence.documents(request, decided_at)
        found.setdefault(request.person_id, []).append(
            Ground(
                request=request,
                reason=PROTECTED if request.protected else request.ground,
                newest=newest,
                approval=approval,
                documents=len(documents),
                newest_document_on=timezone.localdate(documents[-1]) if documents else None,
                judged=evidence.judged(request.pk, decided_at) if decided_at else Judged(),
            )
        )
    return found


def _approval(newest: Decision | None) -> Decision | None:
    """The decision that approved, which one that says it lapsed or that denied it anew comes after."""
    if newest is None or newest.outcome in IN_FORCE:
        return newest
    before = newest.previous
    return before if before is not None and before.outcome in IN_FORCE else None


def behind(reason: str, grounds: Iterable[Ground], day: date) -> Ground | None:
    """The request on which a reason rests: of several approvals one that still holds, decided last.

    None where the application knows of none; the decision was then delivered to the run by another way.
    """
    if reason == NO_DECISION_YET:
        return max((ground for ground in grounds if ground.undecided), key=_number, default=None)
    fitting = [ground for ground in grounds if ground.reason == reason and ground.approval is not None]
    return max(fitting, key=lambda ground: (ground.ended_on(day) is None, _decided(ground)), default=None)


def _decided(ground: Ground) -> int:
    return int(ground.approval.pk) if ground.approval else 0


def _number(ground: Ground) -> int:
    return int(ground.request.pk)
