"""Sign-in by a gateway in front, which names in a header who has shown it who they are."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.backends import RemoteUserBackend
from django.contrib.auth.middleware import RemoteUserMiddleware
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.site.middleware import act_of


class KnownPeople(RemoteUserBackend):
    """Whom the gateway names may sign in if they are known and active; to be named makes nobody known."""

    create_unknown_user = False


class SignedInByGateway(RemoteUserMiddleware):
    """Who is signed in is, at every request, whom the gateway names.

    Whoever came in by the gateway is signed out where it names nobody; whoever came in with a password only
    where it names somebody else. The gateway must remove the header from what comes from outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        named = settings.SIGN_IN_HEADER.upper().replace("-", "_")
        # Where none is set, one that no request has. The stubs know it as a constant of the class alone.
        self.header = f"HTTP_{named}" if named else ""  # type: ignore[misc]

    def process_request(self, request: HttpRequest) -> None:
        before = request.user.pk
        super().process_request(request)
        if request.user.pk and request.user.pk != before:
            act = act_of(request)
            with transaction.atomic():
                record(act, Verb.PERSON_SIGNED_IN, f"person:{act.actor}", about=act.actor)
        named = request.META.get(self.header)
        if named and request.user.pk != named:
            auth.logout(request)
