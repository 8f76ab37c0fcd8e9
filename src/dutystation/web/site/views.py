from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.password_tries import free_again_at, subject_of, wrong_at_sign_in
from dutystation.web.accounts.queries import sample_people
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.site.forms import SignInForm
from dutystation.web.site.home import what_waits

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """What waits for the person, and where they can go."""
    context = {
        "waits": what_waits(request.sight, request.act.day),
        "grants": request.sight.grants,
        "today": request.act.day,
    }
    return render(request, "site/home.html", context)


@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign-in with a password; in the demonstration also by choosing an invented person."""
    act, after = _act(request), request.POST.get("next", request.GET.get("next", ""))
    typed = request.POST.get("username", "")
    tried = subject_of(typed)
    free_again = free_again_at(wrong_at_sign_in(tried), act.at) if typed else None
    form = SignInForm(request, data=None if free_again else request.POST or None)
    if request.method == "POST" and not free_again:
        if form.is_valid():
            return _signed_in(request, form.get_user())
        if typed:
            with transaction.atomic():
                record(act, Verb.PERSON_SIGN_IN_REFUSED, tried)
    samples = sample_people(act.day) if settings.DEMONSTRATION else ()
    context = {"form": form, "samples": samples, "next": after, "free_again": free_again}
    return render(request, "site/sign_in.html", context, status=429 if free_again else 200)


@login_not_required
@require_POST
def sign_in_as_sample(request: HttpRequest) -> HttpResponse:
    """Signs in as a sample person of the demonstration. Raises PermissionDenied everywhere else."""
    if not settings.DEMONSTRATION:
        raise PermissionDenied
    chosen = request.POST.get("person", "")
    for sample in sample_people(_act(request).day):
        if sample.person.pk == chosen:
            return _signed_in(request, sample.person)
    raise PermissionDenied


@require_POST
def sign_out(request: ActingRequest) -> HttpResponse:
    with transaction.atomic():
        record(request.act, Verb.PERSON_SIGNED_OUT, f"person:{request.act.actor}", about=request.act.actor)
    auth.logout(request)
    return redirect("sign_in")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answers `ok` when the database answers, for whoever watches over the service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _signed_in(request: HttpRequest, person: Person) -> HttpResponse:
    auth.login(request, person, BACKEND)
    with transaction.atomic():
        act = _act(request)
        record(
            Act(person.pk, act.at, act.request, act.origin),
            Verb.PERSON_SIGNED_IN,
            f"person:{person.pk}",
            about=person.pk,
        )
    after = request.POST.get("next", "")
    secure = request.is_secure()
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}, require_https=secure)
    return redirect(after if safe else "home")


def _act(request: HttpRequest) -> Act:
    act: Act = request.act  # type: ignore[attr-defined]  # set by the middleware for strangers too
    return act
