"""Pages on what is kept for how long: the schedule, holds, and lists of what is past its time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutystation.terms.errors import Refused
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.department.queries import order_on
from dutystation.web.retention.disposing import approve, carry_out, decline, put_forward
from dutystation.web.retention.due import term_of
from dutystation.web.retention.forms import DeclinationForm, HoldForm, ReleaseForm
from dutystation.web.retention.holding import ask_release, place, release
from dutystation.web.retention.models import Disposal, Hold
from dutystation.web.retention.queries import (
    OPEN,
    disposals_in_sight,
    handed_in,
    holds_in_sight,
    is_kept_whole,
    lines,
    may_release,
    newest_asked,
    oldest_lines,
)
from dutystation.web.retention.rules import COUNTED
from dutystation.web.retention.scope import HOLDING, may_dispose, own_units, sees_held, sees_retention


@require_GET
def retention(request: ActingRequest) -> HttpResponse:
    """The schedule, what is past its time, lists that wait, and holds; each for those whom it concerns."""
    _needs_retention(request)
    day, order = request.act.day, order_on(request.act.day)
    with transaction.atomic():
        record(request.act, Verb.RETENTION_VIEWED, "retention")
    holds = holds_in_sight(request.sight)
    disposals = disposals_in_sight(request.sight)
    context = {
        "order": order,
        "terms": [(item, term_of(order, item.covers[0], day)) for item in order.retention.values()]
        if order
        else [],
        "kinds": COUNTED,
        "lines": lines(request.sight, day),
        "oldest": oldest_lines(day),
        "waiting": disposals.filter(OPEN),
        "page": page_of_rows(disposals.exclude(OPEN), request),
        "in_force": holds.filter(release=None),
        "ended": holds.exclude(release=None),
        "sees_held": sees_held(request.sight),
        "may_place": bool(own_units(request.sight, HOLDING)),
    }
    return render(request, "retention/retention.html", context)


@require_http_methods(["GET", "POST"])
def place_hold(request: ActingRequest) -> HttpResponse:
    """A form to place a hold, which begins at once."""
    if not own_units(request.sight, HOLDING):
        raise Http404
    form = HoldForm(request.POST or None, initial={"from_day": request.act.day})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = place(
                request.act,
                request.sight,
                given["held"],
                from_day=given["from_day"],
                reason=given["reason"],
                reference=given["reference"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The hold is placed. Nothing that it reaches is destroyed from now on.")
            )
            return redirect("hold", hold_id=made.pk)
    return render(request, "retention/place_hold.html", {"form": form})


@require_GET
def hold(request: ActingRequest, hold_id: int) -> HttpResponse:
    """One hold, with what was asked and done about it."""
    found = _hold(request, hold_id)
    with transaction.atomic():
        record(request.act, Verb.HOLD_VIEWED, str(found))
    context = {
        "hold": found,
        "asked": newest_asked(found),
        "may_release": may_release(request.sight, found),
        "form": ReleaseForm(),
        "actor": request.act.actor,
    }
    return render(request, "retention/hold.html", context)


@require_POST
def ask_for_release(request: ActingRequest, hold_id: int) -> HttpResponse:
    """Asks for the release of a hold."""
    found = _hold_to_release(request, hold_id)
    form = ReleaseForm(request.POST)
    if not done(form, lambda: ask_release(request.act, request.sight, found.pk, **form.cleaned_data)):
        return shown_again(request, form, _("Ask for the release"), "hold", hold_id=found.pk)
    messages.success(request, _("It is asked for. Another specialist has to confirm it."))
    return redirect("hold", hold_id=found.pk)


@require_POST
def release_hold(request: ActingRequest, hold_id: int) -> HttpResponse:
    """Releases a hold that another person asked to release."""
    found = _hold_to_release(request, hold_id)
    release(request.act, request.sight, found.pk)
    messages.success(request, _("The hold is released."))
    return redirect("hold", hold_id=found.pk)


@require_GET
def disposal(request: ActingRequest, disposal_id: int) -> HttpResponse:
    """One list of documents that are past their time. It names nobody."""
    found = get_object_or_404(_disposals(request), pk=disposal_id)
    with transaction.atomic():
        record(request.act, Verb.DISPOSAL_VIEWED, str(found))
    entries = found.entries.select_related("document__destruction__removal", "kept")
    page = page_of_rows(entries.order_by("started_on", "pk"), request)
    context = {
        "disposal": found,
        "page": page,
        "handed_in": handed_in(entry.number for entry in page),
        "is_kept_whole": is_kept_whole(found.component),
        "deciding": may_dispose(request.sight, found.kind, found.component),
        "actor": request.act.actor,
        "form": DeclinationForm(),
    }
    return render(request, "retention/disposal.html", context)


@require_POST
def do_with_disposal(request: ActingRequest, disposal_id: int, verb: str) -> HttpResponse:
    """Puts a list forward, approves or declines it."""
    found = get_object_or_404(_disposals(request), pk=disposal_id)
    if verb not in _VERBS or not may_dispose(request.sight, found.kind, found.component):
        raise Http404
    return _VERBS[verb](request, found.pk) or redirect("disposal", disposal_id=found.pk)


def _put_forward(request: ActingRequest, disposal_id: int) -> None:
    put_forward(request.act, request.sight, disposal_id)
    messages.success(request, _("The list is put forward. Another person has to approve it."))


def _approve(request: ActingRequest, disposal_id: int) -> None:
    approve(request.act, request.sight, disposal_id)
    done = carry_out(request.act, disposal_id)
    messages.success(
        request,
        _("The list is approved. Documents destroyed: %(destroyed)s; kept for now: %(kept)s.")
        % {"destroyed": done.destroyed, "kept": done.kept},
    )


def _decline(request: ActingRequest, disposal_id: int) -> HttpResponse | None:
    form = DeclinationForm(request.POST)
    if not done(form, lambda: decline(request.act, request.sight, disposal_id, **form.cleaned_data)):
        words = _("Decline: keep all of it")
        return shown_again(request, form, words, "disposal", disposal_id=disposal_id)
    messages.success(request, _("The list is declined. Nothing on it is destroyed."))
    return None


_VERBS: Mapping[str, Callable[[ActingRequest, int], HttpResponse | None]] = {
    "put-forward": _put_forward,
    "approve": _approve,
    "decline": _decline,
}


def _needs_retention(request: ActingRequest) -> None:
    if not sees_retention(request.sight):
        raise Http404


def _disposals(request: ActingRequest) -> QuerySet[Disposal]:
    _needs_retention(request)
    return disposals_in_sight(request.sight)


def _hold(request: ActingRequest, hold_id: int) -> Hold:
    _needs_retention(request)
    return get_object_or_404(holds_in_sight(request.sight), pk=hold_id)


def _hold_to_release(request: ActingRequest, hold_id: int) -> Hold:
    found = _hold(request, hold_id)
    if not may_release(request.sight, found):
        raise Http404
    return found
