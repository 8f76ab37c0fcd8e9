"""Reading requests: whose they are, who decides them, what stands in the way, which are due."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from dutystation.directives.grounds import GroundRule, Route
from dutystation.directives.rules import Rules
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.accounts.queries import named_like
from dutystation.web.accounts.roles import DECIDERS, Role
from dutystation.web.accounts.scope import RULE, Capacity, Sight, Thing, within, within_any
from dutystation.web.evidence.queries import documents_of
from dutystation.web.exception_requests.asked import Asked, asked_about, holders
from dutystation.web.exception_requests.models import Decision, ItemVerdict, Outcome, Request, Step
from dutystation.web.exception_requests.rules import (
    UNDECIDED,
    Clock,
    Objection,
    Present,
    Space,
    State,
    Vote,
    clock,
    objection_to_vote,
    outstanding,
)
from dutystation.web.exception_requests.sealed import content_of
from dutystation.web.notices.queries import directive_of

ALL = Q()
SHOWN_IN_A_LIST = (
    *("protected", "ground", "state", "closed_on", "paused_on", "decide_by", "limit"),
    *("person__name", "person__unit__name", "directive__name", "directive__sha256"),
)
"""The columns of a request that a row of a list shows: an order's text, a statement and more are left out."""
IN_FORCE = (Outcome.APPROVED, Outcome.APPROVED_FOR_LESS, Outcome.CONFIRMED)
"""Decisions that say that an approval holds, to its last day."""
PROTECTED_ROLES = (Role.ACCOMMODATION_SPECIALIST,)
"""The roles that decide requests on protected grounds."""


def ground_rule(request: Request) -> GroundRule:
    """What the order says of the ground of a request; it may be unsealed for that."""
    return directive_of(request.directive).grounds[content_of(request).ground]


def rules_for(request: Request, day: date) -> Rules:
    """The numbers of the order in force on a day."""
    return directive_of(request.directive).rules_on(day)


def route_of(request: Request) -> Route:
    """Who decides, in the component of the request."""
    return ground_rule(request).route_for(request.component_id)


def authority_of(decision: Decision) -> str:
    """The clause under which it was decided; of a protected request taken from the order, whose text stays.

    For whoever may read the request, since the clause tells the ground. Raises as `sealed.texts_of`.
    """
    return decision.authority or clause_of(decision.request)


def clause_of(request: Request) -> str:
    """The clause of the route of a request, with where it stands."""
    route = route_of(request)
    return directive_of(request.directive).cited(route.clause, route.source)


def votes_of(request: Request) -> list[Vote]:
    """What officials said of a request so far, in all its rounds."""
    return [step.vote() for step in request.steps.all()]


def clock_of(request: Request, rules: Rules) -> Clock:
    """The days of a request as they now stand. For one that was submitted."""
    assert request.submitted_on is not None
    pauses = request.pauses.filter(from_day__gte=request.submitted_on)
    return clock(request.submitted_on, [(pause.from_day, pause.until_day) for pause in pauses], rules)


def missing_roles(request: Request) -> tuple[str, ...]:
    """The roles whose agreement is missing before a decision, in the order's order."""
    return outstanding(route_of(request).decided_by, votes_of(request), request.round)


def given_items(request: Request) -> Counter[str]:
    """How many documents of a request are offered for each thing that the order asks for."""
    return Counter(document.item for document in documents_of(str(request)))


def sufficient_items(request: Request) -> frozenset[str]:
    """The things the order asks for that were found sufficient, by the newest verdict on each.

    A document that was withdrawn since supports nothing any more.
    """
    newest = {verdict.item: verdict for verdict in request.verdicts.order_by("pk")}
    given = given_items(request)
    return frozenset(item for item, verdict in newest.items() if is_sufficient(verdict, given[item]))


def is_sufficient(verdict: ItemVerdict, given: int) -> bool:
    """Whether a verdict finds something sufficient that is still there, as documents or kept elsewhere."""
    return verdict.sufficient and (verdict.elsewhere or given > 0)


def capacities(sight: Sight, request: Request) -> list[Capacity]:
    """In which roles of its route somebody can act on a request."""
    return capacities_on(route_of(request), sight, request)


def capacities_on(route: Route, sight: Sight, request: Request) -> list[Capacity]:
    """The roles of the route that somebody holds for the person, as a delegate where it lets them."""
    unit, delegable = request.person.unit, route.delegable
    held = (sight.capacity([decider], unit, delegable=delegable) for decider in route.decided_by)
    return [capacity for capacity in held if capacity is not None]


def latest_decision(request: Request) -> Decision | None:
    """The decision that holds, which may be one that says it has lapsed."""
    return request.decisions.order_by("-pk").first()


def is_looked_at_again(request: Request) -> bool:
    """Whether a denial stands until another official has decided."""
    latest = latest_decision(request)
    return latest is not None and latest.outcome == Outcome.DENIED


def objection_of(person: Person, request: Request) -> Objection | None:
    """Why somebody may not speak on a request (again), whatever role they hold; None where they may."""
    again = is_looked_at_again(request)
    return objection_to_vote(person.pk, votes_of(request), request.round, reconsidering=again)


def asked_of(request: Request, day: date) -> Asked:
    """Who is asked about a request on a day."""
    route, unit = route_of(request), request.person.unit
    return asked_about(
        request,
        route.decided_by,
        votes_of(request),
        holders(day, [unit] if unit else []),
        delegable=route.delegable,
        reconsidering=is_looked_at_again(request),
    )


def held_approval(request: Request) -> Decision | None:
    """The approval that was not ended by a later decision, also where its last day has passed."""
    latest = latest_decision(request)
    return latest if latest is not None and latest.outcome in IN_FORCE else None


def approval_holds(latest: Decision | None, day: date) -> bool:
    """Whether the latest decision of a request is an approval that has not ended before a day."""
    return (
        latest is not None
        and latest.outcome in IN_FORCE
        and (latest.valid_until is None or day <= latest.valid_until)
    )


def space_at(facility: str, day: date) -> Space | None:
    """Seats and people of a facility; None where nobody has told of it."""
    return spaces(day, Q(pk=facility)).get(facility)


def spaces(day: date, which: Q = ALL) -> dict[str, Space]:
    """Seats and people of facilities by their ids, all of them in one query."""
    assigned = Person.objects.filter(duty_station=OuterRef("pk"), on_rolls=True)
    excepted = _without_seat(day).filter(request__person__duty_station=OuterRef("pk"))
    facilities = Facility.objects.filter(which).annotate(
        assigned=_how_many(assigned, "duty_station", Count("pk")),
        excepted=_how_many(
            excepted, "request__person__duty_station", Count("request__person", distinct=True)
        ),
    )
    return {
        facility.pk: Space(
            facility.pk, facility.seats, facility.assigned, facility.excepted, _present(facility)
        )
        for facility in facilities
    }


def _how_many(rows: QuerySet[Any], station: str, count: Count) -> Coalesce:
    """The number of rows of one station, in the query of that station; 0 where there are none."""
    return Coalesce(Subquery(rows.order_by().values(station).annotate(n=count).values("n")), 0)


def _present(facility: Facility) -> Present | None:
    seen = facility.present_on, facility.present, facility.busiest_on, facility.busiest
    on, people, busiest_on, busiest = seen
    if on is None or people is None or busiest_on is None or busiest is None:
        return None
    return Present(facility.run, on, people, busiest_on, busiest)


def offered_seats(day: date) -> Counter[str]:
    """How many requests for want of a seat are looked at anew in each facility, since there is one now."""
    reopened = _without_seat(day).filter(request__state__in=UNDECIDED)
    return Counter(reopened.values_list("request__person__duty_station", flat=True))


def _without_seat(day: date) -> QuerySet[Decision]:
    """The approvals that hold on a day of people on the rolls for whom there was no seat."""
    return decisions_in_force(day).filter(request__ground=Ground.SPACE, request__person__on_rolls=True)


def decisions_in_force(day: date) -> QuerySet[Decision]:
    """The approvals that hold on a day: the latest decision of each request, if it approves and is valid.

    One that its person has given up is among them, with the day on which they did as its last.
    """
    latest = Decision.objects.filter(request=OuterRef("request")).order_by("-pk").values("pk")[:1]
    valid = Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))
    return Decision.objects.filter(valid, pk=Subquery(latest), outcome__in=(*IN_FORCE, Outcome.GIVEN_UP))


def request_in_sight(sight: Sight, number: int) -> Request:
    """A request that somebody may know of. Raises Http404 for every other one, as where none is."""
    whole = Request.objects.select_related("person", "person__unit", "component", "directive", "written_by")
    seen = Q(person=sight.person) | _of_others(sight)
    return get_object_or_404(whole.defer("directive__text").filter(seen), pk=number)


def _of_others(sight: Sight) -> Q:
    """Requests of others that are in sight, each unit once.

    What was never handed in is its person's alone, also where they have withdrawn it since.
    """
    open_grounds = {unit.pk: unit for unit in sight.units(Thing.REQUEST)}
    protected = {unit.pk: unit for unit in sight.units(Thing.PROTECTED_REQUEST)}
    seen = Q(pk__in=[])
    for name, unit in {**open_grounds, **protected}.items():
        both = name in open_grounds and name in protected
        seen |= within(unit, "person") & (Q() if both else Q(protected=name in protected))
    return seen & Q(submitted_on__isnull=False)


def worklist(
    sight: Sight, *, search: str = "", state: str = "", mine: bool = False, worksite: bool = False
) -> QuerySet[Request]:
    """Requests of others in sight, undecided ones by the day they are due, then the others, newest first.

    `search` is the beginning of a person's name or id; with `mine` only those that wait for a role one holds,
    with `worksite` only those whose schedule asks human resources for a look at the official worksite.
    """
    seen = _waiting_for(sight) if mine else _of_others(sight)
    found = Request.objects.filter(seen).exclude(person=sight.person)
    if search:
        found = found.filter(person__in=named_like(search))
    if state:
        found = found.filter(state=state)
    if worksite:
        found = found.filter(_asks_for_worksite(sight))
    found = found.select_related("person__unit", "directive").only(*SHOWN_IN_A_LIST)
    return found.order_by(F("closed_on").desc(nulls_first=True), F("decide_by").asc(nulls_last=True), "-pk")


def _asks_for_worksite(sight: Sight) -> Q:
    """Approvals that hold on the day of people of whom one is human resources, by the schedule they state."""
    there = within_any(sight.units_of(Role.COMPONENT_HR), "person")
    asking = decisions_in_force(sight.day).filter(facts__schedule__asks_from__lte=sight.day.isoformat())
    return there & Q(pk__in=asking.values("request"))


def requests_of(person: Person) -> QuerySet[Request]:
    """Somebody's own requests, newest first."""
    requests = Request.objects.filter(person=person).select_related("directive")
    return requests.defer("directive__text").order_by("-pk")


def _waiting_for(sight: Sight) -> Q:
    """Undecided requests in sight whose route can name a role held; which step is next is on their page."""
    found = Q(pk__in=[])
    for grant in sight.grants:
        protected = Role(grant.role) in PROTECTED_ROLES
        thing = Thing.PROTECTED_REQUEST if protected else Thing.REQUEST
        if grant.role in DECIDERS and thing in RULE[Role(grant.role)]:
            found |= within(grant.unit, "person") & Q(protected=protected)
    spoken = Step.objects.filter(
        Q(round=OuterRef("round")) | Q(request__state=State.IN_RECONSIDERATION),
        request=OuterRef("pk"),
        person=sight.person,
    )
    return Q(state__in=UNDECIDED) & found & Q(~Exists(spoken))
