"""What holds for every request: who acts, and how a refusal looks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.act import Act

Answer = Callable[[HttpRequest], HttpResponse]


def signed_in_by_gateway(answer: Answer) -> Answer:
    """Whom the gateway in front names in its header is signed in, if they are known and active.

    Only where a header is set; the gateway must remove it from what comes from outside.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        named = request.headers.get(settings.SIGN_IN_HEADER, "") if settings.SIGN_IN_HEADER else ""
        if named and request.user.pk != named:
            person = Person.objects.filter(pk=named, is_active=True).first()
            if person is not None:
                auth.login(request, person, "django.contrib.auth.backends.ModelBackend")
        return answer(request)

    return middleware


def acting(answer: Answer) -> Answer:
    """Gives a request its `act` (who, when, from where) and, signed in, its `sight`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        act = Act(
            actor=str(user.pk or ""),
            at=_now(),
            request=uuid.uuid4().hex,
            origin=request.META.get("REMOTE_ADDR", ""),
        )
        # What views read of it is declared in `accounts.acting.ActingRequest`.
        vars(request)["act"] = act
        if isinstance(user, Person):
            vars(request)["sight"] = sight_of(user, act.day)
        return answer(request)

    return middleware


def _now() -> datetime:
    """This moment; in the demonstration, the same time on the day it always is there."""
    now = timezone.localtime()
    if not settings.DEMONSTRATION_DAY:
        return now
    return datetime.combine(date.fromisoformat(settings.DEMONSTRATION_DAY), now.timetz())


def refusals_as_pages(answer: Answer) -> Answer:
    """What the rules refuse is said where the person was, and nothing is changed."""

    class Middleware:
        def __init__(self) -> None:
            self.answer = answer

        def __call__(self, request: HttpRequest) -> HttpResponse:
            return self.answer(request)

        def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
            if not isinstance(problem, Refused):
                return None
            back = request.headers.get("Referer", "")
            if request.method == "POST" and back.startswith(f"{request.scheme}://{request.get_host()}/"):
                messages.error(request, str(problem))
                return redirect(back)
            return render(request, "site/refused.html", {"why": str(problem)}, status=409)

    return Middleware()
