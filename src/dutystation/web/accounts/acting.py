"""What a request carries once the middleware of the site has seen it: for views and their types."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from dutystation.web.accounts.models import Person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, Thing
from dutystation.web.audit.act import Act


class ActingRequest(HttpRequest):
    """A request of somebody who is signed in."""

    act: Act
    sight: Sight


def seen_person(request: ActingRequest, person: str, thing: Thing) -> Person:
    """The person whose thing a page is about. Raises Http404 where it is out of sight, as where nobody is."""
    found = get_object_or_404(Person.objects.select_related("unit", "unit__component"), pk=person)
    if not request.sight.allows(thing, found):
        raise Http404
    return found


def needs(request: ActingRequest, *roles: Role) -> None:
    """Raises Http404 unless one of the roles is held: a page of others is as if it were not there."""
    if not request.sight.holds(*roles):
        raise Http404
