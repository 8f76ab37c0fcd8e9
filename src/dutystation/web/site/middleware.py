"""What holds for every request: who acts, and how a refusal looks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.act import Act
from dutystation.web.site.clock import now

Answer = Callable[[HttpRequest], HttpResponse]


def acting(answer: Answer) -> Answer:
    """Gives a request its `act` (who, when, from where) and, signed in, its `sight`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user, act = request.user, act_of(request)
        # What views read of it is declared in `accounts.acting.ActingRequest`.
        vars(request)["act"] = act
        if isinstance(user, Person):
            vars(request)["sight"] = sight_of(user, act.day)
        return answer(request)

    return middleware


def act_of(request: HttpRequest) -> Act:
    """What the person who is signed in does with a request."""
    origin = request.META.get("REMOTE_ADDR", "")
    return Act(actor=str(request.user.pk or ""), at=now(), request=uuid.uuid4().hex, origin=origin)


def kept_by_no_browser(answer: Answer) -> Answer:
    """Nothing of a page stays in a browser: whoever comes to it next goes back, and has to sign in.

    Files that are the same for everybody are answered before, and stay.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        answered = answer(request)
        answered.headers["Cache-Control"] = "no-store"
        return answered

    return middleware


class SignInFirst(LoginRequiredMiddleware):
    """Whoever is not signed in signs in first, and comes back to a page: what was sent is not sent again."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request,
            _("You had been signed out, and what you sent was not taken. Sign in, and send it again."),
        )
        back = _page_before(request)
        return redirect_to_login(urlsplit(back)._replace(scheme="", netloc="").geturl() if back else "/")


def _page_before(request: HttpRequest) -> str:
    """The address of the page that a request came from, empty where it was no page of ours."""
    back = request.headers.get("Referer", "")
    return back if back.startswith(f"{request.scheme}://{request.get_host()}/") else ""


def refusals_as_pages(answer: Answer) -> Answer:
    """What the rules refuse is said where the person was, and nothing is changed.

    An address to which something can only be sent is a page too, with the way back.
    """

    class Middleware:
        def __init__(self) -> None:
            self.answer = answer

        def __call__(self, request: HttpRequest) -> HttpResponse:
            answered = self.answer(request)
            if answered.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not answered.content:
                page = render(request, "site/no_page.html", status=answered.status_code)
                page.headers["Allow"] = answered.headers["Allow"]
                return page
            return answered

        def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
            if not isinstance(problem, Refused):
                return None
            back = _page_before(request)
            if request.method == "POST" and back:
                messages.error(request, str(problem))
                return redirect(back)
            return render(request, "site/refused.html", {"why": str(problem)}, status=409)

    return Middleware()
