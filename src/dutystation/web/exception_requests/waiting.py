"""What waits for somebody of requests: documents to give, requests to decide, officials that are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.queries import component_of
from dutystation.web.accounts.roles import DECIDERS, Role
from dutystation.web.accounts.scope import Sight, within_any
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import Verb as Happened
from dutystation.web.exception_requests.asked import asked_about, holders
from dutystation.web.exception_requests.models import Request, Step
from dutystation.web.exception_requests.queries import PROTECTED_ROLES, route_of, worklist
from dutystation.web.exception_requests.reviewing import due_reviews
from dutystation.web.exception_requests.rules import UNDECIDED, State, Vote

COUNTED_AT_HOME = 50


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """Everything of requests that waits for one person."""
    return [*_of_ones_own(sight, day), *_to_decide(sight), *_to_review(sight), *_officials_wanted(sight, day)]


def _of_ones_own(sight: Sight, day: date) -> Iterator[Waiting]:
    """Documents that somebody has to give, and requests of theirs that nobody can decide."""
    own = list(_undecided(Q(person=sight.person)))
    stuck = {found.request.pk for found in without_officials(own, day, [sight.person.unit])}
    unread = _unread(sight, [request for request in own if request.oral])
    for request in own:
        address = reverse("request", kwargs={"request_id": request.pk})
        named = {"number": request.pk, "who": request.written_by}
        if str(request) in unread:
            title = _("%(who)s has written down a request of yours: read whether it is right")
            yield Waiting(title % named, address)
        if request.state == State.AWAITING_DOCUMENTS:
            yield Waiting(_("Documents are needed for your request %(number)s") % named, address)
        elif request.pk in stuck:
            title = _("Nobody can decide your request %(number)s now; the administrator is told")
            yield Waiting(title % named, address)


def _unread(sight: Sight, requests: list[Request]) -> set[str]:
    """Those of some requests, as events name them, that somebody has never looked at."""
    subjects = {str(request) for request in requests}
    if not subjects:
        return subjects
    seen = Event.objects.filter(subject__in=subjects, actor=sight.person.pk, verb=Happened.REQUEST_VIEWED)
    return subjects - set(seen.values_list("subject", flat=True))


def _to_decide(sight: Sight) -> Iterator[Waiting]:
    """How many requests may need a role that somebody holds."""
    if not sight.holds(*DECIDERS):
        return
    due = worklist(sight, mine=True).values_list("decide_by", flat=True)[: COUNTED_AT_HOME + 1]
    if count := len(due):
        title = (
            ngettext("%(count)s request may need you", "%(count)s requests may need you", count)
            if count <= COUNTED_AT_HOME
            else _("More than %(count)s requests may need you")
        )
        address = reverse("worklist") + "?mine=1"
        yield Waiting(title % {"count": min(count, COUNTED_AT_HOME)}, address, due[0])


def _to_review(sight: Sight) -> Iterator[Waiting]:
    """How many approvals somebody may look at again soon."""
    if not sight.holds(*DECIDERS):
        return
    due = due_reviews(sight).values_list("review_on", flat=True)[: COUNTED_AT_HOME + 1]
    if count := len(due):
        title = (
            ngettext(
                "%(count)s approval is to be looked at again",
                "%(count)s approvals are to be looked at again",
                count,
            )
            if count <= COUNTED_AT_HOME
            else _("More than %(count)s approvals are to be looked at again")
        )
        address = reverse("worklist") + "?review=1"
        yield Waiting(title % {"count": min(count, COUNTED_AT_HOME)}, address, due[0])


def _officials_wanted(sight: Sight, day: date) -> Iterator[Waiting]:
    """Roles that an administrator has to give to somebody so that a request can be decided.

    It names role and component, for a supervisor the unit, and neither who asks nor for what.
    """
    units = sight.units_of(Role.ADMINISTRATOR)
    if not units:
        return
    there = within_any(units, "person")
    found = {
        (role, stuck.where(role))
        for stuck in without_officials(_undecided(there), day)
        for role in stuck.wanted
    }
    for role, where in sorted(found, key=lambda wanted: (wanted[0], str(wanted[1]))):
        title = _("A request waits for an official whom nobody is: %(role)s, %(unit)s")
        yield Waiting(title % {"role": _(Role(role).words), "unit": where}, reverse("roles"))


@dataclass(frozen=True)
class Stuck:
    """One row is an undecided request that nobody can decide, with the roles for which somebody is wanted."""

    request: Request
    wanted: tuple[str, ...]

    def where(self, role: str) -> Unit | None:
        """The unit for which somebody is wanted: supervisors belong to units, others to components."""
        unit = self.request.person.unit
        return unit if role == Role.SUPERVISOR else component_of(unit)


def without_officials(
    requests: Iterable[Request], day: date, units: Iterable[Unit | None] | None = None
) -> list[Stuck]:
    """Those of some undecided requests that nobody can decide on a day.

    Nothing is unsealed for it: requests on protected grounds are decided by `PROTECTED_ROLES`. With `units`
    only those who hold roles for these are looked for. Two queries, whatever the number of requests.
    """
    requests = list(requests)
    if not requests:
        return []
    there = holders(day, None if units is None else [unit for unit in units if unit is not None])
    spoken: dict[int, list[Vote]] = {}
    for step in Step.objects.filter(request__in=[request.pk for request in requests]):
        spoken.setdefault(step.request_id, []).append(step.vote())
    found = []
    for request in requests:
        route = None if request.protected else route_of(request)
        asked = asked_about(
            request,
            route.decided_by if route else PROTECTED_ROLES,
            spoken.get(request.pk, []),
            there,
            delegable=route.delegable if route else False,
            reconsidering=request.state == State.IN_RECONSIDERATION,
        )
        if asked.wanted:
            found.append(Stuck(request, asked.wanted))
    return found


def _undecided(which: Q) -> Iterable[Request]:
    rows = Request.objects.filter(which, state__in=UNDECIDED)
    rows = rows.select_related("person__unit__component", "directive", "written_by")
    return rows.defer("directive__text", "statement").order_by("pk")
