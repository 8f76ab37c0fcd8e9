from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dutystation.web.accounts.acting import ActingRequest, needs
from dutystation.web.accounts.models import Facility
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.queries import request_in_sight
from dutystation.web.seats.actions import OFFERING, draw, offer
from dutystation.web.seats.forms import OfferForm
from dutystation.web.seats.page import seats_page
from dutystation.web.seats.queries import (
    SEE_SEATS,
    facilities_in_sight,
    offers_at,
    seat_order_on,
    seats_under,
)

OFFERS_SHOWN = 50


@require_GET
def seats(request: ActingRequest) -> HttpResponse:
    """Each facility with its seats, its people, and how many wait; those where somebody waits first."""
    needs(request, *SEE_SEATS)
    page = page_of_rows(facilities_in_sight(request.sight), request)
    order = seat_order_on(request.act.day)
    found = seats_under(order, [facility.pk for facility in page], request.act.day)
    rows = [(facility, found[facility.pk]) for facility in page]
    context = {"page": page, "rows": rows, "order": order}
    return render(request, "seats/seats.html", context)


@require_GET
def facility(request: ActingRequest, facility: str) -> HttpResponse:
    """One facility: who waits there, in which order and why."""
    needs(request, *SEE_SEATS)
    found = get_object_or_404(facilities_in_sight(request.sight), pk=facility)
    with transaction.atomic():
        record(request.act, Verb.SEATS_VIEWED, f"facility:{found.pk}", facility=found.pk)
    context = {
        "facility": found,
        "shown": seats_page(request.sight, found.pk, request.act.day),
        "offers": offers_at(request.sight, found.pk)[:OFFERS_SHOWN],
        "form": OfferForm(),
    }
    return render(request, "seats/facility.html", context)


@require_POST
def draw_order(request: ActingRequest, facility: str) -> HttpResponse:
    """Draws the order of those who are alike in everything else."""
    needs(request, *OFFERING)
    found = get_object_or_404(facilities_in_sight(request.sight), pk=facility)
    draw(request.act, found.pk, request.sight)
    messages.success(request, _("The order is drawn."))
    return redirect("seats_at", facility=found.pk)


@require_POST
def offer_seat(request: ActingRequest, request_id: int) -> HttpResponse:
    """Offers a seat to one of those who wait."""
    needs(request, *OFFERING)
    found = request_in_sight(request.sight, request_id)
    form = OfferForm(request.POST)
    if found.person.unit is None or not request.sight.capacity(OFFERING, found.person.unit, delegable=True):
        raise Http404
    where = _where(found)
    page = reverse("seats_at", kwargs={"facility": where}) if where else reverse("seats")
    if not done(form, lambda: offer(request.act, found.pk, request.sight, **form.cleaned_data)):
        words = _("Offer a seat to %(who)s") % {"who": found.person}
        return shown_again(request, form, words, page)
    messages.success(request, _("The seat is offered; the person is told."))
    return redirect(page)


def _where(found: Request) -> str:
    """The facility of the person as the addresses know it; empty where no run has told of it."""
    there = Facility.objects.filter(pk=found.person.duty_station).values_list("pk", flat=True)
    return there.first() or ""
